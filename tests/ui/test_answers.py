"""Who answers a run's questions, and with which words."""

from dataclasses import replace

import pytest

from clprun.errors import Problem
from clprun.model.change import Change
from clprun.model.plan import PlannedStep, Verdict
from clprun.model.runbook import Step
from clprun.model.text import Language, LocalText
from clprun.ui.ask import Answers, Confirm, FirstAnswer, TerminalOperator, UnattendedOperator
from clprun.ui.prompt import Prompt
from clprun.ui.screen import screen_on
from tests.ui.drawing import Paper, a_plan, a_problem, a_runbook

BOOK = a_runbook()
PHASE = BOOK.phases[1]
STEPS = a_plan().phase("build")
DOUBT = Problem("commands.doctor_bad", {"name": "site", "found": "half made"}, step="site")


def planned(*, disrupts: bool = False) -> PlannedStep:
    return PlannedStep("daemon", "build", "clu1", Verdict.CHANGE, change=Change(a_problem(), (), disrupts=disrupts))


def step(*, asks: bool = False) -> Step:
    question = LocalText(en="Stop it?", ja="止めますか?") if asks else None
    return BOOK.step("daemon").model_copy(update={"confirm": question})


@pytest.mark.parametrize(
    ("confirm", "yes", "phase", "plain", "disruptive"),
    [
        (Confirm.PHASE, False, None, "never asked", None),
        (Confirm.PHASE, True, "yes", "never asked", "yes"),
        (Confirm.STEP, False, "never asked", None, None),
        (Confirm.STEP, True, "never asked", "yes", "yes"),
        (Confirm.NEVER, False, "never asked", "never asked", "never asked"),
        (Confirm.NEVER, True, "never asked", "never asked", "never asked"),
    ],
)
def test_options_answer_phases_and_steps(
    confirm: Confirm, yes: bool, phase: str | None, plain: str | None, disruptive: str | None
) -> None:
    operator = UnattendedOperator(Answers(confirm=confirm, yes=yes))

    assert operator.confirm_phase(PHASE, STEPS) == phase
    assert operator.confirm_step(step(), [planned()]) == plain
    assert operator.confirm_step(step(), [planned(disrupts=True)]) == disruptive
    assert operator.confirm_step(step(asks=True), [planned()]) == disruptive


def test_yes_answers_nothing_but_phases_and_steps() -> None:
    operator = UnattendedOperator(Answers(yes=True))

    assert operator.decide(DOUBT) is None
    assert not operator.manual_done([DOUBT])
    assert not any(operator.accept(what, [DOUBT]) for what in ("drift", "input", "version"))


def test_accept_and_in_doubt_answer_what_they_name() -> None:
    operator = UnattendedOperator(Answers(accept=frozenset({"drift"}), in_doubt={"site": "redo"}))

    assert operator.accept("drift", [])
    assert not operator.accept("input", [])
    assert operator.decide(Problem("commands.doctor_bad", {}, step="other")) is None
    assert operator.decide(DOUBT) == "redo"


def test_an_answer_to_a_doubt_holds_once() -> None:
    operator = UnattendedOperator(Answers(in_doubt={"site": "redo"}))

    assert [operator.decide(DOUBT), operator.decide(DOUBT)] == ["redo", None]


class Person:
    """A terminal where something is typed."""

    def __init__(self, typed: str, language: Language = Language.EN, *, terminal: bool = True) -> None:
        self.paper = Paper()
        self.prompt = Prompt(screen_on(self.paper, language), Paper(typed=typed, terminal=terminal))
        self.prompt.source.seek(0)
        self.operator = TerminalOperator(self.prompt, BOOK)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("y\n", "person"),
        ("YES\n", "person"),
        ("はい\n", "person"),
        ("n\n", None),
        ("no\n", None),
        ("\n", None),
        ("", None),
        ("perhaps\ny\n", "person"),
        ("perhaps\n", None),
    ],
)
def test_a_person_agrees_only_by_saying_so(typed: str, answer: str | None) -> None:
    assert Person(typed).operator.confirm_phase(PHASE, STEPS) == answer
    assert Person(typed).operator.confirm_step(step(), [planned(disrupts=True)]) == answer
    assert Person(typed).operator.accept("drift", [DOUBT]) is (answer is not None)
    assert Person(typed).operator.manual_done([DOUBT, DOUBT]) is (answer is not None)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("redo\n", "redo"), ("Done\n", "done"), ("stop\n", "stop"), ("\nstop\n", "stop"), ("y\n", None), ("", None)],
)
def test_a_doubt_is_answered_by_one_of_three_words(typed: str, answer: str | None) -> None:
    person = Person(typed)

    assert person.operator.decide(DOUBT) == answer
    assert "half made" in person.paper.text()


