"""The lab's two networks: a bridge each, a fixed hardware address per node, and the hub's own way in."""

import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from typing import Final

from clprun.lab.site import Site

__all__ = ["INTERFACES", "attach", "detach", "hardware_address", "hub_commands", "hub_port", "node_commands", "run_ip"]

INTERFACES: Final = ("eth0", "eth1")
"""A node's interfaces: public network, interconnect."""

_BRIDGES: Final = ("br0", "br1")


@dataclass(frozen=True)
class _Wire:
    port: str
    bridge: str
    interface: str
    hardware_address: str


def hub_port(node: int, network: int) -> str:
    """The hub's end of a node's cable; node and network count from 0."""
    return f"node{node}net{network}"


def hardware_address(address: str) -> str:
    """A locally administered MAC made from the IPv4 address.

    It has to stay the same over a reboot, or the node is unreachable until the old ARP entry ages
    (reference/lab-linux.md 3.3).
    """
    return "02:00:" + ":".join(f"{byte:02x}" for byte in IPv4Address(address).packed)


def hub_commands(site: Site) -> list[str]:
    """``ip`` commands that make both bridges, with an address for the hub that the site leaves free."""
    taken = {site.floating_ip, *(address for node in site.nodes for address in (node.public, node.interconnect))}
    commands = ["link set lo up"]
    for bridge, first in zip(_BRIDGES, (site.nodes[0].public, site.nodes[0].interconnect), strict=True):
        network = IPv4Interface(f"{first}/{site.prefix_length}").network
        last = int(network.broadcast_address) - 1
        free = next(str(IPv4Address(number)) for number in range(last, 0, -1) if str(IPv4Address(number)) not in taken)
        commands += [
            f"link add {bridge} type bridge stp_state 0 forward_delay 0 mcast_snooping 0",
            f"address add {free}/{site.prefix_length} dev {bridge}",
            f"link set {bridge} up",
        ]
    return commands


def attach(site: Site, node: int, pid: int) -> list[str]:
    """``ip`` commands that lay a node's two cables; ``pid`` is a process in its network namespace."""
    commands = []
    for wire in _wires(site, node):
        commands += [
            f"link add {wire.port} type veth peer name {wire.interface} address {wire.hardware_address} netns {pid}",
            f"link set {wire.port} master {wire.bridge}",
            f"link set {wire.port} up",
        ]
    return commands


def detach(site: Site, node: int) -> list[str]:
    """``ip`` commands that take the cables away; a dead network namespace gives them up late."""
    return [f"link delete {wire.port}" for wire in _wires(site, node)]


def node_commands(site: Site, node: int) -> list[str]:
    """``ip`` commands that a node gives itself its addresses with at every boot."""
    addresses = (site.nodes[node].public, site.nodes[node].interconnect)
    commands = ["link set lo up"]
    for interface, address in zip(INTERFACES, addresses, strict=True):
        commands += [
            f"address add {address}/{site.prefix_length} broadcast + dev {interface}",
            f"link set {interface} up",
        ]
    return commands


def run_ip(commands: Sequence[str], *, force: bool = False) -> None:
    """Run ``ip`` commands in one process.

    Args:
        commands: without the leading ``ip``.
        force: go on after an error, and raise none.

    Raises:
        OSError: a command was refused.
    """
    arguments = ["ip", *(["-force"] if force else []), "-batch", "-"]
    done = subprocess.run(arguments, input="\n".join(commands), text=True, capture_output=True, check=False)
    if done.returncode and not force:
        raise OSError(done.returncode, f"ip: {done.stderr.strip()}")


def _wires(site: Site, node: int) -> Iterable[_Wire]:
    addresses = (site.nodes[node].public, site.nodes[node].interconnect)
    for network, address in enumerate(addresses):
        yield _Wire(hub_port(node, network), _BRIDGES[network], INTERFACES[network], hardware_address(address))
