"""A service in terms that all managers of services have in common."""

from dataclasses import dataclass
from typing import Any, Protocol

from clprun.model.question import Question

__all__ = ["ServiceFacts", "ServiceManager"]


@dataclass(frozen=True)
class ServiceFacts:
    """What a manager says about a service.

    Args:
        name: by which the manager is told what to do with it.
        there: whether the manager knows it.
        masked: whether it was made impossible to start.
        at_boot: whether it is started at boot; ``None`` = in some runlevels only.
        switchable: whether that can be changed.
        runs: whether it runs; ``None`` = on its way.
        told: all of it in the manager's own words.
    """

    name: str
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

    def state(self, service: str, answer: Any) -> ServiceFacts:  # noqa: ANN401  (the answer to its own question)
        """The answer in terms of all managers."""

    def after(self, answer: Any, *, at_boot: bool | None = None, runs: bool | None = None) -> object:  # noqa: ANN401
        """The answer as it will be; ``None`` = as before."""

    def switch(self, service: str, *, at_boot: bool) -> tuple[str, ...]:
        """Program and arguments that turn the start at boot on or off."""

    def run(self, service: str, *, start: bool) -> tuple[str, ...]:
        """Program and arguments that start or stop it."""
