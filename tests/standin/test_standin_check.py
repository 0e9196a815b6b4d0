"""What a push refuses: a wrong file, and a right one at the wrong time."""

import pytest

from clprun.lab.site import default_site
from clprun.lab.standin.clusterpro.change import Need, need, refusal
from clprun.lab.standin.clusterpro.check import object_number, problems
from clprun.lab.standin.clusterpro.configuration import tree
from clprun.lab.standin.default_conf import Resources, default_configuration

SERVERS = {"clu1", "clu2"}
ALL = default_configuration(default_site(), "all")
PLAIN = default_configuration(default_site())


@pytest.mark.parametrize("resources", ["none", "fip+disk", "fip+md", "all"])
def test_the_generated_configuration_is_right(resources: Resources) -> None:
    assert problems(default_configuration(default_site(), resources), SERVERS) == []


def test_objects_are_counted_as_the_product_counts_them() -> None:
    # 4 + 2 servers + 1 group + 3 resources + 3 monitors + 2 servers x 2 heartbeats (clusterpro.md 0.1, 13)
    assert object_number(tree(ALL)) == 17


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<objectnumber>17", b"<objectnumber>16", "objectnumber is 16, 17 objects"),
        (b"<objectnumber>17</objectnumber>", b"", "objectnumber is absent"),
        (b'<types name="exec"/>', b"", "resource/types does not list exec"),
        (b'<types name="pidw"/>', b'<types name="pidw"/><types name="pidw"/>', "lists pidw 2 times"),
        (b"<gid>0", b"<gid>4", "gid: 4"),
        (b"exec@exec1", b"exec@exec9", "no resource exec@exec9"),
        (b'<resource name="disk@disk1"/>', b"", "resource disk1 is in 0 groups"),
        (b'<server name="clu2">', b'<server name="clu9">', "server clu9 does not exist"),
        (b"<target>exec1</target>", b"<target>nothing</target>", "monitor pidw1: no resource nothing"),
        (b"<sync>0</sync>", b"<sync>1</sync>", "exec1 is no asynchronous exec resource"),
        (b"<name>failover</name>", b"<name>nowhere</name>", "monitor pidw1: no recovery target nowhere"),
        (b"<gid>0</gid>", b'<gid>0</gid><policy name="clu3"><order>0</order></policy>', "no server clu3"),
        (b'<exec name="exec1">', b'<exec name="exec1"><depend name="md1"/>', "depends on md1"),
        (b"</root>", b"", "ill-formed"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(old: bytes, new: bytes, why: str) -> None:
    assert old in ALL

    found = problems(ALL.replace(old, new), SERVERS)

    assert any(why in each for each in found), found


def test_the_same_file_may_always_be_pushed() -> None:
    assert refusal(need(PLAIN, PLAIN, "clu1"), running=True, suspended=False, active={"failover"}) is None


@pytest.mark.parametrize(
    ("before", "after", "groups"),
    [
        (PLAIN, ALL, {"failover"}),
        (ALL, PLAIN, {"failover"}),
        (ALL, ALL.replace(b"<sync>0</sync>", b"<sync>1</sync>"), {"failover"}),
        (ALL, ALL.replace(b"</target>", b"</target><polling><interval>9</interval></polling>"), set()),
    ],
)
def test_a_changed_resource_asks_for_a_stopped_group(before: bytes, after: bytes, groups: set[str]) -> None:
    assert need(before, after, "clu1") == Need(frozenset(groups), suspended=True)


def test_a_moved_mirror_address_asks_for_a_stopped_cluster() -> None:
    mirror = default_configuration(default_site(), "fip+md")
    address = b"<mdc>\n\t\t\t\t<info>192.168.0.112"
    line = b"<type>mdc</type>\n\t\t\t<info>192.168.0.112"
    assert address in mirror
    assert line in mirror

    assert need(mirror, mirror.replace(line, line.replace(b"112", b"113")), "clu1").stopped
    assert not need(PLAIN, mirror, "clu1").stopped


RESOURCE = Need(frozenset({"failover"}), suspended=True)


@pytest.mark.parametrize(
    ("wanted", "running", "suspended", "active", "why"),
    [
        (RESOURCE, False, False, set(), None),
        (RESOURCE, True, True, set(), None),
        (RESOURCE, True, True, {"failover"}, "Group failover must be stopped"),
        (RESOURCE, True, False, set(), "must be suspended"),
        (Need(suspended=True), True, True, {"failover"}, None),
        (Need(suspended=True, stopped=True), True, True, set(), "cluster must be stopped"),
    ],
)
def test_a_running_cluster_refuses_what_disturbs_it(
    wanted: Need, running: bool, suspended: bool, active: set[str], why: str | None
) -> None:
    told = refusal(wanted, running=running, suspended=suspended, active=active)

    assert (told is None) if why is None else (told is not None and why in told)
