"""Internet Server Agent with monitor resources, for HTTP and SMTP, licensed by the trial's file."""

import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from clprun.lab.site import site_for
from tests.journeys.stage import commands_of, group_on, lab_of, reads_only_since
from tests.support.bench import NODES, Bench, Finish
from tests.support.lab import eventually

pytestmark = pytest.mark.full

RUNBOOK: Final = "internet-server-agent"
MAINTENANCE: Final = "internet-server-agent-maintenance"
MONITORS: Final = ("httpw-isa", "httpw-index", "smtpw-isa")
PAUSING: Final = ["-e", "style=resource", "-e", f"monitors=[{', '.join(MONITORS)}]"]
SITE: Final = replace(site_for(RUNBOOK), time_factor=600.0)
VALUES: Final = [
    *("-e", "style=resource", "-e", "protocols=both", "-e", "licence=trial", "-e", "reboot_test=false"),
    *("-e", "failovers=1", "-e", "final_action=none", "-e", "http_more=[{name: httpw-index, uri: /index.html}]"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, list[Finish]]]:
    """The lab, and the runs that built it: one cut after the trial's file was registered, one in the second push."""
    with lab_of(tmp_path_factory.mktemp("isa-resources"), SITE) as bench:
        runs = [
            bench.clprun("apply", RUNBOOK, "--lab", "--yes", *VALUES, fault="acted:trial-licence:clu1"),
            bench.resume("intended:http-monitored:clu1"),
            bench.resume("done:smtp-monitored:clu1"),
            bench.resume(),
        ]
        yield bench, runs


def test_it_is_built_after_three_cuts(built: tuple[Bench, list[Finish]]) -> None:
    bench, runs = built

    assert [run.code for run in runs] == [-signal.SIGKILL, -signal.SIGKILL, -signal.SIGKILL, 0], runs[-1]
    assert group_on(bench) == "clu1"


def test_the_trial_is_registered_once_for_all_servers(built: tuple[Bench, list[Finish]]) -> None:
    bench, _ = built
    lines = [line for _, line in commands_of(bench.calls()) if "clplcnsc -i" in line]

    assert lines == ["/usr/sbin/clplcnsc -i /media/internet-server-agent/trial.key"]
    for node in NODES:
        assert "TRIAL" in bench.node(node, "clplcnsc", "-l", "-p", "ISAG10")


def test_both_servers_are_watched_by_resources_and_by_no_command(built: tuple[Bench, list[Finish]]) -> None:
    bench, _ = built
    shown = bench.node("clu1", "clpstat")

    assert [name for name in (*MONITORS, "exec-http", "exec-smtp") if name not in shown] == []
    assert not [call for call in bench.calls() if call["argv"][0].endswith("mon")]
    configuration = bench.node("clu2", "cat", "/opt/nec/clusterpro/etc/clp.conf")
    assert len(re.findall(r"<notrecovery>\s*<use>0</use>", configuration)) == len(MONITORS), (
        "a time-out is a fault, too"
    )


def test_a_second_run_only_reads_and_verify_proves_it(built: tuple[Bench, list[Finish]]) -> None:
    bench, _ = built
    count = len(bench.calls())

    again = bench.clprun("apply", RUNBOOK, "--lab", "--yes", *VALUES)
    proved = bench.clprun("verify", RUNBOOK, "--lab", *VALUES)

    assert again.code == 0, again
    assert "Nothing was changed." in again.out
    assert proved.code == 0, proved
    assert reads_only_since(bench, count)


@pytest.mark.full
def test_what_is_paused_for_a_maintenance_is_owed_until_it_watches_again(built: tuple[Bench, list[Finish]]) -> None:
    bench, _ = built
    count = len(bench.calls())

    bench.clprun("apply", MAINTENANCE, "--lab", "--yes", *PAUSING, fault="done:pause-monitors:clu1")
    owed = bench.clprun("status")
    shown = bench.node("clu1", "clpstat")
    finish = bench.resume()

    assert f"clpmonctrl -r -h clu1 -m {MONITORS[0]}" in owed.text, owed
    assert shown.count("Suspend") == len(MONITORS)
    assert finish.code == 0, finish
    orders = [line for _, line in commands_of(bench.calls()[count:]) if "clpmonctrl" in line]
    both = [f"/usr/sbin/clpmonctrl {verb} -h clu1 -m {name}" for verb in ("-s", "-r") for name in MONITORS]
    assert [line for line in orders if "-h clu1" in line] == both
    assert "Suspend" not in bench.node("clu1", "clpstat")


def test_an_smtp_server_that_hangs_makes_the_group_fail_over(built: tuple[Bench, list[Finish]]) -> None:
    bench, _ = built
    bench.sh("clu1", "echo hang >/var/lib/clprun-lab/postfix")

    eventually(lambda: group_on(bench) == "clu2", "failed over", 60)
