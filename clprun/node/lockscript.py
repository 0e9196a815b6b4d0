"""The shell text of the lock on a node. Pure.

The lock is a folder with a file ``owner`` in it. It is prepared aside and renamed into place, which fails while
another lies there: a lock is never seen without its owner. The first line of ``owner`` names a taking: run,
controller and token; whoever takes, replaces or removes a lock compares it, and what changes the node, too.
"""

import re
from dataclasses import dataclass

from clprun.node.shell import MESSAGES_IN_ENGLISH, quote

__all__ = ["FREE", "HELD", "LOST", "Guard", "facts", "guard", "plain", "remove", "replace", "take"]

FREE = "free"
"""What :func:`facts` prints when nobody holds the lock."""
HELD = 75
"""Exit code of the others when somebody else holds the lock; the owner file is printed."""
LOST = 76
"""Exit code of whatever changes a node and finds that the lock it was to work under is not there any more."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Guard:
    """What keeps a run that has lost its lock from changing a node; by default nothing does.

    Args:
        script: stands before a script; ends it with :data:`LOST` unless the lock is there.
        condition: for the script of a job, which may begin much later than it was sent: holds while the lock is there.
    """

    script: str = ""
    condition: str = ""


def facts(state: str) -> str:
    """A question: the owner file, or :data:`FREE`."""
    return f'lock={quote(state)}/lock\n[ -e "$lock" ] || {{ echo {FREE}; exit 0; }}\nhead -c 4096 -- "$lock/owner"\n'


def take(state: str, aside: str, owner: str) -> str:
    """Take the lock if it is free.

    Args:
        state: the state folder.
        aside: ends the name of the folder in which it is prepared; nobody else's.
        owner: the owner file.
    """
    return (
        f"{_prepare(state, aside, owner)}"
        # rename(2) puts a folder onto an empty one only, and a lock is never empty.
        'if said=$(mv -T -- "$new" "$lock" 2>&1); then sync -- "$state"; exit 0; fi\n'
        'rm -rf -- "$new"\n'
        'printf "%s\\n" "$said" >&2; [ -e "$lock" ] || exit 1\n'
        f"{_HELD}"
    )


def replace(state: str, aside: str, owner: str, before: str) -> str:
    """Put another owner file in the place of a known one.

    It is moved into the very folder that was looked at: where somebody moves that away in between, it goes with it.

    Args:
        state: the state folder.
        aside: see :func:`take`.
        owner: the owner file.
        before: the owner file that must be there.
    """
    return (
        f"{_prepare(state, aside, owner)}"
        f'if cd -- "$lock" && [ "$(cat owner)" = {_text(before)} ]; then\n'
        '  mv -f -- "$new/owner" owner && rm -rf -- "$new" && sync -- . || exit 1\n'
        f'  [ "$(cat -- "$lock/owner")" = {_text(owner)} ] && exit 0\n'
        "fi 2>/dev/null\n"
        'rm -rf -- "$new"; [ -e "$lock" ] || exit 1\n'
        f"{_HELD}"
    )


def remove(state: str, aside: str, owner: str) -> str:
    """Remove the lock whose owner file is just this; it is looked at again once nobody else can reach it.

    Args:
        state: the state folder.
        aside: ends the name it gets before it is removed; nobody else's.
        owner: the owner file.
    """
    same = f'[ "$(cat -- "$place/owner" 2>/dev/null)" = {_text(owner)} ]'
    return (
        f"{MESSAGES_IN_ENGLISH}state={quote(state)}; lock=$state/lock; old=$state/lock.old.{plain(aside)}\n"
        '[ -e "$lock" ] || exit 0\n'
        f"if place=$lock; {same}; then\n"
        '  mv -T -- "$lock" "$old" || exit 1\n'
        f'  if place=$old; {same}; then rm -rf -- "$old" && sync -- "$state" || exit 1; exit 0; fi\n'
        '  mv -T -- "$old" "$lock" || exit 1\n'
        "fi\n"
        f"{_HELD}"
    )


def guard(state: str, holder: str) -> Guard:
    """Asks whether the lock bears this first line."""
    owner = quote(f"{state}/lock/owner")
    condition = f'{{ read -r held <{owner}; }} 2>/dev/null && [ "$held" = {quote(holder)} ]'
    return Guard(f"{condition} || exit {LOST}\n", condition)


_HELD = f'head -c 4096 -- "$lock/owner"; exit {HELD}\n'


def _prepare(state: str, aside: str, owner: str) -> str:
    return (
        f"{MESSAGES_IN_ENGLISH}umask 077\n"
        f"state={quote(state)}; lock=$state/lock; new=$state/lock.new.{plain(aside)}\n"
        'mkdir -p -- "$state" && mkdir -- "$new" || exit 1\n'
        f'printf %s {quote(owner)} >"$new/owner" && sync -- "$new/owner" || exit 1\n'
    )


def _text(owner: str) -> str:
    """An owner file as ``$(cat)`` gives it."""
    return quote(owner.rstrip("\n"))


def plain(word: str) -> str:
    """A word that is part of a file name, or of the first line of an owner file.

    Raises:
        ValueError: it can't be.
    """
    if not _PLAIN.fullmatch(word):
        raise ValueError(f"not a plain word: {word!r}")
    return word
