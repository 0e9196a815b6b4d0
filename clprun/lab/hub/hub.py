"""The hub: PID 1 of the lab. It holds networks, disks and nodes, and does what is asked of it."""

import json
import os
import signal
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from clprun.lab import interpreter
from clprun.lab.contents.programs import write_programs
from clprun.lab.hub import network
from clprun.lab.hub.boot import make_device
from clprun.lab.hub.cgroups import Cgroups
from clprun.lab.hub.disks import LoopDisk, MemoryDisk, SharedDisk, mount_points
from clprun.lab.hub.faults import Faults
from clprun.lab.hub.filesystem import tmpfs
from clprun.lab.hub.node import DISK_SIZE, BootFailed, Node, boot_nodes
from clprun.lab.hub.root import DISKS, NODES, PROGRAMS, SHARED
from clprun.lab.hub.rootfs import make_node_disk
from clprun.lab.hub.windows import fill_registry, lay_prefix_down
from clprun.lab.order import LabOrder
from clprun.lab.windows.wine import ROOT

__all__ = ["Hub"]


class Hub:
    """The lab's networks, disks and nodes.

    To be made inside the hub's root, where nothing of the host can be reached.

    Args:
        order: what the lab is made of.
        cgroups: where systemd's cgroups go, with systemd as PID 1.
        holder: pid of the process outside that holds the lab.
    """

    def __init__(self, order: LabOrder, cgroups: Cgroups | None, holder: int) -> None:
        self.order = order
        self.holder = holder
        self.site = order.site
        self.cgroups = cgroups
        self.disk_conflict = False
        self.faults = Faults()
        self._to_boot_again: set[str] = set()
        write_programs(order.programs, PROGRAMS)
        self._write_settings()
        self.faults.publish()
        network.run_ip(network.hub_commands(self.site))
        self.disks = self._make_disks()
        imports = not order.means.sshd or self.site.windows
        binds = interpreter.everything() if imports else interpreter.standard_library()
        self.nodes = [self._make_node(index, binds) for index in range(len(self.site.nodes))]

    def node(self, name: str) -> Node:
        """The node called ``name``; ``KeyError`` when there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)

    def boot(self, nodes: Sequence[Node]) -> None:
        """Boot nodes side by side."""
        boot_nodes(nodes, [disk.node_device for disk in self.disks])

    def boot_again(self, nodes: Sequence[Node]) -> None:
        """Boot nodes of a lab that runs; one that fails is left off, and the log says why."""
        try:
            self.boot(nodes)
        except (BootFailed, OSError):
            traceback.print_exc()
            for node in nodes:
                node.kill()

    def mounts(self, disk: SharedDisk) -> dict[str, list[str]]:
        """Per node that runs, where it has the disk mounted.

        Early in its boot a node still sees the hub's own mounts; those don't count, nor do Wine's of the same disk.
        """
        return {
            node.name: [
                place
                for place in mount_points(_read(Path(f"/proc/{node.pid}/mountinfo")), disk.numbers)
                if not place.startswith((str(DISKS), ROOT))
            ]
            for node in self.nodes
            if node.pid is not None
        }

    def look_at_mounts(self) -> None:
        """Mark the lab for good when a disk is mounted on both nodes at once."""
        for disk in self.disks:
            if sum(bool(places) for places in self.mounts(disk).values()) > 1:
                self.disk_conflict = True
                (SHARED / "disk-conflict").touch()  # the nodes may see it, too

    def status(self) -> dict[str, Any]:
        """The lab as a document (``lab status --json``)."""
        means = self.order.means
        return {
            "up": True,
            "tier": means.tier,
            "holder": self.holder,
            "means": means.as_json(),
            "not_real": [*means.not_real(), *(["lab.unreal_windows"] if self.site.windows else [])],
            "nodes": [
                {
                    "name": node.name,
                    "state": node.state.value,
                    "boot_id": node.boot_id,
                    "address": node.identity.public,
                    "interconnect": node.identity.interconnect,
                    "mounts": {disk.disk.device: self.mounts(disk).get(node.name, []) for disk in self.disks},
                }
                for node in self.nodes
            ],
            "faults": {**self.faults.as_json(), "winrm": self.faults.winrm(node.name for node in self.nodes)},
            "calls": _lines("calls.jsonl"),
            "warnings": _lines("warnings.jsonl"),
            "disk_conflict": self.disk_conflict,
            "site": self.site.as_json(),
            "host_keys": dict(self.order.host_keys),
        }

    def ask_for_reboot(self, node: Node) -> None:
        """Have PID 1 reboot in good order (systemd(1), SIGRTMIN+5; the small init takes the same)."""
        if node.pid is not None:
            os.kill(node.pid, signal.SIGRTMIN + 5)

    def reset(self, node: Node) -> None:
        """Boot a node again without asking it."""
        self._to_boot_again.add(node.name)
        node.kill()

    def ended(self, node: Node, signal_number: int) -> None:
        """PID 1 of a node has ended: a reboot ends it by SIGHUP, a power-off by SIGINT (lab-linux.md 3.6)."""
        node.died()
        if signal_number == signal.SIGHUP or node.name in self._to_boot_again:
            self._to_boot_again.discard(node.name)
            self.boot_again([node])

    def detach(self, disk: SharedDisk) -> None:
        """Take a disk's mounts off the nodes, whoever uses them."""
        for node in self.nodes:
            for place in self.mounts(disk).get(node.name, []):
                node.detach(place)

    def show_device(self, disk: SharedDisk) -> None:
        """Give running nodes the device of a disk that came back."""
        for node in self.nodes:
            if node.pid is not None:
                make_device(disk.node_device, node.root / "dev")

    def stop(self) -> None:
        """Kill both nodes, wait until they are gone, and take their cgroups away."""
        for node in self.nodes:
            if node.pid is not None:
                node.kill()
                os.waitpid(node.pid, 0)
        if self.cgroups:
            self.cgroups.remove()

    def _make_disks(self) -> list[SharedDisk]:
        disks: list[SharedDisk] = []
        for number, disk in enumerate(self.site.disks):
            folder = DISKS / str(number)
            folder.mkdir()
            disks.append(LoopDisk(disk, folder) if self.order.means.loop else MemoryDisk(disk, folder))
            if self.site.windows and disk.file_system:
                disks[-1].forget_linux()
        return disks

    def _make_node(self, index: int, binds: Sequence[Path]) -> Node:
        name = self.site.nodes[index].name
        disk = NODES / name
        tmpfs(disk, "/dev/sda1", size=DISK_SIZE)
        if self.site.windows:
            lay_prefix_down(disk / "root", self.site.windows)
        make_node_disk(disk, self.order.files[name], foreign=self.order.means.user_namespace)
        if self.site.windows:
            fill_registry(disk / "root")
        (disk / "root" / self.site.shared_folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        cgroup = self.cgroups.node(name) if self.cgroups else None
        return Node(self.site, index, self.order.means, disk, binds, cgroup)

    def _write_settings(self) -> None:
        for node in self.site.nodes:
            text = json.dumps(self.order.settings(node.name), ensure_ascii=False)
            (SHARED / f"settings-{node.name}.json").write_text(text, "utf-8")
        calls = SHARED / "calls.jsonl"
        calls.touch()
        calls.chmod(0o666)


def _lines(name: str) -> list[Any]:
    """What the stand-ins have written into a log; a line that is no JSON, or not yet, is left out."""
    found = []
    for line in _read(SHARED / name).splitlines():
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except OSError:
        return ""
