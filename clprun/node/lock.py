"""The lock on a node: one run at a time, whichever controller it comes from."""

import json
import secrets
from dataclasses import dataclass, field, fields, replace

from clprun.errors import ClusterLocked, Problem, StepFailed, Value
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node import lockscript
from clprun.node.lockscript import Guard
from clprun.node.shell import STATE_FOLDER, linux_only, refuse, tail, text
from clprun.node.windows import lockscript as windows_lockscript
from clprun.node.windows.state import UNSAFE
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
        time: when the lock was taken, as its controller tells it.
        controller: id of its controller; empty where clprun 0.1.0 took it.
        token: of this taking; random, and empty where clprun 0.1.0 took it.
        written: its owner file, where it was read; one of another release holds more, or less.
    """

    run: str
    host: str
    pid: int
    time: str
    controller: str = ""
    token: str = ""
    written: str = field(default="", compare=False, repr=False)

    @property
    def holder(self) -> str:
        """The first line of the owner file, by which one taking is told from another.

        Raises:
            ValueError: one of its words is not plain.
        """
        return " ".join(map(lockscript.plain, (self.run, *filter(None, (self.controller, self.token)))))

    def to_text(self) -> str:
        """The owner file: a line for shells, then all of it as JSON."""
        if self.written:
            return self.written
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.compare}
        # Without "started", clprun 0.1.0 would call it no lock.
        return f"{self.holder}\n{json.dumps({**values, 'started': self.time}, sort_keys=True)}\n"

    @classmethod
    def from_bytes(cls, owner: bytes) -> "LockAnswer":
        """Read an owner file.

        Raises:
            ValueError: it is none of ours.
        """
        try:
            written = text(owner).replace("\r\n", "\n")
            first, second, *_ = written.split("\n")
            values = json.loads(second)
            words = {key: str(values[key]) for key in ("run", "host", "time")}
            named = {key: str(values.get(key, "")) for key in ("controller", "token")}
            found = cls(pid=int(values["pid"]), written=written, **words, **named)
        except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError("no owner of a lock") from error
        if found.holder != first:
            raise ValueError("no owner of a lock")
        return found

    def problem(self, node: str) -> Problem:
        """That it holds a node."""
        values: dict[str, Value] = {"run": self.run, "host": self.host, "pid": self.pid, "time": self.time}
        return Problem("node.locked", values, node=node)


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
        self._held: LockAnswer | None = None

    def guard(self) -> Guard:
        """What keeps a change from a node whose lock is not the one that was taken here."""
        assert self._held is not None, "whoever changes a node has taken its lock"
        guard: Guard = self._script.guard(self._state_folder, self._held.holder)
        return guard

    def inspect(self) -> LockAnswer | None:
        """Who holds it now.

        Raises:
            StepFailed: something that is no lock lies in its place.
        """
        return self._understood(self._run(self._script.facts(self._state_folder)))

    def take(self, owner: LockAnswer, before: LockAnswer | None = None) -> None:
        """Take the lock.

        Args:
            owner: who takes it.
            before: whose lock it is to replace; ``None`` = it must be free.

        Raises:
            ClusterLocked: somebody else holds it.
            StepFailed: the node can't keep a lock.
        """
        # Known before it is asked for: it may be there although nobody comes to hear of it.
        self._held = owner
        self._put(owner, before)

    def put_back(self, owner: LockAnswer, before: LockAnswer | None = None) -> None:
        """Give a lock that was taken away back to its owner; see :meth:`take`."""
        self._held = None
        self._put(owner, before)

    def release(self) -> None:
        """Give back what was taken here; nothing happens when nothing was.

        Raises:
            ClusterLocked: somebody else holds it by now.
            StepFailed: it can't be removed.
        """
        if self._held is not None:
            self.remove(self._held)

    def remove(self, seen: LockAnswer) -> None:
        """Remove the lock of a known owner; nothing happens when nobody holds it.

        Raises:
            ClusterLocked: somebody else holds it by now.
            StepFailed: it can't be removed.
        """
        self._do(self._script.remove(self._state_folder, secrets.token_hex(8), seen.to_text()))

    def _put(self, owner: LockAnswer, before: LockAnswer | None) -> None:
        aside, new = secrets.token_hex(8), owner.to_text()
        if before is None:
            self._do(self._script.take(self._state_folder, aside, new))
        else:
            self._do(self._script.replace(self._state_folder, aside, new, before.to_text()))

    def _do(self, script: str) -> None:
        raw = self._run(script)
        if raw.exit_code == lockscript.HELD:
            owner = self._understood(raw)
            if owner is not None:
                raise ClusterLocked(owner.problem(self._node))
        if raw.exit_code == UNSAFE:
            raise StepFailed(Problem("node.state_folder_unsafe", {"folder": self._state_folder}, node=self._node))
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
