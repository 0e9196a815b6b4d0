"""Draws problems: what happened, where, why, and what to do next."""

from collections.abc import Sequence

from rich.cells import cell_len

from clprun.errors import Place, Problem
from clprun.messages.catalog import Rendered, render
from clprun.transport.codec import printable
from clprun.ui.clean import clean_output, clean_problem
from clprun.ui.screen import Screen

__all__ = ["draw_output", "draw_problem", "draw_problems", "draw_warning"]

_WIDEST_SOURCE = 160
"""Columns of a source line that are shown around the caret."""


def draw_problems(screen: Screen, problems: Sequence[Problem]) -> None:
    """All problems, those of one file or node together, with their number at the end."""
    for number, problem in enumerate(_grouped(problems)):
        if number:
            screen.blank()
        draw_problem(screen, problem)
    if len(problems) > 1:
        screen.blank()
        screen.line((screen.word("labels.problems", count=len(problems)), "bold"))


def draw_problem(
    screen: Screen, problem: Problem, *, label: str = "labels.error", style: str = "bold red", indent: int = 0
) -> None:
    """One problem.

    Args:
        screen: where to.
        problem: its values, place and output are untrusted.
        label: code of the word before it.
        style: of that word.
        indent: columns before it.
    """
    text = render(clean_problem(problem, screen.redact), screen.language)
    screen.hanging((f"{screen.word(label)}:", style), f"{text.what} [{text.code}]", indent)
    _draw_where(screen, text, indent + 2)
    if text.why:
        screen.hanging((f"{screen.word('labels.why')}:", "bold"), text.why, indent + 2, prose=True)
    draw_output(screen, problem.output, indent + 2)
    if text.next:
        screen.hanging((f"{screen.word('labels.next')}:", "bold green"), text.next, indent + 2)


def draw_warning(screen: Screen, warning: Problem) -> None:
    """Something that is better mended, and that stops nothing."""
    draw_problem(screen, warning, label="labels.warning", style="bold yellow")


def draw_output(screen: Screen, output: str | None, indent: int) -> None:
    """The last lines a command printed, untrusted; nothing when there are none."""
    lines = clean_output(output, screen.redact) if output else []
    if not lines:
        return
    screen.line((f"{screen.word('labels.output')}:", "bold"), indent=indent)
    for line in lines:
        screen.line(("| ", "dim"), line, indent=indent + 2)


def _grouped(problems: Sequence[Problem]) -> list[Problem]:
    """In the given order, but what concerns one file or node stands together."""
    groups: dict[str | None, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.place.file if problem.place else problem.node, []).append(problem)
    return [problem for group in groups.values() for problem in group]


def _draw_where(screen: Screen, text: Rendered, indent: int) -> None:
    parts = [
        f"{screen.word(f'labels.{name}')} {value}"
        for name, value in (("node", text.node), ("step", text.step))
        if value
    ]
    if text.place:
        parts.append(f"{text.place.file}:{text.place.line}:{text.place.column}")
    if parts:
        screen.line((f"{screen.word('labels.where')}:", "bold"), " ", ", ".join(parts), indent=indent)
    if text.place and text.place.source_line.strip():
        _draw_source(screen, text.place, indent + 2)


def _draw_source(screen: Screen, place: Place, indent: int) -> None:
    """The line of the file, and a caret beneath the column that is meant, whatever the width of its characters."""
    before, rest = place.source_line[: place.column - 1], place.source_line[place.column - 1 :]
    before, rest = _shown(before)[-_WIDEST_SOURCE // 2 :], _shown(rest.rstrip())[: _WIDEST_SOURCE // 2]
    number = str(place.line)
    screen.line((f"{number} | ", "dim"), before, rest, indent=indent)
    screen.line((f"{' ' * len(number)} | ", "dim"), " " * cell_len(before), ("^", "bold red"), indent=indent)


def _shown(text: str) -> str:
    return printable(text, limit=10_000).replace("\n", "").replace("\t", " ")
