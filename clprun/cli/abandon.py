"""``abandon``: give a run up, knowing what it leaves."""

from typing import TYPE_CHECKING

import click

from clprun.cli.command import command
from clprun.cli.session import Session
from clprun.errors import InputError, Problem, WaitingForPerson

if TYPE_CHECKING:
    from clprun.api import Reach
    from clprun.store.runs import RunFolder

__all__ = ["abandon"]


@command("abandon")
@click.argument("run", metavar="RUN")
@click.option("--without-nodes", is_flag=True)
@click.option("--damaged", is_flag=True)
@click.option("--yes", is_flag=True)
@click.pass_obj
def abandon(session: Session, *, run: str, without_nodes: bool, damaged: bool, yes: bool) -> None:
    """Show what a run leaves by a look at the nodes, ask, and give it up."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.debts import around_journal  # noqa: PLC0415
    from clprun.cli.pastruns import find_run, tally_of  # noqa: PLC0415
    from clprun.ui.aftermath import draw_left  # noqa: PLC0415
    from clprun.ui.status import draw_status  # noqa: PLC0415

    folder, screen = find_run(session.home, run), session.messages
    if not damaged:
        api.open_state(folder)
    reach = None if damaged or without_nodes else _reach(session, folder)
    if reach is not None:
        api.occupation(*reach).require_at_rest({folder.run})
        api.settle([api.Owing(folder, api.open_state(folder))], reach, around_journal(session))
    past = api.past_run(folder)
    if past.damage is None:
        draw_left(screen, tally_of(past))
    else:
        draw_status(screen, tally_of(past), past.damage)
    if not yes and not session.prompt.agree(screen.word("commands.abandon_ask", run=folder.run)):
        raise WaitingForPerson(Problem("commands.not_agreed", {}))
    if damaged:
        api.abandon_damaged(folder, around_journal(session))
    else:
        api.abandon(folder, around_journal(session), reach)
    screen.line(screen.word("commands.abandoned", run=folder.run))
    if reach is None:
        screen.line(screen.word("commands.abandoned_without_nodes", cluster=past.cluster or "CLUSTER"))


def _reach(session: Session, folder: "RunFolder") -> "Reach":
    """The run's cluster, by the inventory it was started with; the runbook may be gone.

    Raises:
        InputError: the inventory can't be read any more.
    """
    from clprun.cli.access import access  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.pastruns import request_of  # noqa: PLC0415
    from clprun.lang.inventory import load_inventory  # noqa: PLC0415

    request = request_of(folder)
    try:
        cluster = load_inventory(request.inventory).select(request.cluster).cluster
    except InputError as error:
        told = Problem("commands.abandon_no_inventory", {"run": folder.run})
        raise InputError(told, *error.problems) from None
    return cluster, access(session, cluster, lab=request.lab)
