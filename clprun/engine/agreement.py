"""What is about to be done in a step is what was agreed to: after every answer it is planned anew and compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from clprun.engine.desk import Ledger
from clprun.engine.patience import Patience
from clprun.engine.planner import Planner
from clprun.engine.steprecord import StepRecord
from clprun.engine.world import World
from clprun.errors import InDoubt, NeedsAcceptance, NodeUnreachable, Problem, StepFailed, WaitingForPerson
from clprun.lang.bind import BoundStep, Instance
from clprun.model.acceptance import FINDINGS, KNOWN_BEFOREHAND, Acceptance, identity
from clprun.model.change import Change
from clprun.model.events import Accepted, Confirmed, DecisionTaken, PlanMade
from clprun.model.plan import Plan, PlannedStep, Verdict, shown_in
from clprun.model.runbook import Nature
from clprun.model.state import Outcome
from clprun.steps.base import Decision, Kind

__all__ = ["Agreement", "show"]

_OUTCOMES = {
    Verdict.ALREADY: Outcome.ALREADY,
    Verdict.HOLDS: Outcome.CHECKED,
    Verdict.NOT_NEEDED: Outcome.NOT_NEEDED,
    Verdict.TO_ACCEPT: Outcome.CHECKED,
}

_Plans = Sequence[tuple[Instance, PlannedStep]]


class Agreement:
    """Has the questions of a step answered, before anything is done.

    Args:
        kinds: step kinds by name.
        ledger: where answers are written down.
        record: where steps that stop are written down.
        planner: plans steps as the nodes are now.
        world: what is known about the nodes.
        rest: plans what is left of the run.
    """

    def __init__(
        self,
        kinds: Mapping[str, Kind[Any]],
        ledger: Ledger,
        record: StepRecord,
        planner: Planner,
        world: World,
        rest: Callable[[], Plan],
    ) -> None:
        self._kinds, self._ledger, self._record = kinds, ledger, record
        self._planner, self._world, self._rest = planner, world, rest
        self._accepted: list[Sequence[Problem]] = []

    def reach(
        self, step: BoundStep, instances: Sequence[Instance]
    ) -> list[tuple[Instance, Change | Outcome | Problem]]:
        """The change to make now on each node, or why there is none, after every question it raises was answered.

        A problem is one that a check was waiting to see go, and that is only noted.

        Raises:
            ClprunError: it can't be done, or nobody agreed to it.
        """
        while True:
            if not self._kinds[step.step.kind].awaits_nodes:
                self._world.prefetch(ask for each in instances for ask in self._planner.asks_of(step, each))
            plans = [(instance, self._planned(step, instance)) for instance in instances]
            if not self._asked(step, plans):
                return [(instance, _result(planned)) for instance, planned in plans]
            self._world.forget()

    def accept(self, what: str, problems: Sequence[Problem], planned: Sequence[PlannedStep] = ()) -> None:
        """Have findings accepted by a person; everything may have changed meanwhile.

        Args:
            what: an ``Acceptance``.
            problems: the findings.
            planned: what would be done all the same.

        Raises:
            NeedsAcceptance: nobody accepted them.
        """
        if not self._ledger.desk.operator.accept(what, problems, planned):
            raise NeedsAcceptance(what, *problems)
        codes = tuple(_noted(what, problem) for problem in problems)
        findings = tuple(
            {"code": it.code, "values": dict(it.values), "node": it.node, "step": it.step} for it in problems
        )
        self._ledger.record(Accepted(what, codes, shown_in(planned), findings))
        self._world.forget()

    def accept_takeovers(self, plan: Plan) -> None:
        """Have all accepted that a plan would take over, before anything is done; that holds for the whole run.

        Raises:
            NeedsAcceptance: nobody accepted it; each is named.
        """
        found = [
            each
            for each in plan.of(Verdict.TO_ACCEPT)
            if each.accept == Acceptance.TAKEOVER and not self._is_accepted(each)
        ]
        if found:
            self.accept(Acceptance.TAKEOVER, [problem for each in found for problem in each.problems])

    def decide(self, step: BoundStep, instance: Instance, problems: Sequence[Problem]) -> None:
        """Have a person say what to do about a doubt; what comes of it for the rest of the run is shown.

        Raises:
            InDoubt: nobody did.
        """
        answer = self._ledger.desk.operator.decide(problems[0])
        if answer is None or answer == Decision.STOP:
            self._record.stop(step, instance, InDoubt(*problems))
        self._ledger.record(DecisionTaken(step.id, answer))
        self._world.forget()
        show(self._rest(), self._ledger, self._ledger.state.not_needed)

    def _planned(self, step: BoundStep, instance: Instance) -> PlannedStep:
        """The plan of a step now; what it waits for is given the time it may take to appear.

        Raises:
            NodeUnreachable: a node is away, and the kind does not wait for it, or has waited long enough.
        """
        kind = self._kinds[step.step.kind]
        patience = Patience.of(step, kind, self._ledger.desk.clock)
        check = kind.nature is Nature.CHECK
        while True:
            try:
                planned = self._planner.one(step, instance)
                if not _may_settle(planned) or not check or patience.is_over:
                    return planned
            except NodeUnreachable:
                if patience.is_over or not kind.awaits_nodes:
                    raise
            patience.wait()
            self._world.forget()

    def _asked(self, step: BoundStep, plans: _Plans) -> bool:
        """Have the first question answered that a plan raises; whether there was one.

        Args:
            step: the step.
            plans: what it comes to on each node.

        Raises:
            ClprunError: it can't be done, or nobody answered.
        """
        for instance, planned in plans:
            match planned.verdict:
                case Verdict.REFUSED if not self._is_noted(step, planned):
                    self._record.stop(step, instance, StepFailed(*planned.problems))
                case Verdict.IN_DOUBT:
                    self.decide(step, instance, planned.problems)
                    return True
                case Verdict.TO_ACCEPT if not self._is_accepted(planned):
                    self._accept(planned.accept or "", planned.problems)
                    return True
                case Verdict.MANUAL:
                    if not self._ledger.desk.operator.manual_done(planned.problems):
                        self._record.stop(step, instance, WaitingForPerson(*planned.problems))
                    return True
        together = [planned for _, planned in plans]
        changing = any(planned.change for planned in together)
        return changing and (self._differed(together) or self._confirmed(step, together))

    def _accept(self, what: str, problems: Sequence[Problem]) -> None:
        """Have what a step found accepted.

        Raises:
            NeedsAcceptance: nobody accepted it, or it was not there before the run began to change things.
        """
        if what in KNOWN_BEFOREHAND and self._ledger.has_changed_something:
            raise NeedsAcceptance(what, *problems)
        self.accept(what, problems)
        self._accepted.append(problems)

    def _is_accepted(self, planned: PlannedStep) -> bool:
        if planned.accept == Acceptance.TAKEOVER:
            return self._ledger.state.taken_over.issuperset(map(_all_of, planned.problems))
        return planned.problems in self._accepted

    def _is_noted(self, step: BoundStep, planned: PlannedStep) -> bool:
        kind = self._kinds[step.step.kind]
        return kind.nature is Nature.CHECK and kind.is_noted(planned.problems[0])

    def _differed(self, together: Sequence[PlannedStep]) -> bool:
        """Whether something else would be done than was shown, and that is accepted now that it was shown, too."""
        shown = self._ledger.state.fingerprints
        differing = [
            each for each in together if each.change and shown.get(each.scope) not in {None, each.change.fingerprint}
        ]
        if differing:
            problems = [Problem("step.differs_from_plan", {}, node=each.node, step=each.step) for each in differing]
            self.accept("drift", problems, together)
        return bool(differing)

    def _confirmed(self, step: BoundStep, together: Sequence[PlannedStep]) -> bool:
        """Whether a person agreed just now; not when that was done before, by an option, or need not be."""
        if self._ledger.state.confirmed.intersection(f"{step.id}@{instance.node}" for instance in step.instances):
            return False
        first = next(each for each in together if each.change)
        how = self._ledger.desk.operator.confirm_step(step.step, [each for each in together if each.change])
        if how is None:
            values = {"step": step.id}
            raise WaitingForPerson(Problem("run.step_not_confirmed", values, node=first.node, step=step.id))
        if how != "never asked":
            self._ledger.record(Confirmed(first.scope, how, shown_in(together)))
        return how == "person"


def show(plan: Plan, ledger: Ledger, not_needed: Iterable[str]) -> None:
    """Show a plan; what it shows is what may be done from now on.

    Args:
        plan: of all or of the rest.
        ledger: where it is written down.
        not_needed: ``step@node`` of the passing steps that the run does not need.
    """
    ledger.desk.observer.plan_made(plan)
    ledger.record(PlanMade(tuple(sorted(not_needed)), shown_in(plan.steps)))


def _may_settle(planned: PlannedStep) -> bool:
    """Whether what speaks against a step may go away by itself."""
    return planned.verdict is Verdict.REFUSED or planned.accept in KNOWN_BEFOREHAND


def _noted(what: str, problem: Problem) -> str:
    """What the journal keeps of a finding that was accepted."""
    if what == Acceptance.TAKEOVER:
        return _all_of(problem)
    return identity(problem) if what in FINDINGS else problem.code


def _all_of(problem: Problem) -> str:
    """What somebody else made, with the step that takes it over and all that is known of it."""
    return " ".join([problem.code, problem.step or "-", *(f"{key}={problem.values[key]}" for key in problem.values)])


def _result(planned: PlannedStep) -> Change | Outcome | Problem:
    """What a plan comes to that raises no question any more."""
    if planned.change is not None:
        return planned.change
    return planned.problems[0] if planned.verdict is Verdict.REFUSED else _OUTCOMES[planned.verdict]
