"""Running labs for tests: started when first asked for, shared by a session, each in a CLPRUN_HOME of its own.

Import the fixtures ``labs`` (and ``lab_home`` where a test wants an empty home) in the conftest of a test folder.
"""

import os
import subprocess
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import paramiko
import pytest

from clprun.lab import client
from clprun.lab.means import Luxury, Tier
from clprun.lab.site import Site, default_site

__all__ = ["BARE", "Lab", "Labs", "eventually", "lab_home", "labs"]

BARE = replace(default_site(), products=False)
"""The guide's site without the products: quick to come up, and nothing moves by itself."""

_PATIENCE = 30.0
_POLL = 0.02


def eventually(condition: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
    """Wait until a condition holds; fail with ``what`` when it doesn't in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not in {seconds:.0f} s: {what}"
        time.sleep(_POLL)


@dataclass(frozen=True)
class Lab:
    """One lab.

    Args:
        home: its CLPRUN_HOME.
        tier: what it was asked for.
        site: what it was built from.
        without: what was left out.
    """

    home: Path
    tier: Tier
    site: Site
    without: Collection[Luxury] = ()

    def up(self) -> None:
        """Start it, unless it runs."""
        if not client.is_up(self.home):
            client.up(self.home, self.tier, self.site, without=self.without, ends_with=os.getpid())

    def down(self) -> None:
        """Take it down."""
        client.down(self.home)

    def reset(self) -> None:
        """A fresh one in its place."""
        self.down()
        self.up()

    def sh(self, node: str, script: str) -> str:
        """What a shell script prints on a node, without the last line end; it has to succeed."""
        done = self.run(node, script)
        assert done.returncode == 0, f"{node}: {script}: {done.returncode} {done.stderr.decode()}"
        return done.stdout.decode().rstrip("\n")

    def run(self, node: str, script: str) -> "subprocess.CompletedProcess[bytes]":
        """Run a shell script on a node."""
        return client.run(self.home, node, ["sh", "-c", script])

    def status(self) -> dict[str, Any]:
        """The lab's document."""
        return client.status(self.home)

    def state(self, node: str) -> str:
        """On, off or hung."""
        return next(str(found["state"]) for found in self.status()["nodes"] if found["name"] == node)

    def boot_id(self, node: str) -> str:
        """The id of the node's present boot, told by the hub; empty while it is off.

        A command run inside while systemd shuts down would hold it up: its parent is no process of the node.
        """
        return next(str(found["boot_id"]) for found in self.status()["nodes"] if found["name"] == node)

    def fault(self, kind: str, **values: str | int) -> None:
        """Make a fault."""
        client.fault(self.home, kind, **values)

    def greets(self, address: str) -> bool:
        """Whether an SSH server answers there."""
        try:
            with client.connect(self.home, address, 22, timeout=0.3) as connection:
                connection.settimeout(0.5)
                return connection.recv(4) == b"SSH-"
        except OSError:
            return False

    @contextmanager
    def ssh(self, address: str, user: str = "root", password: str | None = None) -> Iterator[paramiko.SSHClient]:
        """A login over SSH with the host key checked; by the lab's key, or by password when one is given."""
        paths = client.paths(self.home)
        with paramiko.SSHClient() as session:
            session.load_host_keys(str(paths.known_hosts))
            session.set_missing_host_key_policy(paramiko.RejectPolicy())
            session.connect(
                address,
                username=user,
                password=password,
                key_filename=None if password else str(paths.private_key),
                sock=client.connect(self.home, address, 22),
                look_for_keys=False,
                allow_agent=False,
            )
            yield session


class Labs:
    """The labs of one test session.

    Args:
        folder: makes an empty folder per lab.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._made: list[Lab] = []

    def get(self, tier: Tier = "A", site: Site = BARE, without: Collection[Luxury] = ()) -> Lab:
        """The session's lab of that tier and site, up."""
        wanted = Lab(Path(), tier, site, tuple(without))
        for lab in self._made:
            if replace(lab, home=wanted.home) == wanted:
                lab.up()
                return lab
        lab = replace(wanted, home=self._folder())
        self._made.append(lab)
        lab.up()
        return lab

    def down(self) -> None:
        """Take all down."""
        for lab in self._made:
            lab.down()


@pytest.fixture(scope="session")
def labs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Labs]:
    """Labs shared by all tests of this process."""
    made = Labs(lambda: tmp_path_factory.mktemp("lab"))
    try:
        yield made
    finally:
        made.down()


@pytest.fixture
def lab_home(tmp_path: Path) -> Iterator[Path]:
    """An empty CLPRUN_HOME; a lab that a test leaves in it is taken down."""
    try:
        yield tmp_path
    finally:
        client.down(tmp_path)
