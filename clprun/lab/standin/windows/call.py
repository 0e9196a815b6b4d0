"""One call of a command on the Windows side, as its stand-in sees it. Not Windows."""

from pathlib import Path

from ..calls import Call
from .errors import SENTENCES
from .frames import ERROR, INPUT, OUT, READ, Gone, Hello, Line
from .node import WindowsNode
from .words import argv, tail, words

__all__ = ["BridgeCall", "Died"]


class Died(Exception):
    """The lab's fault ``die``: the command ends here, like one that was killed."""


class BridgeCall(Call):
    """One call of a command.

    Args:
        node: the node it runs on.
        hello: what the caller tells of itself.
        line: the connection to the caller.
    """

    def __init__(self, node: WindowsNode, hello: Hello, line: Line) -> None:
        super().__init__(node.settings, [hello.name, *argv(hello.command_line)[1:]])
        self.node = node
        self.command_line = hello.command_line
        self.tail = tail(hello.command_line)
        self.cwd = hello.cwd
        self.code_page = hello.code_page or (932 if node.japanese else 437)
        self.process = hello.process
        self.environment = hello.environment or {}
        self._line = line
        self._sends_input = False

    @property
    def by(self) -> str:
        """Who called: the cluster, or somebody through WinRM."""
        return "cluster" if self.environment.get("CLPRUN_LAB_BY") == "cluster" else "winrm"

    @property
    def japanese(self) -> bool:
        """Whether texts are Japanese: under code page 932 of a Japanese Windows only (lab-windows.md 5) [k]."""
        return self.node.japanese and self.code_page == 932

    def words(self) -> tuple[list[str], list[str]]:
        """Switches and other words, split as cmd.exe does for its built-in commands."""
        return words(self.tail)

    def text(self, english: str, japanese: str) -> str:
        """The text in the caller's language."""
        return japanese if self.japanese else english

    def sentence(self, number: int) -> str:
        """Windows' sentence for the error ``number``, in the caller's language."""
        return self.text(*SENTENCES[number])

    def encode(self, text: str) -> bytes:
        """``text`` in the caller's code page; signs that it lacks become question marks, as on Windows."""
        encoding = "utf-8" if self.code_page == 65001 else f"cp{self.code_page}"
        return text.encode(encoding, "replace")

    def decode(self, content: bytes) -> str:
        """What the caller sees in ``content``."""
        encoding = "utf-8" if self.code_page == 65001 else f"cp{self.code_page}"
        return content.decode(encoding, "replace")

    def write(self, text: str) -> None:
        """Print ``text`` without adding a line end."""
        self.out(self.encode(text.replace("\n", "\r\n")))

    def say(self, text: str) -> None:
        """Print ``text`` and a line end."""
        self.write(text + "\n")

    def complain(self, text: str) -> None:
        """Print ``text`` and a line end to the error stream."""
        self.err(self.encode((text + "\n").replace("\n", "\r\n")))

    def out(self, content: bytes) -> None:
        """Send bytes to standard output; raises :class:`Gone` when the caller was killed."""
        self._line.send(OUT, content)

    def err(self, content: bytes) -> None:
        """Send bytes to standard error; raises :class:`Gone` when the caller was killed."""
        self._line.send(ERROR, content)

    def stdin(self) -> bytes:
        """All that is left of standard input; asked for only here, so that other commands find theirs."""
        if self._sends_input:
            return b""
        self._sends_input = True
        self._line.send(READ)
        parts = bytearray()
        while True:
            kind, content = self._line.receive()
            if kind == INPUT and not content:
                return bytes(parts)
            parts += content

    def alive(self) -> None:
        """Raise :class:`Gone` when the caller was killed; for long work between two of its parts."""
        if not self._line.alive():
            raise Gone

    def hang(self) -> None:
        """Do nothing until the caller is killed."""
        self._line.wait_for_end()
        raise Gone

    def absolute(self, path: str) -> str:
        """The whole Windows path that ``path`` means to the caller; raises WindowsError."""
        return self.node.drives.absolute(path, self.cwd)

    def path(self, path: str) -> Path:
        """Where ``path`` lies on the Unix side, a link that it names not followed; raises WindowsError."""
        return self.node.drives.find(self.absolute(path))

    def halfway(self) -> None:
        """The point where the fault ``die`` kills this command, leaving a half behind."""
        if self.fault == "die":
            raise Died
