"""Each fault does what it says, and ``clear`` takes it back."""

import re

import paramiko
import pytest

from clprun.errors import InputError
from clprun.lab import client
from tests.support.lab import Lab, eventually


def wait_for_new_boot(lab: Lab, node: str, old: str) -> None:
    eventually(lambda: lab.boot_id(node) not in {"", old}, f"{node} boots again")
    eventually(lambda: lab.greets(node), f"{node} answers SSH again")


def leave_traces(lab: Lab, node: str) -> None:
    lab.sh(node, "for place in /etc /usr/lib /var/lib /root /run /tmp; do echo 1 > $place/trace; done")


def traces(lab: Lab, node: str) -> list[str]:
    return lab.sh(
        node, "ls -d /etc/trace /usr/lib/trace /var/lib/trace /root/trace /run/trace /tmp/trace 2>/dev/null; true"
    ).split()


@pytest.mark.parametrize("how", ["fault", "reboot", "shutdown -r now", "systemctl reboot", "reboot -f"])
def test_a_reboot_is_real(lab: Lab, how: str) -> None:
    before = lab.boot_id("clu1")
    leave_traces(lab, "clu1")
    if how == "fault":
        lab.fault("reboot", node="clu1")
    else:
        lab.run("clu1", how)
    wait_for_new_boot(lab, "clu1", before)

    assert re.fullmatch(r"[0-9a-f-]{36}", lab.boot_id("clu1"))
    assert lab.sh("clu1", "cat /proc/sys/kernel/random/boot_id") == lab.boot_id("clu1")
    assert traces(lab, "clu1") == ["/etc/trace", "/root/trace", "/usr/lib/trace", "/var/lib/trace"]
    assert float(lab.sh("clu1", "cut -d' ' -f1 /proc/uptime")) < 60
    assert lab.boot_id("clu2") != lab.boot_id("clu1")


def test_a_service_disabled_stays_so_over_a_reboot(lab: Lab) -> None:
    unit = "[Service]\\nExecStart=/bin/sleep 987\\n[Install]\\nWantedBy=multi-user.target\\n"
    lab.sh("clu2", f"printf '{unit}' > /etc/systemd/system/nap.service; systemctl daemon-reload; systemctl enable nap")
    before = lab.boot_id("clu2")
    lab.fault("reboot", node="clu2")
    wait_for_new_boot(lab, "clu2", before)
    eventually(lambda: lab.run("clu2", "systemctl is-active nap").returncode == 0, "nap runs after boot")

    lab.sh("clu2", "systemctl disable --now nap")
    before = lab.boot_id("clu2")
    lab.fault("reboot", node="clu2")
    wait_for_new_boot(lab, "clu2", before)

    assert lab.run("clu2", "systemctl is-enabled nap").stdout == b"disabled\n"
    assert lab.run("clu2", "systemctl is-active nap").stdout == b"inactive\n"


def test_power_off_leaves_the_node_off(lab: Lab) -> None:
    lab.run("clu2", "poweroff")
    eventually(lambda: lab.state("clu2") == "off", "clu2 is off")
    lab.fault("reboot", node="clu2")

    eventually(lambda: lab.greets("clu2"), "clu2 answers SSH again")


def test_a_crash_is_silent_and_clear_brings_the_node_back(lab: Lab) -> None:
    leave_traces(lab, "clu1")
    with lab.ssh("clu1") as session:
        lab.fault("crash", node="clu1")
        eventually(lambda: lab.state("clu1") == "off", "clu1 is off")
        transport = session.get_transport()
        assert transport is not None
        assert transport.is_active()  # nobody told us
    assert lab.status()["faults"]["nodes"] == {"clu1": "crashed"}
    assert not lab.greets("clu1")
    lab.fault("clear")
    eventually(lambda: lab.greets("clu1"), "clu1 answers SSH again")

    assert "/etc/trace" in traces(lab, "clu1")
    assert "/run/trace" not in traces(lab, "clu1")


def test_a_hung_node_takes_connections_and_says_nothing(lab: Lab) -> None:
    lab.fault("hang", node="clu2")
    assert lab.state("clu2") == "hung"
    with client.connect(lab.home, "clu2", 22, timeout=2) as connection:
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)
    before = lab.status()["faults"]
    lab.fault("clear")

    assert before["nodes"] == {"clu2": "hung"}
    eventually(lambda: lab.greets("clu2"), "clu2 goes on")


