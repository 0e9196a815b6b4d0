"""Settings of the cluster configuration whose tags are not public: a person makes them, both nodes' files prove it."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, TypeVar

from clprun.errors import Problem, WaitingForPerson
from clprun.model.change import Change
from clprun.model.cluster import Node
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.base import Kind, Target, Want
from clprun.steps.cluster_look import configuration, installed_configuration

__all__ = ["UnpublishedSetting"]

W = TypeVar("W", bound=Want)


class UnpublishedSetting(Kind[W]):
    """A person's step in Cluster WebUI; never answered by an option, only by its check."""

    nature: ClassVar[Nature] = Nature.LASTING

    @abstractmethod
    def lacking(self, want: W, installed: Configuration, node: Node) -> Problem | None:
        """What a node's configuration lacks."""

    def asks(self, want: W, target: Target) -> Sequence[Ask[Any]]:
        """The configuration of both nodes."""
        del want
        return tuple(Ask(node.name, installed_configuration(target.installation)) for node in target.cluster.nodes)

    def plan(self, want: W, target: Target, answers: Answers) -> Change | None:
        """Nothing to do once it is there.

        Raises:
            StepFailed: a configuration can't be read.
            WaitingForPerson: it is not there; with the instructions first.
        """
        lacking = tuple(self._all_lacking(want, target, answers))
        if lacking:
            raise WaitingForPerson(*self.advice(want, target), *lacking)
        return None

    def missing(self, want: W, target: Target, answers: Answers) -> Problem | None:
        """What the first node lacks."""
        return next(self._all_lacking(want, target, answers), None)

    def _all_lacking(self, want: W, target: Target, answers: Answers) -> Iterator[Problem]:
        for node in target.cluster.nodes:
            problem = self.lacking(want, configuration(answers, node, target.installation), node)
            if problem is not None:
                yield problem
