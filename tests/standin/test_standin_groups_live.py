"""CLUSTERPRO's stand-in on two nodes, nothing broken: groups, resources, suspend, push. It ends online on clu1."""

import pytest

from clprun.lab import client
from clprun.lab.standin.default_conf import default_configuration
from tests.standin.rehearsal import Rehearsal

pytestmark = pytest.mark.xdist_group("standin-groups")


def test_a_boot_brings_the_group_up_on_the_primary(shared: Rehearsal) -> None:
    shared.wait_for("clu2", failover="Online", current="clu1", fip1="Online", disk1="Online", fipw1="Normal")

    assert shared.mounted("clu1")
    assert shared.has_floating_ip("clu1")
    assert not shared.mounted("clu2")
    assert "Cluster WebUI" in shared.good("clu2", "exec 3<>/dev/tcp/10.0.0.111/29003 && echo GET / >&3 && cat <&3")


def test_a_group_stops_starts_and_moves_with_its_resources(shared: Rehearsal) -> None:
    shared.good("clu1", "clpgrp -t failover")
    assert shared.good("clu1", "clpgrp -n failover").strip() == ""
    assert (shared.mounted("clu1"), shared.has_floating_ip("clu1")) == (False, False)

    assert "Command succeeded." in shared.good("clu1", "clpgrp -s failover")
    shared.good("clu1", "clpgrp -m failover -a clu2")
    assert shared.good("clu1", "clpgrp -n failover").strip() == "clu2"
    assert (shared.mounted("clu2"), shared.has_floating_ip("clu2")) == (True, True)
    assert (shared.mounted("clu1"), shared.has_floating_ip("clu1")) == (False, False)

    shared.good("clu1", "ping -c1 -W2 cluv")
    shared.good("clu2", "clpgrp -m failover")
    assert shared.mounted("clu1")


