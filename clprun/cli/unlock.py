"""``unlock``: locks that a lost controller left on the nodes."""

from typing import TYPE_CHECKING

import click

from clprun.cli.command import command
from clprun.cli.options import Target
from clprun.cli.session import Session
from clprun.errors import Problem, WaitingForPerson

if TYPE_CHECKING:
    from clprun.node.lock import LockAnswer

__all__ = ["unlock"]


@command("unlock")
@click.argument("cluster", metavar="CLUSTER")
@click.option("-i", "--inventory", multiple=True, metavar="INVENTORY")
@click.option("--lab", is_flag=True)
@click.option("--yes", is_flag=True)
@click.pass_obj
def unlock(session: Session, *, cluster: str, inventory: tuple[str, ...], lab: bool, yes: bool) -> None:
    """Show who holds the nodes, ask, and take the locks away."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.access import access  # noqa: PLC0415

    chosen = Target(inventory=inventory, lab=lab).inventory_of(session.home).select(cluster).cluster
    reach, screen = access(session, chosen, lab=lab), session.messages
    found = api.occupation(chosen, reach)
    if not found.held:
        screen.line(screen.word("commands.unlock_none", cluster=cluster))
        return
    for node, owner in found.held.items():
        _draw_holder(session, node, owner)
    found.require_at_rest({owner.run for owner in found.held.values()})
    if not yes and not session.prompt.agree(screen.word("commands.unlock_ask")):
        raise WaitingForPerson(Problem("commands.not_agreed", {}))
    api.unlock(chosen, reach, session.home, found.held)
    screen.line(screen.word("commands.unlocked"))


def _draw_holder(session: Session, node: str, owner: "LockAnswer") -> None:
    """Who holds a node, and whether that process lives, where this controller can know."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)

    screen = session.messages
    values = {"node": node, "run": owner.run, "host": owner.host, "time": owner.time}
    screen.line(screen.word("commands.unlock_held", pid=owner.pid, **values))
    lives = api.holder_lives(session.home, owner)
    word = {True: "holder_lives", False: "holder_gone", None: "holder_elsewhere"}[lives]
    screen.line(screen.word(f"commands.{word}"), indent=2)
