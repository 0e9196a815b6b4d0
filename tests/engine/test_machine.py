"""The state machine of a run: only allowed moves, done stays done, the journal alone rebuilds the state."""

from hypothesis import given
from hypothesis import strategies as st

from clprun.engine.machine import RunState, Standing, fold
from clprun.errors import InternalFault
from clprun.model.events import (
    DebtOwed,
    DebtSettled,
    DecisionTaken,
    Event,
    PlanMade,
    RunEnded,
    RunResumed,
    RunStarted,
    StepEnded,
    StepIntended,
)
from clprun.model.state import FINAL, MOVES, Outcome, StepState


def ended(state: StepState, outcome: Outcome | None = None, step: str = "a", node: str = "n1") -> StepEnded:
    return StepEnded(step, node, state, outcome, 0.0, 0, "t")


def intended(attempt: int = 1, step: str = "a", node: str = "n1") -> StepIntended:
    return StepIntended(step, node, attempt, "f", "s", {}, {f"{node}/{step}-{node}-{attempt}-0": "run"}, "t")


steps = st.sampled_from(["a", "b"])
nodes = st.sampled_from(["n1", "n2"])
moves: st.SearchStrategy[Event] = st.one_of(
    st.builds(intended, attempt=st.integers(1, 3), step=steps, node=nodes),
    st.builds(
        ended,
        state=st.sampled_from([state for state in StepState if state is not StepState.INTENDED]),
        outcome=st.none() | st.sampled_from(Outcome),
        step=steps,
        node=nodes,
    ),
    st.builds(DecisionTaken, step=steps, decision=st.sampled_from(["redo", "done"])),
    st.builds(DebtOwed, step=steps, node=nodes, code=st.just("debt"), values=st.just({})),
    st.builds(DebtSettled, step=steps, node=nodes, code=st.just("debt")),
    st.just(RunResumed("r", "t")),
    st.builds(RunEnded, how=st.sampled_from(["failed", "waiting"]), exit_code=st.just(1), time=st.just("t")),
)


@given(st.lists(moves, max_size=30))
def test_no_history_leads_out_of_the_table(history: list[Event]) -> None:
    state = RunState()
    for event in history:
        before = state
        try:
            state = fold(state, event)
        except InternalFault:
            assert isinstance(event, StepIntended | StepEnded)
            continue
        for key, standing in state.standings.items():
            was = before.standings.get(key, Standing())
            assert standing == was or standing.state in MOVES[was.state]


@given(st.lists(moves, max_size=30))
def test_a_final_step_never_moves_again(history: list[Event]) -> None:
    state = RunState()
    final: dict[tuple[str, str], Standing] = {}
    for event in history:
        try:
            state = fold(state, event)
        except InternalFault:
            continue
        final.update({key: each for key, each in state.standings.items() if each.state in FINAL and key not in final})
        assert {key: state.standings[key] for key in final} == final


@given(st.lists(moves, max_size=30))
def test_a_run_that_intended_anything_counts_as_touched_for_good(history: list[Event]) -> None:
    state, touched = RunState(), False
    for event in history:
        try:
            state = fold(state, event)
        except InternalFault:
            continue
        touched = touched or isinstance(event, StepIntended)
        assert state.touched == touched


def test_done_and_skipped_are_the_only_ends() -> None:
    assert {StepState.DONE, StepState.SKIPPED} == FINAL


def test_a_decision_holds_for_one_attempt() -> None:
    state = fold(fold(RunState(), ended(StepState.IN_DOUBT)), DecisionTaken("a", "redo"))
    assert state.decisions == {"a": "redo"}

    state = fold(state, intended(2))

    assert state.decisions == {}


def test_the_last_attempt_knows_its_jobs() -> None:
    state = fold(fold(RunState(), intended(1)), intended(2))

    assert state.standing("a", "n1").attempt == 2
    assert list(state.standing("a", "n1").jobs) == ["n1/a-n1-2-0"]


def test_a_run_without_intention_blocks_nobody_and_one_with_an_intention_does_until_it_is_over() -> None:
    state = fold(RunState(), RunStarted("r", "book", "c", "0", "t"))
    state = fold(state, PlanMade((), {}))
    assert not state.blocks_others

    state = fold(state, intended())
    assert state.blocks_others

    state = fold(state, RunEnded("failed", 1, "t"))
    assert state.blocks_others

    assert not fold(state, RunEnded("abandoned", 0, "t")).blocks_others
    assert not fold(state, RunEnded("done", 0, "t")).blocks_others


def test_a_settled_debt_is_gone_and_an_owed_one_stays() -> None:
    state = fold(RunState(), DebtOwed("a", "n1", "suspended", {}))
    state = fold(state, DebtOwed("b", "n1", "suspended", {}))

    state = fold(state, DebtSettled("a", "n1", "suspended"))

    assert list(state.debts) == [("b", "n1", "suspended")]
