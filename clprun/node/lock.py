"""The lock on a node: one run at a time, whichever controller it comes from."""

import json
from dataclasses import asdict, dataclass, replace

from clprun.errors import ClusterLocked, Problem, StepFailed, Value
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node import lockscript
from clprun.node.shell import STATE_FOLDER, linux_only, refuse, tail, text
from clprun.node.windows import lockscript as windows_lockscript
from clprun.node.windows.state import state_folder as windows_state_folder
from clprun.transport.base import Connection

__all__ = ["LockAnswer", "LockFacts", "NodeLock"]

_SECONDS = 60.0


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
        return lockscript.facts(self.state_folder)

    def answer(self, raw: Raw) -> LockAnswer | None:
        """The owner.

        Raises:
            Unanswerable: something else lies there.
        """
        if text(raw.out).strip() == lockscript.FREE:
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
        platform: its operating system family.
        state_folder: where clprun keeps its things on the node.
    """

    def __init__(
        self,
        connection: Connection,
        node: str,
        *,
        platform: Platform = Platform.LINUX,
        state_folder: str = STATE_FOLDER,
    ) -> None:
        self._connection = connection
        self._node = node
        on_windows = platform is Platform.WINDOWS
        self._script = windows_lockscript if on_windows else lockscript
        self._state_folder = windows_state_folder(state_folder) if on_windows else state_folder

    def inspect(self) -> LockAnswer | None:
        """Who holds it now.

        Raises:
            StepFailed: something that is no lock lies in its place.
        """
        return self._understood(self._run(self._script.facts(self._state_folder)))

    def take(self, owner: LockAnswer) -> None:
        """Take the lock. The run that holds it may take it again, which notes its new controller.

        Raises:
            ClusterLocked: another run holds it.
            StepFailed: the node can't keep a lock.
        """
        self._do(self._script.take(self._state_folder, owner.run, owner.to_text()))

    def release(self, run: str) -> None:
        """Give the lock back; nothing happens when it is not held.

        Raises:
            ClusterLocked: another run holds it by now.
            StepFailed: it can't be removed.
        """
        self._do(self._script.release(self._state_folder, run))

    def break_(self, seen: LockAnswer) -> None:
        """Remove the lock of whoever a person was shown as its owner.

        Args:
            seen: the owner that was shown.

        Raises:
            ClusterLocked: somebody else holds it by now.
            StepFailed: it can't be removed.
        """
        self._do(self._script.break_(self._state_folder, seen.run, seen.to_text()))

    def _do(self, script: str) -> None:
        raw = self._run(script)
        if raw.exit_code == lockscript.HELD:
            owner = self._understood(raw)
            if owner is not None:
                raise ClusterLocked(Problem("node.locked", asdict(owner), node=self._node))
        if raw.exit_code != 0:
            values: dict[str, Value] = {"folder": self._state_folder}
            raise StepFailed(Problem("node.lock_failed", values, node=self._node, output=tail(raw.err) or None))

    def _understood(self, raw: Raw) -> LockAnswer | None:
        try:
            return LockFacts(self._state_folder).answer(raw)
        except Unanswerable as unanswerable:
            raise StepFailed(replace(unanswerable.problem, node=self._node)) from None

    def _run(self, script: str) -> Raw:
        return self._connection.run(script, deadline=_SECONDS)
