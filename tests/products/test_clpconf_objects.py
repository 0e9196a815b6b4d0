"""The model over the file, and edits in the product's terms."""

import os
from collections.abc import Callable
from pathlib import Path as File

import pytest

from clprun.products.clpconf import (
    Configuration,
    ConfigurationError,
    Disk,
    Exec,
    FloatingIp,
    MirrorDisk,
    MonitorAction,
    RecoveryTarget,
    Refusal,
    ResourceAction,
    Timing,
    ensure_group,
    ensure_monitor,
    ensure_resource,
    remove_group,
    remove_monitor,
    remove_resource,
    remove_value,
    set_value,
)

FOLDER = File(__file__).parent / "clpconf"
SAMPLES = os.environ.get("CLPRUN_CLPCONF_SAMPLES")


def example(name: str) -> Configuration:
    return Configuration.parse((FOLDER / name).read_bytes())


@pytest.fixture
def disk() -> Configuration:
    return example("disk.conf")


@pytest.fixture
def sjis() -> Configuration:
    return example("exec-sjis.conf")


@pytest.fixture
def mirror() -> Configuration:
    return example("mirror-eucjp.conf")


class TestReading:
    def test_cluster(self, disk: Configuration) -> None:
        assert (disk.cluster_name, disk.server_os, disk.charset) == ("jobs", "linux", "ASCII")
        assert [(server.name, server.priority, server.devices[0].info) for server in disk.servers] == [
            ("clu1", "0", "192.168.0.111"),
            ("clu2", "1", "192.168.0.112"),
        ]

    def test_group(self, disk: Configuration) -> None:
        group = disk.group("failover")
        assert group is not None
        assert (group.gid, group.type, [str(entry) for entry in group.resources]) == (
            "0",
            "failover",
            ["fip@fip1", "disk@disk1"],
        )
        assert group.starts_automatically
        assert group.fails_over_automatically
        assert disk.group_of("disk1") == group
        assert disk.group_of("exec1") is None

    @pytest.mark.parametrize("name", ["disk.conf", "exec-sjis.conf", "mirror-eucjp.conf", "windows-sjis.conf"])
    def test_object_number_follows_the_formula(self, name: str) -> None:
        configuration = example(name)

        assert configuration.object_number == configuration.counted_objects

    def test_floating_ip(self, sjis: Configuration) -> None:
        resource = sjis.resource("fip1")
        assert resource is not None
        settings = resource.settings()
        assert isinstance(settings, FloatingIp)
        assert (settings.address, settings.comment) == ("10.0.0.114", "ソフトウェア用の表示 & 予約")

    def test_disk(self, disk: Configuration) -> None:
        resource = disk.resource("disk1")
        assert resource is not None
        settings = resource.settings()
        assert isinstance(settings, Disk)
        assert (settings.device, settings.file_system, settings.mount_point) == ("/dev/sdb2", "ext4", "/mnt/sdb2")
        assert (settings.disk_type, settings.mount_options, settings.unmount_timeout) == ("disk", "rw", 120)
        assert settings.deactivation_action is ResourceAction.SHUT_DOWN

    def test_mirror_disk(self, mirror: Configuration) -> None:
        resource = mirror.resource("md1")
        assert resource is not None
        settings = resource.settings()
        assert isinstance(settings, MirrorDisk)
        assert (settings.data_partition, settings.cluster_partition) == ("/dev/sdb2", "/dev/sdb1")
        assert [(connect.device, connect.name) for connect in settings.mirror_connects] == [("400", "mdc1")]
        assert (settings.mirror_device, settings.mount_point, settings.port) == ("/dev/NMP1", "/mnt/nmp1", 29051)

    def test_exec(self, sjis: Configuration) -> None:
        resource = sjis.resource("exec1")
        assert resource is not None
        settings = resource.settings()
        assert isinstance(settings, Exec)
        assert (settings.start_path, settings.stop_path) == ("start.sh", "stop.sh")
        assert not settings.starts_synchronously
        assert settings.stops_synchronously
        assert (settings.start_timeout, settings.stop_timeout, settings.activation_timeout) == (600, 1800, 780)

    def test_pid_monitor(self, sjis: Configuration) -> None:
        monitor = sjis.monitor("pidw1")
        assert monitor is not None
        settings = monitor.settings()
        assert (settings.target, settings.recovery_target, settings.recovery_name) == (
            "exec1",
            RecoveryTarget.GROUP,
            "failover",
        )
        assert (settings.restarts, settings.failovers, settings.final_action) == (3, 1, MonitorAction.NONE)
        assert settings.timing is Timing.ACTIVE
        assert sjis.monitors_of("exec1") == (monitor,)

    def test_settings_of_one_server_take_the_place_of_the_common_ones(self, disk: Configuration) -> None:
        changed = set_value(disk, "resource/disk@disk1/server@clu2/parameters/device", "/dev/sdc2")
        resource = changed.resource("disk1")
        assert resource is not None

        devices = [
            settings.device
            for server in (None, "clu1", "clu2")
            if isinstance(settings := resource.settings(server), Disk)
        ]

        assert devices == ["/dev/sdb2", "/dev/sdb2", "/dev/sdc2"]

    @pytest.mark.parametrize(
        ("path", "value", "code"),
        [
            ("resource/fip@fip1/parameters/ip", "", Refusal.MISSING_VALUE),
            ("resource/exec@exec1/parameters/act/sync", "2", Refusal.BAD_VALUE),
            ("resource/exec@exec1/parameters/timeout/start", "soon", Refusal.BAD_VALUE),
            ("resource/exec@exec1/deact/action", "99", Refusal.BAD_VALUE),
        ],
    )
    def test_settings_that_are_none(self, sjis: Configuration, path: str, value: str, code: Refusal) -> None:
        changed = set_value(sjis, path, value)
        resource = changed.resource(path.split("/")[1].partition("@")[2])
        assert resource is not None

        with pytest.raises(ConfigurationError) as caught:
            resource.settings()

        assert caught.value.code is code


