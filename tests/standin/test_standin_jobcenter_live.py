"""JobCenter's stand-in: sites, their processes, daemon.conf, refusals. The group stays online on clu1."""

from dataclasses import replace
from pathlib import Path

import pytest

from clprun.lab import client
from clprun.lab.site import default_site
from tests.standin.rehearsal import NAMES, Rehearsal

pytestmark = pytest.mark.xdist_group("standin-jobcenter")

MAKE = "/usr/lib/nqs/cluster/cjcmksite cluv 114 /mnt/sdb2"
CJCPW = "/usr/lib/nqs/cluster/cjcpw"
BACKGROUND = f"setsid {CJCPW} cluv /mnt/sdb2 </dev/null >/root/cjcpw.out 2>&1 &"
LOCAL = {"NQS nqsdaemon", *(name for name in NAMES if name.startswith("/") and "cjcpw" not in name)}


@pytest.fixture(scope="module")
def made(shared: Rehearsal) -> Rehearsal:
    """Local sites stopped and shared, the cluster's site made."""
    shared.wait("the local site", lambda: set(shared.processes("clu1")) == LOCAL)
    refused = shared.run("clu1", MAKE)
    assert refused.code != 0  # the local JobCenter runs
    shared.stop_local_sites("SITE")
    shared.good("clu1", MAKE)
    return shared


def test_making_a_site_is_recorded_once(made: Rehearsal) -> None:
    begun = [call for call in made.calls("cjcmksite") if call["exit"] is None]

    assert len(begun) == 1
    assert begun[0]["changes"] is True
    made.good("clu1", "test -d /mnt/sdb2/nqs")


@pytest.mark.parametrize(
    ("node", "arguments", "why"),
    [
        ("clu1", "cluv 114 /mnt/sdb2", "nqs"),
        ("clu1", "cluv 111 /mnt/sdb2", "machine ID"),
        ("clu1", "cluv 0 /mnt/sdb2", "machine ID"),
        ("clu1", "nobody 114 /mnt/sdb2", "no such host"),
        ("clu1", "10.0.0.114 114 /mnt/sdb2", "10.0.0.114"),
        ("clu1", "alias 114 /mnt/sdb2", "alias"),
        ("clu1", "cluv 114 /mnt/other", "not active"),
        ("clu2", "cluv 114 /mnt/sdb2", "not active"),
        ("clu1", "cluv 114 relative", "Usage"),
        ("clu1", "cluv 114", "Usage"),
    ],
)
def test_a_site_is_not_made_where_the_guide_forbids_it(made: Rehearsal, node: str, arguments: str, why: str) -> None:
    made.good("clu1", "cp /etc/hosts /root/hosts && echo '10.0.0.99 truename alias' >> /etc/hosts")
    before = made.good("clu1", "cd /mnt/sdb2 && find . -type f -exec sha256sum {} +")

    said = made.run(node, f"/usr/lib/nqs/cluster/cjcmksite {arguments}")

    made.good("clu1", "cat /root/hosts > /etc/hosts")
    assert said.code not in (0, 9)
    assert why in said.text
    assert made.good("clu1", "cd /mnt/sdb2 && find . -type f -exec sha256sum {} +") == before


def test_a_site_runs_in_the_foreground_under_eight_names_until_it_is_stopped(made: Rehearsal) -> None:
    made.good("clu1", BACKGROUND)
    made.wait_for_site("clu1")
    parents = set(made.good("clu1", "ps -C nqsdaemon,jnwcaster,jnwengine,jcdbs -o ppid=").split())
    assert parents == {made.good("clu1", "pgrep -x cjcpw").strip()}

    assert made.run("clu1", f"{CJCPW} cluv /mnt/sdb2").code != 0  # runs already
    made.good("clu1", f"{CJCPW} -stop cluv")

    assert made.processes("clu1") == {}
    assert made.run("clu1", f"{CJCPW} -stop cluv").code != 0


def test_an_en_dash_has_the_shape_of_a_start_and_stops_nothing(made: Rehearsal) -> None:
    made.good("clu1", BACKGROUND)
    made.wait_for_site("clu1")

    said = made.run("clu1", f"{CJCPW} –stop cluv")  # ERRATA G2-03

    assert said.code != 0
    assert made.processes("clu1") == NAMES
    made.good("clu1", f"{CJCPW} -stop cluv")


def test_a_dead_child_ends_the_site_and_its_cjcpw(made: Rehearsal) -> None:
    made.good("clu1", BACKGROUND)
    made.wait_for_site("clu1")

    client.fault(made.home, "kill", node="clu1", name="comagent")

    made.wait("the end", lambda: made.processes("clu1") == {})
    made.wait("its exit code", lambda: made.calls("cjcpw")[-1]["exit"] not in (None, 0))


def test_a_site_started_unwatched_outlives_its_command_and_a_child(made: Rehearsal) -> None:
    made.good("clu1", f"{CJCPW} -c cluv /mnt/sdb2")
    assert sum(made.processes("clu1").values()) == 9

    client.fault(made.home, "kill", node="clu1", name="comagent")
    made.wait("one less", lambda: sum(made.processes("clu1").values()) == 8)

    made.good("clu1", f"{CJCPW} -stop cluv")
    assert made.processes("clu1") == {}


