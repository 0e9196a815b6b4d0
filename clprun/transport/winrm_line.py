"""A command line on its way through WinRM to the ``cmd.exe`` that is to read it; pure.

The server hands what it is sent to ``cmd.exe /C "..."`` (MS-WSMV 3.1.4.11). Its option to leave that shell out works
only before Windows Server 2012 R2 (pypsrp, ``Process.no_shell``), so it is not used: the outer ``cmd.exe`` starts an
inner one that runs no AutoRun command and knows delayed expansion, and is kept from reading anything in the script.
The quotes around the script open a quotation for the outer one, so it is outside quotes exactly where the script is
inside; there, what it would act upon gets a caret. ``%name%`` is expanded by the outer one, to the same text.
"""

import re

__all__ = ["LONGEST_LINE", "command_line"]

LONGEST_LINE = 8000
"""Characters a script may have: cmd.exe takes 8191, ``cmd.exe /c ""`` included (reference/lab-windows.md 3.4)."""

_LONGEST_WHOLE = 8191 - len(r'C:\Windows\system32\cmd.exe /C ""')

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML can't carry, and what ends a line."""

_ACTED_UPON = re.compile(r"[&|<>^]")


def command_line(script: str, *, has_input: bool) -> str:
    """What to send as the command.

    Args:
        script: one command line for ``cmd.exe /d /v:on /s /c``.
        has_input: whether bytes follow for its standard input; else that is empty.

    Raises:
        ValueError: it is no single line, or too long.
    """
    if _CONTROL.search(script):
        raise ValueError("a command line holds no control characters")
    line = f'{"" if has_input else "<nul "}cmd.exe /d /v:on /s /c "{_for_the_inner(script)}"'
    if len(script) > LONGEST_LINE or len(line) > _LONGEST_WHOLE:
        raise ValueError(f"a command line of {len(script)} characters is too long")
    return line


def _for_the_inner(script: str) -> str:
    """The script with carets where the outer ``cmd.exe`` is outside quotes: in every second part between quotes."""
    parts = script.split('"')
    return '"'.join(_ACTED_UPON.sub(r"^\g<0>", part) if number % 2 else part for number, part in enumerate(parts))
