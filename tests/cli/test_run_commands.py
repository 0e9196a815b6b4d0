"""Plan, apply, resume, verify and status: real files and processes, both nodes being this machine."""

import json
from pathlib import Path
from typing import Any

import pytest

from clprun.api import Access
from clprun.errors import NodeUnreachable, Problem
from clprun.model.cluster import Node
from clprun.transport.local import LocalConnection
from tests.cli.conftest import Clprun, Result


def events(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.out.splitlines()]


def run_of(clprun: Clprun) -> str:
    """Id of the newest run."""
    return str(json.loads(clprun("runs", "--json").out)["runs"][0]["run"])


@pytest.mark.parametrize("arguments", [["plan", "small.yaml"], ["apply", "small.yaml", "--dry-run"]])
def test_a_dry_run_shows_differences_and_changes_nothing(arguments: list[str], book: Path, clprun: Clprun) -> None:
    result = clprun(*arguments)

    assert (result.code, result.err) == (0, "")
    assert "-mode=slow" in result.out
    assert "+mode=fast" in result.out
    assert "two# sh -c" in result.out
    assert Path("work/daemon.conf").read_text("utf-8").endswith("mode=slow\n")
    assert json.loads(clprun("runs", "--json").out) == {"runs": []}


@pytest.mark.parametrize("arguments", [["plan", "small.yaml"], ["apply", "small.yaml", "--dry-run"]])
def test_changes_have_an_exit_code_of_their_own_when_asked_for(
    arguments: list[str], allowed: None, clprun: Clprun
) -> None:
    assert clprun(*arguments, "--detailed-exitcode").code == 7

    clprun("apply", "small.yaml", "--yes")

    assert clprun(*arguments, "--detailed-exitcode").code == 0


def test_a_plan_for_programs_is_json_lines_with_the_text_on_standard_error(book: Path, clprun: Clprun) -> None:
    result = clprun("plan", "small.yaml", "--json", "--lang", "ja")

    lines = events(result)
    assert [line["event"] for line in lines] == ["step-planned", "step-planned", "plan"]
    assert "フェーズ 1/2" in result.err


def test_an_offline_plan_asks_no_node(book: Path, clprun: Clprun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clprun.cli.access.access", None)

    result = clprun("plan", "small.yaml", "--offline")

    assert result.code == 0
    assert "the nodes were not asked" in result.out


def test_apply_builds_and_a_second_one_changes_nothing(allowed: None, clprun: Clprun) -> None:
    first, second = (clprun("apply", "small.yaml", "--yes") for _ in range(2))

    assert (first.code, first.err) == (0, "")
    assert Path("work/daemon.conf").read_text("utf-8").endswith("mode=fast\n")
    assert Path("work/made").exists()
    assert "Done: 2 changed;" in first.out
    assert second.code == 0
    assert "Nothing was changed." in second.out


def test_without_a_terminal_and_without_yes_nothing_is_changed(allowed: None, clprun: Clprun) -> None:
    result = clprun("apply", "small.yaml")

    assert result.code == 3
    assert "[run.phase_not_confirmed]" in result.err
    assert Path("work/daemon.conf").read_text("utf-8").endswith("mode=slow\n")


def test_confirm_never_asks_nothing(allowed: None, clprun: Clprun) -> None:
    assert clprun("apply", "small.yaml", "--confirm", "never").code == 0


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["exit code 1", "last lines of output:", "| 作成", "How things were left. Steps done: 1."]),
        ("ja", ["終了コード 1", "出力の末尾:", "| 作成", "現在の状態: 完了 1 ステップ"]),
    ],
)
def test_a_failure_tells_all_that_is_needed_to_go_on(
    language: str, expected: list[str], book: Path, clprun: Clprun
) -> None:
    result = clprun("apply", "small.yaml", "--yes", "--lang", language)

    run = run_of(clprun)
    assert result.code == 1
    assert all(part in result.err for part in expected)
    assert "sh -c 'echo 作成; test -e" in result.err
    assert f"\n    clprun resume {run}\n" in result.err
    assert f"\n    clprun show {book} --remaining {run}\n" in result.err
    assert f"\n    clprun abandon {run}\n" in result.err


