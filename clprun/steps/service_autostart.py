"""Whether services start at boot: those that a failover group runs must not."""

from collections.abc import Iterable, Sequence
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.steps.base import Kind, Target
from clprun.steps.service_facts import ServiceFacts
from clprun.steps.service_manager import ServiceWant, facts, manager_of, unusable

__all__ = ["ServiceAutostart", "ServiceAutostartWant"]


class ServiceAutostartWant(ServiceWant):
    """How they should be at boot.

    Args:
        enabled: whether they are started.
    """

    enabled: bool


class ServiceAutostart(Kind[ServiceAutostartWant]):
    """``systemctl disable``, ``chkconfig … off``, ``sc config``; the state decides, not the exit code (G1-02)."""

    name = "service-autostart"
    nature = Nature.LASTING
    want = ServiceAutostartWant
    patience = 10

    def asks(self, want: ServiceAutostartWant, target: Target) -> Sequence[Ask[Any]]:
        """The services' states."""
        manager = manager_of(want.manager, target)
        return tuple(Ask(target.node.name, manager.question(name)) for name in want.names)

    def plan(self, want: ServiceAutostartWant, target: Target, answers: Answers) -> Change | None:
        """One command for each service of which the manager says otherwise.

        Raises:
            StepFailed: there is no such service, one is masked, or its start at boot can't be changed.
        """
        node, manager = target.node.name, manager_of(want.manager, target)
        found = list(zip(want.names, facts(want, target, answers), strict=True))
        refusals = [problem for name, state in found if (problem := _refusal(want, name, state, node))]
        if refusals:
            raise StepFailed(*refusals)
        wrong = [(name, state) for name, state in found if state.at_boot is not want.enabled]
        if not wrong:
            return None
        asks = [Ask[Any](node, manager.question(name)) for name, _ in wrong]
        values: dict[str, Value] = {"service": ", ".join(name for name, _ in wrong)}
        return Change(
            summary=Problem("service.enable" if want.enabled else "service.disable", values, node=node),
            actions=_commands(want, target, (state.name for _, state in wrong)),
            predicts={ask: manager.after(answers(node, ask.question), at_boot=want.enabled) for ask in asks},
        )

    def missing(self, want: ServiceAutostartWant, target: Target, answers: Answers) -> Problem | None:
        """How the manager has the first of them instead."""
        node = target.node.name
        for name, state in zip(want.names, facts(want, target, answers), strict=True):
            if problem := unusable(name, state, node):
                return problem
            if state.at_boot is not want.enabled:
                code = "service.not_enabled" if want.enabled else "service.still_enabled"
                return Problem(code, {"service": name, "state": state.told}, node=node)
        return None

    def intent(self, want: ServiceAutostartWant, target: Target) -> tuple[Action, ...]:
        """The commands."""
        return _commands(want, target, want.names)


def _refusal(want: ServiceAutostartWant, name: str, state: ServiceFacts, node: str) -> Problem | None:
    problem = unusable(name, state, node)
    if problem is not None or state.switchable or state.at_boot is want.enabled:
        return problem
    code = "service.not_switchable" if want.enabled else "service.starts_by_others"
    return Problem(code, {"service": name, "state": state.told}, node=node)


def _commands(want: ServiceAutostartWant, target: Target, names: Iterable[str]) -> tuple[Action, ...]:
    manager = manager_of(want.manager, target)
    return tuple(Run(target.node.name, manager.switch(name, at_boot=want.enabled), judged=False) for name in names)
