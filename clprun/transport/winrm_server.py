"""The WinRM server of a node: where it listens and what it is called in problems; pure."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal

from clprun.errors import NodeUnreachable, Problem, Value

__all__ = ["Server"]

_DEFAULT_PORTS = {"https": 5986, "http": 5985}
"""Since WinRM 2.0; before it was 443 and 80 (reference/lab-windows.md 5)."""


@dataclass(frozen=True)
class Server:
    """Where a node's WinRM server listens.

    Args:
        node: name of the node.
        host: name or IP address.
        scheme: ``https`` or ``http``.
        given_port: TCP port, the usual one when absent.
    """

    node: str
    host: str
    scheme: Literal["https", "http"]
    given_port: int | None = None

    @property
    def port(self) -> int:
        """TCP port."""
        return self.given_port or _DEFAULT_PORTS[self.scheme]

    @property
    def is_address(self) -> bool:
        """Whether it is known by its IP address and not by a name."""
        try:
            ip_address(self.host)
        except ValueError:
            return False
        return True

    @property
    def url(self) -> str:
        """What requests are posted to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}/wsman"

    def unreachable(self, code: str, output: str | None = None, **values: Value) -> NodeUnreachable:
        """The failure with a code of the catalogue; the text gets host and port besides the values."""
        about: dict[str, Value] = {"host": self.host, "port": self.port}
        return NodeUnreachable(Problem(code, {**about, **values}, node=self.node, output=output))
