"""Whether a service starts at boot: one that a failover group runs must not."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.steps.base import Kind, Target
from clprun.steps.service_manager import MANAGERS, ServiceWant, unusable

__all__ = ["ServiceAutostart", "ServiceAutostartWant"]


class ServiceAutostartWant(ServiceWant):
    """How it should be at boot.

    Args:
        enabled: whether it is started.
    """

    enabled: bool


class ServiceAutostart(Kind[ServiceAutostartWant]):
    """``systemctl disable NAME`` or ``chkconfig NAME off``; the state decides, not the exit code (ERRATA G1-02)."""

    name = "service-autostart"
    nature = Nature.LASTING
    want = ServiceAutostartWant
    patience = 10

    def asks(self, want: ServiceAutostartWant, target: Target) -> Sequence[Ask[Any]]:
        """The service's state."""
        return (Ask(target.node.name, MANAGERS[want.manager].question(want.service)),)

    def plan(self, want: ServiceAutostartWant, target: Target, answers: Answers) -> Change | None:
        """One command, when the manager says otherwise.

        Raises:
            StepFailed: there is no such service, it is masked, or its start at boot can't be changed.
        """
        node, manager = target.node.name, MANAGERS[want.manager]
        ask: Ask[Any] = Ask(node, manager.question(want.service))
        answer = answers(ask.node, ask.question)
        state = manager.state(answer)
        if problem := unusable(want, state, node):
            raise StepFailed(problem)
        if state.at_boot is want.enabled:
            return None
        values: dict[str, Value] = {"service": want.service}
        if not state.switchable:
            raise StepFailed(Problem("service.not_switchable", {**values, "state": state.told}, node=node))
        return Change(
            summary=Problem("service.enable" if want.enabled else "service.disable", values, node=node),
            actions=self.intent(want, target),
            predicts={ask: manager.after(answer, at_boot=want.enabled)},
        )

    def missing(self, want: ServiceAutostartWant, target: Target, answers: Answers) -> Problem | None:
        """How the manager has it instead."""
        node, manager = target.node.name, MANAGERS[want.manager]
        state = manager.state(answers(node, manager.question(want.service)))
        if problem := unusable(want, state, node):
            return problem
        if state.at_boot is want.enabled:
            return None
        code = "service.not_enabled" if want.enabled else "service.still_enabled"
        return Problem(code, {"service": want.service, "state": state.told}, node=node)

    def intent(self, want: ServiceAutostartWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        argv = MANAGERS[want.manager].switch(want.service, at_boot=want.enabled)
        return (Run(target.node.name, argv, judged=False),)
