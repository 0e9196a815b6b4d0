"""The whole way: a dry run that touches nothing, a build, a second run that changes nothing, a failover by itself."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from clprun.lab import client
from tests.journeys.stage import (
    EIGHT,
    LOCAL,
    changes_since,
    commands_of,
    lab_of,
    local_on,
    processes_of,
    reads_only_since,
    site_on,
    stands_on,
)
from tests.support.bench import BUILT_BY, NODES, Bench, Finish
from tests.support.lab import eventually

CONFIGURATION = "/opt/nec/clusterpro/etc/clp.conf"
SCRIPTS = "/opt/nec/clusterpro/scripts/failover/exec-jobcenter"
FILES = ("/usr/lib/nqs/rc/daemon.conf", CONFIGURATION, f"{SCRIPTS}/start.sh", f"{SCRIPTS}/stop.sh")


@dataclass(frozen=True)
class Picture:
    """The nodes at one moment: every file, the files of interest, every process of JobCenter, calls so far."""

    trees: dict[str, dict[str, str]]
    texts: dict[str, str]
    processes: dict[str, dict[str, tuple[str, ...]]]
    calls: int

    @classmethod
    def of(cls, bench: Bench) -> "Picture":
        return cls(
            {node: client.tree_digest(bench.home, node) for node in NODES},
            {path: bench.sh("clu1", f"cat {path} 2>/dev/null || :") for path in FILES},
            {node: processes_of(bench, node) for node in NODES},
            len(bench.calls()),
        )


@dataclass(frozen=True)
class Story:
    """One build from its dry run to its second run."""

    bench: Bench
    new: Picture
    dry: Finish
    dry_json: Finish
    planned: Finish
    offline: Finish
    previewed: Picture
    built: Finish
    standing: Picture
    calls: list[dict[str, Any]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with lab_of(tmp_path_factory.mktemp("story")) as bench:
        new = Picture.of(bench)
        dry = bench.clprun("apply", BUILT_BY, "--lab", "--dry-run", "--detailed-exitcode")
        dry_json = bench.clprun("apply", BUILT_BY, "--lab", "--dry-run", "--json")
        planned = bench.clprun("plan", BUILT_BY, "--lab")
        asked = len(bench.calls())
        offline = bench.clprun("plan", BUILT_BY, "--lab", "--offline")
        assert len(bench.calls()) == asked
        previewed = Picture.of(bench)
        built = bench.apply(None, "--json")
        standing = Picture.of(bench)
        calls = bench.calls()[previewed.calls :]
        yield Story(bench, new, dry, dry_json, planned, offline, previewed, built, standing, calls)


# -- dry run --------------------------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing_on_any_node(story: Story) -> None:
    assert story.previewed.trees == story.new.trees
    assert story.previewed.processes == story.new.processes
    calls = story.bench.calls()[story.new.calls : story.previewed.calls]
    assert calls
    assert not [call for call in calls if call["changes"]]


def test_the_exit_code_tells_changes_where_asked_to(story: Story) -> None:
    assert (story.dry.code, story.dry_json.code, story.planned.code, story.offline.code) == (7, 0, 0, 0)


def test_plan_shows_what_a_dry_run_shows(story: Story) -> None:
    assert story.planned.out == story.dry.out


def test_the_differences_shown_are_those_that_come(story: Story) -> None:
    shown = {
        (diff["path"], diff["node"]): diff["diff"]
        for event in story.dry_json.events("step-planned")
        for diff in event["diffs"]
    }

    drawn = {" ".join(line.split()) for line in story.dry.out.splitlines()}

    for path in FILES:
        before, after = story.new.texts[path], story.standing.texts[path]
        come = [*difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=3)][2:]
        assert come, path
        assert [line for line in shown[path, "clu1"] if not line.startswith(("---", "+++"))] == come
        assert {" ".join(line.split()) for line in come} <= drawn
    assert (FILES[0], "clu2") in shown


def test_the_commands_shown_are_those_that_come(story: Story) -> None:
    shown = [
        (command["node"], command["command"].removeprefix("setsid ").partition(" </dev/null")[0])
        for event in story.dry_json.events("step-planned")
        for command in event["commands"]
        if command["command"].removeprefix("setsid ").startswith(("/usr/lib/nqs/", "/usr/sbin/clp"))
        and "--compcheck" not in command["command"]  # it changes nothing
    ]
    run = story.built.events("run-started")[0]["run"]
    come = [(node, line.replace(run, "RUN")) for node, line in commands_of([c for c in story.calls if c["changes"]])]

    assert len(shown) == 18
    assert _in_pairs(come) == _in_pairs(shown)


def _in_pairs(commands: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The two nodes of a step work side by side: nqsstop and nqsstart come in any order."""
    return [*sorted(commands[:2]), *commands[2:-2], *sorted(commands[-2:])]


