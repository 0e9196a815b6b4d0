"""Whether a service of Windows may interact with the desktop."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import Identity
from clprun.node.windows.services import WindowsService, WindowsServiceAnswer
from clprun.steps.base import Kind, Target, Want
from clprun.steps.service_manager import ServiceName

__all__ = ["ServiceInteractive", "ServiceInteractiveWant"]

_OWN_DESKTOP = 6
"""From Windows Server 2008 (6.0) on services have a session without a desktop that anybody sees (ERRATA G3-28)."""

_SYSTEM = "localsystem"
"""The only account under which a service may interact with the desktop."""


class ServiceInteractiveWant(Want):
    """Which service.

    Args:
        service: its service name or its display name.
    """

    service: ServiceName

    @property
    def question(self) -> WindowsService:
        """Asks for it."""
        return WindowsService(self.service)


class ServiceInteractive(Kind[ServiceInteractiveWant]):
    """``sc config … type= interact``, before Windows Server 2008; from there on the switch means nothing."""

    name = "service-interactive"
    nature = Nature.LASTING
    want = ServiceInteractiveWant

    def asks(self, want: ServiceInteractiveWant, target: Target) -> Sequence[Ask[Any]]:
        """The service, and which Windows it is."""
        return (Ask(target.node.name, want.question), Ask(target.node.name, Identity()))

    def plan(self, want: ServiceInteractiveWant, target: Target, answers: Answers) -> Change | None:
        """One command, where the switch means something and is off.

        Raises:
            StepFailed: there is no such service, or it runs under an account that can't.
        """
        node = target.node.name
        found = answers(node, want.question)
        if _means_nothing(target, answers) or found.interactive:
            return None
        values: dict[str, Value] = {"service": want.service, "account": found.account}
        if not found.there:
            raise StepFailed(Problem("service.unknown", values, node=node))
        if found.account.casefold() != _SYSTEM:
            raise StepFailed(Problem("service.not_of_system", values, node=node))
        return Change(
            summary=Problem("service.make_interactive", values, node=node),
            actions=(_command(found, want, node),),
            predicts={Ask(node, want.question): replace(found, interactive=True)},
        )

    def missing(self, want: ServiceInteractiveWant, target: Target, answers: Answers) -> Problem | None:
        """That the switch is off."""
        if self.plan(want, target, answers) is None:
            return None
        return Problem("service.not_interactive", {"service": want.service}, node=target.node.name)

    def intent(self, want: ServiceInteractiveWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (_command(None, want, target.node.name),)


def _means_nothing(target: Target, answers: Answers) -> bool:
    major = answers(target.node.name, Identity()).os_version.partition(".")[0]
    return int(major) >= _OWN_DESKTOP


def _command(found: WindowsServiceAnswer | None, want: ServiceInteractiveWant, node: str) -> Run:
    key = found.key if found else want.service
    return Run(node, ("sc", "config", key, "type=", "own", "type=", "interact"))
