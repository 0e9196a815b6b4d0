"""What goes takes its counts and lists with it, and never leaves a name behind that means nothing."""

from collections.abc import Callable
from pathlib import Path as File

import pytest

from clprun.messages.configuration_findings import REFUSALS
from clprun.products.clpconf import (
    Configuration,
    ConfigurationError,
    Recovery,
    Refusal,
    Severity,
    Wanted,
    WantedMonitor,
    WantedResource,
    custom_monitor,
    disk,
    ensure_group,
    ensure_monitor,
    ensure_resource,
    exec_resource,
    floating_ip,
    http_monitor,
    new_findings,
    pid_monitor,
    process_monitor,
    remove_group,
    remove_monitor,
    remove_resource,
    script_resource,
    service_monitor,
    service_resource,
    set_dependencies,
    set_value,
    smtp_monitor,
    user_monitor,
    virtual_computer,
    wanted,
)

FOLDER = File(__file__).parent / "clpconf"
EXAMPLES = ["disk.conf", "exec-sjis.conf", "mirror-eucjp.conf", "windows-sjis.conf"]
ONCE = Recovery("failover", reactivations=0, failovers=1)

RESOURCES = [
    floating_ip("new1", "10.0.0.99"),
    disk("new1", device="/dev/sdx1", file_system="ext4", mount_point="/mnt/x"),
    exec_resource("new1", starts_synchronously=False, depends_on=("fip1",)),
    script_resource("new1"),
    service_resource("new1", service="Spooler"),
    virtual_computer("new1", computer="NEW", floating_ip_resource="fip1"),
    WantedResource("md", "new1", {"parameters/diskdev/dppath": "/dev/sdx2", "parameters/diskdev/cppath": "/dev/sdx1"}),
]
MONITORS = [
    pid_monitor("new1", target="fip1", recovery=ONCE),
    process_monitor("new1", target="fip1", process="a*", recovery=ONCE),
    custom_monitor("new1", target="fip1", recovery=ONCE),
    service_monitor("new1", target="fip1", recovery=ONCE),
    http_monitor("new1", target="fip1", recovery=ONCE),
    smtp_monitor("new1", target="fip1", recovery=ONCE),
    user_monitor("new1"),
]


def example(name: str) -> Configuration:
    return Configuration.parse((FOLDER / name).read_bytes())


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.kind)
def test_a_resource_comes_and_goes_without_a_trace(name: str, resource: WantedResource) -> None:
    before = example(name)

    there = wanted(before, Wanted("failover", (resource,)))

    assert resource.kind in there.listed_types("resource")
    assert there.object_number == there.counted_objects
    assert remove_resource(there, "new1").content == before.content


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("monitor", MONITORS, ids=lambda monitor: monitor.kind)
def test_a_monitor_comes_and_goes_without_a_trace(name: str, monitor: WantedMonitor) -> None:
    before = example(name)

    there = wanted(before, Wanted("failover", monitors=(monitor,)))

    assert monitor.kind in there.listed_types("monitor")
    assert there.object_number == there.counted_objects
    assert remove_monitor(there, "new1").content == before.content


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_group_with_its_resources_comes_and_goes_without_a_trace(name: str) -> None:
    before = example(name)

    there = ensure_group(before, "second")
    there = ensure_resource(there, "second", "volmgr", "new1", {"parameters/type": "lvm"})

    assert there.object_number == there.counted_objects
    assert remove_group(there, "second").content == before.content


LISTED = [
    "<types name='exec'/>",
    "<types name='exec'/>\n    <types name='fip'/>",
    "<types name='fip'/><types name='exec'/>",
]


@pytest.mark.parametrize("listed", LISTED)
@pytest.mark.parametrize("apart", ["\n    ", ""])
@pytest.mark.parametrize("kind", ["exec", "fip", "md"])
def test_a_type_that_was_listed_before_anything_used_it_stays(listed: str, apart: str, kind: str) -> None:
    text = f"<root>\n  <group name='g'>\n  </group>\n  <resource>{apart}{listed}\n  </resource>\n</root>\n"
    before = Configuration.parse(text.encode())

    there = ensure_resource(ensure_resource(before, "g", kind, "one", {}), "g", kind, "two", {})

    assert remove_resource(remove_resource(there, "two"), "one").content == before.content


