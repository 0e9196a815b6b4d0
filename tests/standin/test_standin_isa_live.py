"""Internet Server Agent's stand-in on two nodes: licences, monitor commands, and the group that runs them (ISA)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clprun.lab import client
from clprun.lab.site import site_for
from tests.standin.configurations import Configuration, tags
from tests.standin.rehearsal import FACTOR, Rehearsal, rehearsing

pytestmark = pytest.mark.xdist_group("standin-isa")

FAULTS = "/var/lib/clprun-lab"
TRIAL = "/media/internet-server-agent/trial.key"
STORE = "/opt/nec/clusterpro/etc/license-ISAG10.json"
MONITOR = "clp_httpmon httpwatch -i 1 -c 1 -r 1"
ALERTS = "/opt/nec/clusterpro/alert/log/alert.log.cur"
IN_SYSLOG = r"s/.* clusterpro: <type: \(http\|smtp\)mon><event: \([0-9]*\)> .*/\2/p"
IN_ALERTS = r"s/^[^ ]* [^ ]* \(INFO\|ERROR\) *\(http\|smtp\)mon \([0-9]*\) .*/\3/p"


def bought(key: str) -> str:
    """The dialogue that registers a product's licence."""
    return f"printf '1\\nXXX0000000\\n{key}\\n' | clplcnsc -i"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """A lab with the guide's group: exec1 starts httpd, exec2 the monitor command, pidw1 watches exec2 (ISA chapter 4).

    The recovery is the recommended one: no failover of the group, the cluster daemon is stopped (ERRATA G4-27).
    """
    site = replace(site_for("internet-server-agent"), time_factor=FACTOR)
    configuration = Configuration(site)
    configuration.group("isa", "exec1", "exec2", automatic=False)
    configuration.exec("isa", "exec1", "systemctl start httpd", "systemctl stop httpd")
    stop = "clp_httpmon httpwatch --stop\nexit 0"
    alone = f'<depend name="exec1"/>{tags(act_fo=0, act_action=2)}'
    configuration.exec("isa", "exec2", f"exec {MONITOR}", stop, alone, waits=False)
    recovery = tags(
        target="exec2",
        relation_type="grp",
        relation_name="isa",
        emergency_threshold_restart=0,
        emergency_threshold_fo=0,
        emergency_action=3,
    )
    configuration.monitor("pidw", "pidw1", recovery)
    site = replace(site, configuration=configuration.write(tmp_path_factory.mktemp("configuration")))
    with rehearsing(tmp_path_factory.mktemp("lab"), site) as rehearsal:
        yield rehearsal


@pytest.fixture
def unlicensed(lab: Rehearsal) -> Rehearsal:
    """The lab without any licence."""
    for node in ("clu1", "clu2"):
        lab.good(node, f"rm -f {STORE}")
    return lab


@pytest.fixture
def licensed(unlicensed: Rehearsal) -> Rehearsal:
    """The lab with a key of its own on each node."""
    for node, key in (("clu1", "KEY1-A"), ("clu2", "KEY2-B")):
        unlicensed.good(node, bought(key))
    return unlicensed


@pytest.fixture
def watched(licensed: Rehearsal) -> Iterator[Rehearsal]:
    """Both servers up on clu1, and well again afterwards."""
    licensed.good("clu1", "systemctl start httpd postfix && : > /var/log/messages")
    yield licensed
    licensed.good("clu1", f"rm -f {FAULTS}/httpd {FAULTS}/postfix; systemctl stop httpd postfix")


def events(lab: Rehearsal, node: str = "clu1") -> list[int]:
    """Event ids of the monitor commands in syslog, in their order."""
    return [int(each) for each in lab.good(node, f"sed -n '{IN_SYSLOG}' /var/log/messages").split()]


def begin(lab: Rehearsal, words: str) -> None:
    """Start a monitor command in the background and wait until it watches."""
    lab.good("clu1", f"setsid {words} >/root/said 2>&1 </dev/null & echo started")
    lab.wait("the first check", lambda: 2 in events(lab))


def test_nothing_is_watched_without_a_licence(unlicensed: Rehearsal) -> None:
    said = unlicensed.run("clu1", "clp_httpmon web")

    assert said.code not in (0, 9)
    assert "The license of clp_httpmon is not registered." in said.text
    assert unlicensed.calls("clp_httpmon")[-1]["changes"] is False


def test_a_product_is_licensed_by_a_dialogue_on_each_server(unlicensed: Rehearsal) -> None:
    said = unlicensed.good("clu1", bought("ABC0000-DEF1111"))

    assert said.startswith(
        "Software license\n 1 Product version\n 2 Trial version\nSelect the license version [1 or 2].."
    )
    assert "Enter serial number [Ex. XXX0000000]... " in said
    assert "Enter license key\n[Ex. XXXXXXXX-XXXXXXX-XXXXXXX-XXXXXXX] ..." in said
    assert said.endswith("Command succeeded.\n")
    assert "Serial number... XXX0000000" in unlicensed.good("clu1", "clplcnsc -l -p ISAG10")
    assert "XXX0000000" not in unlicensed.good("clu2", "clplcnsc -l")
    assert unlicensed.calls("clplcnsc")[0]["changes"] is True


