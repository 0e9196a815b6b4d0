"""CLUSTERPRO's stand-in under faults: what a dead node, a cut cable, a failing script, a killed process does."""

from clprun.lab import client
from tests.standin.rehearsal import NAMES, Rehearsal


def test_a_killed_child_moves_the_site_to_the_other_node(built: Rehearsal) -> None:
    client.fault(built.home, "kill", node="clu1", name="jnwengine")

    built.wait_for("clu1", failover="Online", current="clu2", exec1="Online", pidw1="Normal")
    built.wait_for_site("clu2")
    assert built.processes("clu1") == {}
    assert not built.mounted("clu1")
    ends = [
        call for call in built.calls("cjcpw") if call["argv"] == ["/usr/lib/nqs/cluster/cjcpw", "cluv", "/mnt/sdb2"]
    ]
    assert [call["node"] for call in ends if call["exit"] is None] == ["clu1", "clu2"]
    assert all(call["by"] == "cluster" for call in ends)
    assert [call["exit"] for call in ends if call["node"] == "clu1" and call["exit"] is not None] != [0]


def test_the_products_default_reactivates_first(built: Rehearsal) -> None:
    built.stage(built.full_configuration(restarts=1))
    built.good("clu1", "clpgrp -t failover && clpcl --suspend && clpcfctrl --push -l -x /root/work")
    built.good("clu1", "clpcl --resume && clpgrp -s failover")
    built.wait_for_site("clu1")

    client.fault(built.home, "kill", node="clu1", name="cjcpw")
    built.wait("started again", lambda: len([c for c in built.calls("cjcpw") if c["exit"] is None]) == 3)

    built.wait_for_site("clu1")
    built.wait_for("clu1", current="clu1", failover="Online")


def test_a_dead_node_is_taken_over_and_joins_again(built: Rehearsal) -> None:
    client.fault(built.home, "crash", node="clu1")

    built.wait_for("clu2", clu1="Offline", failover="Online", current="clu2", exec1="Online")
    built.wait_for_site("clu2")
    assert built.has_floating_ip("clu2")
    pushed = built.run("clu2", "clpcfctrl --push -l")
    assert pushed.code not in (0, 9)
    assert "server clu1 failed" in pushed.text

    client.fault(built.home, "reboot", node="clu1")
    built.wait_for("clu1", clu1="Online", clu2="Online", current="clu2")
    assert built.processes("clu1") == {}  # local_daemon=OFF holds over a boot
    assert built.processes("clu2") == NAMES


def test_an_orderly_reboot_hands_the_group_over(built: Rehearsal) -> None:
    built.run("clu1", "systemctl reboot")

    built.wait_for("clu2", failover="Online", current="clu2")
    built.wait_for_site("clu2")
    stops = [call for call in built.calls("cjcpw") if "-stop" in str(call["argv"])]
    assert stops[-1]["exit"] == 0
    built.wait_for("clu2", clu1="Online", current="clu2")


def test_cut_cables_make_each_see_the_other_offline_and_both_mount(built: Rehearsal) -> None:
    client.fault(built.home, "link", node="clu2", state="down")

    built.wait_for("clu1", clu1="Online", clu2="Offline", current="clu1")
    built.wait_for("clu2", clu1="Offline", clu2="Online", current="clu2", failover="Online")
    built.wait("the double mount is noticed", lambda: "mounted on both nodes" in built.warnings())
    assert "split brain" in built.warnings()
    built.good("clu1", "test -s /mnt/sdb2/nqs/private/root/control/split-brain")

    client.fault(built.home, "link", node="clu2", state="up")
    # Whichever notices first goes; whether the other still sees the split by then is a matter of moments.
    built.wait("the split ends", lambda: built.is_off("clu1") or built.is_off("clu2"))


def test_a_node_that_hung_resets_itself(built: Rehearsal) -> None:
    client.fault(built.home, "hang", node="clu1")
    built.wait_for("clu2", clu1="Offline", failover="Online", current="clu2")

    client.fault(built.home, "clear")

    built.wait("the reset", lambda: '"hang"' in built.warnings())
    built.wait_for("clu1", clu1="Online", clu2="Online", current="clu2")
    assert built.processes("clu1") == {}
    assert not built.mounted("clu1")


def test_a_failing_stop_script_shuts_the_server_down(fresh: Rehearsal) -> None:
    fresh.build(stop="#!/bin/sh\nexit 1\n")
    fresh.wait_for_site("clu1")

    fresh.run("clu1", "clpgrp -t failover")

    fresh.wait("the shutdown", lambda: fresh.is_off("clu1"))
    fresh.wait_for("clu2", failover="Online", current="clu2")


def test_a_comment_as_a_command_shuts_the_server_down(fresh: Rehearsal) -> None:
    fresh.build(stop="#!/bin/sh\nif true\nthen :\nelse\n#NO_CLP\nfi\nexit 0\n")  # ERRATA G2-01

    fresh.run("clu1", "clpgrp -t failover")

    fresh.wait("the shutdown", lambda: fresh.is_off("clu1"))


def test_a_disk_that_is_torn_away_ends_the_site_everywhere(built: Rehearsal) -> None:
    client.fault(built.home, "disk", state="gone")

    built.wait("no site", lambda: built.processes("clu1") == {} and built.processes("clu2") == {})
    built.wait("the failure shows", lambda: built.status("clu2").get("failover") == "Online Failure")


def test_a_dead_cluster_service_shuts_the_server_down(fresh: Rehearsal) -> None:
    client.fault(fresh.home, "kill", node="clu1", name="clppm")

    fresh.wait("the shutdown", lambda: fresh.is_off("clu1"))
    fresh.wait_for("clu2", failover="Online", current="clu2")


def test_clpdown_hands_the_group_over_and_powers_off(fresh: Rehearsal) -> None:
    fresh.run("clu1", "clpdown")

    fresh.wait("the shutdown", lambda: fresh.is_off("clu1"))
    fresh.wait_for("clu2", failover="Online", current="clu2")
