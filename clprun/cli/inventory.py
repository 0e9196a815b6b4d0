"""``inventory check``: the inventory and the values in it, without a node."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from clprun.cli.command import command, group, json_option
from clprun.cli.options import Target, target_options
from clprun.cli.session import Session
from clprun.errors import InputError, Problem

if TYPE_CHECKING:
    from clprun.model.cluster import Cluster

__all__ = ["check", "inventory"]

inventory = group("inventory", {"check": "clprun.cli.inventory:check"})


@command("check")
@target_options
@json_option("document")
@click.pass_obj
def check(session: Session, target: Target) -> None:
    """Check the inventory, and the parameters of every shipped runbook it gives values for."""
    from clprun.lang.inventory_winrm import unverified  # noqa: PLC0415  (brings pydantic)
    from clprun.lang.load import shipped_runbooks  # noqa: PLC0415
    from clprun.ui.jsonl import write_json  # noqa: PLC0415
    from clprun.ui.problems import draw_warning  # noqa: PLC0415  (brings rich)

    found = target.inventory_of(session.home)
    sites = [found.select(target.cluster)] if target.cluster else list(found.sites.values())
    shipped = shipped_runbooks()
    checked = [(site.cluster, [name for name in site.cluster.parameters if name in shipped]) for site in sites]
    problems = [it for cluster, names in checked for it in _problems(session, target, cluster.name, names)]
    if problems:
        raise InputError(*problems)
    for warning in (warning for cluster, _ in checked for warning in unverified(cluster)):
        draw_warning(session.messages, warning)
    if session.json:
        named = [{"cluster": cluster.name, "runbooks": names} for cluster, names in checked]
        write_json(session.out, {"clusters": named})
        return
    for cluster, names in checked:
        _draw(session, cluster, names)
    session.results.line((session.results.word("commands.inventory_right"), "green"))


def _problems(session: Session, target: Target, cluster: str, runbooks: list[str]) -> list[Problem]:
    """What is wrong with the values given to these runbooks."""
    problems: list[Problem] = []
    for runbook in runbooks:
        try:
            replace(target, cluster=cluster).prepare(session.home, runbook)
        except InputError as error:
            problems += error.problems
    return problems


def _draw(session: Session, cluster: "Cluster", runbooks: list[str]) -> None:
    screen = session.results
    nodes = ", ".join(f"{node.name} ({node.role}, {node.address})" for node in cluster.nodes)
    values = {"platform": cluster.platform.value, "group": cluster.group, "nodes": nodes}
    screen.line(screen.word("commands.inventory_cluster", cluster=cluster.name, **values))
    for runbook in runbooks:
        screen.line(screen.word("commands.inventory_runbook", runbook=runbook), indent=2)
