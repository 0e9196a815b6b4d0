"""``ping``: asks for real, over the node's network. A stand-in, because Wine's knows no ``-a`` and no names [m].

[doc: ping]; the layout, and that an answer of any kind counts as one [k].
"""

import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import suppress

from ..calls import Refusal
from .call import BridgeCall
from .errors import WindowsError

__all__ = ["ping"]

HOSTS = "C:\\Windows\\System32\\drivers\\etc\\hosts"
ECHO, REPLY, UNREACHABLE = 8, 0, 3
HEAD = struct.Struct("!BBHHH")
DATA = b"abcdefghijklmnopqrstuvwabcdefghi"
INTERVAL = 1.0
"""Seconds between two requests; scripts use them to wait."""
TTL = 8
"""Byte of an IPv4 header that holds the time to live."""


def ping(call: BridgeCall) -> int:
    """``ping [-a] [-n COUNT] [-w MILLISECONDS] NAME``; 0, or 1 without an answer."""
    words = list(call.arguments)
    values = {"-n": 4, "-w": 4000, "-l": len(DATA)}
    names: list[str] = []
    look_up = False
    while words:
        word = words.pop(0).lower().replace("/", "-", 1)
        if word in values and words and words[0].isdigit():
            values[word] = int(words.pop(0))
        elif word.startswith("-"):
            look_up |= word == "-a"
        else:
            names.append(word)
    if len(names) != 1:
        raise Refusal(call.text("IP address must be specified.", "IP アドレスを指定する必要があります。"), 1)
    address = _address(call, names[0])
    if address is None:
        call.say(
            call.text(
                f"Ping request could not find host {names[0]}. Please check the name and try again.",
                f"ping 要求ではホスト {names[0]} が見つかりませんでした。ホスト名を確認してもう一度実行してください。",
            )
        )
        return 1
    shown = (_name(call, address) if look_up else None) or names[0]
    return _ask(call, address, f"{shown} [{address}]" if shown != address else address, values)


def _hosts(call: BridgeCall) -> Iterator[tuple[str, list[str]]]:
    """Address and names of each line of Windows' own hosts file."""
    try:
        content = call.path(HOSTS).read_bytes()
    except (OSError, WindowsError):
        return
    for line in content.decode("latin-1").splitlines():
        address, *names = [*line.partition("#")[0].split(), ""]
        yield address, [name for name in names if name]


def _address(call: BridgeCall, name: str) -> str | None:
    for address, names in _hosts(call):
        if name in [each.lower() for each in names]:
            return address
    try:
        return str(socket.getaddrinfo(name, None, socket.AF_INET)[0][4][0])
    except OSError:
        return None


def _name(call: BridgeCall, address: str) -> str | None:
    for each, names in _hosts(call):
        if each == address and names:
            return names[0].lower()
    try:
        return socket.gethostbyaddr(address)[0]
    except OSError:
        return None


def _ask(call: BridgeCall, address: str, shown: str, values: dict[str, int]) -> int:
    call.say(
        call.text(
            f"\nPinging {shown} with {values['-l']} bytes of data:",
            f"\n{shown}{'' if shown.endswith(']') else ' '}に ping を送信しています {values['-l']} バイトのデータ:",
        )
    )
    received = 0
    for number in range(values["-n"]):
        if number:
            time.sleep(INTERVAL)
        call.alive()
        found = _echo(address, number, values["-w"] / 1000)
        call.say(found.line(call) if found else call.text("Request timed out.", "要求がタイムアウトしました。"))
        received += bool(found)
    lost = values["-n"] - received
    share = f"({100 * lost // max(values['-n'], 1)}%"
    call.say(
        call.text(
            f"\nPing statistics for {address}:\n    Packets: Sent = {values['-n']}, Received = {received}, "
            f"Lost = {lost} {share} loss),",
            f"\n{address} の ping 統計:\n    パケット数: 送信 = {values['-n']}、受信 = {received}、"
            f"損失 = {lost} {share} の損失)、",
        )
    )
    return 0 if received else 1


class _Answer:
    """One answer.

    Args:
        sender: who sent it.
        ttl: its time to live; none = the way to the host is not there.
        milliseconds: how long it took.
    """

    def __init__(self, sender: str, ttl: int | None, milliseconds: float) -> None:
        self.sender = sender
        self.ttl = ttl
        self.milliseconds = milliseconds

    def line(self, call: BridgeCall) -> str:
        """As Windows prints it."""
        if self.ttl is None:
            return call.text(
                f"Reply from {self.sender}: Destination host unreachable.",
                f"{self.sender} からの応答: 宛先ホストに到達できません。",
            )
        took = "<1" if self.milliseconds < 1 else f"={self.milliseconds:.0f}"
        return call.text(
            f"Reply from {self.sender}: bytes={len(DATA)} time{took}ms TTL={self.ttl}",
            f"{self.sender} からの応答: バイト数 ={len(DATA)} 時間 {took}ms TTL={self.ttl}",
        )


def _echo(address: str, number: int, patience: float) -> _Answer | None:
    """Send one echo request and wait ``patience`` seconds for its answer."""
    mark = int.from_bytes(os.urandom(2), "big")
    begin = time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as link, suppress(OSError):
        link.sendto(_packet(mark, number), (address, 0))
        while (left := begin + patience - time.monotonic()) > 0:
            link.settimeout(left)
            packet, (sender, _) = link.recvfrom(2048)
            head = 4 * (packet[0] & 15)
            kind, _, _, its_mark, its_number = HEAD.unpack_from(packet, head)
            took = 1000 * (time.monotonic() - begin)
            if (kind, its_mark, its_number) == (REPLY, mark, number):
                return _Answer(sender, packet[TTL], took)
            if kind == UNREACHABLE and _packet(mark, number)[4 : HEAD.size] in packet[head + HEAD.size :]:
                return _Answer(sender, None, took)
    return None


def _packet(mark: int, number: int) -> bytes:
    """An echo request with its checksum [RFC 792]."""
    words = HEAD.pack(ECHO, 0, 0, mark, number) + DATA
    total = sum(struct.unpack(f"!{len(words) // 2}H", words))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return HEAD.pack(ECHO, 0, ~total & 0xFFFF, mark, number) + DATA