def test_every_command_of_the_preview_stands_in_its_text(story: Story) -> None:
    for event in story.dry_json.events("step-planned"):
        for command in event["commands"]:
            if command["action"] not in {"WriteFile", "Rename"}:
                assert f"{command['node']}# {command['command']}" in story.dry.out


def test_what_stops_or_moves_is_told_with_its_node(story: Story) -> None:
    disrupting = [
        (event["step"], event["node"]) for event in story.dry_json.events("step-planned") if event["disrupts"]
    ]

    assert {step for step, _ in disrupting} == {
        *("stop-local", "stop-site", "stop-site-again", "stop-group", "exec-and-monitor"),
        *("stop-group-for-trial", "move-to-standby", "move-back"),
    }
    summary = next(line for line in story.dry.out.splitlines() if line.startswith("Stops or moves a service:"))
    for step, node in disrupting:
        assert f"{step} ({node})" in summary
    assert "Move failover group failover from clu1 to clu2" in story.dry.out
    assert "disrupts: a service stops or moves on clu2" in story.dry.out


# -- build ----------------------------------------------------------------------------------------------------------


def test_the_build_reaches_its_end(story: Story) -> None:
    assert story.built.code == 0, story.built.err
    assert story.built.events()[-1]["event"] == "run-ended"
    assert story.built.events()[-1]["how"] == "done"


def test_standard_output_is_for_programs_and_standard_error_for_people(story: Story) -> None:
    kinds = [event["event"] for event in story.built.events()]

    assert kinds[0] == "run-started"
    assert set(kinds) == {
        *("run-started", "step-planned", "plan", "plan-made", "lock-taken", "phase-started", "confirmed"),
        *("step-intended", "action-ended", "step-ended", "debt-owed", "debt-settled", "checkpoint-passed", "run-ended"),
    }
    assert "Phase 1/11" in story.built.err
    assert story.built.err.count("checkpoint passed") == 11


def test_an_intention_is_written_before_each_change(story: Story) -> None:
    intended: set[tuple[str, str]] = set()
    for event in story.built.events():
        place = (event.get("step", ""), event.get("node", ""))
        if event["event"] == "step-intended":
            intended.add(place)
        elif event["event"] == "action-ended":
            assert place in intended
        elif event["event"] == "step-ended" and event["outcome"] == "changed":
            intended.remove(place)
    assert intended == set()


def test_the_site_runs_in_the_group_on_the_primary_beside_the_local_sites(story: Story) -> None:
    assert stands_on(story.bench, "clu1")()
    assert [local_on(story.bench, node) for node in NODES] == [LOCAL, LOCAL]
    for lines in story.standing.processes["clu1"].values():
        if any("cjcpw" in line for line in lines):
            assert lines[-1] == "clppm", "the cluster started it, not a connection of ours"


def test_the_group_went_to_the_standby_and_came_back(story: Story) -> None:
    moves = [line for _, line in commands_of(story.calls) if "clpgrp -m" in line]
    starts = [call["node"] for call in story.calls if call["by"] == "cluster" and call["exit"] is None]

    assert moves == ["/usr/sbin/clpgrp -m failover -a clu2", "/usr/sbin/clpgrp -m failover -a clu1"]
    assert starts == ["clu1", "clu1", "clu2", "clu1"]


