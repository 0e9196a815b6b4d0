"""The few things every script and every reply in this package need: quoting, decoding, refusing. Pure.

Scripts are plain POSIX shell for dash and bash with the coreutils of RHEL 6 to 9 and Debian 12. The connection has set
``PATH`` so that system programs are found.
"""

import shlex
from collections.abc import Sequence
from typing import NoReturn

from clprun.errors import Problem, Value
from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.transport.codec import decode, last_lines

__all__ = [
    "MESSAGES_IN_ENGLISH",
    "STATE_FOLDER",
    "WINDOWS_STATE_FOLDER",
    "absolute",
    "end_of",
    "limited",
    "linux_only",
    "quote",
    "refuse",
    "tail",
    "text",
]

STATE_FOLDER = "/var/lib/clprun"
"""Where clprun keeps its lock and its jobs on a Linux node; survives a reboot (DESIGN.md 3)."""

WINDOWS_STATE_FOLDER = r"C:\Program Files\clprun"
"""The same on a Windows node: users can make nothing there."""

MESSAGES_IN_ENGLISH = "LC_ALL=C; export LC_ALL\n"
"""First line of scripts whose programs' messages are looked at."""

_TAIL_CHARACTERS = 4000


def linux_only(platform: Platform) -> None:
    """Questions that have no Windows twin yet say so.

    Raises:
        NotImplementedError: the node is not a Linux one.
    """
    if platform is not Platform.LINUX:
        raise NotImplementedError(platform)


def quote(value: str) -> str:
    """One word for the shell, whatever it holds.

    Raises:
        ValueError: it holds a NUL, which neither a path nor an argument can.
    """
    if "\0" in value:
        raise ValueError("NUL in a path or argument")
    return shlex.quote(value)


def absolute(path: str) -> str:
    """An absolute path as one word for the shell; slashes at its end are dropped, for they would follow a link.

    Raises:
        ValueError: it is not absolute, or holds a NUL.
    """
    if not path.startswith("/"):
        raise ValueError(f"not an absolute path: {path}")
    return quote(path.rstrip("/") or "/")


def text(raw: bytes) -> str:
    """Untrusted bytes as text; what is not UTF-8 shows as hexadecimal escapes."""
    return raw.decode("utf-8", "backslashreplace")


def tail(*streams: bytes) -> str:
    """The last whole lines of what was printed, bounded, whatever its encoding."""
    texts = (last_lines(decode(stream), _TAIL_CHARACTERS) for stream in streams if stream.strip())
    return "\n".join(text.strip("\r\n") for text in texts)


def end_of(path: str, limit: int) -> str:
    """A line of shell that prints the end of a file in whole lines; see :func:`clprun.transport.codec.last_lines`.

    Args:
        path: of the file, quoted.
        limit: bytes.
    """
    return (
        f'if [ "$(stat -c %s -- {path})" -gt {limit} ]; then cut=1d; else cut=; fi; '
        f'tail -c {limit} -- {path} | sed "$cut"\n'
    )


def refuse(code: str, raw: Raw | None = None, **values: Value) -> NoReturn:
    """Say that a reply is no answer.

    Args:
        code: of the message catalogue.
        raw: the reply; its streams are shown.
        values: of the message.

    Raises:
        Unanswerable: always.
    """
    output = tail(raw.out, raw.err) if raw else ""
    raise Unanswerable(Problem(code, values, output=output or None))


def limited(argv: Sequence[str], seconds: int, out_limit: int, err_limit: int) -> str:
    """A script that runs a program within limits and exits with its code.

    At most one byte more than a limit is printed on each stream, so that a reader sees when it was passed. A program
    that takes too long is killed, which shows as exit code 137.

    Args:
        argv: program and arguments.
        seconds: time limit.
        out_limit: bytes of standard output.
        err_limit: bytes of standard error.
    """
    command = " ".join(quote(word) for word in argv)
    # Descriptor 3 and 4 are the script's own streams, 5 carries the exit code past the pipes, 6 joins the second pipe.
    return (
        "exec 3>&1 4>&2\n"
        f'code=$( {{ {{ {{ timeout -s KILL {seconds} {command} 3>&- 4>&- 5>&- 6>&-; printf %s "$?" >&5; }} 2>&1 >&6 |'
        f" head -c {err_limit + 1} >&4; }} 6>&1 | head -c {out_limit + 1} >&3; }} 5>&1 )\n"
        'exit "$code"\n'
    )
