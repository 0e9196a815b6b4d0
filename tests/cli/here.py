"""The command line as a process of its own, both nodes being this machine: ``python -m tests.cli.here ARGUMENTS``."""

import sys

from clprun.api import Access
from clprun.cli import access
from clprun.cli.app import main
from clprun.cli.session import Session
from clprun.model.cluster import Cluster
from clprun.transport.local import LocalConnection


def local(session: Session, cluster: Cluster, *, lab: bool) -> Access:
    """The state of the nodes lies beside that of the controller."""
    return Access(lambda node: LocalConnection(node.name), state_folder=str(session.home.parent / "state"))


if __name__ == "__main__":
    access.access = local
    sys.exit(main())
