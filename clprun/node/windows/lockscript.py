r"""The command lines of the lock on a Windows node. Pure.

As on Linux, the lock is a folder with a file ``owner``, prepared aside and renamed into place, so that it is never seen
without its owner. ``ren`` fails while another lies there, and one of two that try at once fails, too.
"""

from base64 import b64encode

from clprun.node.lockscript import FREE, HELD, plain
from clprun.node.windows.cmd import QUIET, absolute
from clprun.node.windows.files import folder
from clprun.node.windows.hashes import is_content
from clprun.node.windows.state import make

__all__ = ["break_", "facts", "release", "take"]


def facts(state: str) -> str:
    """A question, or a command line of its own: the owner file, or :data:`clprun.node.lockscript.FREE`."""
    return f"{QUIET}if exist {folder(_lock(state))} (type {absolute(_owner(state))}) else echo {FREE}"


def take(state: str, run: str, owner: str) -> str:
    """Take the lock; the run that holds it gets it again.

    Args:
        state: the state folder.
        run: id of the run.
        owner: the owner file; its first line is the id of the run.
    """
    new = absolute(rf"{state}\lock.new.{plain(run)}")
    prepared, text = (absolute(rf"{state}\lock.new.{plain(run)}\{name}") for name in ("owner", "base64"))
    again = f"move /y {prepared} {absolute(_owner(state))}>nul&&rd /s /q {new}&&exit 0&exit 1"
    content = b64encode(owner.encode()).decode()
    return (
        f"{QUIET}{make(state)}||exit 1"
        f"&(if exist {new} rd /s /q {new})&(md {new}||exit 1)"
        f"&(>{text} echo {content})&(certutil -f -decode {text} {prepared}>nul||exit 1)&del {text}"
        f"&(ren {new} lock 2>nul&&exit 0)"
        f'&{_holder(state)}&(if "!holder!"=="{plain(run)}" ({again}))'
        f"&rd /s /q {new}&{_held(state)}"
    )


def release(state: str, run: str) -> str:
    """Give the lock of a run back."""
    return _remove(state, run, f'{_holder(state)}&(if "!holder!"=="{plain(run)}" set "same=1")')


def break_(state: str, run: str, owner: str) -> str:
    """Remove the lock whose owner file holds just this."""
    return _remove(state, run, is_content(absolute(_owner(state)), owner.encode()))


def _remove(state: str, run: str, condition: str) -> str:
    """The lock is renamed first, so that half a lock never lies under its name."""
    old = absolute(rf"{state}\lock.old.{plain(run)}")
    return (
        f"{QUIET}(if not exist {folder(_lock(state))} exit 0)"
        f'&set "same="&{condition}&(if not defined same ({_held(state)}))'
        f"&(if exist {old} rd /s /q {old})&(ren {absolute(_lock(state))} lock.old.{plain(run)}||exit 1)"
        f"&rd /s /q {old}&exit 0"
    )


def _holder(state: str) -> str:
    """Commands that put the first line of the owner file into a variable."""
    first = 'if not defined holder set "holder=%i"'
    return f'set "holder="&(for /f "usebackq delims=" %i in ({absolute(_owner(state))}) do {first})'


def _held(state: str) -> str:
    return f"(if not exist {folder(_lock(state))} exit 1)&type {absolute(_owner(state))}&exit {HELD}"


def _lock(state: str) -> str:
    return rf"{state}\lock"


def _owner(state: str) -> str:
    return rf"{state}\lock\owner"
