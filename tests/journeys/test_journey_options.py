"""Options of apply: parts of a runbook, what programs read, and who answers the questions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from clprun.model.events import EVENTS
from tests.journeys.hands import at_a_terminal, typed
from tests.journeys.stage import changes_since, commands_of, lab_of, stands_on
from tests.support.bench import BUILT_BY, Bench, Finish
from tests.support.lab import eventually

pytestmark = pytest.mark.full

BESIDE = {"step-planned", "plan", "problem"}
"""Lines of ``--json`` that are not events of the journal."""


@dataclass(frozen=True)
class Story:
    """One lab on its way through the options, in their order."""

    bench: Bench
    dry: Finish
    unattended: Finish
    refused: Finish
    declined: Finish
    before_changes: int
    early: Finish
    early_calls: int
    until: Finish
    until_calls: int
    rest: Finish
    after: Finish
    by_hand: Finish


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with lab_of(tmp_path_factory.mktemp("options")) as bench:
        count = len(bench.calls())
        dry = bench.clprun("apply", BUILT_BY, "--lab", "--dry-run", "--json", "--detailed-exitcode")
        unattended = bench.clprun("apply", BUILT_BY, "--lab", "--json")
        refused = bench.clprun("apply", BUILT_BY, "--lab", "--confirm", "phase")
        declined = at_a_terminal(bench, typed("no"), "apply", BUILT_BY, "--lab", "--confirm", "phase")
        before_changes = len(changes_since(bench, count))
        early = bench.apply(None, "--from", "stop-group", "--json")
        early_calls = len(changes_since(bench, count))
        until = at_a_terminal(
            bench, typed(*["yes"] * 9), "apply", BUILT_BY, "--lab", "--confirm", "phase", "--until", "stop-site-again"
        )
        until_calls = len(bench.calls())
        rest = bench.clprun("apply", BUILT_BY, "--lab", "--json", "--confirm", "never", "--from", "stop-group")
        after = bench.clprun("apply", BUILT_BY, "--lab", "--dry-run", "--detailed-exitcode")
        yield Story(
            bench,
            dry,
            unattended,
            refused,
            declined,
            before_changes,
            early,
            early_calls,
            until,
            until_calls,
            rest,
            after,
            _done_by_hand(bench),
        )


INSTALLING = """\
runbook: by-hand
title: {ja: 導入, en: Install}
platform: linux
source: none
phases:
  - id: install
    title: {ja: 導入, en: Install}
    minutes: 1
    steps:
      - id: install
        title: {ja: 導入, en: Install}
        kind: command
        on: primary
        with: {argv: [sh, -c, "echo clprun >>/root/installed"], creates: /root/installed}
        confirm: {ja: 導入します。, en: It will be installed.}
"""


def _done_by_hand(bench: Bench) -> Finish:
    """Somebody does a step's work while clprun waits for the answer to its question."""
    (bench.home / "by-hand.yaml").write_text(INSTALLING, "utf-8")

    def install() -> str:
        bench.sh("clu1", "echo hand >>/root/installed")
        return "yes"

    return at_a_terminal(bench, [*typed("yes"), install], "apply", "./by-hand.yaml", "--lab", "--confirm", "phase")


def test_the_dry_run_finds_changes_and_tells_them_to_programs(story: Story) -> None:
    assert story.dry.code == 7, story.dry
    assert {event["event"] for event in story.dry.events()} == {"step-planned", "plan"}
    assert story.dry.events("plan")[0]["changes"] is True
    assert "cjcmksite" in json.dumps(story.dry.events("step-planned"))
    assert "cjcmksite" in story.dry.err


@pytest.mark.parametrize("which", ["unattended", "refused"])
def test_nobody_there_to_agree_is_exit_3_before_the_first_change(story: Story, which: str) -> None:
    finish: Finish = getattr(story, which)

    assert finish.code == 3, finish
    assert "--yes" in finish.err
    assert story.before_changes == 0


def test_a_no_at_the_terminal_is_exit_3_before_the_first_change(story: Story) -> None:
    assert story.declined.code == 3, story.declined
    assert story.declined.out.count("[y/N]") == 1
    assert story.before_changes == 0


def test_from_is_refused_while_goals_before_it_are_missing(story: Story) -> None:
    assert story.early.code == 1, story.early
    (problem,) = story.early.events("problem")
    assert (problem["code"], problem["step"]) == ("run.goals_missing", "stop-group")
    assert "create-site" in problem["what"]
    assert not story.early.events("step-intended")
    assert story.early_calls == 0


def test_yes_at_the_terminal_carries_it_out_until_the_step_that_was_named(story: Story) -> None:
    assert story.until.code == 0, story.until
    assert story.until.out.count("[y/N]") >= 2
    begun = " ".join(line for _, line in commands_of(story.bench.calls()[: story.until_calls]))
    assert "cjcmksite" in begun
    assert "clpcfctrl" not in begun


def test_the_rest_is_done_from_there_without_questions_and_nothing_twice(story: Story) -> None:
    assert story.rest.code == 0, story.rest
    assert {event["how"] for event in story.rest.events("confirmed")} <= {"never asked"}
    assert len(commands_of(story.bench.changing_calls("cjcmksite"))) == 1
    eventually(stands_on(story.bench, "clu1"), "the site in the group")


def test_every_line_for_programs_is_a_known_event(story: Story) -> None:
    for finish in (story.dry, story.unattended, story.early, story.rest):
        assert {event["event"] for event in finish.events()} <= {*EVENTS, *BESIDE}
    assert story.rest.events()[-1]["event"] == "run-ended"
    assert "Phase " in story.rest.err


def test_after_the_build_the_detailed_exit_code_is_0(story: Story) -> None:
    assert story.after.code == 0, story.after


def test_what_was_done_by_hand_during_the_question_is_not_done_again(story: Story) -> None:
    assert story.by_hand.code == 0, story.by_hand
    assert story.by_hand.out.count("[y/N]") == 2
    assert story.bench.node("clu1", "cat", "/root/installed") == "hand\n"