@pytest.mark.parametrize(
    ("holder", "left"),
    [
        ("<group name='g'/>", "<group name='g'>\n  </group>"),
        ("<group name='g'></group>", "<group name='g'>\n  </group>"),
        ("<group name='g'>\n  </group>", "<group name='g'>\n  </group>"),
        ("<group name='g'>\n    <gid>0</gid></group>", "<group name='g'>\n    <gid>0</gid></group>"),
    ],
)
def test_where_a_trace_stays(holder: str, left: str) -> None:
    """An element that was empty keeps its two tags apart, and a section that was missing stays, empty."""
    before = Configuration.parse(f"<root>\n  {holder}\n</root>\n".encode())

    after = remove_resource(ensure_resource(before, "g", "exec", "e", {}), "e")

    assert after.content == f"<root>\n  {left}\n  <resource>\n  </resource>\n</root>\n".encode()


Edit = Callable[[Configuration], Configuration]


@pytest.mark.parametrize(
    ("prepare", "remove", "by"),
    [
        (lambda c: c, lambda c: remove_resource(c, "exec1"), "monitor/pidw@pidw1"),
        (lambda c: c, lambda c: remove_group(c, "failover"), "monitor/pidw@pidw1"),
        (
            lambda c: set_dependencies(remove_monitor(c, "pidw1"), "exec1", ("disk1",)),
            lambda c: remove_resource(c, "disk1"),
            "resource/exec@exec1",
        ),
        (
            lambda c: ensure_monitor(c, "userw", "userw", {"relation/type": "rsc", "relation/name": "disk1"}),
            lambda c: remove_resource(c, "disk1"),
            "monitor/userw@userw",
        ),
        (
            lambda c: ensure_monitor(c, "arpw", "arpw1", {"parameters/object": "fip1"}),
            lambda c: remove_resource(c, "fip1"),
            "monitor/arpw@arpw1",
        ),
        (
            lambda c: wanted(
                c, Wanted("failover", (virtual_computer("v", computer="V", floating_ip_resource="fip1"),))
            ),
            lambda c: remove_resource(c, "fip1"),
            "resource/vcom@v",
        ),
        (
            lambda c: set_value(
                remove_monitor(ensure_group(c, "second"), "pidw1"),
                "group@second/depend/act/depend@failover/sameserver",
                "0",
            ),
            lambda c: remove_group(c, "failover"),
            "group@second",
        ),
        (
            lambda c: ensure_monitor(
                remove_monitor(c, "pidw1"), "userw", "userw", {"relation/type": "grp", "relation/name": "failover"}
            ),
            lambda c: remove_group(c, "failover"),
            "monitor/userw@userw",
        ),
    ],
)
def test_what_is_named_elsewhere_stays(prepare: Edit, remove: Edit, by: str) -> None:
    before = prepare(example("exec-sjis.conf"))

    with pytest.raises(ConfigurationError) as caught:
        remove(before)

    assert caught.value.code is Refusal.STILL_USED
    assert caught.value.details["by"] == by
    text = REFUSALS[caught.value.code].what
    assert by in text.en.format_map(dict(caught.value.details))
    assert by in text.ja.format_map(dict(caught.value.details))


def test_a_group_goes_although_its_own_resources_name_each_other() -> None:
    before = example("windows-sjis.conf")

    after = remove_group(remove_monitor(before, "servicew1"), "failover")

    assert (after.groups, after.resources) == ((), ())
    assert after.object_number == after.counted_objects
    assert not [finding for finding in new_findings(before, after) if finding.severity is not Severity.RISK]


def test_a_resource_that_waits_for_itself_can_go() -> None:
    odd = set_dependencies(remove_monitor(example("exec-sjis.conf"), "pidw1"), "exec1", ("exec1",))

    assert remove_resource(odd, "exec1").resource("exec1") is None


def test_a_type_stays_while_another_has_it() -> None:
    two = wanted(example("exec-sjis.conf"), Wanted("failover", (exec_resource("exec2", starts_synchronously=True),)))

    one = remove_resource(two, "exec2")

    assert one.listed_types("resource").count("exec") == 1
    assert "exec" not in remove_resource(remove_monitor(one, "pidw1"), "exec1").listed_types("resource")
