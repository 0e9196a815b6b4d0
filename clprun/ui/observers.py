"""Several observers as one; one whose output broke away is told no more, and the run goes on."""

from clprun.model.events import Event
from clprun.model.operator import Observer
from clprun.model.plan import Plan

__all__ = ["Observers"]


class Observers:
    """Tells each observer in turn.

    Args:
        observers: in the order they are told.
    """

    def __init__(self, *observers: Observer) -> None:
        self._observers = list(observers)

    def plan_made(self, plan: Plan) -> None:
        """See :class:`Observer`."""
        for observer in list(self._observers):
            try:
                observer.plan_made(plan)
            except OSError:
                self._observers.remove(observer)

    def happened(self, event: Event) -> None:
        """See :class:`Observer`."""
        for observer in list(self._observers):
            try:
                observer.happened(event)
            except OSError:
                # A closed pipe or a full disk behind standard output; the journal is what counts.
                self._observers.remove(observer)