@pytest.mark.parametrize(
    ("language", "told", "again"),
    [
        (Language.EN, "manual step: To be done by hand: Type C.", "It is not done yet. The check finds:"),
        (Language.JA, "手動ステップ: 手作業: C を入力", "まだ完了していません。確認の結果:"),
    ],
)
def test_what_was_said_to_be_done_and_is_not_is_told_with_what_lacks(language: Language, told: str, again: str) -> None:
    person = Person("n\ny\ny\ny\n", language)
    instructions = Problem("manual.to_do", {"en": "Type C.", "ja": "C を入力"}, node="clu1", step="by-hand")
    lacking = Problem("check.probe_lacks", {"command": "list", "text": "C"}, output="shown: \x1b[2JB")
    elsewhere = [replace(instructions, node="clu2"), lacking]

    said = [person.operator.manual_done([instructions, lacking]) for _ in range(3)]
    said.append(person.operator.manual_done(elsewhere))

    first, second, third, other = person.paper.text().split("[y/N]")[:4]
    assert said == [False, True, True, True]
    assert [told in part for part in (first, second, third, other)] == [True, True, False, True]
    assert [again in part for part in (first, second, third, other)] == [False, False, True, False]
    for part in (first, second, third, other):
        assert "| shown: B" in part


def test_without_a_terminal_nobody_is_asked() -> None:
    person = Person("y\ny\ny\ny\ny\n", terminal=False)

    assert person.operator.confirm_phase(PHASE, STEPS) is None
    assert person.operator.confirm_step(step(), [planned()]) is None
    assert person.operator.decide(DOUBT) is None
    assert not person.operator.manual_done([DOUBT])
    assert not person.operator.accept("input", [DOUBT])
    assert person.prompt.secret("password") is None
    assert not person.prompt.host_key("clu1", 22, "ssh-ed25519", "SHA256:x")


def test_a_phase_is_shown_with_what_it_changes_and_disrupts() -> None:
    person = Person("n\n", Language.JA)

    person.operator.confirm_phase(PHASE, STEPS)

    assert "+local_daemon=SITE" in person.paper.text()
    assert "  · start" not in person.paper.text()
    assert "サービスを停止または移動するステップ: stop-group (clu1)" in person.paper.text()
    assert "フェーズ「サイトの構築」(変更 3 件) を始めますか?" in person.paper.text()


def test_a_step_is_asked_about_in_its_own_words() -> None:
    person = Person("y\n")

    person.operator.confirm_step(step(asks=True), [planned()])

    assert "Stop it? [y/N]" in person.paper.text()


def test_an_unknown_host_key_is_shown_and_asked_about() -> None:
    person = Person("yes\n")

    assert person.prompt.host_key("clu1", 2222, "ssh-ed25519", "SHA256:abc")
    assert "clu1 port 2222" in person.paper.text()
    assert "SHA256:abc" in person.paper.text()


@pytest.mark.parametrize(("confirm", "asked"), [(Confirm.PHASE, True), (Confirm.STEP, True), (Confirm.NEVER, False)])
def test_whoever_decided_about_a_step_is_shown_what_comes_of_it(confirm: Confirm, asked: bool) -> None:
    person = Person("redo\ny\n")
    both = FirstAnswer(UnattendedOperator(Answers(confirm=confirm)), person.operator)

    assert both.decide(replace(DOUBT, step="daemon")) == "redo"
    assert both.confirm_step(step(), [planned()]) == ("person" if asked else "never asked")


def test_options_are_asked_before_the_person() -> None:
    person = Person("redo\n")
    both = FirstAnswer(UnattendedOperator(Answers(yes=True)), person.operator)

    assert both.confirm_phase(PHASE, STEPS) == "yes"
    assert both.decide(DOUBT) == "redo"
