"""The checks of the monitors, each against the real thing (lab-linux.md 11). Part of a stand-in, not the product."""

import fnmatch
import subprocess
from pathlib import Path

from ..settings import Settings
from . import scripts
from .activate import Activator
from .model import Cluster, Monitor

__all__ = ["healthy"]


def healthy(monitor: Monitor, cluster: Cluster, activator: Activator, settings: Settings, mirror: bool) -> bool:
    """Whether ``monitor`` finds what it watches in order.

    Types without a probe here (user-mode monitor, database agents, mirror connect) are taken as normal.

    Args:
        monitor: the monitor resource.
        cluster: the configuration.
        activator: knows what asynchronous start scripts left running.
        settings: the node's settings.
        mirror: whether the mirror disk it watches, if any, is in sync.
    """
    match monitor.kind:
        case "pidw":
            process = activator.started.get(monitor.target)
            return process is not None and process.poll() is None
        case "fipw":
            return _address_present(cluster.resource(monitor.target).text("ip"))
        case "psw":
            wanted = monitor.parameters.get("processname", "")
            least = int(monitor.parameters.get("processnum") or 1)
            return _processes(wanted) >= least
        case "genw":
            path = scripts.script_path(Path("monitor.s") / monitor.name, monitor.parameters.get("path") or "genw.sh")
            environment = {"CLP_MONITORNAME": monitor.name, "CLP_SCRIPT_PATH": str(path.parent)}
            timeout = settings.scaled(monitor.timeout, 5.0)
            outcome = scripts.run(
                path, environment, wait=True, timeout=timeout, log=monitor.parameters.get("userlog", "")
            )
            return outcome.code == int(monitor.parameters.get("normalval") or 0)
        case "ipw":
            return all(_answers(ip) for key, ip in monitor.parameters.items() if key.endswith("/ip"))
        case "miiw":
            return _carrier(monitor.parameters.get("object", ""))
        case "diskw":
            return _readable(monitor.parameters.get("object", ""))
        case "mdw":
            return mirror
        case _:
            return True


def _address_present(address: str) -> bool:
    shown = subprocess.run(["ip", "-o", "-4", "addr", "show"], capture_output=True, text=True, check=False).stdout
    return any(line.split()[3].partition("/")[0] == address for line in shown.splitlines())


def _processes(pattern: str) -> int:
    count = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            count += bool(line) and fnmatch.fnmatchcase(line, pattern)
    return count


def _answers(address: str) -> bool:
    argv = ["ping", "-c", "1", "-W", "1", address]
    return subprocess.run(argv, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _carrier(interface: str) -> bool:
    try:
        return Path(f"/sys/class/net/{interface}/carrier").read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def _readable(device: str) -> bool:
    try:
        with Path(device).open("rb", buffering=0) as stream:
            return len(stream.read(512)) == 512
    except OSError:
        return False
