"""The lock on a node: one run at a time, whichever controller it comes from.

The lock is a folder with a file ``owner`` in it. It is prepared aside and renamed into place, which fails while
another lies there: a lock is never seen without its owner.
"""

import json
import re
from dataclasses import asdict, dataclass, replace

from clprun.errors import ClusterLocked, Problem, StepFailed, Value
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.shell import MESSAGES_IN_ENGLISH, STATE_FOLDER, linux_only, quote, refuse, tail, text
from clprun.transport.base import Connection

__all__ = ["LockAnswer", "LockFacts", "NodeLock"]

_SECONDS = 60.0
_FREE, _HELD = 74, 75
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class LockAnswer:
    """Who holds a lock.

    Args:
        run: id of the run.
        host: host name of its controller.
        pid: process of its controller.
        started: start time of that process, as its controller tells it.
        time: when the lock was taken, as its controller tells it.
    """

    run: str
    host: str
    pid: int
    started: str
    time: str

    def to_text(self) -> str:
        """The owner file: the run on a line of its own for the shell, then all of it as JSON."""
        return f"{self.run}\n{json.dumps(asdict(self), sort_keys=True)}\n"

    @classmethod
    def from_bytes(cls, owner: bytes) -> "LockAnswer":
        """Read an owner file.

        Raises:
            ValueError: it is none of ours.
        """
        try:
            values = json.loads(text(owner).split("\n")[1])
            words = {key: str(values[key]) for key in ("run", "host", "started", "time")}
            return cls(pid=int(values["pid"]), **words)
        except (KeyError, TypeError, IndexError, RecursionError) as error:
            raise ValueError("no owner of a lock") from error


@dataclass(frozen=True)
class LockFacts(Question[LockAnswer | None]):
    """Who holds the node's lock, ``None`` = nobody.

    Args:
        state_folder: where clprun keeps its things on the node.
    """

    state_folder: str = STATE_FOLDER

    def script(self, platform: Platform) -> str:
        """The owner file, if there is a lock."""
        linux_only(platform)
        return f'lock={quote(self.state_folder)}/lock\n[ -e "$lock" ] || exit {_FREE}\nhead -c 4096 -- "$lock/owner"\n'

    def answer(self, raw: Raw) -> LockAnswer | None:
        """The owner.

        Raises:
            Unanswerable: something else lies there.
        """
        if raw.exit_code == _FREE:
            return None
        try:
            return LockAnswer.from_bytes(raw.out)
        except ValueError:
            refuse("node.lock_unreadable", raw, folder=f"{self.state_folder}/lock")


class NodeLock:
    """The lock of one node.

    Args:
        connection: the way to the node.
        node: name of the node, for problems.
        state_folder: where clprun keeps its things on the node.
    """

    def __init__(self, connection: Connection, node: str, *, state_folder: str = STATE_FOLDER) -> None:
        self._connection = connection
        self._node = node
        self._state_folder = state_folder

    def inspect(self) -> LockAnswer | None:
        """Who holds it now.

        Raises:
            StepFailed: something that is no lock lies in its place.
        """
        question = LockFacts(self._state_folder)
        return self._understood(question, self._run(question.script(Platform.LINUX)))

    def take(self, owner: LockAnswer) -> None:
        """Take the lock. The run that holds it may take it again, which notes its new controller.

        Raises:
            ClusterLocked: another run holds it.
            StepFailed: the node can't keep a lock.
        """
        self._do(_take(self._state_folder, owner))

    def release(self, run: str) -> None:
        """Give the lock back; nothing happens when it is not held.

        Raises:
            ClusterLocked: another run holds it by now.
            StepFailed: it can't be removed.
        """
        self._do(_remove(self._state_folder, run, f'read -r holder <"$lock/owner"; [ "$holder" = {_plain(run)} ]'))

    def break_(self, seen: LockAnswer) -> None:
        """Remove the lock of whoever a person was shown as its owner.

        Args:
            seen: the owner that was shown.

        Raises:
            ClusterLocked: somebody else holds it by now.
            StepFailed: it can't be removed.
        """
        same = f'[ "$(cat -- "$lock/owner")" = {quote(seen.to_text().rstrip())} ]'
        self._do(_remove(self._state_folder, seen.run, same))

    def _do(self, script: str) -> None:
        raw = self._run(script)
        if raw.exit_code == _HELD:
            owner = self._understood(LockFacts(self._state_folder), replace(raw, exit_code=0))
            if owner is not None:
                raise ClusterLocked(Problem("node.locked", asdict(owner), node=self._node))
        if raw.exit_code != 0:
            values: dict[str, Value] = {"folder": self._state_folder}
            raise StepFailed(Problem("node.lock_failed", values, node=self._node, output=tail(raw.err) or None))

    def _understood(self, question: LockFacts, raw: Raw) -> LockAnswer | None:
        try:
            return question.answer(raw)
        except Unanswerable as unanswerable:
            raise StepFailed(replace(unanswerable.problem, node=self._node)) from None

    def _run(self, script: str) -> Raw:
        return self._connection.run(script, deadline=_SECONDS)


def _take(state_folder: str, owner: LockAnswer) -> str:
    return (
        f"{MESSAGES_IN_ENGLISH}umask 077\n"
        f"state={quote(state_folder)}; lock=$state/lock; new=$state/lock.new.{_plain(owner.run)}\n"
        'mkdir -p -- "$state" && rm -rf -- "$new" && mkdir -- "$new" || exit 1\n'
        f'printf %s {quote(owner.to_text())} >"$new/owner" && sync -- "$new/owner" || exit 1\n'
        # rename(2) puts a folder onto an empty one only, and a lock is never empty.
        'if said=$(mv -T -- "$new" "$lock" 2>&1); then sync -- "$state"; exit 0; fi\n'
        'holder=; { read -r holder <"$lock/owner"; } 2>/dev/null\n'
        f'if [ "$holder" = {_plain(owner.run)} ]; then\n'
        '  mv -f -- "$new/owner" "$lock/owner" && rm -rf -- "$new" && sync -- "$lock" || exit 1\n'
        "  exit 0\n"
        "fi\n"
        'rm -rf -- "$new"\n'
        'printf "%s\\n" "$said" >&2; [ -e "$lock" ] || exit 1\n'
        f'head -c 4096 -- "$lock/owner"; exit {_HELD}\n'
    )


def _remove(state_folder: str, run: str, condition: str) -> str:
    return (
        f"{MESSAGES_IN_ENGLISH}state={quote(state_folder)}; lock=$state/lock; old=$state/lock.old.{_plain(run)}\n"
        '[ -e "$lock" ] || exit 0\n'
        f"if {{ {condition}; }} 2>/dev/null; then\n"
        '  rm -rf -- "$old" && mv -T -- "$lock" "$old" && rm -rf -- "$old" && sync -- "$state" || exit 1\n'
        "  exit 0\n"
        "fi\n"
        f'head -c 4096 -- "$lock/owner"; exit {_HELD}\n'
    )


def _plain(run: str) -> str:
    if not _PLAIN.fullmatch(run):
        raise ValueError(f"not the id of a run: {run!r}")
    return run
