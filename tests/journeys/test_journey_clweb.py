"""CL/Web from its installation to a cluster: previewed, cut often, applied twice, failed over, updated."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from clprun.faults import Point
from clprun.lab import client
from clprun.lab.site import site_for
from clprun.lang.load import load_runbook
from clprun.model.runbook import Nature
from clprun.steps.registry import kinds
from tests.journeys.clweb import LOCAL, LOGS, SHARED, killed, picture, serving
from tests.journeys.stage import changes_since, commands_of, group_on, lab_of, reads_only_since
from tests.support.bench import NODES, Bench, Finish

SITE = replace(site_for("clweb"), time_factor=600.0)


@dataclass(frozen=True)
class Story:
    """One build from its dry run to its second run."""

    bench: Bench
    new: dict[str, dict[str, str]]
    dry: Finish
    previewed: dict[str, dict[str, str]]
    asked: list[dict[str, Any]]
    config: str
    cuts: list[tuple[str, Finish]]
    built: Finish


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with lab_of(tmp_path_factory.mktemp("clweb"), SITE) as lab:
        bench = replace(lab, runbook="clweb", varying=LOGS)
        _dress(bench)
        new, calls = bench.trees(), len(bench.calls())
        dry = bench.clprun("apply", "clweb", "--lab", "--dry-run", "--json")
        previewed, asked = bench.trees(), bench.calls()[calls:]
        config = picture(bench, "clu1", LOCAL)
        cuts: list[tuple[str, Finish]] = []
        for place in _boundaries(dry):
            cuts.append((place, bench.resume(place) if cuts else bench.apply(place)))
        yield Story(bench, new, dry, previewed, asked, config, cuts, bench.resume())


def _dress(bench: Bench) -> None:
    """Times that a copy would not have by chance, and something on the standby that must not get to the shared disk."""
    bench.sh(
        "clu1", f"touch -d '2021-04-01 09:00' {LOCAL}/mypage/*.json; touch -d '2020-02-29' {LOCAL}/tls {LOCAL}/mypage"
    )
    bench.sh("clu2", f"echo '{{}}' >{LOCAL}/mypage/standby.json")


def _boundaries(dry: Finish) -> list[str]:
    """The end of every second step that is to change something; the crash matrix takes all."""
    natures = {step.id: kinds()[step.kind].nature for step in load_runbook("clweb", kinds()).runbook.steps}
    planned = dry.events("step-planned")
    last_nodes = {event["step"]: event["node"] for event in planned if event["verdict"] in {"change", "known-later"}}
    return [f"{Point.DONE}:{step}:{node}" for step, node in last_nodes.items() if natures[step] is not Nature.CHECK][
        ::2
    ]


# -- dry run --------------------------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing_on_any_node(story: Story) -> None:
    assert story.dry.code == 0, story.dry
    assert story.previewed == story.new
    assert story.asked
    assert not [call for call in story.asked if call["changes"]]


def test_the_preview_shows_the_setting_and_the_scripts(story: Story) -> None:
    shown = {diff["path"]: diff["diff"] for event in story.dry.events("step-planned") for diff in event["diffs"]}
    assert [line for line in shown[f"{LOCAL}/clweb.conf"] if line[0] in "+-" and line[:3] not in {"+++", "---"}] == [
        '-# $bind = "0.0.0.0"',
        '+$bind = "10.0.0.114"',
    ]
    assert {path.rpartition("/")[2] for path in shown} == {"clweb.conf", "clp.conf", "start.sh", "stop.sh"}


# -- the build, cut at every second boundary ------------------------------------------------------------------------


def test_every_cut_was_one_and_the_build_came_to_its_end(story: Story) -> None:
    assert [(place, finish.code) for place, finish in story.cuts if not killed(finish)] == []
    assert story.built.code == 0, story.built


def test_no_file_of_the_config_was_lost_or_changed(story: Story) -> None:
    assert picture(story.bench, "clu1", SHARED) == story.config


def test_the_config_of_the_standby_is_gone_and_never_came_to_the_shared_disk(story: Story) -> None:
    for node in NODES:
        assert story.bench.sh(node, f"readlink {LOCAL}; ls -d {LOCAL}.*  2>/dev/null || :").split() == [SHARED]
    assert "standby.json" not in story.bench.sh("clu1", f"find {SHARED}")
    assert story.bench.sh("clu2", f"ls {Path(SHARED).parent}") == ""


def test_clweb_serves_from_the_primary_only(story: Story) -> None:
    assert group_on(story.bench) == "clu1"
    assert [serving(story.bench, node) for node in NODES] == [True, False]


def test_nothing_happened_that_must_never_happen(story: Story) -> None:
    assert client.status(story.bench.home)["warnings"] == []


def test_a_second_run_changes_nothing(story: Story) -> None:
    before, calls = story.bench.trees(), len(story.bench.calls())
    again = story.bench.apply()
    assert again.code == 0, again
    assert "Nothing was changed." in again.out
    assert story.bench.trees() == before
    assert reads_only_since(story.bench, calls)


def test_verify_finds_all_of_it_right(story: Story) -> None:
    verified = story.bench.clprun("verify", "clweb", "--lab")
    assert verified.code == 0, verified


FOUND = {
    ("bind-kept", "clu1"): "file_setting.set_otherwise",
    ("listens-on-floating-ip", "clu1"): "check.listens_elsewhere",
    ("config-sound", "clu1"): "check.link_leads_back",
    ("same-version", "clu1"): "check.nodes_hold_different",
    ("exec-and-monitor", "clu1"): "configuration.script_unsafe",
}
TESTS = {
    *(
        "test_bind_is_the_floating_ip",
        "test_it_listens_on_the_floating_ip_only",
        "test_both_nodes_have_the_same_version",
    ),
    *("test_nobody_else_may_change_a_private_key", "test_no_link_in_the_shared_folder_leads_back_to_it"),
    "test_scripts_are_the_same_on_both_nodes_and_run_by_root_who_alone_may_change_them",
}


def _with_bind(bench: Bench, old: str, new: str) -> None:
    bench.sh("clu1", f"sed -i 's/{old}/{new}/' {SHARED}/clweb.conf; systemctl stop jcclweb; systemctl start jcclweb")


def test_what_was_broken_by_hand_is_noticed_by_verify_and_by_a_dry_run(story: Story) -> None:
    bench, start = story.bench, "/opt/nec/clusterpro/scripts/failover/exec-clweb/start.sh"
    bench.node("clu1", "clpmonctrl", "-s", "-m", "psw-clweb")
    _with_bind(bench, "10.0.0.114", "0.0.0.0")
    bench.sh("clu1", f"chmod 777 {SHARED}/tls; ln -s {SHARED} {LOCAL}")
    bench.sh("clu2", f"cp -p /usr/local/jcclweb/version /tmp; echo R0 >/usr/local/jcclweb/version; chmod 777 {start}")
    try:
        verified = bench.clprun("verify", "clweb", "--lab", "--json")
        planned = bench.clprun("plan", "clweb", "--lab", "--json")
    finally:
        bench.sh("clu1", f"chmod 700 {SHARED}/tls; unlink {SHARED}/config")
        bench.sh("clu2", f"cp -p /tmp/version /usr/local/jcclweb/version; chmod 755 {start}")
        _with_bind(bench, "0.0.0.0", "10.0.0.114")
        bench.node("clu1", "clpmonctrl", "-r", "-m", "psw-clweb")

    wrong = {(each["name"], each["node"]): each for each in verified.events("verified") if not each["right"]}
    assert {key: each["problem"]["code"] for key, each in wrong.items() if each["node"]} == {
        **FOUND,
        ("cluster-healthy", "clu1"): "cluster.monitor_doubtful",
    }
    assert {name for name, node in wrong if not node} == TESTS
    steps = {(event["step"], event["node"]): event["verdict"] for event in planned.events("step-planned")}
    assert steps["bind-again", "clu1"] == "change"  # after which it is kept
    assert not [key for key in {*FOUND} - {("bind-kept", "clu1")} if steps[key] in {"holds", "already", "not-needed"}]
    assert (verified.code, planned.code) == (1, 1)


# -- what comes after -----------------------------------------------------------------------------------------------


def test_a_setting_that_was_changed_by_hand_is_put_right_and_comes_into_force(story: Story) -> None:
    bench = story.bench
    bench.sh("clu1", f"sed -i 's/10.0.0.114/0.0.0.0/' {SHARED}/clweb.conf")
    mended = bench.apply()
    assert mended.code == 0, mended
    assert '$bind = "10.0.0.114"' in bench.node("clu1", "cat", f"{SHARED}/clweb.conf")
    assert bench.sh("clu1", f"grep started {SHARED}/log/clweb.log").endswith("started on 10.0.0.114\n")
    assert [serving(bench, node) for node in NODES] == [True, False]


def test_a_link_that_was_lost_is_put_back_and_not_tried_by_hand_while_the_cluster_runs_clweb(story: Story) -> None:
    bench = story.bench
    bench.sh("clu2", f"rm {LOCAL} && mkdir {LOCAL}")
    calls = len(bench.calls())
    mended = bench.apply()
    assert mended.code == 0, mended
    assert bench.sh("clu2", f"readlink {LOCAL}; ls -d {LOCAL}.* 2>/dev/null || :").split() == [SHARED]
    assert not [line for _, line in commands_of(changes_since(bench, calls)) if "clpgrp" in line or "jcclweb" in line]
    assert [serving(bench, node) for node in NODES] == [True, False]


@pytest.mark.full
def test_a_link_comes_back_before_the_group_moves_to_it(story: Story) -> None:
    bench = story.bench
    bench.sh("clu2", f"rm {LOCAL} && mkdir {LOCAL}")
    bench.node("clu1", "clpgrp", "-t", "failover")
    mended = bench.apply()
    assert mended.code == 0, mended
    assert [serving(bench, node) for node in NODES] == [True, False]
    assert client.status(bench.home)["warnings"] == []


def test_the_failover_is_tried_measured_and_undone(story: Story) -> None:
    before = len(story.bench.calls())
    trial = story.bench.clprun("apply", "clweb-failover-test", "--lab", "--yes", "--json")
    assert trial.code == 0, trial
    calls = [" ".join(call["argv"]) for call in story.bench.calls()[before:] if call["by"] == "ssh" and call["changes"]]
    assert not [call for call in calls if "clpgrp" in call]
    assert [serving(story.bench, node) for node in NODES] == [True, False]
    verified = story.bench.clprun("verify", "clweb-failover-test", "--lab")
    assert verified.code == 0, verified


def test_a_failover_test_is_not_made_unasked(story: Story) -> None:
    calls = len(story.bench.calls())
    refused = story.bench.clprun("apply", "clweb-failover-test", "--lab")
    assert refused.code == 3, refused
    assert not changes_since(story.bench, calls)


def test_a_unit_that_restarts_itself_would_hide_the_failover(story: Story) -> None:
    unit = "/usr/lib/systemd/system/jcclweb.service"
    for node in NODES:
        story.bench.sh(node, f"sed -i '/^PIDFile/a Restart=always' {unit}; systemctl daemon-reload")
    refused = story.bench.clprun("apply", "clweb-failover-test", "--lab", "--yes")
    for node in NODES:
        story.bench.sh(node, f"sed -i '/^Restart/d' {unit}; systemctl daemon-reload")
    assert refused.code == 1, refused
    assert "Restart=" in refused.text
    assert [serving(story.bench, node) for node in NODES] == [True, False]


@pytest.mark.full
def test_an_update_cut_in_each_half_leaves_the_new_version_and_every_file(story: Story) -> None:
    bench = replace(story.bench, runbook="clweb-update")
    before = picture(bench, "clu1", SHARED)
    for place in ("unlink-standby:clu2", "unlink-primary:clu1"):
        fault = f"{Point.DONE}:{place}"
        cut = bench.apply(fault) if place.startswith("unlink-standby") else bench.resume(fault)
        assert killed(cut), cut
        assert group_on(bench) == ("clu2" if place.endswith("primary:clu1") else "clu1")
        assert sorted(serving(bench, node) for node in NODES) == [False, True]
    finish = bench.resume()
    assert finish.code == 0, finish
    assert picture(bench, "clu1", SHARED) == before
    assert picture(bench, "clu1", "/var/lib/jcclweb-config.before-R15.2.1") == before
    assert client.status(bench.home)["warnings"] == []
    again = bench.apply()
    assert "Nothing was changed." in again.out
    verified = bench.clprun("verify", "clweb-update", "--lab")
    assert verified.code == 0, verified


@pytest.mark.full
def test_an_update_by_hand_with_clweb_stopped_waits_and_is_not_fooled(story: Story) -> None:
    bench = replace(story.bench, runbook="clweb-update")
    own = (Path(__file__).parents[2] / "inventory" / "lab" / "lab.yaml").read_text()
    (bench.home / "by-hand.yaml").write_text(own.replace("update_command: [/media/jcclweb/update.sh]", ""))
    (bench.home / "lab-inventory").write_text(str(bench.home / "by-hand.yaml"))
    for node in NODES:
        bench.sh(node, "echo R15.1.3 >/usr/local/jcclweb/version")
    before = picture(bench, "clu1", SHARED)

    waiting = bench.apply(None, "-e", "mode=stopped", "-e", "backup_folder=/var/lib/clweb-before")
    assert waiting.code == 3, waiting
    assert "R15.2.1" in waiting.err
    assert "clu2" in waiting.err
    assert [serving(bench, node) for node in NODES] == [False, False]
    assert bench.resume().code == 3
    bench.node("clu2", "/media/jcclweb/update.sh")
    assert bench.resume().code == 3  # the primary's folder is a local one only now
    bench.node("clu1", "/media/jcclweb/update.sh")
    finish = bench.resume()

    assert finish.code == 0, finish
    assert picture(bench, "clu1", SHARED) == picture(bench, "clu1", "/var/lib/clweb-before") == before
    assert [serving(bench, node) for node in NODES] == [True, False]
    assert client.status(bench.home)["warnings"] == []