def test_the_site_was_made_once_and_stands_stopped_before_the_group_stops(story: Story) -> None:
    by_ssh = [line.rpartition("/cluster/")[2].removeprefix("/usr/sbin/") for _, line in commands_of(story.calls)]
    lines = [line for line in by_ssh if line.startswith(("cjc", "clpgrp"))]

    assert lines[:6] == [
        "cjcmksite cluv 114 /mnt/sdb2",
        *("cjcpw cluv /mnt/sdb2", "cjcpw -stop cluv", "cjcpw cluv /mnt/sdb2", "cjcpw -stop cluv"),
        "clpgrp -t failover",
    ]
    assert sum(line.startswith("cjcmksite") for line in lines) == 1


def test_exec_scripts_and_monitor_came_in_one_push(story: Story) -> None:
    pushes = [line for _, line in commands_of(story.calls) if "clpcfctrl --push" in line]

    assert len(pushes) == 1
    for node in NODES:
        for path in FILES[1:]:
            assert story.bench.node(node, "cat", path) == story.standing.texts[path]


def test_nothing_of_a_person_is_in_doubt_and_no_warning_was_shouted(story: Story) -> None:
    shouted = [story.bench.sh(node, "cat /run/clprun-lab/warnings.jsonl 2>/dev/null || :") for node in NODES]

    assert shouted == ["", ""]


# -- once more ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Nothing to change.", "Nothing was changed.")),
        ("ja", ("変更はありません。", "何も変更していません。")),
    ],
)
def test_a_second_run_changes_nothing_and_says_so(story: Story, language: str, words: tuple[str, ...]) -> None:
    before = Picture.of(story.bench)

    finish = story.bench.clprun("--lang", language, "apply", BUILT_BY, "--lab", "--yes")

    assert finish.code == 0, finish
    for text in words:
        assert text in finish.out
    after = Picture.of(story.bench)
    assert after.trees == before.trees
    assert after.processes == before.processes, "no process was stopped or started"
    assert reads_only_since(story.bench, before.calls)


def test_a_second_run_intends_nothing_and_asks_nobody(story: Story) -> None:
    before = len(story.bench.calls())

    finish = story.bench.clprun("apply", BUILT_BY, "--lab", "--json")

    assert finish.code == 0, finish
    kinds = {event["event"] for event in finish.events()}
    assert not kinds & {"step-intended", "action-ended", "confirmed", "debt-owed", "decision-taken", "accepted"}
    assert finish.events("plan")[0]["changes"] is False
    assert reads_only_since(story.bench, before)


def test_a_dry_run_of_what_stands_finds_no_changes(story: Story) -> None:
    finish = story.bench.clprun("apply", BUILT_BY, "--lab", "--dry-run", "--detailed-exitcode")

    assert finish.code == 0, finish
    assert "Nothing to change." in finish.out


def test_verify_proves_the_result_and_changes_nothing(story: Story) -> None:
    before = Picture.of(story.bench)

    finish = story.bench.clprun("verify", BUILT_BY, "--lab", "--json")

    assert finish.code == 0, finish
    found = finish.events("verified")
    assert all(each["right"] for each in found)
    names = {each["name"].partition("[")[0] for each in found}
    assert names >= {"create-site", "exec-and-monitor", "group-runs", "test_the_site_has_its_eight_processes"}
    assert Picture.of(story.bench).trees == before.trees
    assert reads_only_since(story.bench, before.calls)


DAMAGE = {
    "clu1": """
        echo '127.0.0.1 localhost clu1' >/etc/hosts; cat /etc/hosts.right >>/etc/hosts
        chown nobody /opt/nec/clusterpro/scripts/failover/exec-jobcenter/start.sh
        clpmonctrl -s -m pidw-jobcenter
    """,
    "clu2": """
        { echo '10.0.0.114 other cluv'; cat /etc/hosts.right; } >/etc/hosts
        ip addr add 10.0.0.114/32 dev lo
        mount -t tmpfs none /mnt/sdb2
        /usr/lib/nqs/nqsstop
    """,
}
FOUND = {
    ("local-name-resolution", "clu1"): "check.name_is_loopback",
    ("virtual-host-resolves", "clu2"): "check.name_is_alias",
    ("exec-and-monitor", "clu1"): "configuration.script_unsafe",
    ("start-local", "clu2"): "jobcenter.local_lacks",
    ("cluster-healthy", "clu1"): "cluster.address_elsewhere",
}


