"""``plan``, and ``apply --dry-run``: what would be done."""

from typing import TYPE_CHECKING

import click

from clprun.cli.command import command, json_option
from clprun.cli.options import Target, part_options, target_options
from clprun.cli.session import Session
from clprun.errors import InputError, Problem, StepFailed

if TYPE_CHECKING:
    from clprun.api import Prepared

__all__ = ["CHANGES_FOUND", "dry_run", "plan"]

CHANGES_FOUND = 7
"""Exit code of a dry run with ``--detailed-exitcode`` that found changes."""


@command("plan")
@click.argument("runbook", metavar="RUNBOOK")
@click.option("--out", metavar="FILE")
@click.option("--offline", is_flag=True)
@click.option("--detailed-exitcode", is_flag=True)
@part_options
@target_options
@json_option("events")
@click.pass_obj
def plan(
    session: Session,
    *,
    runbook: str,
    out: str | None,
    offline: bool,
    detailed_exitcode: bool,
    from_step: str | None,
    until_step: str | None,
    target: Target,
) -> int:
    """Show what would be done."""
    if out is not None:
        raise InputError(Problem("commands.comes_later", {"option": "--out", "instead": "clprun apply"}))

    prepared = target.prepare(session.home, runbook, from_step, until_step)
    return dry_run(session, prepared, offline=offline, detailed_exitcode=detailed_exitcode)


def dry_run(session: Session, prepared: "Prepared", *, offline: bool, detailed_exitcode: bool) -> int:
    """Draw the plan.

    Args:
        session: whose output is used.
        prepared: what is planned.
        offline: whether no node is contacted.
        detailed_exitcode: whether changes give an exit code of their own.

    Returns:
        The exit code.

    Raises:
        StepFailed: what was found does not allow a step, so that ``apply`` would refuse too.
    """
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.access import access_for  # noqa: PLC0415
    from clprun.cli.debts import tell_debts  # noqa: PLC0415
    from clprun.ui.jsonl import JsonLines  # noqa: PLC0415
    from clprun.ui.plan import draw_plan  # noqa: PLC0415

    if offline:
        made = api.plan_offline(prepared)
    else:
        reach = access_for(session, prepared)
        tell_debts(session, (prepared.bound.cluster, reach))
        made = api.plan(prepared, reach)
    draw_plan(session.results, made, prepared.bound.loaded.runbook)
    if session.json:
        JsonLines(session.out, session.language, session.redactor).plan_made(made)
    refusals = made.refusals
    if refusals:
        raise StepFailed(*refusals)
    return CHANGES_FOUND if detailed_exitcode and made.changes_anything else 0
