"""Services as their managers tell them: systemd, chkconfig and service on RHEL 6, the SCM of Windows (G1-02, G1-09)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from clprun.errors import Problem, Value
from clprun.model.cluster import Platform
from clprun.model.question import Answers, Question
from clprun.node.questions import InitScript, InitScriptAnswer, Service, ServiceAnswer
from clprun.steps.base import Target, Want
from clprun.steps.service_facts import ServiceFacts, ServiceManager
from clprun.steps.service_manager_windows import WindowsServices

__all__ = ["MANAGERS", "ManagerName", "ServiceName", "ServiceWant", "facts", "manager_of", "unusable"]

ServiceName = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9 @_.:()/-]*[A-Za-z0-9@_.:()/-])?$", max_length=255)]
"""The name of a service; display names of Windows hold blanks, brackets and slashes."""

ManagerName = Literal["systemd", "chkconfig", "windows"]
"""A key of :data:`MANAGERS`."""

_STARTS_AT_BOOT = {"enabled", "enabled-runtime"}
_NO_INSTALL_SECTION = {"static", "indirect", "generated", "transient"}
_CHANGED_LEVELS = frozenset({2, 3, 4, 5})
_MULTI_USER_LEVELS = frozenset({3, 5})
"""The runlevels that ``chkconfig NAME on`` and ``off`` change, and those among them that servers run in."""


class ServiceWant(Want):
    """Services of the operating system.

    Args:
        service: the name of one, e.g. ``jcclweb``; on Windows its service name or its display name.
        services: instead of ``service``, those of several, in the order in which they are dealt with.
        manager: ``systemd`` on RHEL 7 and later, ``chkconfig`` on RHEL 6, ``windows``; by the cluster's platform, with
            systemd on Linux, when not given.
    """

    service: ServiceName | None = None
    services: tuple[ServiceName, ...] = ()
    manager: ManagerName | None = None

    @model_validator(mode="after")
    def _some(self) -> Self:
        if (self.service is None) == (not self.services):
            raise ValueError("either 'service' or 'services' says which are meant")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """All that are meant."""
        return self.services if self.service is None else (self.service,)


class _Systemd:
    def question(self, service: str) -> Question[ServiceAnswer]:
        return Service(service)

    def state(self, service: str, answer: ServiceAnswer) -> ServiceFacts:
        masked = "masked" in answer.load or "masked" in answer.enabled
        return ServiceFacts(
            name=service,
            there=answer.load != "not-found",
            masked=masked,
            at_boot=answer.enabled in _STARTS_AT_BOOT,
            switchable=answer.enabled not in _NO_INSTALL_SECTION,
            runs=True if answer.active == "active" else False if answer.is_stopped else None,
            told=" ".join(word for word in (answer.load, answer.enabled, answer.active) if word),
        )

    def after(self, answer: ServiceAnswer, *, at_boot: bool | None = None, runs: bool | None = None) -> ServiceAnswer:
        if at_boot is not None:
            answer = replace(answer, enabled="enabled" if at_boot else "disabled")
        if runs is not None:
            answer = replace(answer, active="active" if runs else "inactive", main_pid=None)
        return answer

    def switch(self, service: str, *, at_boot: bool) -> tuple[str, ...]:
        return ("systemctl", "enable" if at_boot else "disable", service)

    def run(self, service: str, *, start: bool) -> tuple[str, ...]:
        return ("systemctl", "start" if start else "stop", service)


class _Chkconfig:
    def question(self, service: str) -> Question[InitScriptAnswer]:
        return InitScript(service)

    def state(self, service: str, answer: InitScriptAnswer) -> ServiceFacts:
        levels = answer.levels & _CHANGED_LEVELS
        shown = ",".join(map(str, sorted(answer.levels))) or "-"
        return ServiceFacts(
            name=service,
            there=answer.there,
            masked=False,
            at_boot=True if levels >= _MULTI_USER_LEVELS else None if levels else False,
            switchable=True,
            runs=answer.runs,
            told=f"on: {shown}; status: {answer.status}",
        )

    def after(
        self, answer: InitScriptAnswer, *, at_boot: bool | None = None, runs: bool | None = None
    ) -> InitScriptAnswer:
        if at_boot is not None:
            levels = answer.levels - _CHANGED_LEVELS
            answer = replace(answer, levels=levels | _CHANGED_LEVELS if at_boot else levels)
        return answer if runs is None else replace(answer, runs=runs, status=0 if runs else 3)

    def switch(self, service: str, *, at_boot: bool) -> tuple[str, ...]:
        return ("chkconfig", service, "on" if at_boot else "off")

    def run(self, service: str, *, start: bool) -> tuple[str, ...]:
        return ("service", service, "start" if start else "stop")


MANAGERS: Mapping[ManagerName, ServiceManager] = {
    "systemd": _Systemd(),
    "chkconfig": _Chkconfig(),
    "windows": WindowsServices(),
}
"""By their names in runbooks."""

_USUAL: Mapping[Platform, ManagerName] = {Platform.LINUX: "systemd", Platform.WINDOWS: "windows"}


def manager_of(name: ManagerName | None, target: Target) -> ServiceManager:
    """The manager of a step; the platform's usual one when the step names none."""
    return MANAGERS[name or _USUAL[target.platform]]


def facts(want: ServiceWant, target: Target, answers: Answers) -> list[ServiceFacts]:
    """What the manager says about each service of a step on its node."""
    manager = manager_of(want.manager, target)
    return [manager.state(name, answers(target.node.name, manager.question(name))) for name in want.names]


def unusable(service: str, state: ServiceFacts, node: str) -> Problem | None:
    """Why nothing can be done with the service: there is none, or it is masked."""
    values: dict[str, Value] = {"service": service}
    if not state.there:
        return Problem("service.unknown", values, node=node)
    return Problem("service.masked", values, node=node) if state.masked else None
