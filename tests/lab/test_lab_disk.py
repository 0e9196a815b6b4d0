"""The shared disk: really mounted, on one node at a time, and loud when it is on both."""

import pytest

from tests.support.lab import Lab

MOUNT = "mount /dev/sdb2 /mnt/sdb2"
UMOUNT = "umount /mnt/sdb2"


def test_what_one_node_writes_the_other_reads(lab: Lab) -> None:
    lab.sh("clu1", f"{MOUNT} && mkdir -p /mnt/sdb2/d && echo 日本 > /mnt/sdb2/d/file && {UMOUNT}")
    assert lab.run("clu1", "test -e /mnt/sdb2/d").returncode == 1

    assert lab.sh("clu2", f"{MOUNT} && cat /mnt/sdb2/d/file") == "日本"
    assert not lab.status()["disk_conflict"]


def test_mount_tables_name_the_device(lab: Lab) -> None:
    assert "/dev/sdb2" not in lab.sh("clu1", "cat /proc/mounts")
    lab.sh("clu1", MOUNT)

    assert lab.sh("clu1", "findmnt -n -o SOURCE /mnt/sdb2") == "/dev/sdb2"
    assert lab.sh("clu1", "df --output=source /mnt/sdb2 | tail -1") == "/dev/sdb2"
    assert lab.run("clu1", "mountpoint -q /mnt/sdb2").returncode == 0
    assert lab.run("clu2", "mountpoint -q /mnt/sdb2").returncode != 0


def test_status_says_where_it_is_mounted(lab: Lab) -> None:
    lab.sh("clu2", MOUNT)

    mounts = {node["name"]: node["mounts"]["/dev/sdb2"] for node in lab.status()["nodes"]}
    assert mounts == {"clu1": [], "clu2": ["/mnt/sdb2"]}


def test_both_at_once_is_noticed_and_stays_marked(lab: Lab) -> None:
    lab.sh("clu1", MOUNT)
    assert not lab.status()["disk_conflict"]
    lab.sh("clu2", MOUNT)
    assert lab.status()["disk_conflict"]
    lab.sh("clu2", UMOUNT)

    assert lab.status()["disk_conflict"]


def test_a_moment_on_both_is_noticed_without_anybody_asking(lab: Lab) -> None:
    lab.sh("clu1", MOUNT)
    noticed = "until [ -e /run/clprun-lab/disk-conflict ]; do sleep 0.01; done"

    lab.sh("clu2", f"{MOUNT} && timeout 20 sh -c '{noticed}' && {UMOUNT}")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"{MOUNT} && {MOUNT}", 32),
        ("mount /dev/sdb2 /no/such/place", 32),
        ("mount /dev/sdb1 /mnt/sdb2", 32),
        ("mount -t xfs /dev/sdb2 /mnt/sdb2", 32),
        ("umount /mnt/sdb2", 32),
    ],
)
def test_refusals_are_those_of_mount(lab: Lab, command: str, code: int) -> None:
    assert lab.run("clu1", command).returncode == code


def test_a_busy_disk_is_not_unmounted(lab: Lab) -> None:
    lab.sh("clu1", MOUNT)

    refused = lab.run("clu1", f"cd /mnt/sdb2 && {UMOUNT}")
    assert refused.returncode == 32
    assert b"busy" in refused.stderr


def test_it_can_be_mounted_read_only_and_by_fstab(lab: Lab) -> None:
    lab.sh("clu1", "echo '/dev/sdb2 /mnt/sdb2 ext4 ro,noauto 0 0' > /etc/fstab")
    try:
        lab.sh("clu1", "mount -o ro /dev/sdb2 /mnt/sdb2")
        assert lab.run("clu1", "touch /mnt/sdb2/x").returncode == 1
    finally:
        lab.sh("clu1", ": > /etc/fstab")


def test_other_mounts_go_their_ordinary_way(lab: Lab) -> None:
    lab.sh("clu1", "mkdir -p /mnt/other && mount -t tmpfs other /mnt/other && umount /mnt/other && rmdir /mnt/other")


def test_tools_know_the_disk(lab: Lab) -> None:
    assert lab.sh("clu1", "blkid -o value -s TYPE /dev/sdb2") == "ext4"
    assert lab.sh("clu1", "fsck -y /dev/sdb2")
    lab.sh("clu1", f"{MOUNT} && touch /mnt/sdb2/old")
    assert lab.run("clu1", "mkfs.ext4 -q -F /dev/sdb2").returncode != 0
    lab.sh("clu1", f"{UMOUNT} && mkfs.ext4 -q -F /dev/sdb2 && {MOUNT}")

    assert lab.run("clu1", "test -e /mnt/sdb2/old").returncode == 1
