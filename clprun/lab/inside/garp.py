"""Gratuitous ARP: tells the network that an address lives here now (RFC 5227; reference/lab-linux.md 4.4).

An own frame instead of arping: no package, no waiting.
"""

import socket
import struct
import sys
from typing import Final

__all__ = ["frame", "main"]

_ETHERTYPE_ARP: Final = 0x0806
_BROADCAST: Final = b"\xff" * 6
_HARDWARE_ETHERNET: Final = 1
_PROTOCOL_IPV4: Final = 0x0800
_REPLY: Final = 2


def frame(hardware: bytes, address: bytes) -> bytes:
    """The Ethernet frame of an unasked ARP reply.

    Args:
        hardware: 6 bytes of the sender's MAC.
        address: 4 bytes of the IPv4 address.
    """
    header = _BROADCAST + hardware + struct.pack("!H", _ETHERTYPE_ARP)
    kinds = struct.pack("!HHBBH", _HARDWARE_ETHERNET, _PROTOCOL_IPV4, len(hardware), len(address), _REPLY)
    # Linux takes it over a fresh entry only when the target is the sender itself (arp_is_garp).
    return header + kinds + hardware + address + hardware + address


def main(program: str, arguments: list[str]) -> int:
    """``garp INTERFACE ADDRESS``."""
    try:
        interface, address = arguments
        packed = socket.inet_aton(address)
    except (ValueError, OSError):
        sys.stderr.write(f"usage: {program} INTERFACE IPV4-ADDRESS\n")
        return 2
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        wire.bind((interface, _ETHERTYPE_ARP))
        wire.send(frame(wire.getsockname()[4], packed))
    return 0