def test_a_hung_node_can_be_reset(lab: Lab) -> None:
    before = lab.boot_id("clu2")
    lab.fault("hang", node="clu2")
    lab.fault("reboot", node="clu2")

    wait_for_new_boot(lab, "clu2", before)
    assert lab.status()["faults"]["nodes"] == {}


def test_a_pulled_cable_cuts_both_networks_and_outlasts_a_reboot(lab: Lab) -> None:
    lab.fault("link", node="clu2", state="down")
    assert lab.run("clu1", "ping -c1 -W1 10.0.0.112").returncode == 1
    assert lab.run("clu1", "ping -c1 -W1 192.168.0.112").returncode == 1
    eventually(lambda: lab.sh("clu2", "cat /sys/class/net/eth0/carrier") == "0", "the carrier is gone")
    before = lab.boot_id("clu2")
    lab.fault("reboot", node="clu2")
    eventually(lambda: lab.boot_id("clu2") not in {"", before}, "clu2 boots again")
    assert lab.run("clu1", "ping -c1 -W1 10.0.0.112").returncode == 1

    lab.fault("link", node="clu2", state="up")
    eventually(lambda: lab.run("clu1", "ping -c1 -W1 10.0.0.112").returncode == 0, "the cable is back")
    assert lab.status()["faults"]["links"] == {}


def test_processes_are_killed_by_name(lab: Lab) -> None:
    lab.sh("clu1", "sleep 777 >/dev/null 2>&1 & sleep 778 >/dev/null 2>&1 & true")
    eventually(lambda: len(lab.sh("clu1", "ps -C sleep -o pid=").split()) == 2, "both run")
    lab.fault("kill", node="clu1", name="sleep 777")
    assert lab.sh("clu1", "ps -C sleep -o args=") == "sleep 778"
    lab.fault("kill", node="clu1", name="sleep")

    assert lab.run("clu1", "pgrep -x sleep").returncode == 1


def test_a_full_disk_takes_nothing_more(lab: Lab) -> None:
    lab.sh("clu1", "mount /dev/sdb2 /mnt/sdb2")
    lab.fault("disk", state="full")
    refused = lab.run("clu1", "dd if=/dev/zero of=/mnt/sdb2/big bs=1M count=1")
    assert b"No space left on device" in refused.stderr
    lab.fault("clear")

    lab.sh("clu1", "dd if=/dev/zero of=/mnt/sdb2/big bs=1M count=1 && rm /mnt/sdb2/big")


def test_a_disk_that_is_gone_is_gone_until_cleared(lab: Lab) -> None:
    lab.sh("clu1", "mount /dev/sdb2 /mnt/sdb2 && echo kept > /mnt/sdb2/file && sync")
    lab.fault("disk", state="gone")
    assert lab.run("clu1", "cat /mnt/sdb2/file").returncode == 1
    lab.run("clu1", "umount /mnt/sdb2")
    assert lab.run("clu1", "mount /dev/sdb2 /mnt/sdb2").returncode == 32
    assert lab.run("clu2", "mount /dev/sdb2 /mnt/sdb2").returncode == 32
    lab.fault("clear")

    assert lab.sh("clu2", "mount /dev/sdb2 /mnt/sdb2 && cat /mnt/sdb2/file && rm /mnt/sdb2/file") == "kept"


def test_a_disk_can_be_gone_while_nobody_uses_it(lab: Lab) -> None:
    lab.fault("disk", state="gone")
    assert lab.run("clu1", "mount /dev/sdb2 /mnt/sdb2").returncode == 32
    lab.fault("disk", state="full")
    assert lab.status()["faults"]["disk"] == "full"
    lab.fault("clear")

    lab.sh("clu1", "mount /dev/sdb2 /mnt/sdb2")


