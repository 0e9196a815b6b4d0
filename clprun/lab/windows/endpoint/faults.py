"""Faults on demand: what the endpoint shall do wrong, how often, and to which operation."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Final, Protocol

__all__ = ["ANY", "Fault", "FaultFolder", "Faults", "Strike", "StrikeSource"]

ANY: Final = "any"
"""Whatever the operation is, but Identify."""


class Fault(StrEnum):
    """What can go wrong."""

    LOSE_REPLY = "lose-reply"
    """It was done, but the connection ends before the reply; what a Receive would have got waits for the next one."""
    LOSE_OUTPUT = "lose-output"
    """The same for a Receive, and the output is gone with the reply."""
    DROP_BEFORE = "drop-before"
    """The connection ends before anything was done."""
    UNAUTHORIZED = "unauthorized"
    """401, and the connection is logged in no longer."""
    TOO_LARGE = "too-large"
    """413 without a body, as over MaxEnvelopeSizekb."""
    DEAD_SHELL = "dead-shell"
    """The shell is gone with all its commands: 2150858843."""
    SHELLS_LIMIT = "shells-limit"
    """MaxShellsPerUser: 2150859173."""
    OPERATIONS_LIMIT = "operations-limit"
    """MaxConcurrentOperationsPerUser: 2150859174 (0x803381A6)."""
    SLOW = "slow"
    """The reply takes its time."""
    REBOOT = "reboot"
    """It was done, then the node reboots: no reply, all shells gone."""


_USUAL: Final = MappingProxyType(
    {
        Fault.LOSE_REPLY: "Command",
        Fault.LOSE_OUTPUT: "Receive",
        Fault.DEAD_SHELL: "Command",
        Fault.SHELLS_LIMIT: "Create",
        Fault.OPERATIONS_LIMIT: "Command",
        Fault.REBOOT: "Command",
    }
)
"""Which operation a fault strikes where nobody says."""


@dataclass(frozen=True)
class Strike:
    """One time that something goes wrong.

    Args:
        fault: what.
        operation: to which: ``Create``, ``Command``, ``Receive``, ``Send``, ``Signal``, ``Delete``, or any of them.
        seconds: how long a slow reply takes.
    """

    fault: Fault
    operation: str
    seconds: float

    @classmethod
    def of(cls, fault: Fault, operation: str, seconds: float) -> "Strike":
        """The fault at ``operation``, or where it usually strikes."""
        return cls(fault, operation or _USUAL.get(fault, ANY), seconds)

    def fits(self, operation: str) -> bool:
        """Whether it strikes ``operation``."""
        return operation != "Identify" and self.operation in {ANY, operation}


class StrikeSource(Protocol):
    """Where the endpoint hears of faults."""

    def take(self, operation: str) -> Strike | None:
        """The fault that strikes this ``operation``: one at a time, in the order they were armed."""


class Faults:
    """The faults of an endpoint in the same process; safe among threads."""

    def __init__(self) -> None:
        self._armed: list[Strike] = []
        self._lock = Lock()

    def arm(self, fault: Fault, times: int = 1, *, operation: str = "", seconds: float = 1.0) -> None:
        """Let ``fault`` strike the next ``times`` times, at ``operation`` or where it usually does."""
        with self._lock:
            self._armed += [Strike.of(fault, operation, seconds)] * times

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._armed.clear()

    def take(self, operation: str) -> Strike | None:
        """The fault that strikes this ``operation``: one at a time, in the order they were armed."""
        with self._lock:
            for strike in self._armed:
                if strike.fits(operation):
                    self._armed.remove(strike)
                    return strike
        return None


@dataclass(frozen=True)
class FaultFolder:
    """The faults of an endpoint in a lab's node: one file for each strike, so that they outlast a reboot.

    Args:
        folder: seen by the lab and by the node; need not exist yet.
    """

    folder: Path

    def arm(self, fault: Fault, times: int = 1, *, operation: str = "", seconds: float = 1.0) -> None:
        """Let ``fault`` strike the next ``times`` times, at ``operation`` or where it usually does."""
        self.folder.mkdir(exist_ok=True)
        last = max((int(file.name) for file in self._files()), default=0)
        text = json.dumps(asdict(Strike.of(fault, operation, seconds)))
        for number in range(last + 1, last + times + 1):
            unfinished = self.folder / f".{number}"
            unfinished.write_text(text, "utf-8")
            unfinished.rename(self.folder / f"{number:06}")

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        for file in self._files():
            file.unlink(missing_ok=True)

    def armed(self) -> list[Strike]:
        """What is still to strike."""
        return [strike for _, strike in self._strikes()]

    def take(self, operation: str) -> Strike | None:
        """The fault that strikes this ``operation``: one at a time, in the order they were armed."""
        for file, strike in self._strikes():
            if strike.fits(operation):
                with suppress(FileNotFoundError):  # another connection was struck by it
                    file.unlink()
                    return strike
        return None

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*"))

    def _strikes(self) -> list[tuple[Path, Strike]]:
        found = []
        for file in self._files():
            with suppress(OSError, ValueError, TypeError, KeyError):
                values = json.loads(file.read_text("utf-8"))
                found.append((file, Strike(**{**values, "fault": Fault(values["fault"])})))
        return found
