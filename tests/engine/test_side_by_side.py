"""Things done at the same time: who asks a person, and what is begun no more once nobody waits."""

import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

from clprun.engine.perform import Attempt, Hands, carry_out
from clprun.errors import Interrupted, Problem
from clprun.model.change import Action, Change, MakeFolder
from clprun.transport.local import LocalConnection
from clprun.transport.sidebyside import in_front, require_awaited, side_by_side

PATIENCE = 30.0


def stop() -> NoReturn:
    raise Interrupted(Problem("commands.interrupted", {"signal": "SIGINT"}))


def test_outcomes_come_in_the_order_of_the_tasks() -> None:
    second_ended = threading.Event()

    def first() -> str:
        assert second_ended.wait(PATIENCE)
        return "first"

    def second() -> NoReturn:
        second_ended.set()
        raise ValueError("second")

    outcomes = side_by_side([first, second])

    assert outcomes[0] == "first"
    assert isinstance(outcomes[1], ValueError)


def test_a_person_is_asked_by_the_thread_that_waits_one_question_at_a_time() -> None:
    asking: list[threading.Thread] = []

    def ask() -> threading.Thread:
        asking.append(threading.current_thread())
        assert len(asking) == 1
        asking.pop()
        return threading.current_thread()

    outcomes = side_by_side([lambda: in_front(ask), lambda: in_front(lambda: side_by_side([lambda: in_front(ask)])[0])])

    assert set(outcomes) == {threading.current_thread()}


def test_what_goes_wrong_with_a_question_is_told_to_whoever_asked() -> None:
    def wrong() -> NoReturn:
        raise KeyError("wrong")

    def ask() -> str:
        with pytest.raises(KeyError):
            in_front(wrong)
        return "told"

    assert side_by_side([ask]) == ["told"]


def test_where_nobody_waits_a_question_is_asked_at_once() -> None:
    assert in_front(threading.current_thread) is threading.current_thread()
    require_awaited()


def test_an_interrupted_question_ends_the_wait_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())

    with pytest.raises(Interrupted):
        side_by_side([lambda: in_front(stop), lambda: in_front(stop), lambda: in_front(stop)])

    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)
        assert not thread.is_alive()


class Slow:
    """A node whose first action is still under way when the run is interrupted."""

    def __init__(self, began: threading.Event, interrupted: threading.Event) -> None:
        self.began, self.interrupted = began, interrupted
        self.done: list[Action] = []

    exit_code = None
    output_tail = ""

    def perform(self, action: Action, job: str) -> "Slow":
        self.done.append(action)
        self.began.set()
        assert self.interrupted.wait(PATIENCE)
        return self


def interrupted_beside(work: Callable[[], None], began: threading.Event, go_on: threading.Event) -> None:
    """Have a signal come while ``work`` is under way, and wait for the end of ``work``."""
    threads: list[threading.Thread] = []

    def working() -> None:
        threads.append(threading.current_thread())
        work()

    def signalled() -> None:
        assert began.wait(PATIENCE)
        in_front(stop)

    with pytest.raises(Interrupted):
        side_by_side([working, signalled])
    go_on.set()
    threads[0].join(PATIENCE)


def test_after_a_signal_no_further_action_of_a_step_is_begun() -> None:
    began, interrupted = threading.Event(), threading.Event()
    node = Slow(began, interrupted)
    change = Change(Problem("step.rescued"), (MakeFolder("one", "/a"), MakeFolder("one", "/b")))
    hands = Hands({"one": node}, lambda _: None, lambda _: None)

    interrupted_beside(lambda: carry_out(change, Attempt("step", "one", 1), hands), began, interrupted)

    assert node.done == [MakeFolder("one", "/a")]


def test_after_a_signal_no_connection_is_opened_again() -> None:
    began, interrupted = threading.Event(), threading.Event()
    connection = LocalConnection("one")
    connection.run("true", deadline=PATIENCE)
    failures: list[BaseException] = []

    def work() -> None:
        began.set()
        assert interrupted.wait(PATIENCE)
        connection.close()
        try:
            connection.run("true", deadline=PATIENCE)
        except Interrupted as failure:
            failures.append(failure)

    interrupted_beside(work, began, interrupted)

    assert len(failures) == 1
