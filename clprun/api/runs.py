"""Runs: begin one, go on with one, give one up. Whatever stops a run, its journal says how and it can go on."""

import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from difflib import unified_diff
from functools import partial, reduce
from pathlib import Path
from typing import Any

from clprun.api.access import Access, writable
from clprun.api.prepare import Prepared
from clprun.api.reboots import await_reboots
from clprun.engine.desk import Clock, Desk, Ledger
from clprun.engine.machine import RunState, fold
from clprun.engine.nodes import WritableNodes
from clprun.engine.runner import Runner
from clprun.engine.snapshot import picture, questions
from clprun.errors import (
    ClprunError,
    ClusterLocked,
    InDoubt,
    InputError,
    Interrupted,
    NodeUnreachable,
    Problem,
    StepFailed,
    WaitingForPerson,
)
from clprun.lang.fingerprint import RUNBOOK_FILE, differences
from clprun.model.cluster import Cluster
from clprun.model.events import PlanMade, RunEnded, RunResumed, RunStarted
from clprun.model.operator import Observer, Operator
from clprun.model.plan import Verdict
from clprun.model.question import Ask
from clprun.model.secret import SecretReference
from clprun.node.lock import LockAnswer, NodeLock
from clprun.store.lock import hold_cluster
from clprun.store.redact import Redactor, redacted
from clprun.store.runs import RunFolder, RunStore

__all__ = ["Around", "abandon", "apply", "locks_of", "resume", "state_of", "unfinished", "unlock"]

_OVER = {"done": "run.over_done", "abandoned": "run.over_abandoned"}


@dataclass(frozen=True)
class Around:
    """What a run has around it, besides the nodes.

    Args:
        home: clprun's home folder.
        operator: answers questions.
        observer: is told what happens.
        version: clprun's version, for the record.
        clock: see :class:`Clock`.
        redactor: knows the secrets in use; nothing is written down or told that holds one.
    """

    home: Path
    operator: Operator
    observer: Observer
    version: str
    clock: Clock
    redactor: Redactor = field(default_factory=Redactor)


def state_of(folder: RunFolder) -> RunState:
    """Where a run stands, from its journal."""
    return reduce(fold, folder.events(), RunState())


def unfinished(home: Path, cluster: str | None = None) -> list[tuple[RunFolder, RunState]]:
    """Runs that can be resumed, oldest first; of one cluster, or of all."""
    runs = [(folder, state_of(folder)) for folder in RunStore(home).all()]
    return [(folder, state) for folder, state in runs if not state.is_over and cluster in {None, state.cluster}]


def apply(prepared: Prepared, access: Access, around: Around) -> RunState:
    """Run a runbook from its beginning, or from ``--from``.

    Returns:
        The state at its end.

    Raises:
        ClusterLocked: another run holds the cluster, or an unfinished one must be resumed or abandoned first.
        ClprunError: what stopped the run; resumable.
    """
    bound, store = prepared.bound, RunStore(around.home)
    with hold_cluster(around.home, bound.cluster.name, bound.name):
        _clear_way(around, bound.cluster.name)
        run = store.new_id(bound.name, around.clock.now())
        with writable(bound.cluster, access, run) as nodes:
            folder = store.create(run)
            folder.write_inputs(_inputs(prepared))
            with _ledger(folder, around, RunState()) as ledger:
                stamp = around.clock.stamp()
                platform = bound.cluster.platform.value
                ledger.record(RunStarted(run, bound.name, bound.cluster.name, around.version, stamp, platform))
                with _ending(ledger):
                    _require_free(ledger, nodes, around)
                    runner = Runner(bound, prepared.kinds, nodes, ledger)
                    _snapshot(folder, "before", prepared, nodes)
                    _begin(runner, prepared, ledger, access)
                    with _node_locks(ledger, nodes, around):
                        runner.go()
                        _snapshot(folder, "after", prepared, nodes)
                return ledger.state


