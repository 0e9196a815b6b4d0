"""What CLUSTERPRO X puts on a Windows node beside its configuration. Controller side, pure."""

from clprun.lab.files import NodeFile
from clprun.lab.site import Site
from clprun.lab.standin.default_conf_windows import VERSIONS
from clprun.lab.windows.home import windows_home
from clprun.lab.windows.registry import section

__all__ = ["DRIVE", "HOME", "LAB", "REGISTRY", "command", "commands", "service", "service_section"]

DRIVE = "/windows/prefix/drive_c"
HOME = f"{DRIVE}/Program Files/CLUSTERPRO"
REGISTRY = "/windows/registry"
LAB = f"{DRIVE}/lab"
"""Where the lab's own commands are."""

CLUSTER = ("clpstat", "clpgrp", "clprsc", "clpcl", "clpcfctrl", "clpmonctrl", "clplogcmd", "clpdown", "clpstdn")
ARM = ("ARMLOAD", "ARMKILL", "ARMNSADD", "ARMNSDEL")
"""Gone from X 5, as its users' move to service resources implies (products.md 4.2)."""
LAST_WITH_ARM = 4
SYSTEM_PATH = r"C:\windows\system32;C:\windows;C:\windows\system32\wbem"
AUTOMATIC = 2
OWN_PROCESS = 16


def command(path: str) -> NodeFile:
    """A command whose work the stand-ins do.

    Args:
        path: of the node, below drive C:.
    """
    return _program(path, "bridge.exe")


def service(path: str) -> NodeFile:
    """The program of a service whose work the stand-ins do."""
    return _program(path, "svc.exe")


def _program(path: str, name: str) -> NodeFile:
    """A copy of one of the lab's programs: by links Wine would take all of them for one, by the first one's name.

    Where the programs have not been made it is empty, and no lab comes up.
    """
    made = windows_home().programs / name
    return NodeFile(path, made.read_bytes() if made.exists() else b"", 0o755)


def commands(site: Site) -> list[NodeFile]:
    """The commands, their folder in the machine's Path, and the service "CLUSTERPRO Server".

    Its key is the lab's own; the display name is ClientManager's guide's (CM 4 (3)).
    """
    assert site.windows is not None
    has_arm = int(VERSIONS[site.windows.flavour].partition(".")[0]) <= LAST_WITH_ARM
    names = (*CLUSTER, "ARMBCAST", *(ARM if has_arm else ()))
    environment = r"System\ControlSet001\Control\Session Manager\Environment"
    registry = section(environment, {"PATH": rf"{SYSTEM_PATH};C:\Program Files\CLUSTERPRO\bin"})
    registry += service_section("clppm", "CLUSTERPRO Server", r"C:\Program Files\CLUSTERPRO\bin\clppm.exe")
    return [
        *(command(f"{HOME}/bin/{name}.exe") for name in names),
        command(f"{LAB}/webui.exe"),
        service(f"{HOME}/bin/clppm.exe"),
        NodeFile(f"{REGISTRY}/clusterpro.reg", registry.encode()),
    ]


def service_section(key: str, display: str, path: str, start: int = AUTOMATIC) -> str:
    """The registry's part of an installed service.

    Args:
        key: its key.
        display: its display name.
        path: Windows path of its program.
        start: 2 automatic, 3 manual.
    """
    values: dict[str, str | int] = {
        "DisplayName": display,
        "ErrorControl": 1,
        "ImagePath": f'"{path}"',
        "ObjectName": "LocalSystem",
        "Start": start,
        "Type": OWN_PROCESS,
    }
    return section(rf"System\ControlSet001\Services\{key}", values)
