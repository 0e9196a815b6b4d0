"""A service of the Windows node as its stand-in sees it; the service manager and the process are Wine's real ones."""

import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from ..files import write_atomic
from .frames import GO, STOP, Gone, Hello, Line
from .node import RUNNING, WindowsNode

__all__ = ["BROKEN", "ServiceCall"]

BROKEN = 254
"""Exit code of a stand-in that has a mistake of its own."""


class ServiceCall:
    """One run of a service, from START_PENDING to its end.

    Args:
        node: the node it runs on.
        hello: what the service's process tells of itself.
        line: the connection to the process.
    """

    def __init__(self, node: WindowsNode, hello: Hello, line: Line) -> None:
        self.node = node
        self.settings = node.settings
        self.name = hello.name
        self.command_line = hello.command_line
        self.process = hello.process
        self.environment = hello.environment or {}
        self._line = line
        self._at_end: list[Callable[[], object]] = []
        self._over = threading.Event()
        self._mark = Path(RUNNING, self.name.lower())

    def on_end(self, action: Callable[[], object]) -> None:
        """Do ``action`` once when the service ends: before it is STOPPED, or after it was killed or ended by itself."""
        self._at_end.append(action)

    @property
    def over(self) -> bool:
        """Whether the service has ended."""
        return self._over.is_set()

    def end(self, code: int) -> None:
        """Let the service end by itself: STOPPED with ``code`` as its own exit code (0 = no error)."""
        try:
            self._line.exit(code)
        except Gone:
            return

    def run(self, start: Callable[["ServiceCall"], int] | None) -> None:
        """Live through the service's life.

        Args:
            start: what starts it; 0 makes it RUNNING, anything else STOPPED with that code. None: it simply runs.
        """
        try:
            code = start(self) if start else 0
            if not code:
                write_atomic(str(self._mark), str(self.process).encode())
                self._line.send(GO)
                self._wait_for_stop()
            self._finish()
            self._line.exit(code)
        except Gone:
            return
        except Exception:  # noqa: BLE001 - a mistake of a stand-in must not look like a dead machine
            sys.stderr.write(f"service {self.name}\n{traceback.format_exc()}")
            self.end(BROKEN)
        finally:
            self._finish()

    def _wait_for_stop(self) -> None:
        while self._line.receive()[0] != STOP:
            pass

    def _finish(self) -> None:
        if self.over:
            return
        self._over.set()
        self._mark.unlink(missing_ok=True)
        for action in self._at_end:
            action()
