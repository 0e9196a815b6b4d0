"""A YAML file as plain data that remembers where each key and value stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clprun.errors import Place, Problem

__all__ = ["Document", "Path", "Spot", "in_order", "place_in", "split_lines"]

Path = tuple[str | int, ...]
"""Keys and indexes that lead from the root to a value."""

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Spot:
    """Where a value and its key begin; lines and columns count from 0, as the YAML parser counts.

    Args:
        value: line and column of the value.
        key: line and column of its key; ``None`` for list items and the root.
        block: whether the value is a block text (``|`` or ``>``), whose first line follows the mark.
    """

    value: tuple[int, int]
    key: tuple[int, int] | None = None
    block: bool = False


@dataclass(frozen=True)
class Document:
    """One YAML file.

    Args:
        file: its name, as a person wrote it.
        text: its whole text.
        data: mappings, lists, texts, numbers, booleans, nulls and secret references.
        spots: where each value stands, by its path.
    """

    file: str
    text: str
    data: Any
    spots: Mapping[Path, Spot]

    def value_place(self, path: Path = ()) -> Place:
        """Where the value at ``path`` stands, or the nearest thing around it that the file holds."""
        return self._place(self._spot(path).value)

    def key_place(self, path: Path) -> Place:
        """Where the key of the value at ``path`` stands; the value itself where there is no key."""
        spot = self._spot(path)
        return self._place(spot.key or spot.value)

    def text_place(self, path: Path, line: int) -> Place:
        """Where line ``line`` (from 1) of the text at ``path`` stands; its beginning unless it is a block text."""
        spot = self._spot(path)
        if not spot.block:
            return self._place(spot.value)
        lines = split_lines(self.text)
        number = min(spot.value[0] + line, len(lines) - 1)
        return self._place((number, len(lines[number]) - len(lines[number].lstrip())))

    def _spot(self, path: Path) -> Spot:
        while path and path not in self.spots:
            path = path[:-1]
        return self.spots[path]

    def _place(self, mark: tuple[int, int]) -> Place:
        return place_in(self.file, self.text, *mark)


def split_lines(text: str) -> list[str]:
    """The lines of a text, broken where YAML breaks them; never empty."""
    return _LINE_BREAK.split(text)


def place_in(file: str, text: str, line: int, column: int) -> Place:
    """A place from a line and column that count from 0, moved inside the text where they lie behind its end."""
    lines = split_lines(text)
    line = min(line, len(lines) - 1)
    return Place(file, line + 1, min(column, len(lines[line])) + 1, lines[line])


def in_order(problems: list[Problem]) -> list[Problem]:
    """The problems without repetitions, in the order of their places; those without a place last."""

    def position(problem: Problem) -> tuple[bool, str, int, int]:
        place = problem.place
        return (True, "", 0, 0) if place is None else (False, place.file, place.line, place.column)

    unique: list[Problem] = []
    for problem in problems:
        if problem not in unique:
            unique.append(problem)
    return sorted(unique, key=position)