def test_a_read_only_disk_stays_so_until_it_is_mounted_again(lab: Lab) -> None:
    if not lab.status()["means"]["loop"]:
        with pytest.raises(InputError) as caught:
            lab.fault("disk", state="read-only")
        assert caught.value.problem.code == "lab.no_read_only_disk"
        return
    lab.sh("clu1", "mount /dev/sdb2 /mnt/sdb2 && exec 9>/mnt/sdb2/open && echo kept > /mnt/sdb2/file && sync")
    lab.fault("disk", state="read-only")
    refused = lab.run("clu1", "cat /mnt/sdb2/file && echo new > /mnt/sdb2/file")
    assert refused.stdout == b"kept\n"
    assert b"Read-only file system" in refused.stderr
    lab.run("clu1", "umount /mnt/sdb2")
    assert lab.run("clu2", "mount /dev/sdb2 /mnt/sdb2 && touch /mnt/sdb2/x; umount /mnt/sdb2").returncode != 0
    lab.fault("clear")

    assert lab.sh("clu2", "mount /dev/sdb2 /mnt/sdb2 && cat /mnt/sdb2/file && rm /mnt/sdb2/file") == "kept"


def test_a_filled_node_has_no_room_on_its_own_disk(lab: Lab) -> None:
    lab.fault("fill", node="clu1")
    refused = lab.run("clu1", "dd if=/dev/zero of=/var/lib/big bs=1M count=1; rm -f /var/lib/big")
    assert b"No space left on device" in refused.stderr
    lab.sh("clu2", "dd if=/dev/zero of=/var/lib/big bs=1M count=1 && rm /var/lib/big")
    assert lab.status()["faults"]["full"] == ["clu1"]
    lab.fault("clear")

    lab.sh("clu1", "dd if=/dev/zero of=/var/lib/big bs=1M count=1 && rm /var/lib/big")


@pytest.mark.parametrize("seconds", [600, -86400])
def test_date_answers_with_the_wrong_clock(lab: Lab, seconds: int) -> None:
    lab.fault("clock", node="clu2", seconds=seconds)
    wrong = int(lab.sh("clu2", "date +%s")) - int(lab.sh("clu1", "date +%s"))
    assert abs(wrong - seconds) < 30
    assert lab.sh("clu2", "date -u -d @0 +%Y") == "1970"
    lab.fault("clear")

    assert abs(int(lab.sh("clu2", "date +%s")) - int(lab.sh("clu1", "date +%s"))) < 30


def test_command_faults_are_told_to_the_stand_ins(lab: Lab) -> None:
    lab.fault("command", name="cjcmksite", effect="die")
    assert '"cjcmksite": "die"' in lab.sh("clu2", "cat /run/clprun-lab/faults.json")
    assert lab.status()["faults"]["commands"] == {"cjcmksite": "die"}
    lab.fault("clear")

    assert "cjcmksite" not in lab.sh("clu1", "cat /run/clprun-lab/faults.json")


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        ("melt", {}, "lab.unknown_fault"),
        ("crash", {"node": "clu9"}, "lab.unknown_node"),
        ("kill", {"node": "clu1", "name": "no-such-thing"}, "lab.no_such_process"),
        ("command", {"name": "cjcpw", "effect": "melt"}, "lab.unknown_effect"),
        ("winrm", {"node": "clu1", "fault": "slow", "times": 1}, "lab.no_winrm"),
        ("link", {"node": "clu1", "state": "sideways"}, "lab.unknown_effect"),
        ("disk", {"state": "half"}, "lab.unknown_effect"),
    ],
)
def test_what_can_not_be_done_is_refused(lab: Lab, kind: str, values: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        lab.fault(kind, **values)

    assert caught.value.problem.code == code


def test_a_node_that_is_off_can_not_hang(lab: Lab) -> None:
    lab.fault("crash", node="clu1")
    eventually(lambda: lab.state("clu1") == "off", "clu1 is off")
    with pytest.raises(InputError) as caught:
        lab.fault("hang", node="clu1")

    assert caught.value.problem.code == "lab.node_is_off"


def test_a_session_ends_when_the_node_reboots(lab: Lab) -> None:
    before = lab.boot_id("clu1")
    with lab.ssh("clu1") as session:
        transport = session.get_transport()
        assert isinstance(transport, paramiko.Transport)
        lab.fault("reboot", node="clu1")
        wait_for_new_boot(lab, "clu1", before)
        eventually(lambda: not transport.is_active(), "the session has ended")
