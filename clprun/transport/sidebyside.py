"""Does things at the same time, one thread each, without holding up a signal.

A person is asked in the thread that waits for the others: a signal ends the question there, and no thread is left
behind that reads what is typed next.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from contextvars import ContextVar
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from clprun.errors import Interrupted, Problem

__all__ = ["in_front", "require_awaited", "side_by_side"]

T = TypeVar("T")


class _Call:
    """Something that a thread wants done by the one that waits for it.

    Args:
        work: what.
    """

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self.answer: Future[Any] = Future()

    def carry_out(self) -> None:
        """Do it and hand the outcome over; a signal that ends it ends the wait, too."""
        try:
            self.answer.set_result(in_front(self._work))
        except BaseException as error:
            self.answer.set_exception(error)
            if isinstance(error, Interrupted) or not isinstance(error, Exception):
                raise


class _Front:
    """The thread that waits for others, as they see it."""

    def __init__(self) -> None:
        self._inbox: SimpleQueue[_Call | None] = SimpleQueue()
        self._gone = threading.Event()

    @property
    def is_gone(self) -> bool:
        """Whether it waits no longer."""
        return self._gone.is_set()

    def ended(self) -> None:
        """Tell it that one of the others has come to its end."""
        self._inbox.put(None)

    def do(self, work: Callable[[], T]) -> T:
        """Have it do something."""
        call = _Call(work)
        self._inbox.put(call)
        require_awaited()
        result: T = call.answer.result()
        return result

    def wait(self, count: int) -> None:
        """Wait for so many to end; do meanwhile what they want done."""
        try:
            while count:
                call = self._inbox.get()
                if call is None:
                    count -= 1
                else:
                    call.carry_out()
        finally:
            self._gone.set()
            self._dismiss()

    def _dismiss(self) -> None:
        """Let go whoever still waits for an answer."""
        with suppress(Empty):
            while True:
                call = self._inbox.get_nowait()
                if call is not None:
                    call.answer.cancel()


_front: ContextVar[_Front | None] = ContextVar("_front", default=None)


def side_by_side(tasks: Sequence[Callable[[], T]]) -> list[T | BaseException]:
    """Run all tasks and wait for them; gives what they returned or raised, in order.

    A signal that raises in the waiting thread ends the wait at once. The threads are daemons: what they still watch on
    the nodes goes on there by itself, and the process may end without them.
    """
    front = _Front()
    outcomes: dict[int, T | BaseException] = {}

    def run(place: int, task: Callable[[], T]) -> None:
        _front.set(front)
        try:
            outcomes[place] = task()
        except BaseException as error:  # noqa: BLE001  (handed to whoever waits)
            outcomes[place] = error
        finally:
            front.ended()

    for place, task in enumerate(tasks):
        threading.Thread(target=run, args=(place, task), daemon=True).start()
    front.wait(len(tasks))
    return [outcomes[place] for place in range(len(tasks))]


def in_front(work: Callable[[], T]) -> T:
    """What ``work`` gives, done in the thread that waits for this one; at once where none waits."""
    front = _front.get()
    return work() if front is None else front.do(work)


def require_awaited() -> None:
    """See that this thread is still waited for; one that is not begins nothing more.

    Raises:
        Interrupted: a signal has ended the wait.
    """
    front = _front.get()
    if front is not None and front.is_gone:
        raise Interrupted(Problem("commands.interrupted", {"signal": "SIGINT"}))
