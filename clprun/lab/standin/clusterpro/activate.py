"""Starts and stops single resources for real: fip, disk, md, exec (clusterpro.md 2.5). A stand-in, not the product."""

import ipaddress
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ..settings import Settings
from . import holders, scripts
from .alerts import alert
from .model import Group, Resource

__all__ = ["Activator", "interface_of"]

GARP = Path("/usr/lib/clprun-lab/garp")


def _run(*argv: str, timeout: float = 120.0) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            argv,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return subprocess.CompletedProcess(argv, 255, "", str(failure))


def interface_of(address: str) -> tuple[str, int] | None:
    """The interface whose network holds ``address``, and its prefix length in bits (fip: same subnet, 2.5)."""
    wanted = ipaddress.ip_address(address)
    for line in _run("ip", "-o", "-4", "addr", "show").stdout.splitlines():
        fields = line.split()
        own = ipaddress.ip_interface(fields[3])
        if wanted in own.network and own.network.prefixlen < 32:
            return fields[1], own.network.prefixlen
    return None


class Activator:
    """Performs what the state machine of a group asks for; a type without an own part here is taken as online.

    Args:
        settings: the node's settings.
        node: this server.
        claim: asks whether this server may use a mirror disk; see ``mirror``.
    """

    def __init__(self, settings: Settings, node: str, claim: Callable[[str], bool]) -> None:
        self._settings = settings
        self._node = node
        self._claim = claim
        self.started: dict[str, subprocess.Popen[bytes]] = {}
        """What each asynchronous start script left running: the PID monitor watches it (clusterpro.md 2.7)."""

    def activate(self, group: Group, resource: Resource, event: str, disk: bool, previous: str) -> bool:
        """Start ``resource``; whether it is online now."""
        match resource.kind:
            case "fip":
                good = self._add_address(resource)
            case "disk":
                good = self._mount(resource, resource.text("device"))
            case "md":
                good = self._claim(resource.name) and self._mount(resource, resource.text("diskdev/dppath"))
            case "exec":
                good = self._start_script(group, resource, event, disk, previous)
            case _:
                good = True
        alert("rc", f"Activating {resource.name} resource has {'completed' if good else 'failed'}.", _level(good))
        return good

    def deactivate(self, group: Group, resource: Resource, event: str, factor: str, disk: bool) -> bool:
        """Stop ``resource``; whether it is offline now."""
        match resource.kind:
            case "fip":
                good = self._remove_address(resource)
            case "disk" | "md":
                good = self._unmount(resource)
            case "exec":
                good = self._stop_script(group, resource, event, factor, disk)
            case _:
                good = True
        alert("rc", f"Stopping {resource.name} resource has {'completed' if good else 'failed'}.", _level(good))
        return good

    def _add_address(self, resource: Resource) -> bool:
        address = resource.text("ip")
        found = interface_of(address) if address else None
        if found is None:
            return False
        interface, prefix = found
        done = _run("ip", "addr", "add", f"{address}/{prefix}", "dev", interface)
        if done.returncode and "exists" not in done.stderr and "assigned" not in done.stderr:
            return False
        if GARP.exists():
            _run(str(GARP), interface, address)  # gratuitous ARP: lab-linux.md 4.4
        return True

    def _remove_address(self, resource: Resource) -> bool:
        address = resource.text("ip")
        for line in _run("ip", "-o", "-4", "addr", "show").stdout.splitlines():
            fields = line.split()
            if fields[3].partition("/")[0] == address:
                return _run("ip", "addr", "del", fields[3], "dev", fields[1]).returncode == 0
        return True

    def _mount(self, resource: Resource, device: str) -> bool:
        point = resource.text("mount/point")
        Path(point).mkdir(parents=True, exist_ok=True)
        kind = resource.text("fs")
        argv = ["mount", *(["-t", kind] if kind else []), "-o", resource.text("mount/option", "rw"), device, point]
        for attempt in range(resource.number("mount/retry", 3) + 1):
            if _run(*argv, timeout=resource.number("mount/timeout", 180)).returncode == 0:
                return True
            if attempt == 0 and holders.mounted(point) is None:  # fsck timing 2 = when mount failed (2.5)
                _run("fsck", *resource.text("fsck/option", "-y").split(), device)
        return False

    def _unmount(self, resource: Resource) -> bool:
        point = resource.text("mount/point")
        for _ in range(resource.number("umount/retry", 3) + 1):
            if holders.mounted(point) is None:
                return True
            done = _run("umount", point, timeout=resource.number("umount/timeout", 120))
            if done.returncode == 0:
                continue
            if resource.text("umount/action", "kill") == "kill":
                killed = holders.kill_holders(point)
                alert("rc", f"umount {point} busy: killed {killed}", "WARN")
            time.sleep(self._settings.scaled(resource.number("umount/interval", 5), 0.02))
        return holders.mounted(point) is None

    def _start_script(self, group: Group, resource: Resource, event: str, disk: bool, previous: str) -> bool:
        synchronous = resource.number("act/sync", 1) == 1
        outcome = self._script(
            group,
            resource,
            resource.text("act/path", "start.sh"),
            {"event": event, "previous": previous},
            wait=synchronous,
            timeout=resource.number("timeout/start", 1800),
            disk=disk,
        )
        self.started.pop(resource.name, None)
        if outcome.process is not None:
            self.started[resource.name] = outcome.process
        return outcome.good

    def _stop_script(self, group: Group, resource: Resource, event: str, factor: str, disk: bool) -> bool:
        outcome = self._script(
            group,
            resource,
            resource.text("deact/path", "stop.sh"),
            {"event": event, "factor": factor},
            wait=resource.number("deact/sync", 1) == 1,
            timeout=resource.number("timeout/stop", 1800),
            disk=disk,
        )
        left = self.started.get(resource.name)
        if left is not None and left.poll() is not None:
            del self.started[resource.name]
        return outcome.good

    def _script(
        self,
        group: Group,
        resource: Resource,
        name: str,
        told: Mapping[str, str],
        *,
        wait: bool,
        timeout: float,
        disk: bool,
    ) -> scripts.Outcome:
        path = scripts.script_path(Path(group.name) / resource.name, name)
        environment = scripts.variables(
            group.name,
            resource,
            told["event"],
            home=group.policy[0] == self._node,
            disk=disk,
            factor=told.get("factor", ""),
            previous=told.get("previous", ""),
            folder=path.parent,
        )
        outcome = scripts.run(path, environment, wait=wait, timeout=timeout, log=resource.text("userlog"))
        if outcome.failure:
            alert("rc", outcome.failure, "ERROR")
        return outcome


def _level(good: bool) -> str:
    return "INFO" if good else "ERROR"
