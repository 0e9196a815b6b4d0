"""The shell text of the lock on a node. Pure.

The lock is a folder with a file ``owner`` in it. It is prepared aside and renamed into place, which fails while
another lies there: a lock is never seen without its owner.
"""

import re

from clprun.node.shell import MESSAGES_IN_ENGLISH, quote

__all__ = ["FREE", "HELD", "break_", "facts", "plain", "release", "take"]

FREE = "free"
"""What :func:`facts` prints when nobody holds the lock."""
HELD = 75
"""Exit code of the others when another run holds the lock; its owner file is printed."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def facts(state: str) -> str:
    """A question: the owner file, or :data:`FREE`."""
    return f'lock={quote(state)}/lock\n[ -e "$lock" ] || {{ echo {FREE}; exit 0; }}\nhead -c 4096 -- "$lock/owner"\n'


def take(state: str, run: str, owner: str) -> str:
    """Take the lock; the run that holds it gets it again.

    Args:
        state: the state folder.
        run: id of the run.
        owner: the owner file; its first line is the id of the run.
    """
    return (
        f"{MESSAGES_IN_ENGLISH}umask 077\n"
        f"state={quote(state)}; lock=$state/lock; new=$state/lock.new.{plain(run)}\n"
        'mkdir -p -- "$state" && rm -rf -- "$new" && mkdir -- "$new" || exit 1\n'
        f'printf %s {quote(owner)} >"$new/owner" && sync -- "$new/owner" || exit 1\n'
        # rename(2) puts a folder onto an empty one only, and a lock is never empty.
        'if said=$(mv -T -- "$new" "$lock" 2>&1); then sync -- "$state"; exit 0; fi\n'
        'holder=; { read -r holder <"$lock/owner"; } 2>/dev/null\n'
        f'if [ "$holder" = {plain(run)} ]; then\n'
        '  mv -f -- "$new/owner" "$lock/owner" && rm -rf -- "$new" && sync -- "$lock" || exit 1\n'
        "  exit 0\n"
        "fi\n"
        'rm -rf -- "$new"\n'
        'printf "%s\\n" "$said" >&2; [ -e "$lock" ] || exit 1\n'
        f'head -c 4096 -- "$lock/owner"; exit {HELD}\n'
    )


def release(state: str, run: str) -> str:
    """Give the lock of a run back."""
    return _remove(state, run, f'read -r holder <"$lock/owner"; [ "$holder" = {plain(run)} ]')


def break_(state: str, run: str, owner: str) -> str:
    """Remove the lock whose owner file holds just this."""
    return _remove(state, run, f'[ "$(cat -- "$lock/owner")" = {quote(owner.rstrip())} ]')


def _remove(state: str, run: str, condition: str) -> str:
    return (
        f"{MESSAGES_IN_ENGLISH}state={quote(state)}; lock=$state/lock; old=$state/lock.old.{plain(run)}\n"
        '[ -e "$lock" ] || exit 0\n'
        f"if {{ {condition}; }} 2>/dev/null; then\n"
        '  rm -rf -- "$old" && mv -T -- "$lock" "$old" && rm -rf -- "$old" && sync -- "$state" || exit 1\n'
        "  exit 0\n"
        "fi\n"
        f'head -c 4096 -- "$lock/owner"; exit {HELD}\n'
    )


def plain(run: str) -> str:
    """The id of a run, which is part of file names.

    Raises:
        ValueError: it is none.
    """
    if not _PLAIN.fullmatch(run):
        raise ValueError(f"not the id of a run: {run!r}")
    return run
