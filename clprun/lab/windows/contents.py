"""What a node of a Windows site has beside its prefix: the services that make its Linux look like Windows."""

from pathlib import Path

from clprun.lab.contents.programs import FOLDER, PYTHON, launcher, tree
from clprun.lab.files import NodeFile, Unit
from clprun.lab.site import Site
from clprun.lab.standin.launch import program
from clprun.lab.windows.prefix import WINE_FILES
from clprun.lab.windows.registry import birth
from clprun.lab.windows.tools import OVERRIDES
from clprun.lab.windows.wine import DRIVES, ROOT, WINE, wine_launcher

__all__ = ["CMD", "REGISTRY", "windows_files", "windows_programs", "windows_units"]

CMD = f"{FOLDER}/cmd"
"""On a node, runs a Windows command line, or an interpreter where a terminal is."""

_PACKAGE = Path(__file__).parent
_CODE_PAGES = {"en": "cp437", "ja": "cp932"}
"""Encoding of Wine's console by the node's language (reference/lab-windows.md 1.3)."""

REGISTRY = "/windows/registry"
"""Folder of files that are appended to a new node's registry."""


def windows_files(site: Site, node: str) -> list[NodeFile]:
    """The files of the node called ``node`` of a Windows site."""
    assert site.windows
    return [
        NodeFile(ROOT, directory=True, mode=0o755),
        NodeFile(DRIVES, directory=True, mode=0o755),
        NodeFile(site.shared_folder, directory=True, mode=0o755),
        NodeFile(f"{REGISTRY}/birth.reg", birth(node, site.windows.flavour).encode()),
        # Most files of the prefix are links to Wine's own, which have to lead somewhere on this side as well.
        NodeFile(WINE_FILES, link=ROOT + WINE_FILES),
    ]


def windows_programs(site: Site) -> dict[str, bytes]:
    """What the lab's own folder holds beside; empty on a Linux site."""
    if site.windows is None:
        return {}
    own = tree(_PACKAGE, "lib/clprun/lab/windows")
    return {
        **own,
        Path(WINE).name: wine_launcher(site.language, OVERRIDES),
        Path(CMD).name: launcher(f"cmd {_CODE_PAGES[site.language]}"),
    }


def windows_units() -> list[Unit]:
    """The services, in the order in which they need each other."""
    own = (PYTHON, "-I", "-S", f"{FOLDER}/lib")
    return [
        Unit("windows-tools", program("windows-tools", PYTHON), True, "Tools that Wine lacks (stand-ins)"),
        Unit("windows", (*own, "windows"), True, "Windows, as Wine has it", after=("windows-tools",)),
        Unit("winrm", (*own, "winrm"), True, "WS-Management", after=("windows",)),
    ]
