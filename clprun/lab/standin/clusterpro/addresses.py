"""Floating IP addresses, added and taken away for real (clusterpro.md 2.5, fip). A stand-in, not the product."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path

from .activation import Occasion, run
from .model import Resource

__all__ = ["FloatingIp", "interface_of", "is_present"]

GARP = Path("/usr/lib/clprun-lab/garp")


def _shown() -> Iterator[tuple[str, ipaddress.IPv4Interface]]:
    """The node's interfaces and their addresses."""
    for line in run("ip", "-o", "-4", "addr", "show").stdout.splitlines():
        fields = line.split()
        yield fields[1], ipaddress.IPv4Interface(fields[3])


def interface_of(address: str) -> tuple[str, int] | None:
    """The interface whose network holds ``address``, and its prefix length in bits (fip: same subnet, 2.5)."""
    wanted = ipaddress.ip_address(address)
    for interface, own in _shown():
        if wanted in own.network and own.network.prefixlen < 32:
            return interface, own.network.prefixlen
    return None


def is_present(address: str) -> bool:
    """Whether ``address`` is one of this node's."""
    return any(str(own.ip) == address for _, own in _shown())


class FloatingIp:
    """Resources of type ``fip``."""

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Add the address to the interface of its network."""
        del occasion
        address = resource.text("ip")
        found = interface_of(address) if address else None
        if found is None:
            return False
        interface, prefix = found
        done = run("ip", "addr", "add", f"{address}/{prefix}", "dev", interface)
        if done.returncode and "exists" not in done.stderr and "assigned" not in done.stderr:
            return False
        if GARP.exists():
            run(str(GARP), interface, address)  # gratuitous ARP: lab-linux.md 4.4
        return True

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Take the address away."""
        del occasion
        address = resource.text("ip")
        for interface, own in _shown():
            if str(own.ip) == address:
                return run("ip", "addr", "del", str(own), "dev", interface).returncode == 0
        return True
