"""A lab of two Windows nodes with a writer for each."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from clprun.lab.site import WindowsSite
from clprun.model.cluster import Node, Platform, Role
from clprun.node.writer import Writer
from clprun.transport.winrm import WinrmConnection
from tests.support.windows import BARE_WINDOWS, WindowsLab, windows_lab_of

__all__ = ["DRIVE_C", "RUN", "WindowsNodes", "windows_nodes"]

RUN = "20260101-000000-test"
DRIVE_C = "/windows/prefix/drive_c"
"""Where drive C lies on a node's hidden Linux."""


@dataclass(frozen=True)
class WindowsNodes:
    """Both nodes of a lab, reached.

    Args:
        lab: the lab.
        flavour: the release of Windows Server its nodes pass for.
        nodes: as an inventory has them.
        links: by node name.
        writers: by node name.
    """

    lab: WindowsLab
    flavour: str
    nodes: tuple[Node, Node]
    links: dict[str, WinrmConnection]
    writers: dict[str, Writer]

    @property
    def writer(self) -> Writer:
        """That of the first node."""
        return self.writers["win1"]

    def cmd(self, line: str) -> str:
        """What a command line prints on the first node; it has to succeed."""
        raw = self.links["win1"].run(line, deadline=60)
        assert raw.exit_code == 0, f"{line}: {raw}"
        return raw.out.decode("utf-8", "replace")

    def unix(self, script: str) -> str:
        """What a shell script prints on the first node's hidden Linux; it has to succeed."""
        return self.lab.unix("win1", script)


@contextmanager
def windows_nodes(
    home: Path, flavour: Literal["2003", "2008r2", "2022"], language: Literal["en", "ja"]
) -> Iterator[WindowsNodes]:
    """A lab without products."""
    site = replace(BARE_WINDOWS, language=language, windows=WindowsSite(flavour))
    with windows_lab_of(home, site) as lab, ExitStack() as stack:
        first, second = (
            Node(name=each.name, role=role, address=each.public) for each, role in zip(site.nodes, Role, strict=True)
        )
        links = {node.name: stack.enter_context(lab.winrm(node.name)) for node in (first, second)}
        writers = {name: Writer(link, Platform.WINDOWS, name, run=RUN) for name, link in links.items()}
        yield WindowsNodes(lab, flavour, (first, second), links, writers)
