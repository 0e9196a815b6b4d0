"""The digest of a node's tree sees each change and nothing else."""

from clprun.lab import client
from tests.support.lab import Lab, eventually


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


CHANGES = {
    "/etc/new": "echo 1 > /etc/new",
    "/etc/hosts": "echo 1 >> /etc/hosts",
    "/etc/hostname": "chmod 600 /etc/hostname",
    "/etc/fstab": "chown operator /etc/fstab",
    "/etc/link": "ln -s /etc/hosts /etc/link",
    "/etc/os-release": "ln -sf /etc/hosts /etc/os-release",
    "/usr/lib/nqs-new": "mkdir /usr/lib/nqs-new",
    "/usr/bin/env": "rm /usr/bin/env",
    "/root/日本 語": "touch '/root/日本 語'",
}


def test_each_kind_of_change_is_seen(lab: Lab) -> None:
    before = digest(lab)
    lab.sh("clu1", "; ".join(CHANGES.values()))
    after = digest(lab)
    lab.reset()

    assert changed(before, after) == set(CHANGES)


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
    eventually(lambda: lab.state("clu1") == "off", "clu1 is off")

    assert changed(before, digest(lab)) == set()


def test_paths_can_be_left_out(lab: Lab) -> None:
    assert "/etc/hosts" not in client.tree_digest(lab.home, "clu1", ["/etc"])
