"""Makes and clears the lab's faults."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from clprun.lab.hub.disks import MemoryDisk, SharedDisk
from clprun.lab.hub.faults import DiskFault, set_link
from clprun.lab.hub.hub import Hub
from clprun.lab.hub.node import Node, NodeState
from clprun.lab.windows.endpoint.faults import Fault

__all__ = ["Breaker", "RefusedError"]


class RefusedError(Exception):
    """A fault that can't be made; its code names a text.

    Args:
        code: see :mod:`clprun.lab.texts`.
        values: what the text is filled with.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Breaker:
    """Makes and clears faults on a hub's lab.

    Args:
        hub: the lab.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._faults = hub.faults
        self._kinds: Mapping[str, Callable[..., None]] = {
            "kill": self._kill,
            "link": self._link,
            "crash": self._crash,
            "hang": self._hang,
            "reboot": self._reboot,
            "disk": self._disk,
            "fill": self._fill,
            "clock": self._clock,
            "busy": self._busy,
            "command": self._command,
            "winrm": self._winrm,
            "clear": self.clear,
        }

    def make(self, kind: str, values: Mapping[str, Any]) -> None:
        """Make a fault.

        Args:
            kind: ``kill``, ``link``, ``crash``, ``hang``, ``reboot``, ``disk``, ``fill``, ``clock``, ``busy``,
                ``command``, ``winrm`` or ``clear``.
            values: its arguments by name, as the command line and :mod:`clprun.lab.client` give them.

        Raises:
            RefusedError: it can't be made; nothing was changed.
        """
        if kind not in self._kinds:
            raise RefusedError("lab.unknown_fault", fault=kind)
        self._kinds[kind](**values)
        self._faults.publish()

    def after_boot(self, node: Node) -> None:
        """A fresh boot: a crash is over, a pulled cable still is."""
        self._faults.nodes.pop(node.name, None)
        if node.name in self._faults.links:
            set_link(node, up=False)

    def clear(self) -> None:
        """Undo every fault that holds."""
        for node in self._hub.nodes:
            node.thaw()
            if node.name in self._faults.links:
                set_link(node, up=True)
        self._faults.links.clear()
        self._restore_disks()
        for name in self._faults.full:
            self._hub.node(name).drain()
        self._faults.full.clear()
        self._faults.clock.clear()
        self._faults.busy.clear()
        self._faults.commands.clear()
        self._faults.clear_winrm(node.name for node in self._hub.nodes)
        crashed = [node for node in self._hub.nodes if node.state is NodeState.OFF]
        self._faults.nodes.clear()
        if crashed:
            self._hub.boot_again(crashed)

    def _kill(self, node: str, name: str) -> None:
        if not self._node(node).kill_processes(name):
            raise RefusedError("lab.no_such_process", node=node, name=name)

    def _link(self, node: str, state: Literal["up", "down"]) -> None:
        _demand(state, "up", "down")
        target = self._node(node)
        set_link(target, up=state == "up")
        (self._faults.links.discard if state == "up" else self._faults.links.add)(node)

    def _crash(self, node: str) -> None:
        """A power cut: silent, the peers see no connection closed."""
        target = self._running(node)
        set_link(target, up=False)
        target.kill()
        self._faults.nodes[node] = "crashed"

    def _hang(self, node: str) -> None:
        self._running(node).freeze()
        self._faults.nodes[node] = "hung"

    def _reboot(self, node: str) -> None:
        """Orderly where the node still listens; by the reset button where it is hung; by the power button when off."""
        target = self._node(node)
        match target.state:
            case NodeState.ON:
                self._hub.ask_for_reboot(target)
            case NodeState.HUNG:
                self._hub.reset(target)
            case NodeState.OFF:
                self._hub.boot_again([target])
                self.after_boot(target)

    def _disk(self, state: DiskFault) -> None:
        _demand(state, "full", "gone", "read-only")
        if self._faults.disk is not None:
            self._restore_disks()
        for disk in self._hub.disks:
            if state == "gone":
                self._tear_away(disk)
            elif disk.disk.file_system and state == "full":
                disk.fill()
            elif disk.disk.file_system:
                _refuse_writes(disk)
        self._faults.disk = state

    def _fill(self, node: str) -> None:
        self._node(node).fill()
        self._faults.full.add(node)

    def _tear_away(self, disk: SharedDisk) -> None:
        places = [
            node.root / place.lstrip("/")
            for node in self._hub.nodes
            for place in self._hub.mounts(disk).get(node.name, [])
        ]
        disk.tear_away(places)
        if isinstance(disk, MemoryDisk):
            self._hub.detach(disk)
        for node in self._hub.nodes:
            if node.pid is not None:
                (node.root / disk.disk.device.lstrip("/")).unlink(missing_ok=True)

    def _restore_disks(self) -> None:
        for disk in self._hub.disks:
            if disk.gone:
                disk.bring_back()
                self._hub.show_device(disk)
            elif self._faults.disk == "full" and disk.disk.file_system:
                disk.drain()
            elif self._faults.disk == "read-only" and disk.disk.file_system:
                disk.make_writable()
        self._faults.disk = None

    def _clock(self, node: str, seconds: int) -> None:
        if self._hub.site.windows:
            raise RefusedError("lab.clock_needs_linux")
        self._faults.clock[self._node(node).name] = int(seconds)

    def _busy(self, node: str, seconds: int) -> None:
        if self._hub.site.windows is None:
            raise RefusedError("lab.busy_needs_windows")
        self._faults.busy[self._node(node).name] = int(seconds)

    def _command(self, name: str, effect: str) -> None:
        _demand(effect, "fail", "hang", "die", "lie")
        self._faults.commands[name] = effect

    def _winrm(self, node: str, fault: str, times: int) -> None:
        if self._hub.site.windows is None:
            raise RefusedError("lab.no_winrm")
        _demand(fault, *Fault)
        self._faults.arm_winrm(self._node(node).name, Fault(fault), times)

    def _node(self, name: str) -> Node:
        try:
            return self._hub.node(name)
        except KeyError:
            names = ", ".join(node.name for node in self._hub.nodes)
            raise RefusedError("lab.unknown_node", node=name, nodes=names) from None

    def _running(self, name: str) -> Node:
        node = self._node(name)
        if node.state is NodeState.OFF:
            raise RefusedError("lab.node_is_off", node=name)
        return node


def _refuse_writes(disk: SharedDisk) -> None:
    try:
        disk.make_read_only()
    except OSError as error:
        raise RefusedError("lab.no_read_only_disk", reason=str(error.strerror)) from error


def _demand(word: str, *known: str) -> None:
    if word not in known:
        raise RefusedError("lab.unknown_effect", effect=word, known=", ".join(known))
