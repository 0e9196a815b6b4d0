"""What ClientManager puts on a node before anybody installs it: its media. Controller side, pure."""

from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.clusterpro.contents_windows import DRIVE, command
from clprun.lab.standin.esmpro.answers import Answers

__all__ = ["node_files", "units"]

FOLDER = f"{DRIVE}/media/clientmanager"


def node_files(site: Site, python: str) -> list[NodeFile]:
    """The set-up program, the uninstaller, and answers that fit the site.

    Args:
        site: its drive.
        python: interpreter as the node sees it.
    """
    del python
    assert site.windows is not None
    answers = Answers(
        cluster="yes",
        local_folder=r"C:\Program Files\ESMPRO\ESMPROCM",
        shared_folder=rf"{site.windows.drive}\Program Files\ESMPRO\ESMPROCM",
        manager_id="CM01",
        odbc_source="ESMPROCM",
        database="CMDB",
        database_server="10.0.0.120",  # not the floating IP: what CMSetDst writes is to be told apart
    )
    return [
        command(f"{FOLDER}/setup.exe"),
        command(f"{FOLDER}/uninstall.exe"),
        NodeFile(f"{FOLDER}/answers.ini", answers.as_text().encode()),
    ]


def units(site: Site, python: str) -> list[Unit]:
    """None: its services are Windows' own, and come with the set-up."""
    del site, python
    return []
