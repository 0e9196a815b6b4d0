r"""The command lines of the lock on a Windows node. Pure.

As on Linux, the lock is a folder with a file ``owner``, prepared aside and renamed into place, so that it is never seen
without its owner. ``ren`` fails while another lies there, and one of two that try at once fails, too; where it fails
though none lies there, it is tried again.
"""

from base64 import b64encode

from clprun.node.lockscript import FREE, HELD, LOST, Guard, plain
from clprun.node.windows.cmd import QUIET, absolute
from clprun.node.windows.files import folder
from clprun.node.windows.hashes import is_content
from clprun.node.windows.patience import DONE, patiently, removed
from clprun.node.windows.state import make

__all__ = ["facts", "guard", "remove", "replace", "take"]


def facts(state: str) -> str:
    """A question, or a command line of its own: the owner file, or :data:`clprun.node.lockscript.FREE`."""
    return f"{QUIET}if exist {folder(_lock(state))} (type {absolute(_owner(state))}) else echo {FREE}"


def take(state: str, aside: str, owner: str) -> str:
    """Take the lock if it is free.

    Args:
        state: the state folder.
        aside: ends the name of the folder in which it is prepared; nobody else's.
        owner: the owner file.
    """
    new = _new(state, aside)
    renamed = patiently(f"ren {new} lock", taken=absolute(_lock(state)))
    return f"{_prepare(state, aside, owner)}&{renamed}&(if {DONE} exit 0)&{removed(new)}&{_held(state)}"


def replace(state: str, aside: str, owner: str, before: str) -> str:
    """Put another owner file in the place of a known one; whoever stands in a folder keeps it from being renamed.

    Args:
        state: the state folder.
        aside: see :func:`take`.
        owner: the owner file.
        before: the owner file that must be there.
    """
    new, prepared = _new(state, aside), absolute(rf"{state}\lock.new.{plain(aside)}\owner")
    return (
        f"{_prepare(state, aside, owner)}"
        f"&(cd /d {absolute(_lock(state))}||(rd /s /q {new}&exit 1))&{is_content('owner', before.encode())}"
        f"&(if defined same ({patiently(f'move /y {prepared} owner')}&(if not {DONE} exit 1)&{removed(new)}&exit 0))"
        f"&{removed(new)}&{_held(state)}"
    )


def remove(state: str, aside: str, owner: str) -> str:
    """Remove the lock whose owner file is just this; it is looked at again once nobody else can reach it.

    Args:
        state: the state folder.
        aside: ends the name it gets before it is removed; nobody else's.
        owner: the owner file.
    """
    name = f"lock.old.{plain(aside)}"
    old, moved = absolute(rf"{state}\{name}"), absolute(rf"{state}\{name}\owner")
    away, back = (
        patiently(f"ren {absolute(_lock(state))} {name}", taken=old),
        patiently(f"ren {old} lock", taken=absolute(_lock(state))),
    )
    return (
        f"{QUIET}(if not exist {folder(_lock(state))} exit 0)"
        f"&{is_content(absolute(_owner(state)), owner.encode())}&(if not defined same ({_held(state)}))"
        f"&{away}&(if not {DONE} exit 1)"
        f"&{is_content(moved, owner.encode())}&(if defined same ({removed(old)}&exit 0))"
        f"&{back}&(if not {DONE} exit 1)&{_held(state)}"
    )


def guard(state: str, holder: str) -> Guard:
    """Asks whether the lock bears this first line; its condition is for a batch file and defines ``same``."""
    owner = absolute(_owner(state))

    def looked(variable: str) -> str:
        return f'for /f "usebackq delims=" {variable} in ({owner}) do if "{variable}"=="{holder}" set "same=1"'

    script = f'{QUIET}set "same="&({looked("%i")})2>nul&(if not defined same exit {LOST})&'
    return Guard(script, f'set "same="\n{looked("%%i")}\n')


def _prepare(state: str, aside: str, owner: str) -> str:
    new = _new(state, aside)
    prepared, text = (absolute(rf"{state}\lock.new.{plain(aside)}\{name}") for name in ("owner", "base64"))
    content = b64encode(owner.encode()).decode()
    return (
        f"{QUIET}{make(state)}||exit 1&(md {new}||exit 1)"
        f"&(>{text} echo {content})&(certutil -f -decode {text} {prepared}>nul||exit 1)&del {text}"
    )


def _held(state: str) -> str:
    return f"(if not exist {folder(_lock(state))} exit 1)&type {absolute(_owner(state))}&exit {HELD}"


def _new(state: str, aside: str) -> str:
    return absolute(rf"{state}\lock.new.{plain(aside)}")


def _lock(state: str) -> str:
    return rf"{state}\lock"


def _owner(state: str) -> str:
    return rf"{state}\lock\owner"
