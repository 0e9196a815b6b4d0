"""Columns of text, aligned by the width of their characters."""

from collections.abc import Sequence

from rich.cells import cell_len

from clprun.ui.clean import one_line
from clprun.ui.plan import padded
from clprun.ui.screen import Screen

__all__ = ["draw_table"]


def draw_table(screen: Screen, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with a bold head; never broken, so that each row stays one line.

    Args:
        screen: where to.
        head: one text a column.
        rows: one text a column each; untrusted.
    """
    cleaned = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(cell_len(row[column]) for row in [head, *cleaned]) for column in range(len(head))]

    def joined(cells: Sequence[str]) -> str:
        return "  ".join(padded(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()

    screen.line((joined(head), "bold"))
    for row in cleaned:
        screen.line(joined(row))
