"""Questions about names and addresses, as the node itself sees them."""

from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import MESSAGES_IN_ENGLISH, linux_only, quote, refuse, text

__all__ = ["AddressLookup", "Addresses", "InterfaceAddress", "Lookup", "NameLookup", "Ping"]

_RESOLVER_SECONDS = 20
_NOT_FOUND = 2
_NO_PROGRAM = 127
_KILLED = 128 + 9


@dataclass(frozen=True)
class Lookup:
    """What a name resolves to.

    Args:
        canonical: the canonical name; another than the one asked for tells an alias. ``None`` = the name is unknown.
        addresses: without repetition, in the resolver's order.
    """

    canonical: str | None
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class NameLookup(Question[Lookup]):
    """Forward resolution by the node's own resolver, hosts file included."""

    name: str
    seconds: int = _RESOLVER_SECONDS

    def script(self, platform: Platform) -> str:
        """``getent ahosts``."""
        linux_only(platform)
        return f"timeout -s KILL {self.seconds} getent ahosts -- {quote(self.name)}\n"

    def answer(self, raw: Raw) -> Lookup:
        """Canonical name and addresses.

        Raises:
            Unanswerable: the resolver takes too long or fails.
        """
        if raw.exit_code == _NOT_FOUND and not raw.out:
            return Lookup(None, ())
        rows = [text(line).split() for line in raw.out.splitlines()]
        if raw.exit_code != 0 or not rows or not all(rows):
            _refuse_resolver(raw, self.name, self.seconds)
        canonical = next((row[2] for row in rows if len(row) > 2), None)
        return Lookup(canonical, tuple(dict.fromkeys(row[0] for row in rows)))


@dataclass(frozen=True)
class AddressLookup(Question[tuple[str, ...]]):
    """Reverse resolution: the names of an address, the canonical one first; none = unknown."""

    address: str
    seconds: int = _RESOLVER_SECONDS

    def script(self, platform: Platform) -> str:
        """``getent hosts``."""
        linux_only(platform)
        return f"timeout -s KILL {self.seconds} getent hosts -- {quote(self.address)}\n"

    def answer(self, raw: Raw) -> tuple[str, ...]:
        """The names.

        Raises:
            Unanswerable: the resolver takes too long or fails.
        """
        if raw.exit_code == _NOT_FOUND and not raw.out:
            return ()
        if raw.exit_code != 0:
            _refuse_resolver(raw, self.address, self.seconds)
        return tuple(dict.fromkeys(name for line in raw.out.splitlines() for name in text(line).split()[1:]))


def _refuse_resolver(raw: Raw, name: str, seconds: int) -> NoReturn:
    if raw.exit_code == _KILLED:
        refuse("node.resolver_too_slow", name=name, seconds=seconds)
    refuse("node.reply_not_understood", raw, question=f"getent {name}")


@dataclass(frozen=True)
class Ping(Question[bool]):
    """Whether an address answers an echo request from the node.

    Args:
        address: address or name.
        seconds: how long to wait for the answer.
    """

    address: str
    seconds: int = 1

    def script(self, platform: Platform) -> str:
        """One echo request."""
        linux_only(platform)
        # RHEL 6 and 7 have a program of its own for IPv6.
        program = "$(command -v ping6 || echo ping)" if ":" in self.address else "ping"
        give_up = self.seconds + _RESOLVER_SECONDS
        return (
            f"{MESSAGES_IN_ENGLISH}timeout -s KILL {give_up} {program} -n -q -c 1 -W {self.seconds}"
            f" {quote(self.address)} 2>&1\n"
        )

    def answer(self, raw: Raw) -> bool:
        """Whether it answered.

        Raises:
            Unanswerable: there is no ``ping``, or it could not ask.
        """
        if raw.exit_code == _NO_PROGRAM:
            refuse("node.no_ping", address=self.address)
        silent = raw.exit_code == 1 or b"unreachable" in raw.out
        if raw.exit_code != 0 and not silent:
            refuse("node.ping_failed", raw, address=self.address)
        return raw.exit_code == 0


class InterfaceAddress(NamedTuple):
    """An address of the node."""

    interface: str
    ip: str


@dataclass(frozen=True)
class Addresses(Question[tuple[InterfaceAddress, ...]]):
    """The addresses of all interfaces."""

    def script(self, platform: Platform) -> str:
        """``ip -o addr show``."""
        linux_only(platform)
        return "ip -o addr show\n"

    def answer(self, raw: Raw) -> tuple[InterfaceAddress, ...]:
        """Interface and address, without prefix lengths.

        Raises:
            Unanswerable: ``ip`` is missing or fails.
        """
        if raw.exit_code != 0:
            refuse("node.reply_not_understood", raw, question="ip -o addr show")
        rows = (text(line).split() for line in raw.out.splitlines())
        return tuple(
            InterfaceAddress(row[1].partition("@")[0], row[3].partition("/")[0])
            for row in rows
            if len(row) > 3 and row[2] in {"inet", "inet6"}
        )
