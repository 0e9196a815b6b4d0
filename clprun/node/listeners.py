"""Which process listens on which TCP port of which address."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.shell import linux_only, refuse

__all__ = ["Listener", "Listeners"]

_LISTENING = "0A"
_SOCKET = re.compile(rb"/proc/(\d{1,10})/fd socket:\[(\d{1,20})\]")
_ROW = re.compile(
    rb" *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F:]+ ([0-9A-F]{2}) (?:\S+ +){5}(\d{1,20})\b.*"
)
_WORD = 4


@dataclass(frozen=True)
class Listener:
    """One socket that listens.

    Args:
        address: in its shortest form; ``0.0.0.0`` or ``::`` for all.
        port: its TCP port.
        pids: of the processes that hold it.
    """

    address: str
    port: int
    pids: frozenset[int]


@dataclass(frozen=True)
class Listeners(Question[tuple[Listener, ...]]):
    """All TCP sockets of the node that listen."""

    def script(self, platform: Platform) -> str:
        """The kernel's tables, which need no program, and who holds which socket; processes end meanwhile."""
        linux_only(platform)
        return (
            "cat /proc/net/tcp || exit\n[ ! -e /proc/net/tcp6 ] || cat /proc/net/tcp6\n"
            "find /proc/[0-9]*/fd -lname 'socket:*' -printf '%h %l\\n' 2>/dev/null || :\n"
        )

    def answer(self, raw: Raw) -> tuple[Listener, ...]:
        """The sockets in the kernel's order.

        Raises:
            Unanswerable: the table can't be read.
        """
        if raw.exit_code != 0:
            refuse("node.reply_not_understood", raw, question="/proc/net/tcp")
        holders: dict[bytes, set[int]] = {}
        rows = []
        for line in raw.out.splitlines():
            if held := _SOCKET.fullmatch(line):
                holders.setdefault(held[2], set()).add(int(held[1]))
            elif (row := _ROW.fullmatch(line)) and row[3].decode() == _LISTENING:
                rows.append(row)
        return tuple(
            Listener(_address(row[1].decode()), int(row[2], 16), frozenset(holders.get(row[4], ()))) for row in rows
        )


def _address(shown: str) -> str:
    """An address from the kernel's words of four bytes, each of them the wrong way round."""
    data = bytes.fromhex(shown)
    turned = b"".join(data[start : start + _WORD][::-1] for start in range(0, len(data), _WORD))
    return str(IPv4Address(turned) if len(turned) == _WORD else IPv6Address(turned))