def test_the_same_key_on_both_servers_is_told_by_the_monitor(unlicensed: Rehearsal) -> None:
    for node in ("clu1", "clu2"):
        unlicensed.good(node, bought("SAME"))

    assert "The registration license overlaps." in unlicensed.run("clu2", "clp_smtpmon mail").text


def test_a_trials_file_licenses_every_server(unlicensed: Rehearsal) -> None:
    unlicensed.good("clu2", f"clplcnsc -i {TRIAL}")

    for node in ("clu1", "clu2"):
        assert "<TRIAL>" in unlicensed.good(node, "clplcnsc -l")
    assert "is effective till 12/31/2099" in unlicensed.run("clu1", "timeout 0.8 clp_smtpmon mail").text
    unlicensed.good("clu1", "clp_smtpmon mail --del")


def test_a_registration_that_dies_leaves_a_half_that_can_be_completed(unlicensed: Rehearsal) -> None:
    client.fault(unlicensed.home, "command", name="clplcnsc", effect="die")
    assert unlicensed.run("clu1", f"clplcnsc -i {TRIAL}").code == 137
    client.fault(unlicensed.home, "clear")
    assert "<TRIAL>" in unlicensed.good("clu2", "clplcnsc -l")
    assert "<TRIAL>" not in unlicensed.good("clu1", "clplcnsc -l")

    unlicensed.good("clu1", f"clplcnsc -i {TRIAL}")

    assert unlicensed.good("clu2", "clplcnsc -l").count("Seq...") == 1


def test_a_trial_by_dialogue_is_over_at_its_end(unlicensed: Rehearsal) -> None:
    trial = "printf '2\\n{}\\n{}\\nTRAL1\\n' | clplcnsc -i"
    unlicensed.good("clu1", trial.format("2006/09/08", "2006/10/08"))

    said = unlicensed.run("clu2", "clp_httpmon web")

    assert "The trial version license has expired in 10/08/2006 (mm/dd/yyyy)." in said.text
    assert unlicensed.run("clu1", trial.format("2006/13/08", "2007/10/08")).code != 0


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("clplcnsc -i -p ISAG10 </dev/null", "product ID"),
        ("clplcnsc -l -p ISAG99", "product ID"),
        ("clplcnsc -i </dev/null", "input has ended"),
        ("echo 3 | clplcnsc -i", "license version is invalid"),
        ("printf '1\\n\\nABC\\n' | clplcnsc -i", "serial number is invalid"),
        (bought("ABIC-1"), "license key is invalid"),
        (bought("abc-1"), "license key is invalid"),
        ("clplcnsc -i /nowhere", "cannot be read"),
        ("echo product=ISAG10 > /root/bad.key; clplcnsc -i /root/bad.key", "license file is invalid"),
        ("clplcnsc -p ISAG10", "Usage"),
        (f"{bought('AGAN')} >/dev/null; {bought('AGAN')}", "already registered"),
        (f"echo '{{' > {STORE}; clp_httpmon web", "Failed to check the license information"),
    ],
)
def test_what_cannot_be_licensed_is_refused(unlicensed: Rehearsal, command: str, why: str) -> None:
    said = unlicensed.run("clu1", command)

    assert said.code not in (0, 9)
    assert why in said.text


def test_a_monitor_tells_its_life_and_obeys(watched: Rehearsal) -> None:
    watched.good("clu1", f": > {ALERTS}")
    begin(watched, "clp_httpmon web -h /index.html")

    assert watched.good("clu1", "ps -C clp_httpmon -o args=").strip() == "/usr/sbin/clp_httpmon web -h /index.html"
    pid = watched.good("clu1", "pgrep -x clp_httpmon").strip()
    assert watched.good("clu1", "clp_httpmon web --disp").strip().endswith(pid)
    assert "already used" in watched.run("clu1", "clp_smtpmon web").text
    watched.good("clu1", "clp_httpmon web --pause && clp_httpmon web --pause")
    watched.good("clu1", f"echo refuse > {FAULTS}/httpd")
    assert events(watched)[-1] == 7
    watched.good("clu1", f"rm {FAULTS}/httpd")
    watched.wait("well again", lambda: watched.run("clu1", "curl -s http://localhost/").code == 0)
    watched.good("clu1", "clp_httpmon web --resume && clp_httpmon web --stop")

    assert events(watched) == [1, 2, 14, 7, 8, 3]
    assert watched.good("clu1", f"sed -n '{IN_ALERTS}' {ALERTS}").split() == ["1", "2", "14", "7", "8", "3"]
    assert watched.run("clu1", "clp_httpmon web --disp").code not in (0, 9)
    by_call = watched.calls("clp_httpmon")
    ended = [call["exit"] for call in by_call if call["argv"] == ["/usr/sbin/clp_httpmon", "web", "-h", "/index.html"]]
    assert ended == [None, 0]