class TestEnsuring:
    def test_a_new_resource_is_listed_counted_and_grouped(self, disk: Configuration) -> None:
        after = ensure_resource(disk, "failover", "exec", "exec1", {"parameters/act/path": "start.sh"})

        assert after.listed_types("resource") == ("fip", "disk", "exec")
        assert after.object_number == after.counted_objects == 13
        group = after.group("failover")
        assert group is not None
        assert [str(entry) for entry in group.resources] == ["fip@fip1", "disk@disk1", "exec@exec1"]

    def test_a_second_one_of_a_type_lists_it_once(self, disk: Configuration) -> None:
        after = ensure_resource(disk, "failover", "fip", "fip2", {"parameters/ip": "10.0.0.115"})

        assert after.listed_types("resource") == ("fip", "disk")

    def test_what_is_so_by_default_is_not_written(self, sjis: Configuration) -> None:
        values = {"parameters/act/sync": "0", "parameters/deact/sync": "1", "deact/action": "4"}

        assert ensure_resource(sjis, "failover", "exec", "exec1", values).content == sjis.content

    def test_only_what_differs_is_changed(self, sjis: Configuration) -> None:
        after = ensure_monitor(sjis, "pidw", "pidw1", {"emergency/threshold/restart": "0"})

        text, changed = sjis.content.decode("cp932"), after.content.decode("cp932")
        added = (
            "\r\n\t\t\t<emergency>\r\n\t\t\t\t<threshold>\r\n\t\t\t\t\t<restart>0</restart>"
            "\r\n\t\t\t\t</threshold>\r\n\t\t\t</emergency>"
        )
        assert changed.replace(added, "") == text

    def test_a_type_that_was_not_listed_is_listed(self, disk: Configuration) -> None:
        unlisted = remove_value(disk, "resource/types@disk")

        after = ensure_resource(unlisted, "failover", "disk", "disk1", {})

        assert sorted(after.listed_types("resource")) == ["disk", "fip"]

    def test_a_missing_section_is_made(self) -> None:
        bare = Configuration.parse(b"<root>\n  <group name='g'/>\n</root>\n")

        after = ensure_monitor(ensure_resource(bare, "g", "exec", "e", {}), "pidw", "p", {"target": "e"})

        resource, monitor = after.resource("e"), after.monitor("p")
        assert resource is not None
        assert monitor is not None
        assert after.group_of("e") is not None
        assert after.object_number is None

    @pytest.mark.parametrize(
        ("edit", "code"),
        [
            (lambda c: ensure_resource(c, "nowhere", "fip", "fip2", {}), Refusal.NOT_FOUND),
            (lambda c: ensure_resource(c, "failover", "exec", "fip1", {}), Refusal.NAME_TAKEN),
            (lambda c: ensure_monitor(c, "pidw", "userw", {}), Refusal.NAME_TAKEN),
            (
                lambda c: ensure_resource(ensure_group(c, "other"), "other", "fip", "fip1", {}),
                Refusal.RESOURCE_ELSEWHERE,
            ),
            (lambda c: ensure_resource(c, "failover", "fip", "a/b", {}), Refusal.BAD_NAME),
            (lambda c: ensure_resource(c, "failover", "fip", "表示", {}), Refusal.BAD_NAME),
            (lambda c: ensure_resource(c, "failover", "fip", "x" * 32, {}), Refusal.BAD_NAME),
            (lambda c: ensure_monitor(c, "pidw", "", {}), Refusal.BAD_NAME),
            (lambda c: ensure_group(c, "-g"), Refusal.BAD_NAME),
            (lambda c: ensure_resource(c, "failover", "fip", "f", {"comment": "日"}), Refusal.NOT_ENCODABLE),
            (lambda c: ensure_resource(c, "failover", "fip", "f", {"a/../b": "1"}), Refusal.BAD_PATH),
            (lambda c: remove_resource(c, "exec1"), Refusal.NOT_FOUND),
            (lambda c: remove_monitor(c, "pidw1"), Refusal.NOT_FOUND),
            (lambda c: remove_group(c, "other"), Refusal.NOT_FOUND),
        ],
    )
    def test_refuses(self, disk: Configuration, edit: Callable[[Configuration], Configuration], code: Refusal) -> None:
        with pytest.raises(ConfigurationError) as caught:
            edit(disk)

        assert caught.value.code is code


