"""``runs`` and ``status``: what was done, and where a run stands. No node is contacted."""

from typing import TYPE_CHECKING, Any

import click

from clprun.cli.command import command, json_option
from clprun.cli.session import Session
from clprun.errors import InputError, Problem

if TYPE_CHECKING:
    from clprun.store.runs import RunFolder

__all__ = ["runs", "status"]


@command("runs")
@click.option("--cluster", metavar="NAME")
@json_option("document")
@click.pass_obj
def runs(session: Session, cluster: str | None) -> None:
    """List all runs, newest first."""
    from clprun.ui.jsonl import write_json  # noqa: PLC0415  (brings rich)
    from clprun.ui.table import draw_table  # noqa: PLC0415

    found = [summary for _, summary in _runs(session, cluster)]
    if session.json:
        write_json(session.out, {"runs": found})
        return
    screen = session.results
    if not found:
        screen.line(screen.word("commands.no_runs"))
        return
    heads = [screen.word(f"commands.{name}_head") for name in ("run", "runbook", "cluster", "state", "started")]
    states = [screen.word(f"commands.how_{it['state'].replace('-', '_')}") for it in found]
    rows = [
        (it["run"], it["runbook"], it["cluster"], state, it["started"][:19].replace("T", " "))
        for it, state in zip(found, states, strict=True)
    ]
    draw_table(screen, heads, rows)


@command("status")
@click.argument("run", metavar="RUN", required=False)
@click.option("--cluster", metavar="NAME")
@json_option("document")
@click.pass_obj
def status(session: Session, run: str | None, cluster: str | None) -> None:
    """Show where a run stands."""
    from clprun.cli.pastruns import find_run  # noqa: PLC0415  (brings all of the engine)
    from clprun.ui.jsonl import write_json  # noqa: PLC0415
    from clprun.ui.status import draw_status, status_data  # noqa: PLC0415
    from clprun.ui.tally import Tally  # noqa: PLC0415

    folders = [find_run(session.home, run)] if run else [folder for folder, _ in _runs(session, cluster)]
    if not folders:
        raise InputError(Problem("commands.no_run_to_show", {}))
    tally = Tally()
    for event in folders[0].events():
        tally.take(event)
    if session.json:
        write_json(session.out, {**_summary(folders[0]), **status_data(tally, session.language)})
    else:
        draw_status(session.results, tally)


def _runs(session: Session, cluster: str | None) -> "list[tuple[RunFolder, dict[str, Any]]]":
    """Runs with their summaries, newest first; of one cluster, or of all."""
    from clprun.store.runs import RunStore  # noqa: PLC0415  (brings pydantic)

    found = [(folder, _summary(folder)) for folder in reversed(RunStore(session.home).all())]
    return [(folder, summary) for folder, summary in found if cluster in {None, summary["cluster"]}]


def _summary(folder: "RunFolder") -> dict[str, Any]:
    from clprun.model.events import RunStarted  # noqa: PLC0415  (brings pydantic)
    from clprun.ui.tally import Tally  # noqa: PLC0415

    events, tally = folder.events(), Tally()
    for event in events:
        tally.take(event)
    started = next(event for event in events if isinstance(event, RunStarted))
    return {
        "run": folder.run,
        "runbook": started.runbook,
        "cluster": started.cluster,
        "state": tally.end.how if tally.end else "open",
        "started": started.time,
        "debts": len(tally.debts),
    }
