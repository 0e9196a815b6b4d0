"""Start or stop services, on the way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from clprun.errors import NeedsAcceptance, Problem, StepFailed, Value
from clprun.model.acceptance import Acceptance
from clprun.model.change import Action, Change, Debt, Run, Unsettled
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.listeners import Listeners
from clprun.node.questions import HttpAnswer, Probe, Process, ProcessesNow
from clprun.products.clpstat import Status
from clprun.steps.base import Kind, Target, Want
from clprun.steps.cluster_look import cluster_status, statuses
from clprun.steps.service_facts import ServiceFacts
from clprun.steps.service_manager import ServiceWant, facts, manager_of, unusable
from clprun.steps.trial_wants import matches
from clprun.steps.wants import ObjectName

__all__ = ["RunBy", "ServiceState", "ServiceStateWant"]

_SHOWN_PROCESSES = 10


class RunBy(Want):
    """The resource that runs the services once the cluster is built.

    Args:
        group: the failover group.
        resource: name of the exec, script or service resource.
    """

    group: ObjectName
    resource: ObjectName


class ServiceStateWant(ServiceWant):
    """What they should do.

    Args:
        state: ``running`` or ``stopped``.
        processes: pattern of their processes' command lines; what is stopped must have none left.
        run_by: while this resource is online, no service is started or stopped by hand.
    """

    state: Literal["running", "stopped"]
    processes: Annotated[str, Field(min_length=1, max_length=1023)] | None = None
    run_by: RunBy | None = None

    @property
    def runs(self) -> bool:
        """Whether they should run."""
        return self.state == "running"


class ServiceState(Kind[ServiceStateWant]):
    """``systemctl start``, ``service NAME start``, ``sc start``, the same to stop; the state decides (ERRATA G1-09).

    It says all about an earlier command that failed or was cut, too: starting what runs does nothing.
    """

    name = "service-state"
    nature = Nature.PASSING
    want = ServiceStateWant
    patience = 60

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A stop."""
        return given.get("state") == "stopped"

    def asks(self, want: ServiceStateWant, target: Target) -> Sequence[Ask[Any]]:
        """The services' states, their processes, and whether the cluster runs them."""
        node, manager = target.node.name, manager_of(want.manager, target)
        processes = () if want.processes is None else (Ask[Any](node, ProcessesNow()),)
        cluster = () if want.run_by is None else statuses(target.cluster)
        return (*(Ask(node, manager.question(name)) for name in want.names), *processes, *cluster)

    def plan(self, want: ServiceStateWant, target: Target, answers: Answers) -> Change | None:
        """One command for each service of which the manager says otherwise.

        One that is on its way is told once more, which does no harm.

        Raises:
            StepFailed: there is no such service, one that should run is masked, processes of a stopped one are left,
                or the cluster runs it.
            NeedsAcceptance: one that was told is neither running nor stopped all the same.
        """
        node = target.node.name
        found = list(zip(want.names, facts(want, target, answers), strict=True))
        wrong = [(name, state) for name, state in found if not _is_so(want, target, name, state)]
        unclear = [_unclear(name, state, node) for name, state in wrong if target.attempt > 1 and _is_unclear(state)]
        if unclear:
            raise NeedsAcceptance(Acceptance.SERVICES, *unclear)
        if not wrong:
            if problem := _left(want, target, answers):
                raise StepFailed(problem)
            return None
        refusals = [problem for name, state in wrong if (problem := unusable(name, state, node))]
        if by_cluster := _run_by_cluster(want, target, answers):
            refusals.append(by_cluster)
        if refusals:
            raise StepFailed(*refusals)
        return self._change(want, target, answers, wrong)

    def missing(self, want: ServiceStateWant, target: Target, answers: Answers) -> Problem | None:
        """What the first of them does instead."""
        node = target.node.name
        for name, state in zip(want.names, facts(want, target, answers), strict=True):
            if not _is_so(want, target, name, state):
                code = "service.not_running" if want.runs else "service.still_running"
                problem = Problem(code, {"service": name, "state": state.told}, node=node)
                return unusable(name, state, node) or problem
        return _left(want, target, answers)

    def intent(self, want: ServiceStateWant, target: Target) -> tuple[Action, ...]:
        """The commands."""
        return _commands(want, target, want.names)

    def owes(self, want: ServiceStateWant, target: Target, answers: Answers) -> bool:
        """Whether a service is not as it was, and the cluster has nothing to do with that."""
        if _run_by_cluster(want, target, answers):
            return False
        return any(state.there and state.runs is want.runs for state in facts(want, target, answers))

    def gives_back(self, want: ServiceStateWant, target: Target) -> Collection[Problem]:
        """These services, when they were started or stopped on the way."""
        return (_owed(want, target, runs=not want.runs),)

    def _change(
        self, want: ServiceStateWant, target: Target, answers: Answers, wrong: Sequence[tuple[str, ServiceFacts]]
    ) -> Change:
        node, manager = target.node.name, manager_of(want.manager, target)
        nodes = tuple(each.name for each in target.cluster.nodes)
        asks = [Ask[Any](node, manager.question(name)) for name, _ in wrong]
        stopped = (
            {} if want.runs or want.processes is None else {Ask(node, ProcessesNow()): _others(want, node, answers)}
        )
        values: dict[str, Value] = {"service": ", ".join(name for name, _ in wrong)}
        return Change(
            summary=Problem("service.start" if want.runs else "service.stop", values, node=node),
            actions=_commands(want, target, (state.name for _, state in wrong)),
            predicts={ask: manager.after(answers(node, ask.question), runs=want.runs) for ask in asks} | stopped,
            unsettles=(Unsettled((node,), (Listeners, Probe)), Unsettled(nodes, (HttpAnswer,))),
            debts=(Debt(_owed(want, target, runs=want.runs), _back(want, target, wrong), lasting=True),),
            disrupts=not want.runs,
        )