def test_what_was_broken_by_hand_is_noticed_by_verify_and_by_a_dry_run(story: Story) -> None:
    bench = story.bench
    for node, damage in DAMAGE.items():
        bench.sh(node, f"cp -p /etc/hosts /etc/hosts.right\n{damage}")
    try:
        verified = bench.clprun("verify", BUILT_BY, "--lab", "--json")
        planned = bench.clprun("plan", BUILT_BY, "--lab", "--json")
    finally:
        for node in NODES:
            bench.sh(node, "cat /etc/hosts.right >/etc/hosts; rm /etc/hosts.right")
        bench.sh("clu1", f"chown root {SCRIPTS}/start.sh")
        bench.sh("clu2", "ip addr del 10.0.0.114/32 dev lo; umount /mnt/sdb2; setsid /usr/lib/nqs/nqsstart")
        bench.node("clu1", "clpmonctrl", "-r", "-m", "pidw-jobcenter")

    assert (verified.code, planned.code) == (1, 1)
    wrong = {(each["name"], each["node"]): each for each in verified.events("verified") if not each["right"]}
    assert {key: each["problem"]["code"] for key, each in wrong.items() if each["node"]} == FOUND
    steps = {(each["step"], each["node"]): each["verdict"] for each in planned.events("step-planned")}
    assert {key: steps[key] for key in FOUND} == {
        key: "change" if key[0] in {"exec-and-monitor", "start-local"} else "refused" for key in FOUND
    }
    told = {problem["code"] for each in planned.events("step-planned") for problem in each["problems"]}
    assert told >= {"cluster.address_elsewhere", "cluster.mount_elsewhere", "cluster.monitor_doubtful"}


# -- what it is for -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def failed_over(story: Story) -> Iterator[Story]:
    """The built cluster after cjcpw was killed and the group came up on the other node; put back at the end."""
    assert story.built.code == 0
    finish = story.bench.clprun("lab", "fault", "kill", "clu1", "cjcpw")
    assert finish.code == 0, finish
    eventually(stands_on(story.bench, "clu2"), "failed over to clu2")
    yield story
    story.bench.node("clu2", "clpgrp", "-m", "failover")
    eventually(stands_on(story.bench, "clu1"), "moved back to clu1")


def test_a_killed_cjcpw_makes_the_group_fail_over_with_all_its_processes(failed_over: Story) -> None:
    assert site_on(failed_over.bench, "clu2") == EIGHT
    assert site_on(failed_over.bench, "clu1") == {}
    assert "/mnt/sdb2" in failed_over.bench.node("clu2", "cat", "/proc/mounts")
    assert "/mnt/sdb2" not in failed_over.bench.node("clu1", "cat", "/proc/mounts")
    assert "10.0.0.114/" in failed_over.bench.node("clu2", "ip", "-4", "address")


def test_verify_proves_a_site_that_has_failed_over(failed_over: Story) -> None:
    """Where the group runs is for apply to refuse; the result is right wherever it runs."""
    finish = failed_over.bench.clprun("verify", BUILT_BY, "--lab", "--json")

    assert finish.code == 0
    assert all(each["right"] for each in finish.events("verified"))


@pytest.mark.parametrize("verb", [("apply", "--yes"), ("apply", "--dry-run"), ("plan",)])
def test_a_build_is_refused_while_the_group_is_elsewhere(failed_over: Story, verb: tuple[str, ...]) -> None:
    before = Picture.of(failed_over.bench)

    finish = failed_over.bench.clprun(verb[0], BUILT_BY, "--lab", "--json", *verb[1:])

    assert finish.code == 1
    (problem,) = finish.events("problem")
    assert (problem["code"], problem["step"]) == ("cluster.group_not_primary_or_offline", "cluster-ready")
    assert "clu2" in problem["what"]
    after = Picture.of(failed_over.bench)
    assert after.trees == before.trees
    assert not changes_since(failed_over.bench, before.calls)
