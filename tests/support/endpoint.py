"""The lab's WS-Management endpoint in this process, and unmodified clients for it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

import pytest
from pypsrp.wsman import WSMan
from winrm.protocol import Protocol

from clprun.lab.windows.endpoint.certificate import Authority
from clprun.lab.windows.endpoint.endpoint import Endpoint
from clprun.lab.windows.endpoint.pythonshells import PythonShells
from clprun.lab.windows.endpoint.shellhost import ShellHost

__all__ = ["PASSWORD", "USER", "Clients", "answer", "authority_file", "clients"]

USER: Final = "Administrator"
PASSWORD: Final = "Pä ss;word"
AUTHORITY: Final = Authority()

Answer = tuple[int, bytes, bytes]


def answer(line: str, stdin: BinaryIO, code_page: int) -> Answer:
    """What the double of Windows says to a command line."""
    word = line.removeprefix('cmd.exe /C "').removesuffix('"')
    if word == "stdin":
        return 0, b"<" + stdin.read() + b">", b""
    if word == "page":
        return 0, str(code_page).encode(), b""
    if word.startswith("exit "):
        return int(word[5:]), b"", b""
    return 0, line.encode(), b"said on the error stream"


class Clients:
    """Clients of one endpoint.

    Args:
        endpoint: that is open.
        authority: file with the certificate of the authority that they trust.
    """

    def __init__(self, endpoint: Endpoint, authority: Path) -> None:
        self.endpoint = endpoint
        self._authority = authority

    @contextmanager
    def pywinrm(
        self,
        transport: Literal["ntlm", "basic"] = "ntlm",
        *,
        https: bool = False,
        user: str = USER,
        password: str = PASSWORD,
        **options: Any,  # noqa: ANN401  (whatever pywinrm takes)
    ) -> Iterator[Protocol]:
        """Pywinrm's Protocol, closed at the end."""
        url = self.endpoint.https if https else self.endpoint.http
        trust = {"ca_trust_path": str(self._authority), "proxy": None, **options}
        protocol = Protocol(url, transport=transport, username=user, password=password, **trust)
        try:
            yield protocol
        finally:
            protocol.transport.close_session()

    def pypsrp(self, auth: str = "negotiate", *, https: bool = False, **options: Any) -> WSMan:  # noqa: ANN401  (same)
        """Pypsrp's WSMan, a context manager."""
        port = self.endpoint.https_port if https else self.endpoint.http_port
        words = {"username": USER, "password": PASSWORD, "no_proxy": True, "cert_validation": str(self._authority)}
        return WSMan(self.endpoint.address, port=port, ssl=https, auth=auth, **{**words, **options})


@pytest.fixture(scope="session")
def authority_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate of the authority that has vouched for the endpoints of :func:`clients`."""
    file = tmp_path_factory.mktemp("authority") / "authority.pem"
    file.write_bytes(AUTHORITY.pem)
    return file


@pytest.fixture
def clients(authority_file: Path) -> Iterator[Callable[..., Clients]]:
    """Opens an endpoint before :func:`answer`, or with what it is given, and gives clients for it."""
    with ExitStack() as opened:

        def open_endpoint(shells: ShellHost | None = None, **options: Any) -> Clients:  # noqa: ANN401  (as Endpoint's)
            values = {"certificate": AUTHORITY.issue("winnode", ["127.0.0.1"]), **options}
            endpoint = Endpoint(shells or PythonShells(answer), {USER: PASSWORD}, **values)
            return Clients(opened.enter_context(endpoint), authority_file)

        yield open_endpoint
