"""What a step kind is. A kind is a question before it is a command: it never touches a node itself."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from clprun.errors import Problem
from clprun.model.acceptance import identity
from clprun.model.change import Action, Change
from clprun.model.cluster import Cluster, Node, Platform
from clprun.model.prove import Prove
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import JobAnswer, JobState
from clprun.products.clusterpro_commands import Installation, installation_of

__all__ = ["Decision", "Kind", "Target", "Want", "job_name", "jobs_of"]


def job_name(step: str, node: str, attempt: int, action: int | str) -> str:
    """Name of the detached job that carries out one action of a step; unique within a run.

    Args:
        step: id of the step.
        node: name of the node the step works on.
        attempt: counted from 1.
        action: its label, or its index within the change, from 0.
    """
    return f"{jobs_of(step, node)}{attempt}-{action}"


def jobs_of(step: str, node: str) -> str:
    """What the names of all jobs of a step on a node begin with."""
    return f"{step}-{node}-"


class Want(BaseModel):
    """Base of what a kind's ``with`` holds; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


W = TypeVar("W", bound=Want)


class Decision(StrEnum):
    """A person's answer to a step in doubt."""

    REDO = "redo"
    DONE = "done"
    STOP = "stop"


@dataclass(frozen=True)
class Target:
    """Where and for which run a step is planned.

    Args:
        cluster: the whole cluster.
        node: the node the step works on (for ``on: cluster`` the primary, which speaks for it).
        step: id of the step.
        run: id of the run; ``RUN`` in a dry run.
        attempt: 1 for the first try of this step in this run.
        decision: what a person said about this step being in doubt.
        away: the node that this step has just rebooted; it is not asked while the other one is watched.
        left: what became of the jobs of the last attempt, by ``node/job`` in the order they are started; empty where
            none was made, or it is still under way. None of them begins any more.
        accepted: findings that a person has accepted in this run, by their identity.
    """

    cluster: Cluster
    node: Node
    step: str
    run: str
    attempt: int = 1
    decision: Decision | None = None
    away: str | None = None
    left: Mapping[str, JobAnswer] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()

    def not_accepted(self, *findings: Problem) -> tuple[Problem, ...]:
        """Those that nobody has accepted yet."""
        return tuple(each for each in findings if identity(each) not in self.accepted)

    @property
    def platform(self) -> Platform:
        """Of both nodes."""
        return self.cluster.platform

    @property
    def installation(self) -> Installation:
        """CLUSTERPRO on both nodes."""
        return installation_of(self.cluster)

    @property
    def peer(self) -> Node:
        """The other node."""
        return self.cluster.peer(self.node)


class Kind(ABC, Generic[W]):
    """A kind of step: pure functions over a want and answers.

    A kind that can see on the nodes what it is for decides by that alone, whatever became of an earlier command: a
    group that is online is online. One whose program leaves nothing of the sort asks what became of the program, too
    (:mod:`clprun.steps.own_jobs`).
    """

    name: ClassVar[str]
    nature: ClassVar[Nature]
    want: ClassVar[type[Want]]
    patience: ClassVar[int] = 0
    """Seconds the wanted state may take to appear after the change, unless the step says ``within``."""
    awaits_nodes: ClassVar[bool] = False
    """Whether a node may be away while the wanted state is waited for."""
    repeats: ClassVar[bool] = False
    """Whether every apply does it again, as it does a test: nothing on the nodes says that it is not needed."""
    proved_by: ClassVar[frozenset[str]] = frozenset()
    """Keys of ``with`` of which at least one says what proves the result; empty where the kind knows that itself."""

    minds_others: ClassVar[bool] = False
    """Whether :meth:`takes_over` may find something."""

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """Whether a step stops or moves what is served, as far as its ``with`` tells before templates are filled in."""
        del given
        return False

    @classmethod
    def is_noted(cls, problem: Problem) -> bool:
        """Whether a check that still finds ``problem`` when its patience is over only notes it, and the run goes on."""
        del problem
        return False

    @abstractmethod
    def asks(self, want: W, target: Target) -> Sequence[Ask[Any]]:
        """The questions whose answers :meth:`plan` and :meth:`missing` need."""

    @abstractmethod
    def plan(self, want: W, target: Target, answers: Answers) -> Change | None:
        """What must be done, or ``None`` when it is already so.

        Raises:
            StepFailed: what was found does not allow this step; nothing was changed.
            InDoubt: only a person can say what to do.
        """

    def missing(self, want: W, target: Target, answers: Answers) -> Problem | None:
        """What still lacks after the change, or ``None`` when the result is right; by default the plan decides."""
        change = self.plan(want, target, answers)
        return None if change is None else Problem("step.not_reached", {"change": change.summary.code})

    def takes_over(self, want: W, target: Target, answers: Answers) -> tuple[Problem, ...]:
        """What is somebody else's and would be overwritten, as far as the nodes tell before the steps in between.

        Raises:
            StepFailed: what is wanted is there already, under another name.
        """
        del want, target, answers
        return ()

    def is_in_place(self, want: W, target: Target, answers: Answers) -> bool:
        """Whether its change can be made while all goes on as it does; what serves it is not needed then.

        What serves a step may be there to try what it leaves, too, so by default it can't.
        """
        del want, target, answers
        return False

    def doubt(self, want: W, target: Target) -> Problem | None:
        """What only a person can say about the last attempt before anything else is done; ``None`` = nothing.

        By default that is whether its commands still run, where their node can't tell; the state tells the rest.
        """
        del want
        for name, job in target.left.items():
            if job.state is JobState.UNKNOWN:
                node, _, job_id = name.partition("/")
                return Problem("step.job_unknown", {"job": job_id}, node=node)
        return None

    def unproven(self, want: W, target: Target, answers: Answers, proof: Prove) -> Problem | None:
        """What speaks against going on at a proof in the middle of a change; ``None`` = nothing."""
        del want, target, answers, proof
        return None

    def proof_asks(self, want: W, target: Target, proof: Prove) -> Sequence[Ask[Any]]:
        """The questions whose answers :meth:`unproven` needs; by default all."""
        del proof
        return self.asks(want, target)

    def explains(self, problem: Problem) -> bool:
        """Whether what a step of this kind owes keeps another one's condition from being seen; by default it does not.

        Args:
            problem: what the condition lacks by a look at the nodes.
        """
        del problem
        return False

    def owes(self, want: W, target: Target, answers: Answers) -> bool:
        """Whether a failed change has left what it owes; by default it has."""
        del want, target, answers
        return True

    def gives_back(self, want: W, target: Target) -> Collection[Problem]:
        """What earlier steps owe no longer once a step with this want is done; see :attr:`Debt.lasting`.

        Each stands for all debts of its code and, where it names them, of its node and with its values.
        """
        del want, target
        return ()

    def intent(self, want: W, target: Target) -> tuple[Action, ...]:
        """The commands it would come to if its answers were known; shown when they can't be foreseen."""
        del want, target
        return ()

    def advice(self, want: W, target: Target) -> tuple[Problem, ...]:
        """What a person must know to do it by hand, beyond the commands of :meth:`intent`."""
        del want, target
        return ()
