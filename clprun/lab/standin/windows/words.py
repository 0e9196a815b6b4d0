"""How a command line becomes words: by the C run time's rules, or by those of cmd's built-in commands. Pure."""

import re

__all__ = ["argv", "tail", "words"]

PROGRAM = re.compile(r'\s*((?:"[^"]*"?|[^\s"])*)')
"""The program's name: quotes only group here, a backslash is no escape [doc: Parsing C command-line arguments]."""


def argv(command_line: str) -> list[str]:
    r"""The arguments as ``CommandLineToArgvW`` and the C run time see them, program first.

    Backslashes are literal unless they precede a quote: then each pair is one backslash and an odd one makes the quote
    literal; two quotes inside a quoted part are one quote [doc: Parsing C command-line arguments]. Therefore
    ``"E:\"`` swallows what follows, a known trap.
    """
    found = PROGRAM.match(command_line)
    program = found.group(1).replace('"', "") if found else ""
    return [program, *_arguments(command_line[found.end() if found else 0 :])]


def _arguments(text: str) -> list[str]:
    found: list[str] = []
    current: list[str] | None = None
    quoted = False
    position = 0
    while position < len(text):
        sign = text[position]
        if sign in " \t" and not quoted:
            if current is not None:
                found.append("".join(current))
            current = None
            position += 1
            continue
        current = [] if current is None else current
        slashes = len(text[position:]) - len(text[position:].lstrip("\\"))
        position += slashes
        if text[position : position + 1] != '"':
            current.append("\\" * slashes)
            if not slashes:
                current.append(sign)
                position += 1
            continue
        current.append("\\" * (slashes // 2))
        if slashes % 2:
            current.append('"')
        elif quoted and text[position + 1 : position + 2] == '"':
            current.append('"')
            position += 1
        else:
            quoted = not quoted
        position += 1
    if current is not None:
        found.append("".join(current))
    return found


def tail(command_line: str) -> str:
    """What stands behind the program's name, as it is."""
    found = PROGRAM.match(command_line)
    return command_line[found.end() :].strip() if found else ""


def words(text: str) -> tuple[list[str], list[str]]:
    r"""The switches and the other words of a command that cmd.exe itself would have split.

    Quotes group and go, a backslash is no escape (``"E:\"`` is ``E:\``); blanks and ``, ; =`` part words; switches may
    stand together as ``/s/q`` [k].

    Returns:
        Switches in small letters with their slash; the other words.
    """
    switches: list[str] = []
    others: list[str] = []
    for part in re.findall(r'(?:"[^"]*"?|[^\s,;="])+', text):
        if part.startswith("/"):
            switches += (f"/{each}" for each in part.replace('"', "").lower().split("/")[1:])
        else:
            others.append(part.replace('"', ""))
    return switches, others