@pytest.mark.parametrize(
    ("node", "command"),
    [
        ("clu1", "clpgrp -s failover"),
        ("clu2", "clpgrp -s failover"),
        ("clu2", "clpgrp -t failover"),
        ("clu2", "clpgrp -m failover"),
        ("clu1", "clpgrp -m failover -a clu9"),
        ("clu1", "clpgrp -t nothing"),
        ("clu1", "clpgrp -x"),
        ("clu1", "clprsc -t disk9"),
        ("clu1", "clpcl --resume"),
        ("clu1", "clpcl -s"),
        ("clu1", "clpmonctrl -s -m nothing"),
        ("clu1", "clpcfctrl --push -l -x /nowhere"),
        ("clu1", "clpcfctrl --push -l -x /opt/nec/clusterpro/etc"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(shared: Rehearsal, node: str, command: str) -> None:
    said = shared.run(node, command)

    assert said.code not in (0, 9)
    assert shared.calls(command.split(maxsplit=1)[0])[-1]["changes"] is False
    assert shared.good("clu1", "clpgrp -n failover").strip() == "clu1"


def test_a_group_elsewhere_is_stopped_by_force(shared: Rehearsal) -> None:
    shared.good("clu2", "clpgrp -t failover -f")
    assert not shared.mounted("clu1")
    shared.good("clu1", "clpgrp -s failover")


def test_one_resource_stops_and_starts(shared: Rehearsal) -> None:
    assert "disk1 first" in shared.run("clu1", "clprsc -t fip1").text
    shared.good("clu1", "clprsc -t disk1")
    shared.wait_for("clu2", fip1="Online", disk1="Offline", failover="Online")
    assert not shared.mounted("clu1")
    shared.good("clu1", "clprsc -s disk1")
    assert shared.mounted("clu1")


def test_a_busy_disk_costs_its_users_their_life(shared: Rehearsal) -> None:
    shared.good("clu1", "cd /mnt/sdb2 && (setsid sleep 4321 </dev/null >/dev/null 2>&1 & echo started)")

    shared.good("clu1", "clpgrp -t failover")

    assert not shared.mounted("clu1")
    assert shared.run("clu1", "pgrep -f 'sleep 432[1]'").code == 1
    shared.good("clu1", "clpgrp -s failover")


def test_monitors_and_the_cluster_are_suspended_and_resumed(shared: Rehearsal) -> None:
    shared.good("clu1", "clpmonctrl -s -m fipw1")
    shared.wait_for("clu1", fipw1="Suspend", userw="Normal")
    shared.good("clu1", "clpmonctrl -r -m fipw1")
    shared.wait_for("clu1", fipw1="Normal")

    shared.good("clu1", "clpcl --suspend")
    for command in ("clpstat", "clpgrp -t failover", "clpgrp -n failover", "clprsc -t fip1", "clpmonctrl -s -m fipw1"):
        for node in ("clu1", "clu2"):
            refused = shared.run(node, command)
            assert refused.code not in (0, 9), command
            assert "The cluster is suspended." in refused.text, command
    assert shared.run("clu1", "clpdown").code not in (0, 9)
    shared.good("clu2", "clpcl --resume -a")
    shared.wait_for("clu1", clu1="Online", clu2="Online", userw="Normal", failover="Online")


def test_a_push_reaches_both_nodes_and_is_refused_at_the_wrong_time(shared: Rehearsal) -> None:
    shared.stage(shared.full_configuration())
    installed = shared.good("clu2", "sha256sum /opt/nec/clusterpro/etc/clp.conf")
    push = "clpcfctrl --push -l -x /root/work"

    assert "Group failover must be stopped" in shared.run("clu1", push).text
    shared.good("clu1", "clpgrp -t failover")
    assert "must be suspended" in shared.run("clu1", push).text
    assert shared.good("clu2", "sha256sum /opt/nec/clusterpro/etc/clp.conf") == installed
    shared.good("clu1", "clpcl --suspend")
    said = shared.good("clu1", push)

    assert "server clu1 success" in said
    assert "server clu2 success" in said
    for node in ("clu1", "clu2"):
        shared.good(node, "test -x /opt/nec/clusterpro/scripts/failover/exec1/stop.sh")
        assert "exec@exec1" in shared.good(node, "cat /opt/nec/clusterpro/etc/clp.conf")
    assert shared.status("clu1").get("exec1") is None
    shared.good("clu1", "clpcl --resume")
    shared.wait_for("clu2", exec1="Offline", pidw1="Offline")

    shared.write("clu1", "/root/plain/clp.conf", default_configuration(shared.site))
    shared.good("clu1", "clpcl --suspend && clpcfctrl --push -w -x /root/plain && clpcl --resume && clpgrp -s failover")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<objectnumber>15", b"<objectnumber>16", "objectnumber"),
        (b'<types name="disk"/>', b"", "does not list disk"),
        (b"</root>", b"", "ill-formed"),
    ],
)
def test_a_wrong_file_never_leaves_the_node(shared: Rehearsal, old: bytes, new: bytes, why: str) -> None:
    content = default_configuration(shared.site)
    assert old in content
    shared.write("clu1", "/root/wrong/clp.conf", content.replace(old, new))

    said = shared.run("clu1", "clpcfctrl --push -l -x /root/wrong")

    assert said.code != 0
    assert why in said.text


def test_what_was_pulled_can_be_pushed(shared: Rehearsal) -> None:
    shared.good("clu1", "rm -rf /root/pulled && clpcfctrl --pull -l -x /root/pulled")
    shared.good("clu1", "cmp /root/pulled/clp.conf /opt/nec/clusterpro/etc/clp.conf")
    assert "success" in shared.good("clu1", "clpcfctrl --push -l -x /root/pulled")


def test_resume_is_refused_while_the_nodes_differ(shared: Rehearsal) -> None:
    shared.good("clu1", "clpcl --suspend")
    shared.good("clu2", "cp -p /opt/nec/clusterpro/etc/clp.conf /root/kept && echo >> /opt/nec/clusterpro/etc/clp.conf")

    assert "differs" in shared.run("clu1", "clpcl --resume").text

    shared.good("clu2", "cp -p /root/kept /opt/nec/clusterpro/etc/clp.conf")
    shared.good("clu1", "clpcl --resume")


def test_a_push_that_dies_leaves_the_nodes_different(shared: Rehearsal) -> None:
    shared.stage(shared.full_configuration())
    shared.good("clu1", "cp -p /opt/nec/clusterpro/etc/clp.conf /root/kept && clpgrp -t failover && clpcl --suspend")
    client.fault(shared.home, "command", name="clpcfctrl", effect="die")

    assert shared.run("clu1", "clpcfctrl --push -l -x /root/work").code == 137

    client.fault(shared.home, "clear")
    first, second = (shared.good(node, "sha256sum < /opt/nec/clusterpro/etc/clp.conf") for node in ("clu1", "clu2"))
    assert first != second
    assert "differs" in shared.run("clu1", "clpcl --resume").text
    shared.good("clu1", "cp -p /root/kept /opt/nec/clusterpro/etc/clp.conf && clpcl --resume && clpgrp -s failover")


def test_the_public_net_carries_the_heartbeat_when_the_interconnect_is_cut(shared: Rehearsal) -> None:
    shared.good("clu1", "ip link set eth1 down")

    shared.wait_for("clu2", lankhb1="Error", lankhb2="Normal", clu1="Online", clu2="Online", current="clu1")

    shared.good("clu1", "ip link set eth1 up")
    shared.wait_for("clu2", lankhb1="Normal")


def test_the_service_stops_and_starts_with_its_unit(shared: Rehearsal) -> None:
    shared.good("clu1", "clpcl -t -a")
    assert shared.run("clu1", "systemctl is-active clusterpro").text.strip() == "inactive"
    assert shared.status("clu2")["failover"] == "Offline"
    assert not shared.mounted("clu1")

    assert "Start clu2 : Command succeeded." in shared.good("clu1", "clpcl -s -a")
    shared.settle()
    shared.wait_for("clu2", failover="Online", current="clu1")
    shared.good("clu1", "clpcl -r -a --web --alert --ib --api && systemctl is-active clusterpro_webmgr")


def test_during_a_transition_clpstat_is_busy_or_shows_it_pending(fresh: Rehearsal) -> None:
    held = "#!/bin/sh\nwhile test -e /root/hold; do sleep 0.05; done\n"
    fresh.good("clu1", "touch /root/hold")
    fresh.stage(fresh.full_configuration(), held, held)
    fresh.good("clu1", "clpgrp -t failover && clpcl --suspend && clpcfctrl --push -l -x /root/work && clpcl --resume")
    fresh.good("clu1", "clpgrp -s failover; setsid clpgrp -t failover >/dev/null 2>&1 </dev/null &")
    fresh.wait("the stop", lambda: fresh.run("clu2", "clpstat").code == 9)

    said = [fresh.run("clu1", "clpstat") for _ in range(6)]

    assert {each.code for each in said} == {0, 9}
    assert all("Offline Pending" in each.text for each in said if each.code == 0)
    assert fresh.run("clu1", "clpgrp -s failover").code not in (0, 9)
    fresh.good("clu1", "rm /root/hold")
    fresh.wait_for("clu1", failover="Offline")
