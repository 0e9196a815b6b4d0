"""Draws an interview: how far it is, what was made of it, and what is replaced before a file is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from clprun.messages.catalog import Text
from clprun.ui.clean import one_line
from clprun.ui.screen import Screen
from clprun.ui.table import draw_table

__all__ = ["Judged", "draw_judgements", "draw_replacements", "progress"]

_STYLES = {"confirmed": "green", "different": "bold red", "unknown": "dim"}


@dataclass(frozen=True)
class Judged:
    """One assumption as it is shown.

    Args:
        id: its name.
        verdict: ``confirmed``, ``different`` or ``unknown``.
        text: what is taken for true.
        breaks: what goes wrong where it is not.
        relied_on: step kinds and runbooks that rest on it.
        seen: what was seen of it, untrusted.
        unasked: why reading can't tell; ``None`` where it can.
        trial: step of first-contact that tells.
    """

    id: str
    verdict: str
    text: Text
    breaks: Text
    relied_on: Sequence[str] = ()
    seen: Sequence[str] = ()
    unasked: Text | None = None
    trial: str = ""


@contextmanager
def progress(screen: Screen, nodes: Sequence[str], topics: int) -> Iterator[Callable[[str, str], None]]:
    """A bar for each node at a terminal, else nothing; gives what is told of a node's next topic."""
    if not screen.console.is_terminal:
        yield lambda *_: None
        return
    columns = (TextColumn("{task.fields[node]}"), BarColumn(), TextColumn("{task.fields[topic]}"), TimeElapsedColumn())
    with Progress(*columns, console=screen.console, transient=True) as bars:
        tasks = {node: bars.add_task("", total=topics, node=one_line(node), topic="") for node in nodes}
        begun: set[str] = set()

        def tell(node: str, topic: str) -> None:
            if node in begun:
                bars.advance(tasks[node])
            begun.add(node)
            bars.update(tasks[node], topic=screen.word(f"contact.topic_{topic}"))

        yield tell


def draw_judgements(screen: Screen, judged: Sequence[Judged]) -> None:
    """What is otherwise at length, what is confirmed in a line, and what nobody knows by its way out."""
    for each in sorted(judged, key=lambda it: list(_STYLES).index(it.verdict)):
        sign = {"confirmed": screen.marks.holds, "different": screen.marks.refused}.get(each.verdict, "?")
        word = screen.word(f"contact.verdict_{each.verdict}")
        text = each.text.in_(screen.language)
        screen.line((f"{sign} {each.id}", _STYLES[each.verdict]), f"  {text}", (f"  ({word})", _STYLES[each.verdict]))
        if each.verdict == "different":
            _draw_difference(screen, each)
        elif each.verdict == "unknown":
            _draw_unknown(screen, each)
    counts = {name: sum(it.verdict == name for it in judged) for name in _STYLES}
    screen.line((screen.word("contact.summary", **counts), "bold"))


def _draw_difference(screen: Screen, each: Judged) -> None:
    for line in each.seen:
        screen.line(screen.word("contact.seen", seen=one_line(line)), indent=4)
    screen.line(screen.word("contact.breaks", what=each.breaks.in_(screen.language)), indent=4)
    if each.relied_on:
        screen.line(screen.word("contact.relied_on", names=", ".join(each.relied_on)), indent=4)


def _draw_unknown(screen: Screen, each: Judged) -> None:
    if each.unasked is not None:
        screen.line(screen.word("contact.unasked", why=each.unasked.in_(screen.language)), indent=4)
    if each.trial:
        screen.line(screen.word("contact.trial", step=each.trial), indent=4)


def draw_replacements(screen: Screen, rows: Sequence[tuple[str, str, str, int]], kept: Sequence[str]) -> None:
    """What stands in whose place in the file, and the names that were left.

    Args:
        screen: where to.
        rows: kind, original (empty = not shown), substitute and how often.
        kept: names that were left.
    """
    screen.line((screen.word("contact.replaced"), "bold"))
    heads = [screen.word(f"contact.{name}_head") for name in ("kind", "original", "substitute", "count")]
    shown = [(screen.word(f"contact.kind_{kind}"), was or "***", now, str(count)) for kind, was, now, count in rows]
    draw_table(screen, heads, shown)
    if kept:
        screen.line((screen.word("contact.kept", names=", ".join(map(one_line, kept))), "yellow"))
    screen.line(screen.word("contact.read_it"))
