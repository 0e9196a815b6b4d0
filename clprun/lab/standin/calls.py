"""The lab's record of product commands and of things that must never happen. Not the product."""

import json
import os
import signal
import sys
import time

from .files import append_line
from .settings import SHARED, Settings

TYPE_CHECKING = False  # the module typing would cost a tenth of a call
if TYPE_CHECKING:
    from pathlib import Path
    from typing import NoReturn

__all__ = ["Call", "Refusal", "timestamp", "warn"]


class Refusal(Exception):
    """The command ends here.

    Args:
        text: what the product would say, one or more lines.
        code: exit code.
    """

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def timestamp() -> str:
    """Now, in UTC, as in the record of calls."""
    now = time.time()
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1e6):06d}Z"


def warn(settings: Settings, rule: str, message: str, source: str) -> None:
    """Shout into the lab's warnings what a real pair of machines would have suffered in silence."""
    line = {"time": timestamp(), "node": settings.node, "rule": rule, "message": message, "source": source}
    append_line(f"{SHARED}/warnings.jsonl", json.dumps(line))


class Call:
    """One call of a product command.

    Args:
        settings: the node's settings.
        argv: the command as called, path first.
    """

    def __init__(self, settings: Settings, argv: list[str]) -> None:
        self.settings = settings
        self.argv = argv
        self.name = argv[0].rpartition("/")[2]
        self.arguments = argv[1:]
        self.fault = settings.fault(self.name)
        self.changes = False
        self.began = timestamp()

    @property
    def by(self) -> str:
        """Who called: the cluster, or somebody through SSH."""
        return "cluster" if os.environ.get("CLPRUN_LAB_BY") == "cluster" else "ssh"

    def say(self, text: str) -> None:
        """Print ``text`` and a line end."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def complain(self, text: str) -> None:
        """Print ``text`` to the error stream."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def refuse(self, text: str, reason: str | None = None) -> "NoReturn":
        """End the command with ``text`` and a failure code that nobody knows."""
        raise Refusal(text, self.settings.code(f"{self.name}:{reason or text}"))

    def record(self, code: int | None) -> None:
        """Append the call to the lab's record; ``code`` none means that it has begun."""
        line = {
            "time": timestamp(),
            "began": self.began,
            "node": self.settings.node,
            "argv": self.argv,
            "exit": code,
            "by": self.by,
            "changes": self.changes,
        }
        append_line(f"{SHARED}/calls.jsonl", json.dumps(line))

    def path(self, text: str) -> "Path":
        """Where the file ``text`` of the command line lies."""
        from pathlib import Path  # noqa: PLC0415 - few commands need it, and its import is dear

        return Path(text)

    def halfway(self) -> None:
        """The point where the fault ``die`` kills this command, leaving a half behind."""
        if self.fault == "die":
            os.kill(os.getpid(), signal.SIGKILL)
