"""Walks through nested data of a runbook."""

from collections.abc import Iterable, Iterator

from clprun.lang.document import Path

__all__ = ["descend", "template_file", "template_files", "texts"]

_KEY = "template"


def template_file(value: object) -> str | None:
    """The file named by a mapping ``{template: files/start.sh.j2}``, which its filled-in text takes the place of."""
    file = value.get(_KEY) if isinstance(value, dict) and len(value) == 1 else None
    return file if isinstance(file, str) else None


def template_files(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """All template files named inside ``value``, each with the path of its name."""
    for inner, leaf in _leaves(value, path):
        if (file := template_file(leaf)) is not None:
            yield (*inner, _KEY), file


def texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """All texts inside ``value`` with their paths; names of template files are none."""
    for inner, leaf in _leaves(value, path):
        if isinstance(leaf, str):
            yield inner, leaf


def descend(data: object, location: Iterable[str | int]) -> Iterator[tuple[str | int, object]]:
    """Follows keys and indexes into ``data``; yields each with what lies behind it, and passes over what leads nowhere.

    Pydantic's locations hold the names of union members, which lead nowhere.
    """
    for part in location:
        if isinstance(data, list | tuple) and isinstance(part, int):
            data = dict(enumerate(data))
        if isinstance(data, dict) and part in data:
            data = data[part]
            yield part, data


def _leaves(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict) and template_file(value) is None:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    else:
        yield path, value
