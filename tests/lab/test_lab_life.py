"""Labs come and go without a trace, side by side, and outlive those who started them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clprun.errors import StepFailed
from clprun.lab import client
from clprun.lab.means import Luxury, Tier
from tests.support.lab import BARE, Lab, eventually


def family(holder: int) -> set[int]:
    """The holder and all its descendants, by the host's process table."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.splitlines()
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in lines)}
    found = {holder}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def loops_in_use() -> set[str]:
    """The kernel's numbers of all uses of loop devices; a device used again gets another number."""
    return {(file.parent.parent / "diskseq").read_text() for file in Path("/sys/block").glob("loop*/loop/backing_file")}


def links() -> str:
    return subprocess.run(["ip", "-o", "link"], capture_output=True, text=True, check=True).stdout


def mounts() -> str:
    return Path("/proc/self/mountinfo").read_text()


def test_nothing_is_left_when_the_holder_is_killed(lab_home: Path, tier: Tier) -> None:
    links_before, mounts_before = links(), mounts()
    document = client.up(lab_home, tier, BARE)
    members = family(document["holder"])
    assert len(members) > 5
    os.kill(document["holder"], signal.SIGKILL)

    eventually(lambda: not any(map(alive, members)), "all processes are gone")
    eventually(lambda: links() == links_before, "all links are gone")
    assert mounts() == mounts_before
    assert not client.is_up(lab_home)
    assert client.up(lab_home, tier, BARE)["up"]


def test_the_loop_devices_go_with_the_holder(lab_home: Path) -> None:
    document = client.up(lab_home, "A", BARE)
    client.run(lab_home, "clu1", ["mount", "/dev/sdb2", "/mnt/sdb2"])
    minors = client.run(lab_home, "clu1", ["stat", "-c", "%Hr:%Lr", "/dev/sdb1", "/dev/sdb2"]).stdout.decode().split()
    mine = {Path(f"/sys/dev/block/{minor}/diskseq").read_text() for minor in minors}
    assert mine <= loops_in_use()
    os.kill(document["holder"], signal.SIGKILL)

    assert len(mine) == 2
    eventually(lambda: not (loops_in_use() & mine), "the loop devices are gone")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_holder_asked_to_end_ends_everything(lab_home: Path, number: signal.Signals) -> None:
    document = client.up(lab_home, "B", BARE)
    members = family(document["holder"])
    os.kill(document["holder"], number)

    eventually(lambda: not any(map(alive, members)), "all processes are gone")
    assert not (lab_home / "lab" / "socket").exists()


def test_down_waits_until_all_is_gone(lab_home: Path, tier: Tier) -> None:
    document = client.up(lab_home, tier, BARE)
    members = family(document["holder"])
    assert client.down(lab_home)

    eventually(lambda: not any(map(alive, members)), "all processes are gone")
    assert client.status(lab_home) == {"up": False}
    assert not client.down(lab_home)


def test_systemd_leaves_no_cgroups_behind(lab_home: Path) -> None:
    document = client.up(lab_home, "A", BARE)
    folders = list(Path("/sys/fs/cgroup").rglob(f"clplab-{document['holder']}"))
    client.down(lab_home)

    assert not any(folder.exists() for folder in folders)


def test_the_lab_outlives_whoever_started_it(lab_home: Path) -> None:
    program = f"from pathlib import Path; from clprun.lab import client; client.up(Path({str(lab_home)!r}), 'B')"
    subprocess.run([sys.executable, "-c", program], check=True)

    assert client.run(lab_home, "clu1", ["hostname"]).stdout == b"clu1\n"


def test_a_lab_can_be_tied_to_a_process(lab_home: Path) -> None:
    with subprocess.Popen(["sleep", "600"]) as master:
        document = client.up(lab_home, "B", BARE, ends_with=master.pid)
        members = family(document["holder"])
        master.kill()

    eventually(lambda: not any(map(alive, members)), "all processes are gone")


def test_a_second_lab_in_one_home_is_refused(lab: Lab) -> None:
    with pytest.raises(StepFailed) as caught:
        client.up(lab.home, "B")

    assert caught.value.problem.code == "lab.already_up"
    assert lab.greets("clu1")


def test_labs_side_by_side_do_not_see_each_other(lab: Lab, lab_home: Path) -> None:
    client.up(lab_home, "B", BARE)
    client.run(lab_home, "clu1", ["touch", "/etc/other-lab"])

    assert lab.run("clu1", "test -e /etc/other-lab").returncode == 1
    assert client.paths(lab_home).host_keys != client.paths(lab.home).host_keys
    client.down(lab_home)
    assert lab.greets("clu1")


def test_a_home_with_a_long_path_works(lab_home: Path) -> None:
    home = lab_home / ("long-" * 20) / ("longer-" * 20)
    try:
        assert client.up(home, "B", BARE)["up"]
    finally:
        client.down(home)


def test_host_keys_stay_the_same_from_lab_to_lab(lab_home: Path) -> None:
    client.up(lab_home, "B", BARE)
    first = client.paths(lab_home)
    client.down(lab_home)
    client.up(lab_home, "B", BARE)

    assert client.paths(lab_home) == first
    assert "clu1,10.0.0.111,192.168.0.111 ssh-ed25519 " in first.known_hosts.read_text()
    assert first.private_key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("tier", "without"),
    [
        ("A", ("overlay", "loop")),
        ("B", ("all_ids",)),
        ("B", ("overlay",)),
        ("B", ("all_ids", "overlay")),
        ("B'", ("all_ids",)),
    ],
)
def test_a_poorer_machine_gives_a_lab_too(lab_home: Path, tier: Tier, without: tuple[Luxury, ...]) -> None:
    poor = Lab(lab_home, tier, BARE, without)
    poor.up()
    poor.sh("clu1", "mount /dev/sdb2 /mnt/sdb2 && touch /mnt/sdb2/file && mkdir /usr/lib/nqs && touch /usr/sbin/own")
    poor.sh("clu1", "touch /root/owned && chown operator /root/owned")
    with poor.ssh("clu2", user="operator") as session:
        _, out, _ = session.exec_command("hostname", get_pty=True)
        assert out.read().decode().strip() == "clu2"
    before = poor.boot_id("clu1")
    poor.fault("reboot", node="clu1")
    eventually(lambda: poor.boot_id("clu1") not in {"", before}, "clu1 boots again")

    assert poor.sh("clu1", "ls -d /usr/lib/nqs /usr/sbin/own").split() == ["/usr/lib/nqs", "/usr/sbin/own"]
    assert poor.run("clu1", "touch /usr/share/doc/x").returncode != 0 or "overlay" not in without


def test_status_says_what_is_not_real(lab: Lab, tier: Tier) -> None:
    unreal = set(lab.status()["not_real"])

    assert ("lab.unreal_disk" in unreal) == (tier != "A")
    assert ("lab.unreal_systemd" in unreal) == (tier != "A")
    assert ("lab.unreal_sshd" in unreal) == (tier == "B'")
