"""Start or stop a service, on the way."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Change, Run, Unsettled
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import HttpAnswer, Probe, Process, ProcessesNow
from clprun.products.clpstat import Status
from clprun.steps.base import Kind, Target, Want
from clprun.steps.cluster_look import cluster_status, statuses
from clprun.steps.service_manager import MANAGERS, ServiceFacts, ServiceWant, unusable
from clprun.steps.trial_wants import matches
from clprun.steps.wants import ObjectName

__all__ = ["RunBy", "ServiceState", "ServiceStateWant"]

_SHOWN_PROCESSES = 10


class RunBy(Want):
    """The exec resource that runs the service once the cluster is built.

    Args:
        group: the failover group.
        exec: name of the exec resource.
    """

    group: ObjectName
    exec: ObjectName


class ServiceStateWant(ServiceWant):
    """What it should do.

    Args:
        state: ``running`` or ``stopped``.
        processes: pattern of its processes' command lines; one that is stopped must have none left.
        run_by: while this exec resource is online, the service is neither started nor stopped by hand.
    """

    state: Literal["running", "stopped"]
    processes: Annotated[str, Field(min_length=1, max_length=1023)] | None = None
    run_by: RunBy | None = None

    @property
    def runs(self) -> bool:
        """Whether it should run."""
        return self.state == "running"


class ServiceState(Kind[ServiceStateWant]):
    """``systemctl start`` or ``service NAME start``, and the same to stop; the state decides (ERRATA G1-09)."""

    name = "service-state"
    nature = Nature.PASSING
    want = ServiceStateWant
    patience = 60

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A stop."""
        return given.get("state") == "stopped"

    def asks(self, want: ServiceStateWant, target: Target) -> Sequence[Ask[Any]]:
        """The service's state, its processes, and whether the cluster runs it."""
        node = target.node.name
        processes = () if want.processes is None else (Ask[Any](node, ProcessesNow()),)
        cluster = () if want.run_by is None else statuses(target.cluster)
        return (Ask(node, MANAGERS[want.manager].question(want.service)), *processes, *cluster)

    def plan(self, want: ServiceStateWant, target: Target, answers: Answers) -> Change | None:
        """One command, when the manager says otherwise; one that is on its way is told again, which does no harm.

        Raises:
            StepFailed: there is no such service, one that should run is masked, processes of a stopped one are left,
                or the cluster runs it.
        """
        node, manager = target.node.name, MANAGERS[want.manager]
        ask: Ask[Any] = Ask(node, manager.question(want.service))
        state = manager.state(answers(ask.node, ask.question))
        if self._is_so(want, state):
            if problem := _left(want, target, answers):
                raise StepFailed(problem)
            return None
        if problem := unusable(want, state, node) or _run_by_cluster(want, target, answers):
            raise StepFailed(problem)
        nodes = tuple(each.name for each in target.cluster.nodes)
        stopped = (
            {} if want.runs or want.processes is None else {Ask(node, ProcessesNow()): _others(want, node, answers)}
        )
        return Change(
            summary=Problem("service.start" if want.runs else "service.stop", {"service": want.service}, node=node),
            actions=self.intent(want, target),
            predicts={ask: manager.after(answers(ask.node, ask.question), runs=want.runs), **stopped},
            unsettles=(Unsettled((node,), (Probe,)), Unsettled(nodes, (HttpAnswer,))),
            disrupts=not want.runs,
        )

    def missing(self, want: ServiceStateWant, target: Target, answers: Answers) -> Problem | None:
        """What it does instead."""
        node, manager = target.node.name, MANAGERS[want.manager]
        state = manager.state(answers(node, manager.question(want.service)))
        if self._is_so(want, state):
            return _left(want, target, answers)
        code = "service.not_running" if want.runs else "service.still_running"
        problem = Problem(code, {"service": want.service, "state": state.told}, node=node)
        return unusable(want, state, node) or problem

    @staticmethod
    def _is_so(want: ServiceStateWant, state: ServiceFacts) -> bool:
        return state.there and state.runs is want.runs

    def intent(self, want: ServiceStateWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (Run(target.node.name, MANAGERS[want.manager].run(want.service, start=want.runs), judged=False),)


def _left(want: ServiceStateWant, target: Target, answers: Answers) -> Problem | None:
    """Processes of a service that its manager calls stopped: started by hand, or not ended by its stop."""
    if want.runs or want.processes is None:
        return None
    node = target.node.name
    left = [process for process in answers(node, ProcessesNow()) if matches(want.processes, process)]
    values: dict[str, Value] = {"service": want.service, "processes": want.processes, "count": len(left)}
    output = "\n".join(f"{process.pid} {process.args[:200]}" for process in left[:_SHOWN_PROCESSES])
    return Problem("service.processes_left", values, node=node, output=output) if left else None


def _others(want: ServiceStateWant, node: str, answers: Answers) -> tuple[Process, ...]:
    pattern = want.processes or ""
    return tuple(process for process in answers(node, ProcessesNow()) if not matches(pattern, process))


def _run_by_cluster(want: ServiceStateWant, target: Target, answers: Answers) -> Problem | None:
    """That the exec resource is online: its monitor would take a stop for a fault."""
    if want.run_by is None:
        return None
    for node in target.cluster.nodes:
        group = cluster_status(answers, node).group(want.run_by.group)
        members = group.resources if group is not None else ()
        if any(each.name == want.run_by.exec and each.state.status is not Status.OFFLINE for each in members):
            values: dict[str, Value] = {"service": want.service, **want.run_by.model_dump()}
            return Problem("service.run_by_cluster", values, node=target.node.name)
    return None
