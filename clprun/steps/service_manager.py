"""A service as its manager tells it: systemd, or chkconfig and service on RHEL 6 (ERRATA G1-02, G1-09)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field

from clprun.errors import Problem, Value
from clprun.model.question import Question
from clprun.node.questions import InitScript, InitScriptAnswer, Service, ServiceAnswer
from clprun.steps.base import Want

__all__ = ["MANAGERS", "ManagerName", "ServiceFacts", "ServiceManager", "ServiceName", "ServiceWant", "unusable"]

ServiceName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9@_.:-]*$", max_length=255)]
"""The name of a service."""

ManagerName = Literal["systemd", "chkconfig"]
"""A key of :data:`MANAGERS`."""

_STARTS_AT_BOOT = {"enabled", "enabled-runtime"}
_NO_INSTALL_SECTION = {"static", "indirect", "generated", "transient"}
_CHANGED_LEVELS = frozenset({2, 3, 4, 5})
_MULTI_USER_LEVELS = frozenset({3, 5})
"""The runlevels that ``chkconfig NAME on`` and ``off`` change, and those among them that servers run in."""


class ServiceWant(Want):
    """A service of the operating system.

    Args:
        service: its name, e.g. ``jcclweb``.
        manager: ``systemd`` on RHEL 7 and later, ``chkconfig`` on RHEL 6.
    """

    service: ServiceName
    manager: ManagerName


@dataclass(frozen=True)
class ServiceFacts:
    """What a manager says about a service.

    Args:
        there: whether the manager knows it.
        masked: whether it was made impossible to start.
        at_boot: whether it is started at boot; ``None`` = in some runlevels only.
        switchable: whether that can be changed.
        runs: whether it runs; ``None`` = on its way.
        told: all of it in the manager's own words.
    """

    there: bool
    masked: bool
    at_boot: bool | None
    switchable: bool
    runs: bool | None
    told: str


class ServiceManager(Protocol):
    """How a manager is asked and told."""

    def question(self, service: str) -> Question[Any]:
        """Asks for the state of a service."""

    def state(self, answer: Any) -> ServiceFacts:  # noqa: ANN401  (the answer to its own question)
        """The answer in terms of both managers."""

    def after(self, answer: Any, *, at_boot: bool | None = None, runs: bool | None = None) -> object:  # noqa: ANN401
        """The answer as it will be; ``None`` = as before."""

    def switch(self, service: str, *, at_boot: bool) -> tuple[str, ...]:
        """Program and arguments that turn the start at boot on or off."""

    def run(self, service: str, *, start: bool) -> tuple[str, ...]:
        """Program and arguments that start or stop it."""


class _Systemd:
    def question(self, service: str) -> Question[ServiceAnswer]:
        return Service(service)

    def state(self, answer: ServiceAnswer) -> ServiceFacts:
        masked = "masked" in answer.load or "masked" in answer.enabled
        return ServiceFacts(
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

    def state(self, answer: InitScriptAnswer) -> ServiceFacts:
        levels = answer.levels & _CHANGED_LEVELS
        shown = ",".join(map(str, sorted(answer.levels))) or "-"
        return ServiceFacts(
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


MANAGERS: Mapping[ManagerName, ServiceManager] = {"systemd": _Systemd(), "chkconfig": _Chkconfig()}
"""By their names in runbooks."""


def unusable(want: ServiceWant, state: ServiceFacts, node: str) -> Problem | None:
    """Why nothing can be done with the service: there is none, or it is masked."""
    values: dict[str, Value] = {"service": want.service}
    if not state.there:
        return Problem("service.unknown", values, node=node)
    return Problem("service.masked", values, node=node) if state.masked else None
