"""A Windows node for tests of the WinRM transport: the lab's endpoint in this process, before a function of Python."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from clprun.lab.windows.endpoint.certificate import Authority, Certificate
from clprun.lab.windows.endpoint.endpoint import Endpoint
from clprun.lab.windows.endpoint.pythonshells import PythonShells
from clprun.model.cluster import Node, Role, WinrmLogin
from clprun.model.secret import SecretReference
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.winrm import WinrmConnection, connect
from tests.transport.desk import Keys, Vault

__all__ = ["AUTHORITY", "PASSWORD", "USER", "Windows", "reached", "windows"]

USER, PASSWORD = "Administrator", "Pä ss;word"
AUTHORITY = Authority()
OTHER_PLATFORM = "Microsoft Windows [Version {version}]\r\nActive code page: {code_page}\r\n表示\r\n"


@dataclass
class Windows:
    """What answers command lines, and remembers them.

    Args:
        version: of Windows, as ``ver`` prints it.
    """

    version: str = "10.0.20348.1"
    ran: list[str] = field(default_factory=list)
    code_pages: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    endpoint: Endpoint = field(init=False)
    certificate: Certificate = field(init=False)
    authority: Path = field(init=False)

    def answer(self, line: str, stdin: BinaryIO, code_page: int) -> tuple[int, bytes, bytes]:
        """What a command line prints."""
        has_input = "<nul" not in line
        script = line.split('/c "', 1)[1].removesuffix('""')
        if script.startswith("ver&chcp"):
            text = OTHER_PLATFORM.format(version=self.version, code_page=code_page)
            return 0, text.encode("utf-8" if code_page == 65001 else "cp932", "replace"), b""
        self.ran.append(script)
        self.code_pages.append(code_page)
        word, _, rest = script.partition(" ")
        match word:
            case "exit":
                return int(rest), b"", b""
            case "hold":
                self.released.wait(60)
                return 0, b"", b""
            case "print":
                return 0, b"x" * int(rest), b""
            case "hang":
                stdin.read()
                self.ended.set()
                return 1, b"", b""
            case "echo":
                return 0, f"{rest}\r\n".encode("utf-8" if code_page == 65001 else "cp932"), b"said aside"
        return 0, stdin.read() if has_input else b"", b""

    def login(self, scheme: str = "https", **values: Any) -> WinrmLogin:  # noqa: ANN401  # as WinrmLogin's
        """A login that works, but for what is given."""
        port = self.endpoint.https_port if scheme == "https" else self.endpoint.http_port
        usual = {
            "user": USER,
            "password": SecretReference("prompt", "right"),
            "scheme": scheme,
            "port": port,
            "ca_file": str(self.authority) if scheme == "https" else None,
            "code_page": 65001,
        }
        return WinrmLogin(**{**usual, **values})


@contextlib.contextmanager
def windows(folder: Path, *, version: str = "10.0.20348.1", **options: Any) -> Iterator[Windows]:  # noqa: ANN401  # as Endpoint's
    """A node whose certificate holds its IP address, unless ``certificate`` says otherwise."""
    node = Windows(version)
    node.certificate = options.pop("certificate", None) or AUTHORITY.issue("win1", ["127.0.0.1"])
    node.authority = folder / "authority.pem"
    node.authority.write_bytes(AUTHORITY.pem)
    shells = PythonShells(node.answer)
    with Endpoint(shells, {USER: PASSWORD}, certificate=node.certificate, **options) as endpoint:
        node.endpoint = endpoint
        yield node


@contextlib.contextmanager
def reached(
    login: WinrmLogin,
    keys: Keys | None = None,
    configuration: OpenSshConfiguration | None = None,
    timeout: float = 15,
) -> Iterator[WinrmConnection]:
    """A connection that is given back at the end."""
    connection = connect(
        Node(name="win1", role=Role.PRIMARY, address="127.0.0.1", winrm=login),
        secrets=Vault({"right": PASSWORD, "wrong": "Pä ss;wort"}),
        host_keys=keys or Keys(Path("unused"), accepts=False),
        configuration=configuration or OpenSshConfiguration.empty(),
        connect_timeout=timeout,
    )
    try:
        yield connection
    finally:
        connection.close()
