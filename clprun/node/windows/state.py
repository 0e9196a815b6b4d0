"""Where clprun keeps its things on a Windows node, and who may read them."""

from clprun.node.shell import STATE_FOLDER, WINDOWS_STATE_FOLDER
from clprun.node.windows.cmd import absolute, quote
from clprun.node.windows.files import folder

__all__ = ["make", "state_folder"]

_ADMINISTRATORS, _SYSTEM = "S-1-5-32-544", "S-1-5-18"


def state_folder(given: str) -> str:
    """The folder that is meant: where only the default of Linux is given, that of Windows."""
    return WINDOWS_STATE_FOLDER if given == STATE_FOLDER else given


def make(given: str) -> str:
    """Commands that make the folder where it is not there, for Administrators and SYSTEM only; told by ``&&``.

    Any user may make folders beside it, and what lies in it is run as SYSTEM: one that is there already, and that of
    the runs in it, change their owner and lose the rights they had.

    Where there is no ``icacls``, or one without ``/inheritance`` (Windows Server 2003), ``cacls`` replaces all rights;
    it asks first, and knows names only.
    """
    top = state_folder(given)
    return f"({_own(top)}&&{_own(_runs(top))})"


def _own(place: str) -> str:
    path = absolute(place)
    rights = " ".join(quote(f"*{sid}:(OI)(CI)F") for sid in (_ADMINISTRATORS, _SYSTEM))
    return (
        f"((if not exist {folder(place)} md {path})"
        f"&(takeown /f {path} /a >nul 2>nul)&(icacls {path} /reset >nul 2>nul)"
        f"&(icacls {path} /inheritance:r /grant:r {rights} >nul 2>nul"
        f"||echo Y|cacls {path} /G Administrators:F SYSTEM:F >nul))"
    )


def _runs(top: str) -> str:
    return rf"{top}\runs"
