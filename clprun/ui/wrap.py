"""Breaks text into lines of a width in columns: between words, and between Japanese characters as Japanese allows."""

import re

from rich.cells import cell_len

__all__ = ["wrapped"]

_WIDE = "\u3000-\u30ff\u3400-\u9fff\uff01-\uff60"
_NEVER_FIRST = ").,:;!?、。，．・：；？！）」』】〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NEVER_LAST = "(（「『【〔"
_PIECE = re.compile(rf"[{_NEVER_LAST}]*[{_WIDE}][{_NEVER_FIRST}]*|[^\s{_WIDE}]+[{_NEVER_FIRST}]*|\s+")
"""What must stay together: a Japanese character with the signs that cling to it, a word, or blanks."""


def wrapped(text: str, width: int) -> list[str]:
    """The lines of ``text``, each at most ``width`` columns unless one word is longer; at least one line."""
    lines = [""]
    for paragraph in text.split("\n"):
        for piece in _PIECE.findall(paragraph):
            if cell_len(lines[-1] + piece.rstrip()) > width and lines[-1]:
                lines[-1] = lines[-1].rstrip()
                lines.append("")
            if lines[-1] or not piece.isspace():
                lines[-1] += piece
        lines[-1] = lines[-1].rstrip()
        lines.append("")
    return lines[:-1]
