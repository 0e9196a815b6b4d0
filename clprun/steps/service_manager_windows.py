"""Services of Windows: asked of the service control manager, told by ``sc`` (reference/lab-windows.md)."""

from dataclasses import replace

from clprun.model.question import Question
from clprun.node.windows.services import WindowsService, WindowsServiceAnswer
from clprun.steps.service_facts import ServiceFacts

__all__ = ["WindowsServices"]

_AUTOMATIC, _MANUAL, _DISABLED = "auto", "demand", "disabled"
"""Start types as ``sc config`` takes them."""


class WindowsServices:
    """The service control manager; a service is known by its service name or its display name.

    One that is disabled is not started at boot, which is what a cluster wants of it; nothing but a person makes it
    startable again. One that has a trigger may start on either node whatever its start type is; what its triggers are
    for, only a person knows, so they are not taken away.
    """

    def question(self, service: str) -> Question[WindowsServiceAnswer]:
        """Asks for state, start type and service name."""
        return WindowsService(service)

    def state(self, service: str, answer: WindowsServiceAnswer) -> ServiceFacts:
        """The answer in terms of all managers."""
        runs = {"running": True, "stopped": False}
        startable = answer.triggered and answer.start != _DISABLED
        return ServiceFacts(
            name=answer.key or service,
            there=answer.there,
            masked=False,
            at_boot=answer.start == _AUTOMATIC or startable,
            switchable=not startable,
            runs=runs.get(answer.state),
            told=" ".join(word for word in (answer.start, answer.state, "trigger" * answer.triggered) if word),
        )

    def after(
        self, answer: WindowsServiceAnswer, *, at_boot: bool | None = None, runs: bool | None = None
    ) -> WindowsServiceAnswer:
        """The answer as it will be."""
        if at_boot is not None:
            answer = replace(answer, start=_AUTOMATIC if at_boot else _MANUAL)
        return answer if runs is None else replace(answer, state="running" if runs else "stopped", pid=None)

    def switch(self, service: str, *, at_boot: bool) -> tuple[str, ...]:
        """``sc config``; the blank after ``start=`` belongs to its form."""
        return ("sc", "config", service, "start=", _AUTOMATIC if at_boot else _MANUAL)

    def run(self, service: str, *, start: bool) -> tuple[str, ...]:
        """``sc start`` and ``sc stop`` only ask for it, and never ask back as ``net stop`` does."""
        return ("sc", "start" if start else "stop", service)