def test_the_commands_a_failure_names_work(book: Path, clprun: Clprun) -> None:
    clprun("apply", "small.yaml", "--yes")
    run = run_of(clprun)

    remaining = clprun("show", str(book), "--remaining", run)
    status = clprun("status", run)
    Path("work/allowed").touch()
    asked = clprun("resume", run, "--yes")
    resumed = clprun("resume", run, "--yes", "--in-doubt", "make=redo")

    assert asked.code == 3
    assert "ended with exit code 1." in asked.err
    assert f"clprun resume {run} --in-doubt make=redo" in asked.err
    assert remaining.code == status.code == resumed.code == 0
    assert "# make  two  Make it" in remaining.out
    assert "setting" not in remaining.out
    assert "✗ make     two  failed" in status.out
    assert "Done: 2 changed;" in resumed.out


def test_an_unfinished_run_keeps_others_away(book: Path, clprun: Clprun) -> None:
    clprun("apply", "small.yaml", "--yes")
    run = run_of(clprun)

    second = clprun("apply", "small.yaml", "--yes")
    abandoned = clprun("abandon", run, "--yes")
    Path("work/allowed").touch()
    third = clprun("apply", "small.yaml", "--yes")

    assert second.code == 5
    assert f"clprun resume {run}" in second.err
    assert f"clprun abandon {run}" in second.err
    assert (abandoned.code, third.code) == (0, 0)
    assert clprun("resume").code == 2


def test_events_are_for_programs_and_text_is_on_standard_error(book: Path, clprun: Clprun) -> None:
    result = clprun("apply", "small.yaml", "--yes", "--json")

    names = [event["event"] for event in events(result)]
    assert names[0] == "run-started"
    assert names[-2:] == ["run-ended", "problem"]
    assert {"step-planned", "plan", "phase-started", "step-intended", "action-ended", "step-ended"} <= set(names)
    assert events(result)[-1]["code"] == "step.command_failed"
    assert "Phase 2/2: Work" in result.err


def test_status_and_runs_for_programs(book: Path, clprun: Clprun) -> None:
    clprun("apply", "small.yaml", "--yes")

    status, runs = (json.loads(clprun(command, "--json").out) for command in ("status", "runs"))

    assert status["run"] == runs["runs"][0]["run"]
    assert (status["state"], status["cluster"], status["debts"]) == ("failed", "here", [])
    assert [(step["step"], step["state"]) for step in status["steps"]] == [("setting", "done"), ("make", "failed")]
    assert json.loads(clprun("runs", "--json", "--cluster", "other").out) == {"runs": []}


def test_changed_input_must_be_accepted(book: Path, clprun: Clprun) -> None:
    clprun("apply", "small.yaml", "--yes")
    Path("work/allowed").touch()
    book.write_text(book.read_text("utf-8").replace("value: fast", "value: faster"), "utf-8")

    refused = clprun("resume", "--yes")

    assert refused.code == 3
    assert "--accept input" in refused.err
    accepted = clprun("resume", "--yes", "--accept", "input", "--accept", "drift", "--in-doubt", "make=redo")
    assert accepted.code == 0
    assert Path("work/made").exists()


def test_an_answer_to_a_doubt_must_name_step_and_decision(book: Path, clprun: Clprun) -> None:
    form = clprun("apply", "small.yaml", "--in-doubt", "make=perhaps")
    step = clprun("apply", "small.yaml", "--in-doubt", "nothing=redo")

    assert (form.code, step.code) == (2, 2)
    assert "[commands.in_doubt_form]" in form.err
    assert "[commands.in_doubt_unknown_step]" in step.err


def test_part_of_a_runbook(allowed: None, clprun: Clprun) -> None:
    until = clprun("apply", "small.yaml", "--yes", "--until", "setting")
    wrong = clprun("plan", "small.yaml", "--from", "make", "--until", "setting")

    assert until.code == 0
    assert not Path("work/made").exists()
    assert wrong.code == 2


def test_verify_tells_what_is_right_and_what_is_not(allowed: None, clprun: Clprun) -> None:
    before = clprun("verify", "small.yaml")
    clprun("apply", "small.yaml", "--yes")
    after, document = clprun("verify", "small.yaml"), clprun("verify", "small.yaml", "--json")

    assert before.code == 1
    assert "0 right, 2 not right." in before.out
    assert "clprun plan small.yaml" in before.err
    assert (after.code, after.err) == (0, "")
    assert [event["right"] for event in events(document)] == [True, True]


def test_nodes_out_of_reach_are_told_with_exit_code_4(
    book: Path, clprun: Clprun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(node: Node) -> LocalConnection:
        raise NodeUnreachable(Problem("lab.gone", node=node.name))

    monkeypatch.setattr("clprun.cli.access.access", lambda session, cluster, lab: Access(unreachable))

    result = clprun("plan", "small.yaml")

    assert (result.code, result.out) == (4, "")
    assert "node one" in result.err
    assert "node two" in result.err