@pytest.mark.parametrize(
    ("service", "words", "fault", "event"),
    [
        ("httpd", "clp_httpmon web", "refuse", 72),
        ("httpd", "clp_httpmon web", "hang", 74),
        ("httpd", "clp_httpmon web", "nonsense", 82),
        ("httpd", "clp_httpmon web -h /index.html", "503", 83),
        ("postfix", "clp_smtpmon mail", "refuse", 72),
        ("postfix", "clp_smtpmon mail", "421", 83),
    ],
)
def test_a_server_that_fails_is_given_up(watched: Rehearsal, service: str, words: str, fault: str, event: int) -> None:
    begin(watched, f"{words} -c 1")

    watched.good("clu1", f"echo {fault} > {FAULTS}/{service}")
    watched.wait("its end", lambda: watched.run("clu1", "pgrep -x 'clp_....mon'").code == 1)

    assert events(watched) == [1, 2, event, event, 6]
    name = words.split(maxsplit=1)[0]
    assert watched.run("clu1", f"{' '.join(words.split()[:2])} --stop").code not in (0, 9)
    assert events(watched)[-1] == 15
    assert [call["exit"] for call in watched.calls(name) if call["exit"] is not None][-2] not in (0, 9)


def test_a_status_does_not_count_without_a_request_uri(watched: Rehearsal) -> None:
    watched.good("clu1", f"echo 503 > {FAULTS}/httpd; : > /var/log/httpd/access_log")
    begin(watched, "clp_httpmon web -c 1")

    refused = "grep -c 'HEAD / HTTP/1.1. 503' /var/log/httpd/access_log"
    watched.wait("three requests", lambda: int(watched.run("clu1", refused).text) > 2)

    watched.good("clu1", "clp_httpmon web --stop")
    assert events(watched) == [1, 2, 3]


@pytest.mark.parametrize("sign", ["KILL", "TERM"])
def test_a_killed_monitor_locks_its_identifier_until_it_is_deleted(watched: Rehearsal, sign: str) -> None:
    begin(watched, "clp_httpmon web")
    pid = watched.good("clu1", "pgrep -x clp_httpmon").strip()
    watched.good("clu1", f"kill -{sign} {pid}")
    watched.wait("its end", lambda: watched.run("clu1", f"ps -p {pid}").code == 1)

    assert "already used" in watched.run("clu1", "clp_httpmon web").text
    assert "could not perform the end processing" in watched.run("clu1", "clp_httpmon web --stop 1").text
    assert watched.good("clu1", "clp_httpmon web --disp").strip().endswith(pid)
    watched.good("clu1", "clp_httpmon web --del")

    assert watched.run("clu1", "clp_httpmon web --del").code not in (0, 9)
    watched.good("clu1", ": > /var/log/messages")
    begin(watched, "clp_httpmon web")
    watched.good("clu1", "clp_httpmon web --stop")


def test_a_service_that_cannot_start_fails_its_start(licensed: Rehearsal) -> None:
    licensed.good("clu1", f"echo dead > {FAULTS}/postfix")

    said = licensed.run("clu1", "systemctl start postfix")

    licensed.good("clu1", f"rm {FAULTS}/postfix && systemctl start postfix && systemctl stop postfix")
    assert said.code == 1


def test_the_group_ends_the_monitor_in_order(licensed: Rehearsal) -> None:
    licensed.good("clu1", ": > /var/log/messages; clpgrp -s isa")
    licensed.wait("the first check", lambda: 2 in events(licensed))
    licensed.wait_for("clu1", isa="Online", pidw1="Normal")

    licensed.good("clu1", "clpgrp -t isa")

    assert events(licensed) == [1, 2, 3]


def test_a_hanging_web_server_ends_the_cluster_service_and_moves_the_group(licensed: Rehearsal) -> None:
    for node in ("clu1", "clu2"):
        licensed.good(node, ": > /var/log/messages")
    licensed.good("clu1", "clpgrp -s isa")
    licensed.wait_for("clu2", isa="Online", pidw1="Normal")

    licensed.good("clu1", f"echo hang > {FAULTS}/httpd")
    licensed.wait("the end", lambda: licensed.run("clu1", "systemctl is-active clusterpro").text.strip() == "inactive")

    licensed.wait_for("clu2", clu1="Offline", isa="Online", exec2="Online", pidw1="Normal")
    licensed.wait("the first check", lambda: 2 in events(licensed, "clu2"))
    assert events(licensed) == [1, 2, 74, 74, 6, 15]
    licensed.good("clu1", f"rm {FAULTS}/httpd && clpcl -s")
    licensed.wait_for("clu2", clu1="Online")
    licensed.good("clu2", "clpgrp -t isa")
