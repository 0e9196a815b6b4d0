"""Does things at the same time, one thread each, without holding up a signal."""

import threading
from collections.abc import Callable, Sequence

__all__ = ["side_by_side"]


def side_by_side(tasks: Sequence[Callable[[], None]]) -> list[BaseException]:
    """Run all tasks and wait for them; gives what they raised, in order.

    A signal that raises in the main thread ends the wait at once. The threads are daemons: what they still watch on
    the nodes goes on there by itself, and the process may end without them.
    """
    raised: list[BaseException | None] = [None] * len(tasks)

    def run(place: int) -> None:
        try:
            tasks[place]()
        except BaseException as error:  # noqa: BLE001  (handed to whoever waits)
            raised[place] = error

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [error for error in raised if error is not None]