def resume(folder: RunFolder, prepared: Prepared, access: Access, around: Around) -> RunState:
    """Go on with a run that stopped.

    Args:
        folder: of the run.
        prepared: its request, read and bound again.
        access: how the nodes are reached.
        around: see :class:`Around`.

    Raises:
        InputError: the run is over.
        NeedsAcceptance: runbook, values or inventory changed since, or what the run left no longer holds.
        ClprunError: what stopped the run again; resumable.
    """
    bound = prepared.bound
    with hold_cluster(around.home, bound.cluster.name, folder.run):
        state = state_of(folder)
        if state.is_over:
            raise InputError(Problem(_OVER[str(state.ended)], {"run": folder.run}))
        await_reboots(bound, state, access, around.clock)
        with writable(bound.cluster, access, folder.run) as nodes, _ledger(folder, around, state) as ledger:
            ledger.record(RunResumed(folder.run, around.clock.stamp()))
            with _ending(ledger), _node_locks(ledger, nodes, around):
                runner = Runner(bound, prepared.kinds, nodes, ledger)
                changed = _changed(folder.inputs(), prepared)
                if changed:
                    runner.steps.accept("input", changed)
                    folder.write_inputs(_inputs(prepared))
                drift = runner.drift()
                if drift:
                    runner.steps.accept("drift", drift)
                if not ledger.state.planned:
                    _begin(runner, prepared, ledger, access)
                _ask_for(runner.secrets_left(), access)
                runner.go()
                _snapshot(folder, "after", prepared, nodes)
            return ledger.state


def abandon(folder: RunFolder, prepared: Prepared, access: Access, around: Around) -> RunState:
    """Give a run up: its locks go, what it left stays as it is and its debts stay shown.

    Raises:
        InputError: the run is over.
    """
    cluster = prepared.bound.cluster
    with hold_cluster(around.home, cluster.name, folder.run):
        state = state_of(folder)
        if state.is_over:
            raise InputError(Problem(_OVER[str(state.ended)], {"run": folder.run}))
        with writable(cluster, access, folder.run) as nodes:
            for lock in nodes.locks.values():
                with suppress(ClusterLocked):
                    lock.release(folder.run)
        return _give_up(folder, around)


def locks_of(cluster: Cluster, access: Access) -> dict[str, LockAnswer]:
    """Who holds the locks on the nodes, by node name; free ones are left out.

    Raises:
        NodeUnreachable: a node can't be reached.
    """
    with writable(cluster, access, "unlock") as nodes:
        held = {name: lock.inspect() for name, lock in nodes.locks.items()}
    return {name: owner for name, owner in held.items() if owner is not None}


def unlock(cluster: Cluster, access: Access, held: Mapping[str, LockAnswer]) -> None:
    """Take away the locks a person was shown.

    Raises:
        ClusterLocked: somebody else holds one by now.
        NodeUnreachable: a node can't be reached.
    """
    with writable(cluster, access, "unlock") as nodes:
        for name, owner in held.items():
            nodes.locks[name].break_(owner)


# -- pieces of a run ------------------------------------------------------------------------------------------------


def _clear_way(around: Around, cluster: str) -> None:
    """Refuse while an unfinished run has changed something; give up those that have not."""
    for folder, state in unfinished(around.home, cluster):
        if state.blocks_others:
            raise ClusterLocked(Problem("run.unfinished", {"run": folder.run, "cluster": cluster}))
        _give_up(folder, around)


def _give_up(folder: RunFolder, around: Around) -> RunState:
    with _ledger(folder, around, state_of(folder)) as ledger:
        ledger.record(RunEnded("abandoned", 0, around.clock.stamp()))
        return ledger.state


def _begin(runner: Runner, prepared: Prepared, ledger: Ledger, access: Access) -> None:
    """Plan, show, decide what is not needed, refuse what can't succeed, ask for the secrets that will be needed."""
    planner = runner.steps.planner
    missing = [goal for goal in prepared.goals_before if not all(planner.holds_now(goal, i) for i in goal.instances)]
    if missing:
        values = {"step": str(prepared.request.from_step), "goals": ", ".join(goal.id for goal in missing)}
        raise StepFailed(Problem("run.goals_missing", values, step=prepared.request.from_step))
    plan = planner.whole()
    ledger.desk.observer.plan_made(plan)
    ledger.record(
        PlanMade(
            not_needed=tuple(f"{s.step}@{s.node}" for s in plan.of(Verdict.NOT_NEEDED)),
            fingerprints={f"{s.step}@{s.node}": s.change.fingerprint for s in plan.steps if s.change is not None},
        )
    )
    if plan.refusals:
        raise StepFailed(*plan.refusals)
    _ask_for(plan.secrets, access)


def _ask_for(secrets: Iterable[SecretReference], access: Access) -> None:
    """Have every secret now, before anything is done on a node.

    Raises:
        InputError: one is not where the inventory says.
        WaitingForPerson: one must be typed in, and nobody is there.
    """
    for secret in secrets:
        assert access.secrets is not None, "whoever gives references gives their source"
        access.secrets(secret)


def _inputs(prepared: Prepared) -> dict[str, Any]:
    """What a run is started with, to be kept with it; holds no secret."""
    return {"request": prepared.request.to_json(), "inputs": prepared.inputs, "texts": _texts(prepared)}


def _texts(prepared: Prepared) -> dict[str, str]:
    loaded = prepared.bound.loaded
    return {RUNBOOK_FILE: loaded.document.text, **loaded.files}


