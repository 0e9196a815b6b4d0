"""``robocopy``: copies folders. A stand-in [doc: robocopy and its return codes, KB954404; k: layout].

Exit code: 1 something was copied, 2 there is more at the target, 4 a file stands where a folder should, 8 something
could not be copied, 16 nothing was done at all.
"""

from .call import BridgeCall
from .errors import WindowsError
from .folders import existing_folder
from .robocopy_copying import RULE, Copying
from .robocopy_options import Invalid, read

__all__ = ["robocopy"]

FATAL = 16


def robocopy(call: BridgeCall) -> int:
    """``robocopy SOURCE TARGET [FILE...] [options]``."""
    try:
        asked = read(call)
    except Invalid as problem:
        _head(call)
        call.say(f'ERROR : Invalid Parameter #{problem.number} : "{problem.word}"\n')
        return FATAL
    if asked is None:
        _head(call)
        call.say("       Simple Usage :: ROBOCOPY source destination /MIR\n")
        return FATAL
    copy = Copying(call, asked)
    if "/njh" not in asked.switches:
        _head(call)
        copy.print_plan()
    try:
        source = existing_folder(call, asked.source)
    except WindowsError as error:
        copy.error(
            error.number,
            call.text("Accessing Source Directory", "コピー元ディレクトリにアクセスしています"),
            asked.source,
        )
        return FATAL
    copy.folder(source, call.path(asked.target), asked.source, asked.target)
    if "/njs" not in asked.switches:
        copy.print_sums()
    return copy.code


def _head(call: BridgeCall) -> None:
    title = call.text("Robust File Copy for Windows", "Windows の堅牢性の高いファイル コピー")
    call.say(f"\n{RULE}-\n   ROBOCOPY     ::     {title}{' ' * 30}\n{RULE}-\n")
