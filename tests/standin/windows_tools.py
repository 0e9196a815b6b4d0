"""Calls the stand-ins of Windows' commands over a socket, on drives in a folder: no Wine is needed."""

import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clprun.lab.standin.settings import Settings
from clprun.lab.standin.windows.daemon import answer
from clprun.lab.standin.windows.drives import Drives
from clprun.lab.standin.windows.frames import ERROR, EXIT, INPUT, OUT, READ, RUN, Gone, Line
from clprun.lab.standin.windows.node import WindowsNode

__all__ = ["Machine", "Result", "machine"]

PATIENCE = 20.0
"""Seconds that a call may take."""


@dataclass(frozen=True)
class Result:
    """What a command gave.

    Args:
        code: its exit code, unsigned; None = it ended without one, as a killed one does.
        out: standard output.
        err: standard error.
    """

    code: int | None
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """Standard output with plain line ends."""
        return self.out.decode().replace("\r\n", "\n")

    @property
    def complaint(self) -> str:
        """Standard error with plain line ends."""
        return self.err.decode().replace("\r\n", "\n")


@dataclass
class Machine:
    """A Windows node without a Windows side.

    Args:
        node: the node.
        folder: where its drives lie, each in a folder of its letter.
        cwd: folder that commands run in.
    """

    node: WindowsNode
    folder: Path
    cwd: str = "C:\\"
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def c(self) -> Path:
        """Drive C:."""
        return self.folder / "c"

    @property
    def e(self) -> Path:
        """Drive E:, the shared one."""
        return self.folder / "e"

    def run(self, line: str, stdin: bytes = b"", code_page: int = 65001) -> Result:
        """Call the command that ``line`` begins with."""
        ours, theirs = socket.socketpair()
        ours.settimeout(PATIENCE)
        thread = threading.Thread(target=answer, args=(self.node, Line(theirs)))
        thread.start()
        try:
            return _talk(Line(ours), self._hello(line, code_page), stdin)
        finally:
            ours.close()
            thread.join(PATIENCE)

    def _hello(self, line: str, code_page: int) -> bytes:
        name = line.partition(" ")[0].lower()
        pairs = (f"{key}={value}" for key, value in {"USERNAME": "Administrator", **self.environment}.items())
        return "\0".join([name, line, self.cwd, str(code_page), "4711", *pairs, ""]).encode("utf-16-le")


def _talk(line: Line, hello: bytes, stdin: bytes) -> Result:
    out, err = bytearray(), bytearray()
    line.send(RUN, hello)
    try:
        while True:
            kind, content = line.receive()
            if kind == OUT:
                out += content
            elif kind == ERROR:
                err += content
            elif kind == READ:
                if stdin:
                    line.send(INPUT, stdin)
                line.send(INPUT)
            elif kind == EXIT:
                return Result(int.from_bytes(content, "little"), bytes(out), bytes(err))
    except Gone:
        return Result(None, bytes(out), bytes(err))


def machine(folder: Path, flavour: str = "2008r2", language: str = "en") -> Machine:
    """A node with the drives C: and E: in ``folder``.

    Args:
        folder: an empty folder.
        flavour: which Windows Server it passes for.
        language: ``en`` or ``ja``.
    """
    devices = folder / "prefix/dosdevices"
    devices.mkdir(parents=True)
    for letter in "ce":
        (folder / letter).mkdir()
        (devices / f"{letter}:").symlink_to(folder / letter)
    settings = Settings({"node": "win1", "language": language, "time_factor": 600})
    return Machine(WindowsNode(settings, Drives(str(folder / "prefix")), flavour), folder)
