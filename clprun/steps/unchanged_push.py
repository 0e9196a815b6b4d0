"""A push that changes nothing: what the product makes of it tells how it takes every other one."""

from dataclasses import replace
from typing import ClassVar

from clprun.errors import Problem, StepFailed
from clprun.model.change import Change
from clprun.model.question import Answers
from clprun.model.runbook import Nature
from clprun.node.questions import JobState
from clprun.products.clpconf.configuration import Configuration
from clprun.steps.base import Target
from clprun.steps.configuration_change import ConfigurationChange, ConfigurationWant
from clprun.steps.own_jobs import own_job
from clprun.steps.suspension import RESUME

__all__ = ["UnchangedPush"]


class UnchangedPush(ConfigurationChange[ConfigurationWant]):
    """A test, not a state: what is installed is pushed, once in a run; what clpstat says meanwhile is kept with it.

    It goes the way of every other push: kept first, proved on both nodes before the cluster is resumed, put back when
    that fails. A configuration that comes back in other words than it was pushed in is told, and is no failure.
    """

    name = "unchanged-push"
    nature: ClassVar[Nature] = Nature.PASSING
    want = ConfigurationWant
    repeats = True
    minds_others: ClassVar[bool] = False

    def wanted(self, want: ConfigurationWant, installed: Configuration, target: Target) -> Configuration:
        """What is installed."""
        del want, target
        return installed

    def plan(self, want: ConfigurationWant, target: Target, answers: Answers) -> Change | None:
        """The push; once it was made, nothing.

        Raises:
            StepFailed: the inventory leaves pushes to a person, or a server is away, or the cluster is suspended.
            InDoubt: the nodes hold different versions.
        """
        left = super().plan(want, target, answers)
        if left is not None or _is_made(target, answers):
            return left
        if target.cluster.cluster_config == "manual":
            raise StepFailed(Problem("configuration.unchanged_by_hand", node=target.node.name))
        found = self._found(want, target, answers)
        owed = self.owes(want, target, answers)
        self._refuse(want, target, answers, found, owed=owed)
        pushed = self._push(want, target, answers, found, (), owed=owed, observed=True)
        return replace(pushed, summary=Problem("configuration.push_unchanged", node=target.node.name))

    def missing(self, want: ConfigurationWant, target: Target, answers: Answers) -> Problem | None:
        """That it was not made, or what is not as it was."""
        lacking = super().missing(want, target, answers)
        if lacking is None and not _is_made(target, answers):
            return Problem("configuration.unchanged_not_pushed", node=target.node.name)
        return lacking


def _is_made(target: Target, answers: Answers) -> bool:
    """Whether the cluster was resumed after a push of this run."""
    jobs = (answers(target.node.name, own_job(target, each, RESUME)) for each in range(1, target.attempt + 1))
    return any((job.state, job.exit_code) == (JobState.ENDED, 0) for job in jobs)
