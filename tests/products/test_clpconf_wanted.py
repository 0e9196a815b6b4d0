"""What jobcenter-classic wants of a configuration."""

from pathlib import Path as File

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.products.clpconf import (
    Configuration,
    ConfigurationError,
    MirrorDisk,
    MonitorAction,
    Recovery,
    Refusal,
    Severity,
    Wanted,
    WantedResource,
    disk,
    exec_resource,
    floating_ip,
    mirror_disk,
    mirror_disk_monitors,
    new_findings,
    pid_monitor,
    remove_monitor,
    remove_resource,
    wanted,
)

FOLDER = File(__file__).parent / "clpconf"
EXAMPLES = ["disk.conf", "exec-sjis.conf", "mirror-eucjp.conf", "windows-sjis.conf"]


def exec_with_monitor(
    exec_name: str,
    monitor: str | None,
    reactivations: int = 0,
    failovers: int = 1,
    final_action: MonitorAction = MonitorAction.NONE,
) -> Wanted:
    recovery = Recovery("failover", reactivations, failovers, final_action)
    monitors = () if monitor is None else (pid_monitor(monitor, target=exec_name, recovery=recovery),)
    return Wanted("failover", (exec_resource(exec_name, starts_synchronously=False),), monitors)


def example(name: str) -> Configuration:
    return Configuration.parse((FOLDER / name).read_bytes())


def test_exec_and_monitor_are_added_as_the_product_writes_them() -> None:
    after = wanted(example("disk.conf"), exec_with_monitor("exec1", "pidw1"))

    assert """    <types name="exec"/>
    <exec name="exec1">
      <comment/>
      <parameters>
        <act>
          <path>start.sh</path>
          <sync>0</sync>
        </act>
        <deact>
          <path>stop.sh</path>
          <sync>1</sync>
        </deact>
      </parameters>
    </exec>
  </resource>
""" in after.content.decode()
    assert """    <types name="pidw"/>
    <pidw name="pidw1">
      <comment/>
      <target>exec1</target>
      <relation>
        <type>grp</type>
        <name>failover</name>
      </relation>
      <emergency>
        <threshold>
          <restart>0</restart>
          <fo>1</fo>
        </threshold>
        <action>1</action>
      </emergency>
    </pidw>
  </monitor>
""" in after.content.decode()
    assert after.object_number == after.counted_objects == 14


def test_without_process_monitoring_there_is_no_monitor() -> None:
    after = wanted(example("disk.conf"), exec_with_monitor("exec1", None))

    assert after.resource("exec1") is not None
    assert [monitor.name for monitor in after.monitors] == ["userw"]


def test_an_exec_that_is_synchronous_becomes_asynchronous() -> None:
    before = wanted(example("disk.conf"), Wanted("failover", (exec_resource("exec1", starts_synchronously=True),)))

    after = wanted(before, exec_with_monitor("exec1", None))

    assert after.content == before.content.replace(b"<sync>1</sync>", b"<sync>0</sync>", 1)


def test_script_limits_carry_the_margin_of_the_product() -> None:
    resource = exec_resource("exec1", starts_synchronously=True, start_timeout=600, stop_timeout=300)

    assert resource.values["act/timeout"] == "780"
    assert resource.values["deact/timeout"] == "480"


def test_missing_disk_and_address_are_added() -> None:
    before = remove_resource(remove_resource(example("disk.conf"), "disk1"), "fip1")
    storage = disk("disk1", device="/dev/sdb2", file_system="ext4", mount_point="/mnt/sdb2", mount_options="rw,noatime")

    after = wanted(before, Wanted("failover", (floating_ip("fip1", "10.0.0.114"), storage)))

    values = after.resources[1].values
    assert after.resources[0].values["parameters/ip"] == "10.0.0.114"
    assert values["parameters/mount/option"] == "rw,noatime"
    assert values["parameters/device"] == "/dev/sdb2"
    assert not new_findings(example("disk.conf"), after)


def test_a_disk_that_is_there_keeps_what_nobody_asked_for() -> None:
    before = example("disk.conf")
    storage = disk("disk1", device="/dev/sdb2", file_system="ext4", mount_point="/mnt/sdb2")

    assert wanted(before, Wanted("failover", (storage,))).content == before.content


class TestMirrorDisk:
    def test_a_first_one_gets_the_mirror_connects(self) -> None:
        before = remove_resource(remove_monitor(example("mirror-eucjp.conf"), "mdw1"), "md1")
        after = wanted(before, Wanted("failover", (self._wanted(before, "md1"),)))

        assert isinstance(settings := after.resources[-1].settings(), MirrorDisk)
        assert [connect.device for connect in settings.mirror_connects] == ["400"]
        assert settings.mirror_device == "/dev/NMP1"
        assert "parameters/mddriver/port" not in after.resources[-1].values

    def test_a_second_one_gets_a_device_and_ports_of_its_own(self) -> None:
        before = example("mirror-eucjp.conf")
        want = self._wanted(before, "md2", "/mnt/nmp2")

        after = wanted(
            before,
            Wanted("failover", (want,), mirror_disk_monitors("md2", disk_monitor="mdw2", connect_monitor="mdnw2")),
        )

        assert isinstance(settings := after.resources[-1].settings(), MirrorDisk)
        assert settings.mirror_device == "/dev/NMP2"
        assert (settings.port, settings.heartbeat_port, settings.acknowledge_port) == (29052, 29032, 29072)
        assert not [finding for finding in new_findings(before, after) if finding.severity is Severity.ERROR]

    def test_one_that_is_there_keeps_its_networks(self) -> None:
        before = example("mirror-eucjp.conf")

        assert wanted(before, Wanted("failover", (self._wanted(before, "md1"),))).content == before.content

    def test_without_a_mirror_connect_there_is_none(self) -> None:
        with pytest.raises(ConfigurationError) as caught:
            self._wanted(example("disk.conf"), "md1")

        assert caught.value.code is Refusal.NO_MIRROR_CONNECT

    @staticmethod
    def _wanted(configuration: Configuration, name: str, point: str = "/mnt/nmp1") -> WantedResource:
        return mirror_disk(
            configuration,
            name,
            data_partition="/dev/sdb2",
            cluster_partition="/dev/sdb1",
            file_system="ext4",
            mount_point=point,
        )


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(EXAMPLES),
    st.sampled_from(["exec1", "exec2"]),
    st.sampled_from(["pidw1", "pidw2", None]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(MonitorAction),
    st.sampled_from(["10.0.0.114", "10.0.0.115"]),
)
def test_a_wish_applied_twice_changes_nothing_more(
    name: str, exec_name: str, monitor: str | None, restarts: int, failovers: int, action: MonitorAction, address: str
) -> None:
    before = example(name)
    want = exec_with_monitor(exec_name, monitor, restarts, failovers, action)
    address_too = Wanted("failover", (*want.resources, floating_ip("fip1", address)), want.monitors)

    after = wanted(before, address_too)

    assert wanted(after, address_too).content == after.content
    assert after.object_number == after.counted_objects
    assert not [finding for finding in new_findings(before, after) if finding.severity is Severity.ERROR]
    if monitor is not None:
        made = after.monitor(monitor)
        assert made is not None
        found = made.settings()
        assert (found.restarts, found.failovers, found.final_action) == (restarts, failovers, action)