class TestGroups:
    def test_numbers_stay_without_a_gap(self, disk: Configuration) -> None:
        three = ensure_group(ensure_group(disk, "second"), "third")
        two = remove_group(three, "second")

        again = ensure_group(two, "fourth")

        assert [(group.name, group.gid) for group in two.groups] == [("failover", "0"), ("third", "1")]
        assert [(group.name, group.gid) for group in again.groups][2:] == [("fourth", "2")]
        assert again.object_number == again.counted_objects

    def test_numbers_with_a_gap_are_left_alone(self, disk: Configuration) -> None:
        gap = set_value(ensure_group(ensure_group(disk, "second"), "third"), "group@second/gid", "7")

        after = remove_group(gap, "failover")

        assert [(group.name, group.gid) for group in after.groups] == [("second", "7"), ("third", "2")]
        fourth = ensure_group(after, "fourth").group("fourth")
        assert fourth is not None
        assert fourth.gid == "0"

    @pytest.mark.parametrize(
        ("server_os", "others", "gid"),
        [
            ("linux", "", "0"),
            ("linux", "<group name='a'/>", None),
            ("windows", "", None),
            ("windows", "<group name='a'><gid>0</gid></group>", "1"),
        ],
    )
    def test_numbers_are_given_where_the_file_has_them(self, server_os: str, others: str, gid: str | None) -> None:
        content = f"<root><all><serveros>{server_os}</serveros></all>{others}</root>"

        group = ensure_group(Configuration.parse(content.encode()), "new").group("new")

        assert group is not None
        assert group.gid == gid

    def test_a_group_goes_with_its_resources(self, sjis: Configuration) -> None:
        after = remove_group(remove_monitor(sjis, "pidw1"), "failover")

        assert (after.groups, after.resources, after.listed_types("resource")) == ((), (), ())
        assert after.object_number == after.counted_objects

    def test_settings(self, disk: Configuration) -> None:
        unchanged = ensure_group(disk, "failover", {"start": "1", "failback": "0"})
        changed = ensure_group(disk, "failover", {"start": "0"})

        assert unchanged.content == disk.content
        group = changed.group("failover")
        assert group is not None
        assert not group.starts_automatically


class TestCounting:
    @pytest.mark.parametrize("stated", ["12", "20", "x", "", "-1"])
    def test_what_came_is_counted_anew_whatever_was_stated(self, disk: Configuration, stated: str) -> None:
        odd = set_value(disk, "webmgr/client/objectnumber", stated)

        after = ensure_resource(odd, "failover", "fip", "fip2", {"parameters/ip": "10.0.0.115"})

        assert after.document.root.text("webmgr", "client", "objectnumber") == "13"

    def test_a_wrong_number_alone_is_left(self, disk: Configuration) -> None:
        odd = set_value(disk, "webmgr/client/objectnumber", "20")

        assert ensure_group(odd, "failover", {"comment": "other"}).object_number == 20

    def test_a_heartbeat_counts_on_every_server(self, disk: Configuration) -> None:
        after = set_value(disk, "heartbeat/lankhb@lankhb2/priority", "1")

        assert after.object_number == after.counted_objects == 14

    def test_adding_and_removing_leaves_no_trace(self, disk: Configuration) -> None:
        added = ensure_resource(disk, "failover", "exec", "exec1", {"parameters/act/sync": "0"})
        added = ensure_monitor(added, "pidw", "pidw1", {"target": "exec1"})

        assert remove_resource(remove_monitor(added, "pidw1"), "exec1").content == disk.content


@pytest.mark.skipif(SAMPLES is None, reason="CLPRUN_CLPCONF_SAMPLES names no folder with clp.conf files of one's own")
def test_own_samples_stay_identical_and_count_right() -> None:
    files = sorted(File(SAMPLES or "").rglob("*.conf"))
    assert files

    for file in files:
        configuration = Configuration.parse(file.read_bytes())
        assert configuration.content == file.read_bytes(), file
        assert configuration.object_number == configuration.counted_objects, file
