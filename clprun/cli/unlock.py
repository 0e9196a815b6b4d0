"""``unlock``: locks that a lost controller left on the nodes."""

import click

from clprun.cli.command import command
from clprun.cli.options import Target
from clprun.cli.session import Session
from clprun.errors import Problem, WaitingForPerson

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
    held = api.locks_of(chosen, reach)
    if not held:
        screen.line(screen.word("commands.unlock_none", cluster=cluster))
        return
    for node, owner in held.items():
        values = {"node": node, "run": owner.run, "host": owner.host, "time": owner.time}
        screen.line(screen.word("commands.unlock_held", pid=owner.pid, **values))
    # Without a terminal the command itself is the word of a person, who was told by the run that found the locks.
    asked = session.prompt.somebody_is_there and not yes
    if asked and not session.prompt.agree(screen.word("commands.unlock_ask")):
        raise WaitingForPerson(Problem("commands.not_agreed", {}))
    api.unlock(chosen, reach, held)
    screen.line(screen.word("commands.unlocked"))
