"""What changed, in words, and what it disturbs."""

from pathlib import Path as File
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.model.text import Language
from clprun.products.clpconf import (
    Cause,
    Change,
    Configuration,
    Difference,
    Disturbance,
    ObjectKind,
    Phrase,
    Recovery,
    UserMonitorMethod,
    Wanted,
    compare,
    describe,
    ensure_group,
    ensure_monitor,
    ensure_resource,
    exec_resource,
    impact,
    pid_monitor,
    process_monitor,
    remove_group,
    remove_monitor,
    remove_resource,
    remove_value,
    script_resource,
    service_resource,
    set_dependencies,
    set_value,
    user_monitor,
    wanted,
)
from clprun.products.clpconf.texts import PHRASES, tell
from clprun.products.clpconf.texts_disturbance import CAUSES, DISTURBANCES

FOLDER = File(__file__).parent / "clpconf"
EXAMPLES = ["disk.conf", "exec-sjis.conf", "mirror-eucjp.conf", "windows-sjis.conf"]


def example(name: str) -> Configuration:
    return Configuration.parse((FOLDER / name).read_bytes())


def exec_with_monitor(reactivations: int = 0) -> Wanted:
    monitor = pid_monitor("pidw1", target="exec1", recovery=Recovery("failover", reactivations, 1))
    return Wanted("failover", (exec_resource("exec1", starts_synchronously=False),), (monitor,))


def effective(differences: list[Difference]) -> list[Difference]:
    return [d for d in differences if d.effective and d.object is not ObjectKind.BOOKKEEPING]


