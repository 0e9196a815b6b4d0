"""Monitors, recovery and activation on two nodes: every fault leads to what is configured (clusterpro.md 2.4, 2.6)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clprun.lab.site import site_for
from tests.standin.configurations import Configuration, tags
from tests.standin.rehearsal import FACTOR, Rehearsal, rehearsing

pytestmark = pytest.mark.xdist_group("standin-monitors")

FAULTS = "/var/lib/clprun-lab"


def thresholds(restart: int, failover: int, action: int = 1) -> str:
    """The recovery of a monitor."""
    return tags(emergency_threshold_restart=restart, emergency_threshold_fo=failover, emergency_action=action)


def target(kind: str, name: str) -> str:
    """The recovery target of a monitor."""
    return tags(relation_type=kind, relation_name=name)


def write_configuration(configuration: Configuration) -> None:
    """One group for each kind of monitor, and two for what can happen when a group starts."""
    named = "test -e /root/broken && exit 0\nexec sleep 100001"
    configuration.group("byname", "named")
    configuration.exec("byname", "named", named, "pkill -x -f 'sleep 100001'; exit 0", waits=False)
    configuration.monitor(
        "psw",
        "psw1",
        f"<target>named</target><parameters>{tags(processname='sleep 10000*', processnum=1)}</parameters>"
        + target("grp", "byname")
        + thresholds(1, 1),
    )
    configuration.group("bycustom", "customed")
    configuration.exec("bycustom", "customed", "exit 0")
    configuration.monitor(
        "genw",
        "genw1",
        "<target>customed</target>"
        + tags(polling_timing=1, polling_reconfirmation=1)
        + target("grp", "bycustom")
        + thresholds(0, 0, action=2),
        "test ! -e /root/sick",
    )
    patient = f"<target>customed</target>{tags(polling_timing=1, firstmonwait=36000000)}{target('grp', 'bycustom')}"
    configuration.monitor("genw", "patient", patient, "touch /root/checked")
    configuration.group("web", "web1")
    configuration.exec("web", "web1", "systemctl start httpd", "systemctl stop httpd")
    configuration.monitor("httpw", "httpw1", f"<target>web1</target>{target('rsc', 'web1')}{thresholds(1, 0)}")
    configuration.group("mail", "mail1")
    configuration.exec("mail", "mail1", "systemctl start postfix", "systemctl stop postfix")
    configuration.monitor("smtpw", "smtpw1", f"<target>mail1</target>{target('grp', 'mail')}{thresholds(0, 1)}")
    for name, action in (("ends", 3), ("reboots", 5)):
        once = f"test -e /root/{name} && rm /root/{name} && exit 1\nexit 0"
        configuration.monitor("genw", name, target("cls", "LocalServer") + thresholds(0, 0, action), once)

    say = "echo $CLP_EVENT >> /root/tries\nexit 1"
    configuration.group("fragile", "fragile1", automatic=False)
    configuration.exec("fragile", "fragile1", say, inner=tags(act_retry=1, act_fo=1, act_action=2))
    configuration.group("ordered", "b", "a", "c", automatic=False)
    for name, depends in (("a", ""), ("b", '<depend name="a"/>'), ("c", '<depend name=""/>')):
        note = "echo {} >> /root/order"
        configuration.exec("ordered", name, note.format(f"+{name}"), note.format(f"-{name}"), depends)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """A lab with these groups up on clu1; each test leaves it so."""
    site = replace(site_for("internet-server-agent"), time_factor=FACTOR, while_suspended="answer")
    configuration = Configuration(site)
    write_configuration(configuration)
    site = replace(site, configuration=configuration.write(tmp_path_factory.mktemp("configuration")))
    with rehearsing(tmp_path_factory.mktemp("lab"), site) as rehearsal:
        yield rehearsal


def runs_on(lab: Rehearsal, group: str, node: str) -> None:
    """Wait until ``group`` runs on ``node`` and nothing is under way."""
    lab.wait(
        f"{group} on {node}",
        lambda: lab.run("clu1", f"clpgrp -n {group}").text.strip() == node and bool(lab.status("clu1")),
    )


def bring_home(lab: Rehearsal, group: str) -> None:
    """Move ``group`` back to clu1 as soon as the cluster lets it."""
    lab.wait(f"{group} moves", lambda: lab.run("clu2", f"clpgrp -m {group}").code == 0)
    runs_on(lab, group, "clu1")


def main_pid(lab: Rehearsal, service: str) -> str:
    return lab.good("clu1", f"systemctl show -p MainPID --value {service}").strip()


def test_all_monitors_find_everything_normal(lab: Rehearsal) -> None:
    lab.wait_for("clu2", psw1="Normal", genw1="Normal", httpw1="Normal", smtpw1="Normal", ends="Normal", userw="Normal")


def test_a_monitor_waits_before_its_first_check(lab: Rehearsal) -> None:
    lab.wait_for("clu1", genw1="Normal", patient="Offline", bycustom="Online")

    assert lab.run("clu1", "test -e /root/checked").code == 1


def test_a_process_that_is_gone_is_restarted_and_then_the_group_fails_over(lab: Rehearsal) -> None:
    lab.good("clu1", "pkill -x -f 'sleep 100001'")
    lab.wait("the restart", lambda: lab.run("clu1", "pgrep -x -f 'sleep 100001'").code == 0)
    lab.wait_for("clu1", psw1="Normal", byname="Online")
    assert lab.good("clu1", "clpgrp -n byname").strip() == "clu1"

    lab.good("clu1", "touch /root/broken; pkill -x -f 'sleep 100001'")  # normal again: it may restart once more

    runs_on(lab, "byname", "clu2")
    lab.wait_for("clu2", psw1="Normal", byname="Online")
    lab.good("clu1", "rm /root/broken; grep -c 'psw1: restart of byname' /opt/nec/clusterpro/alert/log/alert.log.cur")
    bring_home(lab, "byname")


def test_a_custom_monitors_final_action_stops_the_group(lab: Rehearsal) -> None:
    lab.good("clu1", "touch /root/sick")

    lab.wait_for("clu2", bycustom="Offline", customed="Offline", genw1="Offline")

    lab.good("clu1", "rm /root/sick && clpgrp -s bycustom")
    lab.wait_for("clu2", bycustom="Online", genw1="Normal")


def test_a_web_server_that_answers_nonsense_is_restarted_and_then_borne(lab: Rehearsal) -> None:
    before = main_pid(lab, "httpd")

    lab.good("clu1", f"echo nonsense > {FAULTS}/httpd")

    lab.wait_for("clu1", httpw1="Error", web="Online")
    lab.wait("the restart", lambda: main_pid(lab, "httpd") not in {before, "0"})
    lab.wait_for("clu1", httpw1="Error", web="Online")
    after = main_pid(lab, "httpd")
    lab.good("clu1", f"rm {FAULTS}/httpd")
    lab.wait_for("clu1", httpw1="Normal")
    assert main_pid(lab, "httpd") == after
    assert lab.good("clu1", "clpgrp -n web").strip() == "clu1"


def test_what_cannot_be_restarted_takes_the_way_of_a_failed_activation(lab: Rehearsal) -> None:
    lab.good("clu1", f"echo dead > {FAULTS}/httpd; kill -9 {main_pid(lab, 'httpd')}")

    runs_on(lab, "web", "clu2")

    lab.wait_for("clu2", httpw1="Normal", web="Online")
    lab.good("clu1", f"rm {FAULTS}/httpd")
    bring_home(lab, "web")


def test_a_mail_server_that_refuses_makes_the_group_fail_over(lab: Rehearsal) -> None:
    lab.good("clu1", f"echo 421 > {FAULTS}/postfix")

    runs_on(lab, "mail", "clu2")

    lab.wait_for("clu2", smtpw1="Normal", mail="Online")
    assert lab.run("clu1", "systemctl is-active postfix").text.strip() == "inactive"
    lab.good("clu1", f"rm {FAULTS}/postfix")
    bring_home(lab, "mail")


def test_what_is_suspended_does_not_react(lab: Rehearsal) -> None:
    lab.good("clu2", "clpmonctrl -s -h clu1 -m smtpw1")
    lab.wait_for("clu1", smtpw1="Suspend", httpw1="Normal")
    lab.good("clu1", "systemctl stop postfix && clpcl --suspend")
    lab.wait_for("clu2", httpw1="Suspend", psw1="Suspend", mail="Online", web="Online")
    lab.good("clu1", "clpcl --resume")
    lab.wait_for("clu2", httpw1="Normal", smtpw1="Suspend", mail="Online")
    assert lab.good("clu1", "clpgrp -n mail").strip() == "clu1"

    lab.good("clu2", "clpmonctrl -r -h clu1 -m smtpw1")

    runs_on(lab, "mail", "clu2")
    bring_home(lab, "mail")
    lab.wait_for("clu1", smtpw1="Normal")


def test_a_failed_activation_is_retried_fails_over_and_then_stops_the_group(lab: Rehearsal) -> None:
    assert lab.run("clu1", "clpgrp -s fragile").code not in (0, 9)

    lab.wait("both have tried", lambda: lab.run("clu2", "wc -l < /root/tries").text.strip() == "2")
    lab.wait_for("clu1", fragile="Offline", fragile1="Offline")
    assert lab.good("clu1", "cat /root/tries").split() == ["START"] * 2
    assert lab.good("clu2", "cat /root/tries").split() == ["FAILOVER"] * 2


def test_dependencies_between_execs_rule_start_and_stop(lab: Rehearsal) -> None:
    lab.good("clu1", "clpgrp -s ordered && clpgrp -t ordered")

    assert lab.good("clu1", "cat /root/order").split() == ["+a", "+b", "+c", "-c", "-b", "-a"]


def test_the_final_action_can_end_the_cluster_service(lab: Rehearsal) -> None:
    lab.good("clu1", "touch /root/ends")

    lab.wait("the end", lambda: lab.run("clu1", "systemctl is-active clusterpro").text.strip() == "inactive")

    lab.wait_for("clu2", clu1="Offline", mail="Online", web="Online", smtpw1="Normal", httpw1="Normal")
    lab.good("clu1", "clpcl -s")
    lab.wait_for("clu2", clu1="Online", clu2="Online")
    for group in ("byname", "bycustom", "web", "mail", "failover"):
        bring_home(lab, group)


def test_the_final_action_can_reboot_the_server(lab: Rehearsal) -> None:
    boot = lab.good("clu1", "cat /proc/sys/kernel/random/boot_id")

    lab.good("clu1", "touch /root/reboots")

    lab.wait("another boot", lambda: lab.run("clu1", "cat /proc/sys/kernel/random/boot_id").text not in {"", boot})
    lab.wait_for("clu2", clu1="Online", mail="Online", web="Online")
    assert lab.good("clu2", "clpgrp -n mail").strip() == "clu2"
    assert lab.run("clu1", "test -e /root/reboots").code == 1  # its script saw to that, so it reboots once
