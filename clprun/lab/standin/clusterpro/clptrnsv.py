"""The transaction server (unit ``clusterpro_trn``): takes configurations, starts services, guards. Not the product.

TCP 29002 = data transfer, 29003 = Cluster WebUI, which public recipes poll for (clusterpro.md 5, 1.5).
"""

import base64
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from ..calls import warn
from ..lease import Lease, holders
from ..settings import Settings
from ..title import rename
from ..wire import Message, ask, listen
from ..wire import serve as answer
from . import licences
from .alerts import alert
from .clppm import PID, SOCKET
from .configuration import CONFIGURATION
from .holders import mounted
from .places import HOME
from .power import shut_down

__all__ = ["SERVICES", "TRANSFER_PORT", "WEB_PORT", "serve", "tree_of"]

TRANSFER_PORT = 29002
WEB_PORT = 29003
SERVICES = {"--web": "webmgr", "--alert": "alertsync", "--ib": "ib", "--api": "api", "--md": "md"}
"""Options of clpcl -> service (clusterpro.md 1.4)."""
PAGE = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Cluster WebUI</title></head></html>\n"
TICK = 0.2
SURE = 5
"""Ticks that a disk must be seen on both nodes: a guard notices the other's umount one tick late."""


def tree_of(folder: Path) -> list[Message]:
    """``clp.conf`` and all below ``scripts/`` of ``folder``, ready to travel; raises OSError without clp.conf."""
    files = [folder / "clp.conf", *sorted(each for each in (folder / "scripts").rglob("*") if each.is_file())]
    return [
        {
            "path": str(each.relative_to(folder)),
            "mode": each.stat().st_mode & 0o777,
            "content": base64.b64encode(each.read_bytes()).decode(),
        }
        for each in files
    ]


def _deliver(files: list[Message]) -> Message:
    """Lay the files down; scripts no longer sent stay (unknown of the product, clusterpro.md Annex B)."""
    for each in files:
        path = str(each["path"])
        target = CONFIGURATION if path == "clp.conf" else HOME / path
        if ".." in Path(path).parts:
            return {"good": False, "text": f"bad path {path}"}
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"{target.name}.new")
        fresh.write_bytes(base64.b64decode(str(each["content"])))
        fresh.chmod(int(str(each["mode"])))
        fresh.rename(target)
    return {"good": True, "text": ""}


def _collect() -> Message:
    files: list[Message] = []
    for each in (CONFIGURATION, *sorted(path for path in (HOME / "scripts").rglob("*") if path.is_file())):
        name = "clp.conf" if each == CONFIGURATION else str(each.relative_to(HOME))
        content = base64.b64encode(each.read_bytes()).decode()
        files.append({"path": name, "mode": each.stat().st_mode & 0o777, "content": content})
    return {"good": True, "files": files}


def systemctl(verb: str, service: str) -> bool:
    """Let the node's service manager do it."""
    argv = ["systemctl", verb, service]
    return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def handle(request: Message) -> Message:
    """Answer one request of clpcfctrl, clpcl or clplcnsc, from this server or another."""
    match request.get("op"):
        case "deliver":
            files = request.get("files")
            return _deliver(files if isinstance(files, list) else [])
        case "collect":
            return _collect()
        case "state":
            try:
                return {**ask(SOCKET, {"op": "state"}), "running": True}
            except OSError:
                return {"good": True, "running": False, "suspended": False, "active": []}
        case "services":
            verb = str(request["verb"])
            names = request.get("names")
            done = [systemctl(verb, str(name)) for name in (names if isinstance(names, list) else [])]
            return {"good": all(done), "text": ""}
        case "local":
            try:
                inner = request.get("request")
                return ask(SOCKET, inner if isinstance(inner, dict) else {})
            except OSError:
                return {"good": False, "text": "The cluster service does not run."}
        case "licence keys" | "register licence":
            return licences.answer(request)
        case "shutdown":
            subprocess.Popen(["reboot" if request.get("restart") else "poweroff"], stdin=subprocess.DEVNULL)
            return {"good": True, "text": ""}
    return {"good": False, "text": "unknown request"}


def _web(listener: socket.socket) -> None:
    while True:
        link, _ = listener.accept()
        with link:
            link.settimeout(1)
            try:
                link.recv(4096)
                link.sendall(PAGE)
            except OSError:
                continue


class Guard:
    """Looks for what must not happen: a dead cluster service, a disk mounted on both servers.

    Args:
        settings: the node's settings.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._point = settings.shared_folder
        self._lease: Lease | None = None
        self._conflicts = 0

    def run(self) -> None:
        """Look for ever."""
        while True:
            self._look_at_disk()
            self._look_at_service()
            time.sleep(TICK)

    def _look_at_disk(self) -> None:
        """Two nodes that mount one disk share it silently in the lab (lab-linux.md 3.7): it is shouted instead."""
        here = bool(self._point) and mounted(self._point) is not None
        if here and self._lease is None:
            self._lease = Lease("mount", self._point, self._settings.node)
        elif not here and self._lease is not None:
            self._lease.release()
            self._lease = None
        others = holders("mount", self._point, self._settings.others) if here else []
        self._conflicts = self._conflicts + 1 if others else 0
        if self._conflicts == SURE:
            text = f"{self._point} is mounted on {self._settings.node} and {', '.join(others)} at once"
            warn(self._settings, "mounted on both nodes", text, "lab-linux.md 3.7")
            alert("mdctrl", text, "ERROR")

    def _look_at_service(self) -> None:
        """A cluster service that died shuts the server down (clusterpro.md 2.2, pm/exec0/recover 2)."""
        try:
            process = int(PID.read_text(encoding="ascii"))
            dead = not Path(f"/proc/{process}").exists()
        except (OSError, ValueError):
            return
        if dead:
            PID.unlink(missing_ok=True)
            shut_down(self._settings, "the cluster service has died")


def serve(settings: Settings) -> int:
    """Run the transaction server in the foreground until SIGTERM; returns the exit code."""
    rename("clptrnsv")
    answer(listen(("", TRANSFER_PORT)), handle)
    threading.Thread(target=_web, args=(listen(("", WEB_PORT)),), daemon=True).start()
    threading.Thread(target=Guard(settings).run, daemon=True).start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0