def told(before: Configuration, after: Configuration, language: Language) -> list[str]:
    return [tell(describe(difference), language) for difference in compare(before, after)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_differs_from_itself(name: str) -> None:
    assert compare(example(name), example(name)) == []


def test_layout_is_no_difference() -> None:
    text = (FOLDER / "disk.conf").read_text("ascii")
    other = (
        text.replace("\n  ", "\r\n\t").replace("<comment/>", "<comment></comment>").replace("<root>", "<root><!-- -->")
    )

    assert compare(example("disk.conf"), Configuration.parse(other.encode())) == []


def test_the_wish_of_jobcenter_in_words() -> None:
    before = example("disk.conf")
    after = wanted(before, exec_with_monitor(reactivations=2))

    assert told(before, after, Language.EN) == [
        "failover group failover holds exec@exec1 from now on",
        "resource exec1 (exec) added to group failover: start.sh (asynchronous) and stop.sh (synchronous)",
        (
            "monitor pidw1 (pidw) added: watches the process of exec1 while exec1 is active; on fault: "
            "reactivate group failover (at most 2 x), then fail over group failover"
        ),
        "the section resource lists the type exec",
        "the section monitor lists the type pidw",
        "webmgr/client/objectnumber follows: from 12 to 14",
    ]
    assert told(before, after, Language.JA)[2] == (
        "モニタリソース pidw1 (pidw) を追加: exec1 の活性時に exec1 のプロセスを監視。異常時: "
        "グループ failover を再活性化 (最大 2 回)、その後グループ failover をフェイルオーバ"
    )


@pytest.mark.parametrize(
    ("name", "path", "value", "expected"),
    [
        (
            "exec-sjis.conf",
            "resource/exec@exec1/parameters/deact/sync",
            "0",
            (
                "resource exec1 (exec): stop script mode (parameters/deact/sync) changes from synchronous (default) to "
                "asynchronous"
            ),
        ),
        ("disk.conf", "cluster/name", "", "cluster: cluster/name changes from jobs to (empty)"),
        ("disk.conf", "server@clu1/priority", "3", "server clu1: priority changes from 0 to 3"),
        (
            "disk.conf",
            "group@failover/start",
            "0",
            "failover group failover: startup attribute (start) changes from automatic (default) to manual",
        ),
        (
            "exec-sjis.conf",
            "monitor/pidw@pidw1/emergency/action",
            "3",
            (
                "monitor pidw1 (pidw): final action (emergency/action) changes from no final action (default) to "
                "stop the cluster service"
            ),
        ),
        (
            "exec-sjis.conf",
            "monitor/pidw@pidw1/emergency/threshold/fo",
            "0",
            "monitor pidw1 (pidw): maximum failover count (emergency/threshold/fo) changes from 1 (default) to 0",
        ),
        (
            "exec-sjis.conf",
            "resource/exec@exec1/parameters/unheard/of",
            "7",
            "resource exec1 (exec): parameters/unheard/of changes from (default) to 7",
        ),
        (
            "disk.conf",
            "cluster/account/list@0/password",
            "00ff",
            "cluster: cluster/account/list@0/password changes from (default) to (not shown)",
        ),
    ],
)
def test_a_value_in_words(name: str, path: str, value: str, expected: str) -> None:
    assert expected in told(example(name), set_value(example(name), path, value), Language.EN)


def test_a_password_of_a_new_object_is_not_shown() -> None:
    values = {"emergency/action": "odd", "parameters/password": "00ff", "parameters/port": "5432"}
    after = ensure_monitor(example("disk.conf"), "psqlw", "psqlw1", values)

    text = "\n".join(told(example("disk.conf"), after, Language.EN))

    assert "parameters/port=5432" in text
    assert "00ff" not in text


def test_the_order_of_a_group_is_a_difference() -> None:
    before = example("disk.conf")
    content = before.content.decode().replace('    <resource name="fip@fip1"/>\n', "")
    moved = content.replace(
        '<resource name="disk@disk1"/>', '<resource name="disk@disk1"/>\n    <resource name="fip@fip1"/>'
    )

    differences = compare(before, Configuration.parse(moved.encode()))

    assert [(d.path, d.old, d.new) for d in differences] == [
        ("resource", "fip@fip1, disk@disk1", "disk@disk1, fip@fip1")
    ]


@pytest.mark.parametrize(
    ("path", "value", "counts"),
    [
        ("resource/exec@exec1/parameters/deact/sync", "1", False),
        ("resource/exec@exec1/parameters/deact/sync", "0", True),
        ("monitor/pidw@pidw1/emergency/threshold/restart", "3", False),
        ("monitor/pidw@pidw1/emergency/threshold/restart", "0", True),
        ("group@failover/type", "failover", False),
        ("resource/exec@exec1/depend@", "", True),
        ("resource/exec@exec1/parameters/userlog", "", False),
    ],
)
def test_writing_out_a_default_has_no_effect(path: str, value: str, counts: bool) -> None:
    before = example("exec-sjis.conf")

    (difference,) = compare(before, set_value(before, path, value))

    assert difference.effective is counts
    assert (impact([difference]).level > Disturbance.NOTHING) is counts


DISK = "disk.conf"
EXEC = "exec-sjis.conf"
WINDOWS = "windows-sjis.conf"


@pytest.mark.parametrize(
    ("before", "after", "level", "groups", "cause"),
    [
        (example(DISK), example(DISK), Disturbance.NOTHING, (), None),
        (example(DISK), set_value(example(DISK), "trekking/configid", "1"), Disturbance.NOTHING, (), Cause.BOOKKEEPING),
        (
            example(EXEC),
            set_value(example(EXEC), "monitor/pidw@pidw1/comment", "x"),
            Disturbance.NOTHING,
            (),
            Cause.COMMENT,
        ),
        (
            example(EXEC),
            set_value(example(EXEC), "monitor/pidw@pidw1/polling/interval", "5"),
            Disturbance.MONITOR,
            (),
            Cause.MONITOR,
        ),
        (example(EXEC), remove_monitor(example(EXEC), "pidw1"), Disturbance.MONITOR, (), Cause.MONITOR),
        (
            example(DISK),
            set_value(example(DISK), "monitor/userw@userw/parameters/method", "softdog"),
            Disturbance.SUSPEND,
            (),
            Cause.USER_SPACE_MONITOR,
        ),
        (
            example(EXEC),
            wanted(
                example(EXEC),
                Wanted(
                    "failover",
                    monitors=(
                        process_monitor(
                            "psw1", target="exec1", process="clweb_serv*", recovery=Recovery("failover", 0, 1)
                        ),
                    ),
                ),
            ),
            Disturbance.MONITOR,
            (),
            Cause.MONITOR,
        ),
        (
            example(DISK),
            wanted(example(DISK), Wanted("failover", monitors=(user_monitor(method=UserMonitorMethod.SOFTDOG),))),
            Disturbance.SUSPEND,
            (),
            Cause.USER_SPACE_MONITOR,
        ),
        (
            example(WINDOWS),
            wanted(example(WINDOWS), Wanted("failover", (script_resource("script1", runs_on_recovery=False),))),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.RESOURCE_IN_GROUP,
        ),
        (
            example(WINDOWS),
            wanted(example(WINDOWS), Wanted("failover", (service_resource("service2", service="Spooler"),))),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.RESOURCE_IN_GROUP,
        ),
        (
            example(WINDOWS),
            set_dependencies(example(WINDOWS), "script1", ()),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.RESOURCE_IN_GROUP,
        ),
        (
            example(DISK),
            wanted(example(DISK), exec_with_monitor()),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.RESOURCE_IN_GROUP,
        ),
        (
            example(EXEC),
            set_value(example(EXEC), "resource/exec@exec1/parameters/timeout/stop", "9"),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.RESOURCE_IN_GROUP,
        ),
        (
            example(EXEC),
            remove_resource(remove_monitor(example(EXEC), "pidw1"), "exec1"),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.RESOURCE_IN_GROUP,
        ),
        (
            example(DISK),
            ensure_resource(ensure_group(example(DISK), "g2"), "g2", "exec", "e2", {}),
            Disturbance.SUSPEND,
            (),
            Cause.RESOURCE_IN_NEW_GROUP,
        ),
        (
            example(DISK),
            set_value(example(DISK), "resource/fip@fip9/parameters/ip", "10.0.0.9"),
            Disturbance.SUSPEND,
            (),
            Cause.RESOURCE_IN_NO_GROUP,
        ),
        (
            example(DISK),
            remove_group(example(DISK), "failover"),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.GROUP_REMOVED,
        ),
        (
            example(DISK),
            set_value(example(DISK), "group@failover/failback", "1"),
            Disturbance.GROUP_STOP,
            ("failover",),
            Cause.GROUP_SETTING,
        ),
        (
            example(DISK),
            set_value(example(DISK), "heartbeat/lankhb@lankhb2/device", "1"),
            Disturbance.SUSPEND,
            (),
            Cause.HEARTBEAT,
        ),
        (
            example(DISK),
            set_value(example(DISK), "server@clu1/device@0/info", "192.168.0.9"),
            Disturbance.SUSPEND,
            (),
            Cause.SERVER_ADDRESS,
        ),
        (
            example(DISK),
            set_value(example(DISK), "server@clu1/device@400/info", "192.168.0.9"),
            Disturbance.CLUSTER_STOP,
            (),
            Cause.MIRROR_CONNECT,
        ),
        (
            example(DISK),
            set_value(example(DISK), "server@clu3/priority", "2"),
            Disturbance.CLUSTER_STOP,
            (),
            Cause.SERVERS,
        ),
        (
            example(DISK),
            set_value(example(DISK), "haltp/action", "PANIC"),
            Disturbance.SUSPEND,
            (),
            Cause.CLUSTER_SETTING,
        ),
        (
            example(DISK),
            set_value(example(DISK), "rc/checkgroup/downopt", "1"),
            Disturbance.CLUSTER_STOP,
            (),
            Cause.UNKNOWN_SETTING,
        ),
    ],
)
def test_what_a_change_disturbs(
    before: Configuration, after: Configuration, level: Disturbance, groups: tuple[str, ...], cause: Cause | None
) -> None:
    found = impact(compare(before, after))

    assert (found.level, found.groups) == (level, groups)
    assert cause is None or cause in {reason.cause for reason in found.reasons if reason.level is level}


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([name for name in EXAMPLES if name != WINDOWS]), st.data())
def test_any_removed_value_is_a_difference_that_can_be_told(name: str, data: st.DataObject) -> None:
    before = example(name)
    path = data.draw(
        st.sampled_from(
            [
                "resource/fip@fip1/parameters/ip",
                "resource/fip@fip1",
                "group@failover",
                "group@failover/gid",
                "monitor/userw@userw/relation",
                "server@clu2",
                "server@clu1/device@0",
                "heartbeat/lankhb@lankhb1",
                "cluster/name",
                "monitor/types@userw",
                "all",
            ]
        )
    )

    after = remove_value(before, path)

    gone, back = compare(before, after), compare(after, before)
    assert gone
    assert len(gone) == len(back)
    mirrored = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}
    assert sorted((d.object, d.name, d.path, mirrored[d.change]) for d in gone) == sorted(
        (d.object, d.name, d.path, d.change) for d in back
    )
    for difference in (*gone, *back):
        for language in Language:
            assert tell(describe(difference), language)


def test_every_key_has_a_text_with_the_same_place_holders() -> None:
    for table in (PHRASES, CAUSES, DISTURBANCES):
        for key, text in table.items():
            assert fields(text.en) == fields(text.ja), key
    assert set(CAUSES) == set(Cause)
    assert set(DISTURBANCES) == {level.name.lower() for level in Disturbance}
    for kind in ObjectKind:
        if kind not in (ObjectKind.CLUSTER, ObjectKind.BOOKKEEPING):
            assert {f"{kind}_added", f"{kind}_removed", f"{kind}_value"} <= set(PHRASES)


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_values_are_not_read_as_texts() -> None:
    phrase = Phrase("cluster_value", {"path": "{old}", "old": "{name.__class__}", "new": "{}"})

    assert tell(phrase, Language.EN) == "cluster: {old} changes from {name.__class__} to {}"
