"""``clean``: folders of runs that are long over, on the nodes and on this computer. Nothing else deletes evidence."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from clprun.cli.command import command, json_option
from clprun.cli.session import Session
from clprun.errors import Problem, WaitingForPerson

if TYPE_CHECKING:
    from clprun.api import Access, Cleaning, OldRun, Site
    from clprun.model.cluster import Cluster
    from clprun.ui.screen import Screen

__all__ = ["clean"]

_DAYS = 90
_MOST_DAYS = 36500
_MIB = 1024


@command("clean")
@click.option("--older-than", "days", type=click.IntRange(0, _MOST_DAYS), default=_DAYS, metavar="DAYS")
@click.option("--cluster", metavar="NAME")
@click.option("--controller-only", is_flag=True)
@click.option("--dry-run", "dry", is_flag=True)
@click.option("--yes", is_flag=True)
@json_option("document")
@click.pass_obj
def clean(session: Session, *, days: int, cluster: str | None, controller_only: bool, dry: bool, yes: bool) -> None:
    """Show which old runs may go, ask, and remove what they left."""
    from clprun import api  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.access import access  # noqa: PLC0415
    from clprun.lang.inventory import load_inventory  # noqa: PLC0415
    from clprun.ui.jsonl import write_json  # noqa: PLC0415

    def reach(site: "Site") -> "tuple[Cluster, Access]":
        chosen = load_inventory(site.inventory).select(site.cluster).cluster
        return chosen, access(session, chosen, lab=site.lab)

    now = datetime.now(UTC)
    with api.cleaning(session.home, now - timedelta(days), cluster, None if controller_only else reach) as found:
        _draw(session.results, found, now, days)
        if found.going and not dry:
            _require_agreement(session, yes=yes)
            found.carry_out()
            session.results.line(session.results.word("commands.clean_removed", count=len(found.removed)))
    if session.json:
        write_json(session.out, _data(found))
    if found.failures:
        raise type(found.failures[0])(*(problem for failure in found.failures for problem in failure.problems))


def _require_agreement(session: Session, *, yes: bool) -> None:
    """Go on only when a person, or ``--yes``, agreed.

    Raises:
        WaitingForPerson: nobody did.
    """
    if not yes and not session.prompt.agree(session.messages.word("commands.clean_ask")):
        raise WaitingForPerson(Problem("commands.clean_not_agreed", {}))


def _draw(screen: "Screen", found: "Cleaning", now: datetime, days: int) -> None:
    from clprun.ui.table import draw_table  # noqa: PLC0415  (brings rich)

    if found.going:
        heads = [screen.word(f"commands.{name}_head") for name in ("run", "cluster", "age", "where", "size")]
        draw_table(screen, heads, [row for run in found.going for row in _rows(screen, run, now)])
    else:
        screen.line(screen.word("commands.clean_none", days=days))
    for run in found.staying:
        screen.line(screen.word(f"commands.clean_stays_{run.why}", run=run.run))
    for node, runs in found.strangers.items():
        screen.line(screen.word("commands.clean_strangers", node=node, count=len(runs)))


def _rows(screen: "Screen", run: "OldRun", now: datetime) -> list[tuple[str, ...]]:
    """A row for each place where something of the run lies."""
    assert run.site is not None, "what can't be read stays"
    assert run.ended is not None, "what is not over stays"
    places = {screen.word("commands.clean_here"): run.folder.kib, **run.on_nodes}
    age = str((now - run.ended).days)
    return [(run.run, run.site.cluster, age, where, _size(kib)) for where, kib in places.items()]


def _size(kib: int) -> str:
    return f"{kib} KiB" if kib < _MIB else f"{kib / _MIB:.1f} MiB"


def _data(found: "Cleaning") -> dict[str, Any]:
    return {
        "runs": [
            {
                "run": run.run,
                "cluster": run.site.cluster if run.site else None,
                "ended": run.ended.isoformat(timespec="milliseconds") if run.ended else None,
                "nodes": dict(run.on_nodes),
                "stays": run.why,
                "removed": run.run in found.removed,
            }
            for run in [*found.going, *found.staying]
        ],
        "unknown": {node: list(runs) for node, runs in found.strangers.items()},
    }
