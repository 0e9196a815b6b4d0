"""A change is carried out action by action; what fails calls for the rescue it has come so far as to need."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.engine.perform import ActionResult, Attempt, Hands, carry_out
from clprun.errors import ClusterLocked, Problem, StepFailed
from clprun.model.change import Action, Change, Deed, Launch, Rescue, Run
from clprun.model.converse import Converse
from clprun.model.events import ActionEnded
from clprun.model.prove import Prove

ATTEMPT = Attempt("step", "one", 2)
ACTIONS = 6


@dataclass(frozen=True)
class Left:
    """What a program left."""

    exit_code: int | None
    output_tail: str = ""


@dataclass
class Node:
    """A node on which programs fail that are told to, and proofs that are told to."""

    failing: frozenset[str]
    left_running: frozenset[str] = frozenset()
    done: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    events: list[ActionEnded] = field(default_factory=list)

    def perform(self, action: Action, job: str) -> ActionResult:
        assert isinstance(action, Run)
        name = action.argv[0]
        self.done.append(name)
        self.jobs.append(job)
        if name in self.left_running:
            raise StepFailed(Problem("node.job_goes_on", {}), left_running=True)
        return Left(int(name in self.failing))

    def prove(self, proof: Prove) -> Problem | None:
        (name,) = proof.files
        self.done.append(name)
        return Problem("configuration.not_installed", {}) if name in self.failing else None

    @property
    def hands(self) -> Hands:
        return Hands({"one": self}, self.events.append, self.prove)


def deed(name: str) -> Deed:
    return Prove("one", {name: b""}) if name.startswith("proof") else Run("one", (name,), label=f"label-{name}")


def change(names: Iterable[str], *rescues: tuple[int, tuple[str, ...]]) -> Change:
    made = tuple(Rescue(since, tuple(map(deed, back))) for since, back in rescues)
    return Change(Problem("step.not_reached", {}), tuple(map(deed, names)), rescues=made)


def carried(node: Node, work: Change) -> list[str]:
    """Codes of what was raised, all of them about the step and its node."""
    found: tuple[Problem, ...] = ()
    try:
        carry_out(work, ATTEMPT, node.hands)
    except StepFailed as failure:
        found = tuple(failure.problems)
    assert {(problem.node, problem.step) for problem in found} <= {("one", "step")}
    return [problem.code for problem in found]


def test_all_actions_are_done_in_order() -> None:
    node = Node(frozenset())
    assert carried(node, change(["a", "proof", "b"], (0, ("back",)))) == []
    assert node.done == ["a", "proof", "b"]
    assert node.jobs == ["step-one-2-label-a", "step-one-2-label-b"]
    assert [(event.action, event.exit_code) for event in node.events] == [("Run", 0), ("Prove", 0), ("Run", 0)]


@given(st.integers(0, ACTIONS - 1), st.sets(st.integers(0, ACTIONS - 1), max_size=3))
def test_a_failure_calls_for_the_last_rescue_that_began_before_it(failed: int, since: set[int]) -> None:
    names = [f"a{index}" for index in range(ACTIONS)]
    rescues = [(index, (f"back{index}", f"proof{index}")) for index in sorted(since)]
    node = Node(frozenset({f"a{failed}"}))

    codes = carried(node, change(names, *rescues))

    begun = [index for index in sorted(since) if index <= failed]
    back = [f"back{begun[-1]}", f"proof{begun[-1]}"] if begun else []
    assert node.done == [*names[: failed + 1], *back]
    assert codes == ["step.command_failed", *(["step.rescued"] if begun else [])]


@pytest.mark.parametrize("failing", ["back", "proof"])
def test_a_rescue_that_fails_ends_there_and_says_so(failing: str) -> None:
    node = Node(frozenset({"a", failing}))
    codes = carried(node, change(["a", "b"], (0, ("back", "proof", "resume"))))

    assert "resume" not in node.done
    assert codes[:2] == ["step.command_failed", "step.rescue_failed"]
    assert codes[2] == {"back": "step.command_failed", "proof": "configuration.not_installed"}[failing]


def test_a_proof_that_fails_holds_back_what_comes_after_it() -> None:
    node = Node(frozenset({"proof"}))
    assert carried(node, change(["a", "proof", "b"], (0, ("back",)))) == [
        "configuration.not_installed",
        "step.rescued",
    ]
    assert node.done == ["a", "proof", "back"]


def test_nothing_is_put_back_beneath_a_command_that_still_runs() -> None:
    node = Node(frozenset(), left_running=frozenset({"a"}))
    assert carried(node, change(["a", "b"], (0, ("back",)))) == ["node.job_goes_on"]
    assert node.done == ["a"]


def test_a_rescue_that_still_runs_is_told_to_be_running() -> None:
    node = Node(frozenset({"a"}), left_running=frozenset({"back"}))
    with pytest.raises(StepFailed) as caught:
        carry_out(change(["a", "b"], (0, ("back", "resume"))), ATTEMPT, node.hands)

    assert caught.value.left_running
    assert node.done == ["a", "back"]


def test_what_has_certainly_begun_is_told_by_its_job() -> None:
    node = Node(frozenset())
    carried(node, change(["a", "proof"]))

    assert [event.job for event in node.events] == ["one/step-one-2-label-a", None]


def test_jobs_go_by_their_label_or_else_by_their_place() -> None:
    plain, launched = Run("one", ("plain",)), Launch("two", ("daemon",))
    asking = Converse("one", ("setup",), (), attach="step-one-1-0")
    work = change(["a"], (0, ("back", "proof")))
    made = Change(work.summary, (plain, *work.actions, Prove("one", {}), launched, asking), rescues=work.rescues)

    assert {name: mode for name, (mode, _) in ATTEMPT.jobs(made).items()} == {
        "one/step-one-2-0": "run",
        "one/step-one-2-label-a": "run",
        "two/step-one-2-3": "launch",
        "one/step-one-1-0": "converse",
        "one/step-one-2-label-back": "rescue",
    }


class Taken(Node):
    """A node whose lock is taken away while the first action works."""

    def perform(self, action: Action, job: str) -> ActionResult:
        if self.done:
            raise ClusterLocked(Problem("node.lock_lost", node=action.node))
        return super().perform(action, job)


@pytest.mark.parametrize(
    ("failing", "codes"),
    [
        (set(), ["node.lock_lost"]),
        ({"a"}, ["node.lock_lost", "step.not_rescued", "step.command_failed"]),
    ],
)
def test_nothing_is_put_back_beneath_another_run(failing: set[str], codes: list[str]) -> None:
    node = Taken(frozenset(failing))

    with pytest.raises(ClusterLocked) as caught:
        carry_out(change(["a", "b"], (0, ("back",))), ATTEMPT, node.hands)

    assert [problem.code for problem in caught.value.problems] == codes
    assert node.done == ["a"]
