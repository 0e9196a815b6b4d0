"""Where clprun keeps its things on a Windows node, and who may read them."""

from clprun.node.shell import STATE_FOLDER, WINDOWS_STATE_FOLDER
from clprun.node.windows.cmd import absolute, parent, quote

__all__ = ["UNSAFE", "make", "state_folder"]

UNSAFE = 76
"""Exit code of :func:`make`: somebody else than Administrators could lead what lies there elsewhere."""

_ADMINISTRATORS, _SYSTEM = "S-1-5-32-544", "S-1-5-18"
_NO_LINK = 1
"""What ``fsutil`` exits with for what is no reparse point."""
_RUNS = "runs"


def state_folder(given: str) -> str:
    """The folder that is meant: where only the default of Linux is given, that of Windows."""
    return WINDOWS_STATE_FOLDER if given == STATE_FOLDER else given


def make(given: str) -> str:
    """Commands that make the folder where it is not there, for Administrators and SYSTEM only; told by ``&&``.

    What lies in it is run as SYSTEM. Only administrators can make anything in the folder of programs; for all that, one
    that is there is used only when it and the folder of the runs in it are no links and belong to Administrators, whose
    name the node tells. Neither owner nor rights are ever reset: in between, others might put something there.

    Where there is no ``icacls``, or one without ``/inheritance`` (Windows Server 2003), ``cacls`` replaces all rights;
    it asks first, and knows names only.
    """
    top = state_folder(given)
    path, runs = absolute(top), absolute(rf"{top}\{_RUNS}")
    rights = " ".join(quote(f"*{sid}:(OI)(CI)F") for sid in (_ADMINISTRATORS, _SYSTEM))
    elsewhere = f'(if /i not "!ProgramFiles!"=={parent(top)} exit {UNSAFE})&' if top == WINDOWS_STATE_FOLDER else ""
    return (
        f"({elsewhere}{_made(path)}"
        f"&(fsutil reparsepoint query {path} >nul 2>nul&if not !errorlevel!=={_NO_LINK} exit {UNSAFE})"
        f"&{_made(runs)}&{_if_own(path)}"
        f"&(icacls {path} /inheritance:r /grant:r {rights} >nul 2>nul"
        f"||echo Y|cacls {path} /G Administrators:F SYSTEM:F >nul))"
    )


def _made(path: str) -> str:
    """Makes a folder that is not there; by a policy, what an administrator makes is his own and not the group's."""
    return f"(if not exist {path} (md {path}&&takeown /f {path} /a >nul||exit 1))"


def _if_own(path: str) -> str:
    """Commands that end all unless a folder and that of the runs in it are real ones and belong to Administrators.

    A list of the folder has a line for each: ``.`` and ``runs``.
    """
    name = f"whoami /groups /fo csv /nh^|find {quote(_ADMINISTRATORS)}"
    own = f'dir /q /ad {path}^|find "<DIR>"^|find %a^|findstr /l /e /c:" ." /c:" {_RUNS}"'
    return (
        f"(set clprun=0&(for /f \"delims=,\" %a in ('{name}') do for /f %o in ('{own}') do >nul set /a clprun+=1)"
        f"&if not !clprun!==2 exit {UNSAFE})"
    )
