"""From a client's Command and Arguments to what CreateProcess gets."""

import ntpath
import re
from collections.abc import Sequence
from typing import Final

__all__ = ["TOO_LONG", "command_line", "is_too_long"]

LONGEST: Final = 8191
"""Characters of a command line that cmd.exe takes (lab-windows.md 3.4)."""

TOO_LONG: Final = "cmd.exe /D /C (echo The command line is too long.)>&2& exit 1"
"""Says what cmd.exe says of a longer one, and ends as it does."""

_PROGRAM: Final = re.compile(r'\s*(?:"([^"]*)"|(\S+))')


def command_line(command: str, arguments: Sequence[str], *, skip_shell: bool) -> str:
    """What is run: as given, or by a cmd.exe where the client did not say WINRS_SKIP_CMD_SHELL."""
    given = " ".join([command, *arguments])
    return given if skip_shell else f'cmd.exe /C "{given}"'


def is_too_long(line: str) -> bool:
    """Whether ``line`` is cmd.exe's, and too long for it; Wine's hangs on such a one (lab-windows.md 1.6, 7)."""
    found = _PROGRAM.match(line)
    program = ntpath.basename(found[1] or found[2] or "").lower() if found else ""
    return program in {"cmd", "cmd.exe"} and len(line) > LONGEST