def _is_so(want: ServiceStateWant, target: Target, name: str, state: ServiceFacts) -> bool:
    """Whether it does as it should, or a person has accepted what its manager says instead."""
    if _is_unclear(state):
        return not target.not_accepted(_unclear(name, state, target.node.name))
    return state.there and state.runs is want.runs


def _is_unclear(state: ServiceFacts) -> bool:
    """Whether its manager calls it neither running nor stopped, as an init script does that tells no status."""
    return state.there and not state.masked and state.runs is None


def _unclear(name: str, state: ServiceFacts, node: str) -> Problem:
    return Problem("service.unclear", {"service": name, "state": state.told}, node=node)


def _commands(want: ServiceStateWant, target: Target, names: Iterable[str]) -> tuple[Action, ...]:
    manager = manager_of(want.manager, target)
    return tuple(Run(target.node.name, manager.run(name, start=want.runs), judged=False) for name in names)


def _owed(want: ServiceStateWant, target: Target, *, runs: bool) -> Problem:
    """That a run has started the services, or stopped them; then the group that is to carry them gives them back."""
    values: dict[str, Value] = {"service": ", ".join(want.names)}
    if runs:
        return Problem("service.started_by_run", values, node=target.node.name)
    group = "-" if want.run_by is None else want.run_by.group
    return Problem("service.stopped_by_run", {**values, "group": group}, node=target.node.name)


def _back(want: ServiceStateWant, target: Target, wrong: Sequence[tuple[str, ServiceFacts]]) -> tuple[Action, ...]:
    """The commands that undo those, in opposite order."""
    undone = want.model_copy(update={"state": "stopped" if want.runs else "running"})
    return _commands(undone, target, [state.name for _, state in reversed(wrong)])


def _left(want: ServiceStateWant, target: Target, answers: Answers) -> Problem | None:
    """Processes of a service that its manager calls stopped: started by hand, or not ended by its stop."""
    if want.runs or want.processes is None:
        return None
    node = target.node.name
    left = [process for process in answers(node, ProcessesNow()) if matches(want.processes, process)]
    values: dict[str, Value] = {"service": ", ".join(want.names), "processes": want.processes, "count": len(left)}
    output = "\n".join(f"{process.pid} {process.args[:200]}" for process in left[:_SHOWN_PROCESSES])
    return Problem("service.processes_left", values, node=node, output=output) if left else None


def _others(want: ServiceStateWant, node: str, answers: Answers) -> tuple[Process, ...]:
    pattern = want.processes or ""
    return tuple(process for process in answers(node, ProcessesNow()) if not matches(pattern, process))


def _run_by_cluster(want: ServiceStateWant, target: Target, answers: Answers) -> Problem | None:
    """That the resource is online: its monitor would take a stop for a fault."""
    if want.run_by is None:
        return None
    for node in target.cluster.nodes:
        group = cluster_status(answers, node).group(want.run_by.group)
        members = group.resources if group is not None else ()
        if any(each.name == want.run_by.resource and each.state.status is not Status.OFFLINE for each in members):
            values: dict[str, Value] = {"service": ", ".join(want.names), **want.run_by.model_dump()}
            return Problem("service.run_by_cluster", values, node=target.node.name)
    return None
