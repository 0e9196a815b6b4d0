"""``cmd`` for ``lab shell`` on a Windows node: one command line, or an interpreter on the caller's terminal."""

import codecs
import io
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import IO, Final

from clprun.lab.windows.wine import PREFIX, wine_command

__all__ = ["main"]

_PIECE: Final = 65536


def main(program: str, arguments: list[str]) -> int:
    """Run a command line; none = stay at the prompt.

    Args:
        program: ``cmd``.
        arguments: the encoding of the node's console, then the command line in words.
    """
    encoding, *words = arguments
    if not words:
        command = wine_command("wine", f"{program}.exe")
        os.execv(command[0], command)
    order = Path(f"{PREFIX}/drive_c/lab/shell-{os.getpid()}")
    # Through a file: Wine escapes the quotes of a Unix command line in a way cmd does not know.
    order.write_text(f'C:\\\n{program}.exe /d /s /c "{" ".join(words)}"\n', "utf-8")
    try:
        return _run(wine_command("wine", r"C:\lab\launch.exe", rf"C:\lab\{order.name}"), encoding)
    finally:
        order.unlink()


def _run(command: list[str], encoding: str) -> int:
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        errors = Thread(target=_carry, args=(process.stderr, sys.stderr, encoding))
        errors.start()
        _carry(process.stdout, sys.stdout, encoding)
        errors.join()
    return process.returncode


def _carry(source: IO[bytes], target: IO[str], encoding: str) -> None:
    """What comes in the console's own code page goes on as a Linux terminal wants it."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)("replace"), translate=True)
    while piece := os.read(source.fileno(), _PIECE):
        target.write(decoder.decode(piece))
        target.flush()
    target.write(decoder.decode(b"", final=True))
