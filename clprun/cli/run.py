"""``apply`` and ``resume``: what changes the nodes."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from clprun.cli.command import command, json_option
from clprun.cli.options import Target, part_options, target_options
from clprun.cli.questions import Given, operator, question_options
from clprun.cli.session import Session
from clprun.errors import InputError, Problem

if TYPE_CHECKING:
    from clprun.api import Access, Around, Prepared
    from clprun.store.runs import RunFolder

__all__ = ["apply", "resume"]


@command("apply")
@click.argument("runbook", metavar="RUNBOOK")
@click.option("--dry-run", "dry", is_flag=True)
@click.option("--detailed-exitcode", is_flag=True)
@click.option("--plan", "plan_file", metavar="FILE")
@part_options
@question_options
@target_options
@json_option("events")
@click.pass_obj
def apply(
    session: Session,
    *,
    runbook: str,
    dry: bool,
    detailed_exitcode: bool,
    plan_file: str | None,
    from_step: str | None,
    until_step: str | None,
    given: Given,
    target: Target,
) -> int:
    """Carry out a runbook."""
    if plan_file is not None:
        raise InputError(Problem("commands.comes_later", {"option": "--plan", "instead": "clprun apply"}))
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.plan import dry_run  # noqa: PLC0415

    prepared = target.prepare(session.home, runbook, from_step, until_step)
    if dry:
        return dry_run(session, prepared, offline=False, detailed_exitcode=detailed_exitcode)
    return _attended(session, given, prepared, None, partial(api.apply, prepared))


@command("resume")
@click.argument("run", metavar="RUN", required=False)
@click.option("--cluster", metavar="NAME")
@question_options
@json_option("events")
@click.pass_obj
def resume(session: Session, *, run: str | None, cluster: str | None, given: Given) -> int:
    """Go on with a run."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.pastruns import find_unfinished, request_of  # noqa: PLC0415

    folder = find_unfinished(session.home, run, cluster)
    prepared = api.prepare(request_of(folder))
    return _attended(session, given, prepared, folder, partial(api.resume, folder, prepared))


def _attended(
    session: Session,
    given: Given,
    prepared: "Prepared",
    folder: "RunFolder | None",
    work: "Callable[[Access, Around], object]",
) -> int:
    """Do something to the nodes with a person watching; when it stops, say how things stand and how to go on."""
    import clprun  # noqa: PLC0415
    from clprun.api import Around, past_run  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.access import access_for  # noqa: PLC0415
    from clprun.cli.debts import tell_debts  # noqa: PLC0415
    from clprun.engine.desk import Clock  # noqa: PLC0415
    from clprun.ui.aftermath import draw_aftermath  # noqa: PLC0415
    from clprun.ui.jsonl import JsonLines  # noqa: PLC0415
    from clprun.ui.live import Live  # noqa: PLC0415
    from clprun.ui.observers import Observers  # noqa: PLC0415

    session.go_on_unread()
    runbook = prepared.bound.loaded.runbook
    live = Live(session.results, runbook, past_run(folder).whole().events if folder else ())
    observers = [live, JsonLines(session.out, session.language, session.redactor)] if session.json else [live]
    around = Around(
        home=session.home,
        operator=operator(session, given, runbook),
        observer=Observers(*observers),
        version=clprun.__version__,
        clock=Clock(),
        redactor=session.redactor,
        uninterrupted=session.interruptions.held_back,
    )
    session.aftermath = partial(draw_aftermath, session.messages, live.tally, prepared.request.runbook)
    try:
        reach = access_for(session, prepared)
        tell_debts(session, (prepared.bound.cluster, reach))
        work(reach, around)
    finally:
        live.close()
        session.note_unread()
    return 0
