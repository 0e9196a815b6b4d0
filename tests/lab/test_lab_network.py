"""The floating IP really moves, and the neighbours hear of it."""

import socket

import paramiko
import pytest

from clprun.lab import client
from clprun.lab.hub import network
from clprun.lab.inside import garp
from clprun.lab.site import default_site
from tests.support.lab import Lab

FLOATING = "10.0.0.114"


def answering_host_key(lab: Lab) -> str:
    """Who answers SSH at the floating IP."""
    with paramiko.Transport(client.connect(lab.home, FLOATING, 22, timeout=2)) as transport:
        transport.start_client(timeout=5)
        return f"ssh-ed25519 {transport.get_remote_server_key().get_base64()}"


def take(lab: Lab, node: str) -> None:
    lab.sh(node, f"ip address add {FLOATING}/24 dev eth0 && /usr/lib/clprun-lab/garp eth0 {FLOATING}")


def test_the_floating_ip_moves_with_gratuitous_arp(lab: Lab) -> None:
    keys = client.paths(lab.home).host_keys
    take(lab, "clu1")
    assert answering_host_key(lab) == keys["clu1"]
    lab.sh("clu1", f"ip address del {FLOATING}/24 dev eth0")
    take(lab, "clu2")

    assert answering_host_key(lab) == keys["clu2"]


def test_without_gratuitous_arp_neighbours_keep_the_old_place(lab: Lab) -> None:
    take(lab, "clu1")
    lab.sh("clu2", f"ping -c1 -W2 {FLOATING}")
    before = lab.sh("clu2", f"ip neighbour show {FLOATING}")
    lab.sh("clu1", f"ip address del {FLOATING}/24 dev eth0")

    assert network.hardware_address("10.0.0.111") in before
    assert lab.run("clu2", f"ping -c1 -W1 {FLOATING}").returncode == 1


@pytest.mark.parametrize("words", [[], ["eth0"], ["eth0", "not-an-address"], ["eth0", "10.0.0.1", "more"]])
def test_garp_says_how_it_is_used(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert garp.main("garp", words) == 2
    assert "usage: garp" in capsys.readouterr().err


def test_the_frame_is_an_unasked_reply_to_all() -> None:
    frame = garp.frame(b"\x02\x00\x0a\x00\x00\x6f", socket.inet_aton(FLOATING))

    assert frame[:6] == b"\xff" * 6
    assert frame[20:22] == b"\x00\x02"
    assert frame[28:32] == frame[38:42] == socket.inet_aton(FLOATING)
    assert len(frame) == 42


def test_the_hub_takes_an_address_that_the_site_leaves_free() -> None:
    commands = network.hub_commands(default_site())

    assert "address add 10.0.0.254/24 dev br0" in commands
    assert "address add 192.168.0.254/24 dev br1" in commands


@pytest.mark.parametrize(
    ("address", "expected"), [("10.0.0.111", "02:00:0a:00:00:6f"), ("192.168.0.112", "02:00:c0:a8:00:70")]
)
def test_hardware_addresses_follow_from_the_ip_address(address: str, expected: str) -> None:
    assert network.hardware_address(address) == expected