def test_a_local_site_shares_the_node_only_with_site(made: Rehearsal) -> None:
    made.good("clu1", BACKGROUND)
    made.wait_for_site("clu1")
    made.good("clu1", "/usr/lib/nqs/nqsstart")
    daemons = made.good("clu1", "ps -C nqsdaemon -o ppid=").split()
    assert len(daemons) == 2
    assert "1" in daemons
    made.good("clu1", "/usr/lib/nqs/nqsstop")
    assert made.processes("clu1") == NAMES

    made.good("clu1", "sed -i 's/^local_daemon=SITE/# local_daemon=SITE/' /usr/lib/nqs/rc/daemon.conf")
    assert made.run("clu1", "/usr/lib/nqs/nqsstart").code != 0
    made.good("clu1", f"{CJCPW} -stop cluv && /usr/lib/nqs/nqsstart")
    assert made.run("clu1", f"{CJCPW} cluv /mnt/sdb2").code != 0
    made.good(
        "clu1", "/usr/lib/nqs/nqsstop; sed -i 's/^# local_daemon=SITE/local_daemon=SITE/' /usr/lib/nqs/rc/daemon.conf"
    )


def test_off_keeps_the_local_site_down(made: Rehearsal) -> None:
    made.good("clu1", "sed -i 's/^local_daemon=SITE/local_daemon=OFF/' /usr/lib/nqs/rc/daemon.conf")

    assert made.run("clu1", "/usr/lib/nqs/nqsstart").code != 0
    made.good("clu1", "systemctl start nqs")
    made.wait("its end", lambda: made.run("clu1", "systemctl is-active nqs").text.strip() == "inactive")
    assert made.processes("clu1") == {}

    made.good("clu1", "sed -i 's/^local_daemon=OFF/local_daemon=SITE/' /usr/lib/nqs/rc/daemon.conf")


def test_a_site_without_its_address_or_its_name_does_not_start(made: Rehearsal) -> None:
    assert "not cluv" not in made.run("clu2", f"{CJCPW} cluv /mnt/sdb2").text
    made.good("clu1", "clprsc -t fip1 -f")
    assert made.run("clu1", f"{CJCPW} cluv /mnt/sdb2").code != 0
    made.good("clu1", "clprsc -s fip1")
    assert "is cluv, not clu1" in made.run("clu1", f"{CJCPW} clu1 /mnt/sdb2").text
    assert made.processes("clu1") == {}


def test_a_site_made_by_half_is_left_by_a_dying_command(fresh: Rehearsal) -> None:
    fresh.stop_local_sites()
    client.fault(fresh.home, "command", name="cjcmksite", effect="die")

    assert fresh.run("clu1", MAKE).code == 137

    client.fault(fresh.home, "clear")
    assert [call["exit"] for call in fresh.calls("cjcmksite")] == [None]
    fresh.good("clu1", "test -d /mnt/sdb2/nqs")
    assert "incomplete" in fresh.run("clu1", f"{CJCPW} cluv /mnt/sdb2").text
    assert fresh.run("clu1", MAKE).code != 0
    fresh.good("clu1", f"mv /mnt/sdb2/nqs /mnt/sdb2/nqs.aside && {MAKE}")


def test_commands_fail_lie_and_hang_when_told(fresh: Rehearsal) -> None:
    client.fault(fresh.home, "command", name="nqsstop", effect="fail")
    assert fresh.run("clu1", "/usr/lib/nqs/nqsstop").code not in (0, 9)
    assert "NQS nqsdaemon" in fresh.processes("clu1")

    client.fault(fresh.home, "command", name="nqsstop", effect="lie")
    assert fresh.run("clu1", "/usr/lib/nqs/nqsstop").code == 0
    assert "NQS nqsdaemon" in fresh.processes("clu1")

    client.fault(fresh.home, "command", name="nqsstop", effect="hang")
    assert fresh.run("clu1", "timeout -s KILL 0.5 /usr/lib/nqs/nqsstop").code == 137
    assert fresh.calls("nqsstop")[-1]["exit"] is None
    assert "NQS nqsdaemon" in fresh.processes("clu1")


def test_jobcenter_comes_from_its_media(tmp_path: Path) -> None:
    site = replace(default_site(), jobcenter="media", language="ja", seed=3)
    client.up(tmp_path, site=site)
    try:
        lab = Rehearsal(tmp_path, site)
        lab.settle()
        assert lab.run("clu1", f"{CJCPW} cluv /mnt/sdb2").code == 127
        lab.good("clu1", "/media/jobcenter/install.sh")
        assert set(lab.processes("clu1")) == LOCAL
        assert lab.run("clu1", "/media/jobcenter/install.sh").code != 0
        assert "起動済" in lab.good("clu1", "clpstat")
        assert "UTF-8" in lab.good("clu1", "clpcfctrl --pull -l -x /root/pulled && head -1 /root/pulled/clp.conf")
    finally:
        client.down(tmp_path)
