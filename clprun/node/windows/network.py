"""Questions about names and addresses, as a Windows node itself sees them.

Only ``ping`` asks the resolver that programs ask, hosts file included; ``nslookup`` passes it by. Numbers and brackets
are the same in every language; words are not looked at (reference/lab-windows.md 5).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.network import Addresses, AddressLookup, InterfaceAddress, Lookup, NameLookup, Ping
from clprun.node.shell import refuse
from clprun.node.windows.cmd import lines, quote, text, windows_only

__all__ = ["WindowsAddressLookup", "WindowsAddresses", "WindowsNameLookup", "WindowsPing"]

_NAME_AND_ADDRESS = re.compile(r"(?<!\S)(\S+) \[([0-9A-Fa-f.:]+)(?:%\d+)?\]")
_VALUE = re.compile(r".*: +([0-9A-Fa-f.:]+)(?:%\d+)?(?:\([^)]*\))?")
_NOT_FOUND = 9009
_SILENT_CODES = {0, 1}


@dataclass(frozen=True)
class WindowsNameLookup(Question[Lookup]):
    """Forward resolution; of several addresses only the one that programs take first is told."""

    asked: NameLookup

    def script(self, platform: Platform) -> str:
        """``ping``, which says whom it asks before anybody answers: of IPv4 first, then of what the node prefers.

        Where a name has addresses of both kinds, Windows prefers IPv6.
        """
        windows_only(platform)
        name = quote(self.asked.name)
        return f"ping -4 -n 1 -w 1 {name}&ping -n 1 -w 1 {name}"

    def answer(self, raw: Raw) -> Lookup:
        """Canonical name and address.

        Raises:
            Unanswerable: there is no ``ping``.
        """
        _with_ping(raw, self.asked.name)
        if _is_address(self.asked.name):
            return Lookup(self.asked.name, (self.asked.name,))
        found = _NAME_AND_ADDRESS.search(text(raw.out))
        return Lookup(found[1], (found[2],)) if found else Lookup(None, ())


@dataclass(frozen=True)
class WindowsAddressLookup(Question[tuple[str, ...]]):
    """Reverse resolution: the canonical name of an address; none = unknown."""

    asked: AddressLookup

    def script(self, platform: Platform) -> str:
        """One ``ping`` that looks for the name first."""
        windows_only(platform)
        return f"ping -a -n 1 -w 1 {quote(self.asked.address)}"

    def answer(self, raw: Raw) -> tuple[str, ...]:
        """The name.

        Raises:
            Unanswerable: there is no ``ping``.
        """
        _with_ping(raw, self.asked.address)
        found = _NAME_AND_ADDRESS.search(text(raw.out))
        return (found[1],) if found else ()


@dataclass(frozen=True)
class WindowsPing(Question[bool]):
    """Whether an address answers an echo request from the node."""

    asked: Ping

    def script(self, platform: Platform) -> str:
        """One echo request."""
        windows_only(platform)
        return f"ping -n 1 -w {self.asked.seconds * 1000} {quote(self.asked.address)}"

    def answer(self, raw: Raw) -> bool:
        """Whether it answered: a router that says "unreachable" counts as an answer for ``ping``, but has no TTL.

        Raises:
            Unanswerable: there is no ``ping``, or it could not ask.
        """
        _with_ping(raw, self.asked.address)
        if raw.exit_code not in _SILENT_CODES:
            refuse("node.ping_failed", raw, address=self.asked.address)
        return raw.exit_code == 0 and (b"TTL=" in raw.out or ":" in self.asked.address)


def _with_ping(raw: Raw, address: str) -> None:
    if raw.exit_code == _NOT_FOUND:
        refuse("node.no_ping", address=address)


@dataclass(frozen=True)
class WindowsAddresses(Question[tuple[InterfaceAddress, ...]]):
    """The addresses of all interfaces."""

    asked: Addresses

    def script(self, platform: Platform) -> str:
        """``ipconfig``."""
        windows_only(platform)
        return "ipconfig"

    def answer(self, raw: Raw) -> tuple[InterfaceAddress, ...]:
        """Interface and address.

        Raises:
            Unanswerable: ``ipconfig`` is missing or fails.
        """
        if raw.exit_code != 0:
            refuse("node.reply_not_understood", raw, question="ipconfig")
        return tuple(
            InterfaceAddress(interface, str(address))
            for interface, values in _sections(lines(raw.out))
            for address in _own(values)
        )


def _sections(printed: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The name of each interface, and the lines below it that have a label."""
    interface, values = "", list[str]()
    for line in printed:
        if line.startswith((" ", "\t")):
            values += [line] if ": " in line or line.endswith(":") else []
        else:
            yield interface, values
            interface, values = line.rstrip(":").strip(), []
    yield interface, values


def _own(values: list[str]) -> Iterator[IPv4Address | IPv6Address]:
    """The addresses of an interface: its last line is that of the gateway, and a netmask is none."""
    for value in values[:-1]:
        found = _VALUE.fullmatch(value)
        if found and _is_address(found[1]):
            address = ip_address(found[1])
            if not found[1].startswith("255.") and not address.is_unspecified:
                yield address


def _is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True
