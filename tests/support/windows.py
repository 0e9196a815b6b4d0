"""A lab of Windows nodes for tests; where Wine is not installed they are skipped, and say so."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from clprun.lab import client
from clprun.lab.site import Site, windows_site
from clprun.lab.windows.credentials import USER
from clprun.lab.windows.home import windows_home
from clprun.lab.windows.parts import wanting
from clprun.model.cluster import Node, Role, WinrmLogin
from clprun.model.question import Raw
from clprun.model.secret import Secret, SecretReference
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.winrm import WinrmConnection, connect
from tests.support.lab import eventually

__all__ = ["BARE_WINDOWS", "WindowsLab", "needs_wine", "skip_without_wine", "windows_lab", "windows_lab_of"]

BARE_WINDOWS = replace(windows_site(), products=False, time_factor=600.0)
"""Two Windows nodes of 2022, without the products."""

_REASON = "Windows nodes need Wine 10: ./dev setup --windows (wanting: {})"
_WANTING = wanting(windows_home())

needs_wine = pytest.mark.skipif(bool(_WANTING), reason=_REASON.format(", ".join(_WANTING)))
"""For a test or a module that brings up Windows nodes itself."""


def skip_without_wine() -> None:
    """For a fixture that brings up Windows nodes."""
    if _WANTING:
        pytest.skip(_REASON.format(", ".join(_WANTING)))


class _NobodyAsked:
    """No host key is known, none is accepted: there is no jump host in the lab."""

    accepted = Path("/nonexistent")

    def unknown(self, host: str, port: int, key_type: str, fingerprint: str) -> bool:
        return False


@dataclass(frozen=True)
class WindowsLab:
    """One lab of Windows nodes.

    Args:
        home: its CLPRUN_HOME.
        site: what it was built from.
        kept: connections of :meth:`run` by node.
    """

    home: Path
    site: Site
    kept: dict[str, WinrmConnection] = field(default_factory=dict)

    @contextmanager
    def winrm(self, node: str, login: WinrmLogin | None = None) -> Iterator[WinrmConnection]:
        """A connection to a node as the product makes it, as Administrator and with the lab's certificates."""
        connection = self._connect(node, login or WinrmLogin())
        try:
            yield connection
        finally:
            connection.close()

    def run(self, node: str, line: str, data: bytes = b"") -> Raw:
        """Run one command line over WinRM, on a kept connection."""
        if node not in self.kept:
            self.kept[node] = self._connect(node, WinrmLogin(code_page=65001))
        return self.kept[node].run(line, deadline=60, data=data)

    def hang_up(self) -> None:
        """Close the kept connections."""
        while self.kept:
            self.kept.popitem()[1].close()

    def _connect(self, node: str, login: WinrmLogin) -> WinrmConnection:
        given = client.paths(self.home).windows
        changes = {
            "user": USER,
            "password": SecretReference("file", str(given.password_file)),
            "ca_file": str(given.authority),
        }
        there = Node(
            name=node,
            role=Role.PRIMARY,
            address=self.site.address_of(node),
            winrm=login.model_copy(update=changes),
        )
        return connect(
            there,
            secrets=lambda reference: Secret(Path(reference.name).read_text("ascii").strip()),
            host_keys=_NobodyAsked(),
            dial=partial(client.connect, self.home),
            configuration=OpenSshConfiguration.empty(),
        )

    def unix(self, node: str, script: str) -> str:
        """What a shell script prints in the Linux that the node hides; it has to succeed."""
        done = client.run(self.home, node, ["sh", "-c", script])
        assert done.returncode == 0, (script, done)
        return done.stdout.decode().rstrip("\n")

    def fault(self, kind: str, **values: str | int) -> None:
        """Make a fault; what it breaks is reached anew."""
        self.hang_up()
        client.fault(self.home, kind, **values)

    def status(self) -> dict[str, Any]:
        """The lab's document."""
        return client.status(self.home)

    def boot_id(self, node: str) -> str:
        """The id of the boot of the Linux behind the node; empty while it is off."""
        return next(str(found["boot_id"]) for found in self.status()["nodes"] if found["name"] == node)

    def wait_until_up(self, node: str) -> None:
        """Wait until the node has booted."""
        eventually(partial(client.answers_winrm, self.home, self.site.address_of(node)), f"{node} answers WinRM")


@contextmanager
def windows_lab_of(folder: Path, site: Site) -> Iterator[WindowsLab]:
    """A lab of Windows nodes, taken down in the end.

    Args:
        folder: its CLPRUN_HOME.
        site: what to build.
    """
    client.up(folder, "A", site, ends_with=os.getpid())
    try:
        yield (lab := WindowsLab(folder, site))
        lab.hang_up()
    finally:
        client.down(folder)


@pytest.fixture(scope="module")
def windows_lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsLab]:
    """The module's lab; it is built from the module's ``SITE``, where it has one."""
    skip_without_wine()
    with windows_lab_of(tmp_path_factory.mktemp("lab"), getattr(request.module, "SITE", BARE_WINDOWS)) as lab:
        yield lab
