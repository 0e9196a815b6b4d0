"""The report of a fault of clprun itself: everything its makers need, in a file, never on the terminal."""

import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import clprun

__all__ = ["write_report"]


def write_report(
    home: Path, arguments: Sequence[str], error: BaseException, redact: Callable[[str], str]
) -> Path | None:
    """Write a report; ``None`` when no file can be written anywhere.

    Args:
        home: clprun's home folder; the folder for temporary files stands in when it can't be written.
        arguments: of the command line; values given to parameters are left out, since one may be a secret.
        error: what happened; its traceback holds no values of variables.
        redact: takes secrets out of a text.
    """
    text = "\n".join(
        [
            f"clprun {clprun.__version__}",
            f"Python {sys.version}",
            platform.platform(),
            f"arguments: {_without_values(arguments)}",
            "",
            *traceback.format_exception(error),
        ]
    )
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    for folder in (home / "faults", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / f"clprun-fault-{name}"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(redact(text))
        except OSError:
            continue
        return path
    return None


def _without_values(arguments: Sequence[str]) -> list[str]:
    return [f"{name}=***" if sign else name for name, sign, _ in (argument.partition("=") for argument in arguments)]
