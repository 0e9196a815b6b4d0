"""How a command reaches the nodes: over the network as the engineer's OpenSSH would, or into the lab."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from clprun.cli.labsite import remembered_inventory, require_linux
from clprun.cli.secrets import Secrets
from clprun.cli.session import Session

if TYPE_CHECKING:
    from clprun.api import Access, Prepared
    from clprun.model.cluster import Cluster

__all__ = ["HostKeyQuestions", "access", "access_for", "lab_inventory"]


@dataclass(frozen=True)
class HostKeyQuestions:
    """Who decides about unknown host keys; accepted ones are noted under clprun's home.

    Args:
        session: whose terminal is asked.
        accepted: clprun's own known_hosts file.
    """

    session: Session
    accepted: Path

    def unknown(self, host: str, port: int, key_type: str, fingerprint: str) -> bool:
        """Ask; nobody there means no."""
        return self.session.prompt.host_key(host, port, key_type, fingerprint)


def access_for(session: Session, prepared: "Prepared") -> "Access":
    """The way to the nodes of a request; what its reader knows anyway is never starred. See :func:`access`."""
    session.redactor.publish(prepared.public)
    return access(session, prepared.bound.cluster, lab=prepared.request.lab)


def access(session: Session, cluster: "Cluster", *, lab: bool) -> "Access":
    """The way to the nodes. Every secret their logins need is asked for here, before any node is contacted.

    Args:
        session: whose home and terminal are used.
        cluster: whose nodes are meant.
        lab: whether the nodes are the lab's.

    Raises:
        InputError: a secret is not where the inventory says, or a login over WinRM lacks what it needs.
        WaitingForPerson: a secret must be typed in, and nobody is there.
        NodeUnreachable: no lab is up.
    """
    from clprun.api import network_access  # noqa: PLC0415  (brings all of the engine)
    from clprun.lang.inventory_winrm import unverified  # noqa: PLC0415  (brings pydantic)
    from clprun.messages.catalog import own_texts  # noqa: PLC0415  (brings pydantic)
    from clprun.model.cluster import Platform  # noqa: PLC0415
    from clprun.transport.winrm import require_credentials  # noqa: PLC0415
    from clprun.ui.problems import draw_warning  # noqa: PLC0415  (brings rich)

    session.redactor.publish(own_texts())
    secrets = Secrets(session.prompt, session.redactor)
    if lab:
        from clprun.cli.labaccess import lab_access  # noqa: PLC0415  (for rehearsals only)

        return lab_access(session.home, cluster, secrets, partial(HostKeyQuestions, session))
    if cluster.platform is Platform.WINDOWS:
        require_credentials(cluster.nodes)
        for warning in unverified(cluster):
            draw_warning(session.messages, warning)
    for node in cluster.nodes:
        for reference in node.secrets:
            secrets(reference)
    return network_access(cluster, secrets, HostKeyQuestions(session, session.home / "known_hosts"))


def lab_inventory(home: Path) -> Path:
    """The inventory of the lab that is up, else the one with the guide's values for its platform."""
    require_linux()
    from clprun.lab import client  # noqa: PLC0415  (POSIX only)
    from clprun.lang.load import data_folder  # noqa: PLC0415  (brings pydantic)

    remembered = remembered_inventory(home)
    if remembered is not None:
        return remembered
    status = client.status(home)
    windows = status["up"] and status["site"]["windows"]
    return data_folder() / "inventory" / "lab" / ("windows.yaml" if windows else "lab.yaml")
