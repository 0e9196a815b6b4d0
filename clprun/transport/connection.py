"""What all connections with a kept shell have in common: open on demand, answer, count, name what went wrong."""

import time
from abc import ABC, abstractmethod

from clprun.errors import ClprunError, LinkLost, Problem, StepFailed
from clprun.model.question import Raw
from clprun.transport.base import Meter
from clprun.transport.codec import readable
from clprun.transport.framing import MAX_OUTPUT
from clprun.transport.shell import KeptShell, OutputTooLong, ShellEnded
from clprun.transport.sidebyside import require_awaited

__all__ = ["ShellConnection"]


class ShellConnection(ABC):
    """A connection whose requests go through one kept shell; a lost shell is opened again by the next request.

    Args:
        name: name of the node, for problems.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._shell: KeptShell | None = None
        self._meter = Meter()

    @property
    def meter(self) -> Meter:
        """See :class:`~clprun.transport.base.Connection`."""
        return self._meter

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        """Run a script in the kept shell; see :class:`~clprun.transport.base.Connection`.

        After a lost link or a passed deadline the next call opens a new shell first, which has time limits of its own.

        Raises:
            LinkLost: the link went away, or the deadline passed; whether the script ran is unknown.
            NodeUnreachable: no link could be made.
            StepFailed: the script printed more than a stream may hold.
        """
        shell = self._shell = self._shell or self._reopened()
        started, sent, received = time.monotonic(), shell.bytes_sent, shell.bytes_received
        try:
            raw = shell.run(script, deadline=deadline, data=data)
        except BaseException as error:
            self.close()
            if (problem := self._problem(error, deadline)) is None:
                raise
            raise problem from None
        finally:
            self._meter.seconds += time.monotonic() - started
            self._meter.bytes_sent += shell.bytes_sent - sent
            self._meter.bytes_received += shell.bytes_received - received
        self._meter.round_trips += 1
        return raw

    def close(self) -> None:
        """Give the shell back; never raises."""
        shell, self._shell = self._shell, None
        if shell is not None:
            shell.close()

    def _reopened(self) -> KeptShell:
        require_awaited()
        return self._open()

    @abstractmethod
    def _open(self) -> KeptShell:
        """A fresh shell.

        Raises:
            NodeUnreachable: there is none to be had.
        """

    def _problem(self, error: BaseException, deadline: float) -> ClprunError | None:
        match error:
            case TimeoutError():
                return LinkLost(Problem("node.deadline_passed", {"seconds": f"{deadline:g}"}, node=self.name))
            case ShellEnded():
                words = readable(error.last_words) or None
                return LinkLost(Problem("node.link_lost", node=self.name, output=words))
            case OutputTooLong():
                return StepFailed(Problem("node.output_too_long", {"mebibytes": MAX_OUTPUT >> 20}, node=self.name))
            case _:
                return None
