"""``runs`` and ``status``: what was done, and where a run stands. No node is contacted."""

from typing import TYPE_CHECKING, Any

import click

from clprun.cli.command import command, json_option
from clprun.cli.session import Session
from clprun.errors import InputError, Problem

if TYPE_CHECKING:
    from clprun.api import PastRun

__all__ = ["runs", "status"]


@command("runs")
@click.option("--cluster", metavar="NAME")
@click.option("--verify", is_flag=True)
@json_option("document")
@click.pass_obj
def runs(session: Session, *, cluster: str | None, verify: bool) -> int:
    """List all runs, newest first; with ``--verify``, a damaged journal is a failure."""
    from clprun.ui.jsonl import write_json  # noqa: PLC0415  (brings rich)
    from clprun.ui.problems import draw_problems  # noqa: PLC0415

    found = _runs(session, cluster)
    damage = [past.damage for past in found if past.damage is not None]
    if session.json:
        write_json(session.out, {"runs": [_summary(session, past) for past in found]})
    else:
        _draw_runs(session, [_summary(session, past) for past in found], verify=verify)
    if damage:
        draw_problems(session.messages, damage)
    return 1 if verify and damage else 0


def _draw_runs(session: Session, found: list[dict[str, Any]], *, verify: bool) -> None:
    from clprun.ui.table import draw_table  # noqa: PLC0415  (brings rich)

    screen = session.results
    if not found:
        screen.line(screen.word("commands.no_runs"))
        return
    heads = ["run", "runbook", "cluster", "journal" if verify else "state", "started"]
    states = ["whole" if verify and it["damage"] is None else it["state"].replace("-", "_") for it in found]
    rows = [
        (
            it["run"],
            it["runbook"],
            it["cluster"],
            screen.word(f"commands.how_{state}"),
            it["started"][:19].replace("T", " "),
        )
        for it, state in zip(found, states, strict=True)
    ]
    draw_table(screen, [screen.word(f"commands.{name}_head") for name in heads], rows)


@command("status")
@click.argument("run", metavar="RUN", required=False)
@click.option("--cluster", metavar="NAME")
@json_option("document")
@click.pass_obj
def status(session: Session, run: str | None, cluster: str | None) -> None:
    """Show where a run stands."""
    from clprun.api import past_run  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.debts import draw_others  # noqa: PLC0415
    from clprun.cli.pastruns import find_run, tally_of  # noqa: PLC0415
    from clprun.ui.jsonl import write_json  # noqa: PLC0415
    from clprun.ui.status import draw_status, status_data  # noqa: PLC0415

    found = [past_run(find_run(session.home, run))] if run else _runs(session, cluster)
    if not found:
        raise InputError(Problem("commands.no_run_to_show", {}))
    tally = tally_of(found[0])
    if session.json:
        write_json(session.out, {**_summary(session, found[0]), **status_data(tally, session.language)})
        return
    if run is None:
        draw_others(session, found[0].folder.run)
    draw_status(session.results, tally, found[0].damage)


def _runs(session: Session, cluster: str | None) -> "list[PastRun]":
    """Runs, newest first; of one cluster, or of all."""
    from clprun.api import past_runs  # noqa: PLC0415  (brings all of the engine)

    return past_runs(session.home, cluster)[::-1]


def _summary(session: Session, past: "PastRun") -> dict[str, Any]:
    from clprun.cli.pastruns import tally_of  # noqa: PLC0415  (brings all of the engine)
    from clprun.model.events import RunStarted  # noqa: PLC0415
    from clprun.ui.jsonl import problem_data  # noqa: PLC0415

    tally = tally_of(past)
    started = next((event for event in past.events if isinstance(event, RunStarted)), None)
    how = tally.end.how if tally.end else "open"
    return {
        "run": past.folder.run,
        "runbook": tally.runbook or "?",
        "cluster": past.cluster or "?",
        "state": "damaged" if past.damage else how,
        "started": started.time if started else "",
        "debts": len(tally.debts),
        "damage": problem_data(past.damage, session.language) if past.damage else None,
    }
