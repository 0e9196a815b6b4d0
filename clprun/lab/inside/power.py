"""``reboot``, ``poweroff``, ``halt`` and ``shutdown`` for nodes whose PID 1 is the small init."""

import os
import signal
import sys
from typing import Final

from clprun.lab import kernel

__all__ = ["main"]

POWER_OFF: Final = signal.SIGRTMIN + 4
"""What systemd takes for ``systemctl poweroff`` (systemd(1)); the small init takes the same."""
REBOOT: Final = signal.SIGRTMIN + 5
"""What systemd takes for ``systemctl reboot`` (systemd(1)); the small init takes the same."""


def main(program: str, arguments: list[str]) -> int:
    """Ask PID 1 in good order, or do it at once when forced."""
    if os.geteuid() != 0:
        sys.stderr.write(f"{program}: must be root\n")
        return 1
    again = program == "reboot" or (program == "shutdown" and _has(arguments, "r", "--reboot"))
    if program != "shutdown" and _has(arguments, "f", "--force"):
        (kernel.restart if again else kernel.power_off)()
    os.kill(1, REBOOT if again else POWER_OFF)
    return 0


def _has(arguments: list[str], letter: str, name: str) -> bool:
    return any(word == name or (word[:1] == "-" and word[1:2] != "-" and letter in word) for word in arguments)