def _changed(kept: Mapping[str, Any], prepared: Prepared) -> list[Problem]:
    """What is not as it was when the run began; of a file, with the lines that differ."""
    before, now = kept.get("texts", {}), _texts(prepared)

    def lines(name: str) -> str:
        old, new = (texts.get(name, "").splitlines() for texts in (before, now))
        return "\n".join(unified_diff(old, new, "before", "now", lineterm="", n=1))

    return [
        replace(problem, output=lines(str(problem.values["name"]))) if problem.code == "input.changed_file" else problem
        for problem in differences(kept["inputs"], prepared.inputs)
    ]


@contextmanager
def _ledger(folder: RunFolder, around: Around, state: RunState) -> Iterator[Ledger]:
    journal = folder.journal()
    try:
        redact = partial(redacted, redact=around.redactor)
        desk = Desk(journal, folder.keep_image, around.operator, around.observer, around.clock, redact)
        yield Ledger(desk, state)
    finally:
        journal.close()


@contextmanager
def _ending(ledger: Ledger) -> Iterator[None]:
    """Write down how a run ended, whatever ended it; only a killed process leaves no end."""
    clock = ledger.desk.clock
    try:
        yield
    except ClprunError as stop:
        problem = stop.problem
        ledger.record(
            RunEnded(
                how=_how(stop),
                exit_code=128 + stop.signal_number if isinstance(stop, Interrupted) else stop.exit_code,
                time=clock.stamp(),
                code=problem.code,
                values=dict(problem.values),
                step=problem.step,
                node=problem.node,
                output=problem.output,
            )
        )
        raise
    ledger.record(RunEnded("done", 0, clock.stamp()))


def _how(stop: ClprunError) -> str:
    for kind, how in (
        (Interrupted, "interrupted"),
        (NodeUnreachable, "unreachable"),
        (WaitingForPerson, "waiting"),
        (InDoubt, "in-doubt"),
    ):
        if isinstance(stop, kind):
            return how
    return "failed"


@contextmanager
def _node_locks(ledger: Ledger, nodes: WritableNodes, around: Around) -> Iterator[None]:
    """Hold the lock on both nodes; it stays while the run is unfinished and has changed something."""
    owner = _this_process(ledger.state.run, around.clock.stamp())
    for lock in nodes.locks.values():
        _take(lock, owner, around.home)
    try:
        yield
    except ClprunError:
        if not ledger.state.blocks_others:
            _release(nodes, ledger.state.run)
        raise
    _release(nodes, ledger.state.run)


def _require_free(ledger: Ledger, nodes: WritableNodes, around: Around) -> None:
    """Refuse while another run holds a node, before its half-built state is taken for something wrong.

    The locks themselves are taken after the plan: that the login may write at all is one of the plan's findings.
    """
    owner = _this_process(ledger.state.run, around.clock.stamp())
    for name, lock in nodes.locks.items():
        held = lock.inspect()
        if held is not None and not _is_stale(held, owner, around.home):
            raise ClusterLocked(Problem("node.locked", asdict(held), node=name))


def _is_stale(held: LockAnswer, owner: LockAnswer, home: Path) -> bool:
    """Whether a lock was left by a run of this controller that is over."""
    return held.host == owner.host and _is_over(home, held.run)


def _take(lock: NodeLock, owner: LockAnswer, home: Path) -> None:
    """Take a node's lock; one that a finished run of this controller left behind is taken away first."""
    try:
        lock.take(owner)
    except ClusterLocked:
        held = lock.inspect()
        if held is None or not _is_stale(held, owner, home):
            raise
        lock.break_(held)
        lock.take(owner)


def _release(nodes: WritableNodes, run: str) -> None:
    """Give the locks back; a node that can't be reached now keeps its own until the run is over for this controller."""
    for lock in nodes.locks.values():
        with suppress(NodeUnreachable, ClusterLocked):
            lock.release(run)


def _this_process(run: str, time: str) -> LockAnswer:
    return LockAnswer(run=run, host=socket.gethostname(), pid=os.getpid(), started=time, time=time)


def _is_over(home: Path, run: str) -> bool:
    """Whether a run of this controller is known to be over, so that a lock it left is stale."""
    try:
        return state_of(RunStore(home).get(run)).is_over
    except InputError:
        return False


def _snapshot(folder: RunFolder, name: str, prepared: Prepared, nodes: WritableNodes) -> None:
    cluster = prepared.bound.cluster
    asks = [Ask(node.name, question) for node in cluster.nodes for question in questions(cluster.platform)]
    folder.write_snapshot(name, picture(asks, nodes.ask(asks)))
