"""What a runbook wants to follow when a resource fails to start or stop, and its words for final actions."""

from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from clprun.products.clpconf.monitors import MonitorAction
from clprun.products.clpconf.resources import STOP_ACTIONS, ResourceAction
from clprun.products.clpconf.wanted_resources import StartFailure, StopFailure
from clprun.steps.base import Want

__all__ = ["MONITOR_ACTIONS", "OnStartFailure", "OnStopFailure", "Threshold", "WatchAction"]

MONITOR_ACTIONS: Mapping[str, MonitorAction] = {
    action.name.lower().replace("_", "-"): action for action in MonitorAction
}
"""Final actions of a monitor by a runbook's words: ``none``, ``stop-group``, ``stop-service``, ``shut-down``, …"""

_WORDS = {ResourceAction.NONE_AND_STAY: "none", ResourceAction.NONE_AND_GO_ON: "none-and-go-on"}
_START_ACTIONS: Mapping[str, ResourceAction] = {
    _WORDS.get(action, action.name.lower().replace("_", "-")): action for action in ResourceAction
}
"""The same of a resource; ``none`` leaves the next resource alone, ``none-and-go-on`` gives it its turn."""

_STOP_ACTIONS = {word: action for word, action in _START_ACTIONS.items() if action in STOP_ACTIONS}


def _one_of(words: Collection[str]) -> AfterValidator:
    def check(text: str) -> str:
        if text not in words:
            values = {"found": text[:80], "choices": ", ".join(words)}
            raise PydanticCustomError("input.not_a_choice", "one of {choices} is wanted", values)
        return text

    return AfterValidator(check)


Threshold = Annotated[int, Field(ge=0, le=99)]
"""How often something is tried."""

WatchAction = Annotated[str, _one_of(MONITOR_ACTIONS)]
"""A word of :data:`MONITOR_ACTIONS`."""


class OnStartFailure(Want):
    """What follows when start.sh fails; what is not given stays as it is, or the product's default.

    Args:
        retries: how often the start is tried again.
        failovers: how often the group fails over then.
        final_action: what is done when that did not help; ``none`` is the product's default.
    """

    retries: Threshold | None = None
    failovers: Threshold | None = None
    final_action: Annotated[str, _one_of(_START_ACTIONS)] | None = None

    @property
    def settings(self) -> StartFailure:
        """The same in the product's terms."""
        action = None if self.final_action is None else _START_ACTIONS[self.final_action]
        return StartFailure(self.retries, self.failovers, action)


class OnStopFailure(Want):
    """What follows when stop.sh fails; what is not given stays as it is, or the product's default.

    Args:
        retries: how often the stop is tried again.
        final_action: what is done when that did not help; the product's default shuts the server down.
    """

    retries: Threshold | None = None
    final_action: Annotated[str, _one_of(_STOP_ACTIONS)] | None = None

    @property
    def settings(self) -> StopFailure:
        """The same in the product's terms."""
        action = None if self.final_action is None else _STOP_ACTIONS[self.final_action]
        return StopFailure(self.retries, action)
