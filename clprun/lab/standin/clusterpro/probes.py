"""The checks of the monitors, each against the real thing (lab-linux.md 11). Part of a stand-in, not the product."""

import re
import subprocess
from pathlib import Path

from ..isa.dialogues import Trouble, ask_http, ask_smtp
from ..settings import Settings
from . import scripts
from .activate import Activator
from .addresses import is_present
from .counters import Finding
from .model import Cluster, Monitor
from .places import SCRIPT_SUFFIX, shown
from .windows.probes import is_healthy

__all__ = ["check"]

LEAST_SCRIPT = 5.0
LEAST_ANSWER = 3.0
"""Seconds of this machine that a check may take, however fast the lab's time runs."""


def check(monitor: Monitor, cluster: Cluster, activator: Activator, settings: Settings, mirror: bool) -> Finding:
    """What ``monitor`` finds.

    Types without a probe here (user-mode monitor, database agents, mirror connect, a custom monitor whose script stays)
    are taken as normal.

    Args:
        monitor: the monitor resource.
        cluster: the configuration.
        activator: knows what asynchronous start scripts left running.
        settings: the node's settings.
        mirror: whether the mirror disk it watches, if any, is in sync.
    """
    if monitor.kind == "genw":
        return _custom(monitor, settings)
    return Finding.NORMAL if _healthy(monitor, cluster, activator, settings, mirror) else Finding.FAULT


def _healthy(monitor: Monitor, cluster: Cluster, activator: Activator, settings: Settings, mirror: bool) -> bool:
    values = monitor.parameters
    match monitor.kind:
        case "pidw":
            process = activator.started.get(monitor.target)
            return process is not None and process.poll() is None
        case "fipw":
            return is_present(cluster.resource(monitor.target).text("ip"))
        case "psw":
            return _processes(values.get("processname", "")) >= _number(values.get("processnum"), 1)
        case "httpw" | "smtpw":
            return _answers_well(monitor, settings.scaled(monitor.timeout, LEAST_ANSWER))
        case "ipw":
            return all(_answers(ip) for key, ip in values.items() if key.endswith("/ip"))
        case "miiw":
            return _carrier(values.get("object", ""))
        case "diskw":
            return _readable(values.get("object", ""))
        case "mdw":
            return mirror
        case "servicew" | "sdw":
            return is_healthy(monitor, cluster)
        case _:
            return True


def _custom(monitor: Monitor, settings: Settings) -> Finding:
    """Run the script of a custom monitor; good is what ``normalval`` lists, 0 by default (2.7, 3.4)."""
    values = monitor.parameters
    if values.get("sync") == "0":
        return Finding.NORMAL
    path = scripts.script_path(Path("monitor.s") / monitor.name, values.get("path") or f"genw{SCRIPT_SUFFIX}")
    environment = {"CLP_MONITORNAME": monitor.name, "CLP_SCRIPT_PATH": shown(path.parent)}
    timeout = settings.scaled(monitor.timeout, LEAST_SCRIPT)
    outcome = scripts.run(path, environment, wait=True, timeout=timeout, log=values.get("userlog", ""))
    if outcome.late:
        return Finding.LATE
    return Finding.NORMAL if outcome.code in _listed(values.get("normalval") or "0") else Finding.FAULT


def _listed(text: str) -> set[int]:
    """Numbers and ranges such as ``0,2-4`` (recall); what is neither lists nothing."""
    found: set[int] = set()
    for low, high in re.findall(r"(\d+)(?:-(\d+))?", text):
        found.update(range(int(low), int(high or low) + 1))
    return found


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def _processes(pattern: str) -> int:
    """How many processes show a command line like ``pattern``, where ``*`` stands for any text.

    That the whole command line counts, as ``ps -ef`` shows it, is inferred from the guides: ``clweb_serv*`` needs its
    asterisk (products.md 3).
    """
    wanted = re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
    count = 0
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue
            count += bool(line) and wanted.fullmatch(line) is not None
    return count


def _answers_well(monitor: Monitor, patience: float) -> bool:
    """Ask the HTTP or SMTP server, as the monitor commands do (2.7; ISA chapter 2).

    A server that does not answer in time is at fault; whether the product calls that a time-out is not known.
    """
    values = monitor.parameters
    try:
        if monitor.kind == "smtpw":
            ask_smtp(values.get("ipaddress") or "127.0.0.1", _number(values.get("port"), 25), patience)
        else:
            https = values.get("https") == "1"
            user, password = values.get("username", ""), values.get("password", "")
            ask_http(
                values.get("servername") or "localhost",
                _number(values.get("port"), 443 if https else 80),
                patience,
                values.get("requesturi") or "/",
                method="GET" if values.get("requesttype") == "1" else "HEAD",
                https=https,
                login=f"{user}:{password}" if user else "",
            )
    except Trouble:
        return False
    return True


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
