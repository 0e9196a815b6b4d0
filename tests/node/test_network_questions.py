"""Questions about names and addresses: to this machine with a hosts file of its own, and to printed replies."""

import shlex
from collections.abc import Iterator

import pytest

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import Addresses, AddressLookup, InterfaceAddress, Lookup, NameLookup, Ping
from clprun.node.reader import Reader
from clprun.transport.local import LocalConnection
from tests.node.helpers import shown

HOSTS = """\
127.0.0.1 localhost
10.0.0.114 cluv jobvirtual
10.0.0.111 clu1.example.com clu1
10.0.0.1 twice
10.0.0.2 twice
"""

SET_UP = (
    "mount --bind {hosts} /etc/hosts && mount --bind {nsswitch} /etc/nsswitch.conf"
    " && ip link set lo up && ip addr add 10.0.0.114/32 dev lo && exec sh"
)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A node whose only names are those of its hosts file, on a network of its own."""
    folder = tmp_path_factory.mktemp("etc")
    (folder / "hosts").write_text(HOSTS)
    (folder / "nsswitch.conf").write_text("hosts: files\n")
    set_up = SET_UP.format(hosts=shlex.quote(f"{folder}/hosts"), nsswitch=shlex.quote(f"{folder}/nsswitch.conf"))
    connection = LocalConnection("clu1", ("unshare", "-m", "-n", "sh", "-c", set_up))
    yield Reader(connection, Platform.LINUX, "clu1")
    connection.close()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cluv", Lookup("cluv", ("10.0.0.114",))),
        ("jobvirtual", Lookup("cluv", ("10.0.0.114",))),
        ("clu1", Lookup("clu1.example.com", ("10.0.0.111",))),
        ("twice", Lookup("twice", ("10.0.0.1", "10.0.0.2"))),
        ("10.0.0.9", Lookup("10.0.0.9", ("10.0.0.9",))),
        ("nobody", Lookup(None, ())),
        ("-x", Lookup(None, ())),
        ("a b'$(c)", Lookup(None, ())),
    ],
)
def test_a_name_is_resolved_with_its_canonical_name(alone: Reader, name: str, expected: Lookup) -> None:
    assert alone.ask_one(NameLookup(name)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.0.0.114", ("cluv", "jobvirtual")),
        ("10.0.0.111", ("clu1.example.com", "clu1")),
        ("10.0.0.99", ()),
    ],
)
def test_an_address_is_resolved_to_all_its_names(alone: Reader, address: str, expected: tuple[str, ...]) -> None:
    assert alone.ask_one(AddressLookup(address)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.1", True), ("::1", True), ("cluv", True), ("10.0.0.200", False), ("172.16.0.1", False)],
)
def test_ping_tells_who_answers(alone: Reader, address: str, expected: bool) -> None:
    assert alone.ask_one(Ping(address)) is expected


def test_silence_is_an_answer() -> None:
    assert Ping("10.0.0.200").answer(Raw(1, b"1 packets transmitted, 0 received, 100% packet loss\n")) is False


def test_ping_of_a_name_nobody_knows_is_no_silence(alone: Reader) -> None:
    with pytest.raises(Unanswerable) as caught:
        alone.ask_one(Ping("nobody"))
    assert "can't ping nobody" in shown(caught.value.problem)


def test_without_ping_it_says_what_to_install() -> None:
    with pytest.raises(Unanswerable) as caught:
        Ping("10.0.0.1").answer(Raw(127, b"timeout: failed to run command 'ping': No such file or directory\n"))
    assert "iputils" in shown(caught.value.problem)


def test_addresses_are_told_by_interface(alone: Reader) -> None:
    assert alone.ask_one(Addresses()) == (
        InterfaceAddress("lo", "127.0.0.1"),
        InterfaceAddress("lo", "10.0.0.114"),
        InterfaceAddress("lo", "::1"),
    )


def test_addresses_of_paired_and_point_to_point_interfaces() -> None:
    printed = (
        rb"2: eth0@if5    inet 10.0.0.111/24 brd 10.0.0.255 scope global eth0\       valid_lft forever" + b"\n"
        rb"3: tun0    inet 10.8.0.2 peer 10.8.0.1/32 scope global tun0\       valid_lft forever" + b"\n"
        rb"4: eth1    link/ether 00:16:3e:00:00:01" + b"\n"
    )

    assert Addresses().answer(Raw(0, printed)) == (("eth0", "10.0.0.111"), ("tun0", "10.8.0.2"))


@pytest.mark.parametrize("question", [NameLookup("cluv", seconds=20), AddressLookup("10.0.0.1", seconds=20)])
def test_a_resolver_that_hangs_is_named(question: NameLookup | AddressLookup) -> None:
    with pytest.raises(Unanswerable) as caught:
        question.answer(Raw(137, b"", b"Killed\n"))
    assert "more than 20 seconds" in shown(caught.value.problem)


@pytest.mark.parametrize("question", [NameLookup("cluv"), AddressLookup("10.0.0.1"), Addresses()])
@pytest.mark.parametrize("code", [1, 127])
def test_a_failing_program_is_no_answer(question: NameLookup | AddressLookup | Addresses, code: int) -> None:
    with pytest.raises(Unanswerable):
        question.answer(Raw(code, b"", b"getent: not found\n"))
