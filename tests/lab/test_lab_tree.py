"""The digest of a node's tree sees each change and nothing else."""

import pytest

from clprun.lab import client
from tests.support.lab import Lab


def digest(lab: Lab, node: str = "clu1") -> dict[str, str]:
    return client.tree_digest(lab.home, node)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {path for path in before | after if before.get(path) != after.get(path)}


def test_logins_and_reading_commands_change_nothing(lab: Lab) -> None:
    before = digest(lab)
    with lab.ssh("clu1") as session:
        _, out, _ = session.exec_command("ls -lR /etc; ps -ef; systemctl is-active sshd", get_pty=True)
        out.read()
    lab.sh("clu1", "ls -R /opt /var; date; ip address; df; echo x > /tmp/x; echo y > /run/y")

    assert changed(before, digest(lab)) == set()


@pytest.mark.parametrize(
    ("make", "path"),
    [
        ("echo 1 > /etc/new", "/etc/new"),
        ("echo 1 >> /etc/hosts", "/etc/hosts"),
        ("chmod 600 /etc/hosts", "/etc/hosts"),
        ("chown operator /etc/hosts", "/etc/hosts"),
        ("ln -s /etc/hosts /etc/link", "/etc/link"),
        ("mkdir /usr/lib/nqs-new", "/usr/lib/nqs-new"),
        ("rm /usr/bin/sh.distrib /usr/bin/xz 2>/dev/null; true", "/usr/bin/xz"),
    ],
)
def test_each_kind_of_change_is_seen(lab: Lab, make: str, path: str) -> None:
    before = digest(lab)
    lab.sh("clu1", f"cp -p /etc/hosts /root/hosts.saved; {make}")
    try:
        assert changed(before, digest(lab)) == {path, "/root/hosts.saved"}
    finally:
        lab.reset()


def test_the_shared_disk_is_part_of_the_tree_while_it_is_mounted(lab: Lab) -> None:
    before = digest(lab)
    lab.sh("clu1", "mount /dev/sdb2 /mnt/sdb2 && echo 1 > /mnt/sdb2/file")
    assert "/mnt/sdb2/file" in changed(before, digest(lab))
    assert "/mnt/sdb2/file" not in digest(lab, "clu2")
    lab.sh("clu1", "rm /mnt/sdb2/file; umount /mnt/sdb2")

    assert changed(before, digest(lab)) == set()


def test_a_node_that_is_off_has_a_tree_too(lab: Lab) -> None:
    before = digest(lab)
    lab.run("clu1", "poweroff")

    assert changed(before, digest(lab)) == set()


def test_paths_can_be_left_out(lab: Lab) -> None:
    assert "/etc/hosts" not in client.tree_digest(lab.home, "clu1", ["/etc"])
