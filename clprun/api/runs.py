"""Runs: begin one, go on with one. Whatever stops a run, its journal says how and it can go on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import unified_diff
from typing import Any

from clprun.api.access import Access, writable
from clprun.api.around import Around, ending, ledger_of
from clprun.api.givingup import clear_way, open_state
from clprun.api.locking import node_locks, require_free
from clprun.api.prepare import Prepared
from clprun.api.reboots import await_reboots
from clprun.engine.agreement import show
from clprun.engine.desk import Ledger
from clprun.engine.machine import RunState
from clprun.engine.nodes import WritableNodes
from clprun.engine.runner import Runner
from clprun.engine.snapshot import picture, questions
from clprun.errors import NeedsAcceptance, PlanRefused, Problem
from clprun.lang.fingerprint import RUNBOOK_FILE, differences
from clprun.model.events import RunResumed, RunStarted
from clprun.model.plan import Verdict
from clprun.model.question import Ask
from clprun.model.secret import SecretReference, each_text
from clprun.store.lock import hold_cluster
from clprun.store.redact import Redactor
from clprun.store.runs import RunFolder, RunStore

__all__ = ["apply", "resume"]


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
        clear_way(around, bound.cluster.name)
        run = store.new_id(bound.name, around.clock.now())
        with writable(bound.cluster, access, run) as nodes:
            folder = store.create(run)
            folder.write_inputs(_inputs(prepared))
            with ledger_of(folder, around, RunState()) as ledger:
                stamp = around.clock.stamp()
                platform = bound.cluster.platform.value
                ledger.record(RunStarted(run, bound.name, bound.cluster.name, around.version, stamp, platform))
                with ending(ledger):
                    require_free(ledger, nodes, around)
                    runner = Runner(bound, prepared.kinds, nodes, ledger)
                    _snapshot(folder, "before", prepared, nodes, around.redactor)
                    _begin(runner, prepared, ledger, access)
                    with node_locks(ledger, nodes, around):
                        runner.go()
                        _snapshot(folder, "after", prepared, nodes, around.redactor)
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
        NeedsAcceptance: runbook, values or inventory changed since, what the run left no longer holds, or what is
            somebody else's would be taken over.
        ClprunError: what stopped the run again; resumable.
    """
    bound = prepared.bound
    with hold_cluster(around.home, bound.cluster.name, folder.run):
        state = open_state(folder)
        _require_release(state, around)
        await_reboots(bound, state, access, around.clock)
        with writable(bound.cluster, access, folder.run) as nodes, ledger_of(folder, around, state) as ledger:
            ledger.record(RunResumed(folder.run, around.clock.stamp(), around.version))
            with ending(ledger), node_locks(ledger, nodes, around):
                runner = Runner(bound, prepared.kinds, nodes, ledger)
                changed = _changed(folder.inputs(), prepared)
                if changed:
                    runner.steps.agreement.accept("input", changed)
                    folder.write_inputs(_inputs(prepared))
                drift = runner.drift()
                if drift:
                    runner.steps.agreement.accept("drift", drift)
                if not ledger.state.standings:
                    _begin(runner, prepared, ledger, access)
                elif changed:
                    show(runner.steps.rest(), ledger, ledger.state.not_needed)
                _ask_for(runner.secrets_left(), access)
                runner.go()
                _snapshot(folder, "after", prepared, nodes, around.redactor)
            return ledger.state


# -- pieces of a run ------------------------------------------------------------------------------------------------


def _begin(runner: Runner, prepared: Prepared, ledger: Ledger, access: Access) -> None:
    """Plan, show, decide what is not needed, refuse what can't succeed, ask for the secrets that will be needed.

    Raises:
        PlanRefused: a step can't be done, or what must hold before the first one does not.
    """
    planner = runner.steps.planner
    missing = [goal for goal in prepared.goals_before if not all(planner.holds_now(goal, i) for i in goal.instances)]
    if missing:
        values = {"step": str(prepared.request.from_step), "goals": ", ".join(goal.id for goal in missing)}
        raise PlanRefused(Problem("run.goals_missing", values, step=prepared.request.from_step))
    plan = planner.whole()
    show(plan, ledger, [each.scope for each in plan.of(Verdict.NOT_NEEDED)])
    if plan.refusals:
        raise PlanRefused(*plan.refusals)
    runner.steps.agreement.accept_takeovers(plan)
    _ask_for(plan.secrets, access)


def _require_release(state: RunState, around: Around) -> None:
    """See that the run goes on with the release of clprun that had it last, or that a person accepts another one.

    Raises:
        NeedsAcceptance: it is another one, and nobody accepted it.
    """
    if state.version != around.version:
        problem = Problem("run.other_release", {"before": state.version, "now": around.version})
        if not around.operator.accept("version", [problem]):
            raise NeedsAcceptance("version", problem)


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


def _snapshot(folder: RunFolder, name: str, prepared: Prepared, nodes: WritableNodes, redact: Redactor) -> None:
    cluster = prepared.bound.cluster
    asks = [Ask(node.name, question) for node in cluster.nodes for question in questions(cluster)]
    folder.write_snapshot(name, each_text(picture(asks, nodes.ask(asks)), redact))
