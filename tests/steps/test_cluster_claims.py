"""What a cluster claims of itself: "only here", "on this address alone", "the same on both", "nobody else's"."""

from typing import Any

import pytest

from clprun.model.question import Ask
from clprun.node.folder_look import FolderLook, FolderLookAnswer, KeyPlace, LinkInside
from clprun.node.listeners import Listener, Listeners
from clprun.node.questions import CommandAnswer, Probe, ProcessesNow
from clprun.steps.check import Check
from clprun.steps.folder_sound import FolderSound
from clprun.steps.group import Group
from clprun.steps.listens_only import ListensOnly
from clprun.steps.same_on_both import SameOnBoth
from tests.steps.given import Given, process, target


def found(kind: Check[Any], want: dict[str, object], given: Given) -> tuple[str | None, str | None]:
    """Code and node of what is missing."""
    wish = kind.want.model_validate(want)
    problem = kind.missing(wish, target(), given.answers(kind, wish, target()))
    return (None, None) if problem is None else (problem.code, problem.node)


CLWEB = {"address": "10.0.0.114", "port": 443, "processes": "clweb_serv*"}


def listening(*sockets: tuple[str, int, int]) -> Given:
    table = tuple(Listener(address, port, frozenset({pid})) for address, port, pid in sockets)
    processes = (process(7, "clweb_serv: master"), process(8, "/usr/sbin/httpd"))
    return Given().says("clu1", Listeners(), table).says("clu1", ProcessesNow(), processes)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (listening(("10.0.0.114", 443, 7)), None),
        (listening(("10.0.0.114", 443, 7), ("0.0.0.0", 443, 8), ("0.0.0.0", 22, 7)), None),
        (listening(("0.0.0.0", 443, 7)), "check.listens_elsewhere"),
        (listening(("::", 443, 7)), "check.listens_elsewhere"),
        (listening(("10.0.0.114", 443, 7), ("127.0.0.1", 443, 7)), "check.listens_elsewhere"),
        (listening(("10.0.0.114", 443, 8)), "check.nobody_listens"),
        (listening(), "check.nobody_listens"),
    ],
)
def test_who_listens_where(given: Given, code: str | None) -> None:
    assert found(ListensOnly(), CLWEB, given)[0] == code


SHARED = "/mnt/export/config"


def folder(*keys: KeyPlace, links: tuple[LinkInside, ...] = ()) -> Given:
    return Given().says("clu1", FolderLook(SHARED), FolderLookAnswer("clweb", keys, links))


def key(mode: int = 0o600, owner: str = "root", name: str = "server.key") -> KeyPlace:
    return KeyPlace(f"{SHARED}/tls/{name}", mode, owner)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Given().says("clu1", FolderLook(SHARED), FolderLookAnswer()), None),
        (folder(key(), key(0o700, "clweb", "")), None),
        (folder(key(), key(0o644, name="server.crt")), None),
        (folder(key(owner="nobody")), "check.key_of_another"),
        (folder(key(), key(0o700, "nobody", "")), "check.key_of_another"),
        (folder(key(), key(0o777, name="")), "check.key_written_by_others"),
        (folder(key(0o620)), "check.key_written_by_others"),
        (folder(links=(LinkInside(f"{SHARED}/config", SHARED),)), "check.link_leads_back"),
        (folder(links=(LinkInside(f"{SHARED}/a/b", ".."),)), "check.link_leads_back"),
        (folder(links=(LinkInside(f"{SHARED}/mypage/latest", "operator.json"),)), None),
        (folder(links=(LinkInside(f"{SHARED}/out", "/var/log/clweb"),)), None),
    ],
)
def test_what_stands_out_in_a_folder(given: Given, code: str | None) -> None:
    assert found(FolderSound(), {"path": SHARED}, given)[0] == code


def versions(one: CommandAnswer, other: CommandAnswer) -> Given:
    question = Probe(("cat", "/version"))
    return Given().says("clu1", question, one).says("clu2", question, other)


R15 = CommandAnswer(0, b"R15.1.3\n", b"")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (versions(R15, R15), (None, None)),
        (versions(R15, CommandAnswer(0, b"R15.2.1\n", b"")), ("check.nodes_hold_different", None)),
        (versions(R15, CommandAnswer(1, b"", b"cat: /version: No such file")), ("check.nothing_to_compare", "clu2")),
    ],
)
def test_the_same_version_on_both(given: Given, expected: tuple[str | None, str | None]) -> None:
    assert found(SameOnBoth(), {"commands": [["cat", "/version"]]}, given) == expected


def test_nobody_foresees_who_listens_once_a_group_has_moved() -> None:
    kind = Group()
    want = kind.want.model_validate({"group": "failover", "state": "offline"})
    change = kind.plan(want, target(), Given().answers(kind, want, target()))
    assert change is not None
    assert any(each.covers(Ask("clu1", Listeners())) for each in change.unsettles)
