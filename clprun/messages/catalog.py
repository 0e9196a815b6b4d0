"""One catalogue of texts: what happened, why, what to do next, always in both languages.

Areas live in modules beside this one, each with a table ``ENTRIES``. A missing language is a type error.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from clprun.errors import Place, Problem
from clprun.model.text import Language

__all__ = ["AREAS", "Entry", "Rendered", "Text", "entries", "label", "own_texts", "render"]

AREAS = ("input", "nodes", "steps", "run", "commands", "labels", "lab", "configuration", "contact")
"""The modules beside this one that hold entries."""


@dataclass(frozen=True)
class Text:
    """One text in both languages; ``{name}`` is filled from a problem's values."""

    en: str
    ja: str

    def in_(self, language: Language) -> str:
        """The text in ``language``."""
        return self.ja if language is Language.JA else self.en


@dataclass(frozen=True)
class Entry:
    """All that is said about one code."""

    what: Text
    why: Text | None = None
    next: Text | None = None


@dataclass(frozen=True)
class Rendered:
    """A problem as text; still to be cleaned of control characters where it holds untrusted values."""

    code: str
    what: str
    why: str | None
    next: str | None
    place: Place | None
    node: str | None
    step: str | None
    output: str | None


@cache
def entries() -> dict[str, Entry]:
    """All entries of all areas by code."""
    table: dict[str, Entry] = {}
    for area in AREAS:
        table.update(import_module(f"clprun.messages.{area}").ENTRIES)
    return table


def own_texts() -> Iterator[str]:
    """Every code and text of the catalogue."""
    for code, entry in entries().items():
        yield code
        yield from (text.in_(language) for text in (entry.what, entry.why, entry.next) if text for language in Language)


def render(problem: Problem, language: Language) -> Rendered:
    """The texts of a problem in a language.

    A code that is in no table is shown as it is, with its values; so is one whose values do not fill its texts. Step
    kinds from elsewhere and journals of other releases bring such.
    """
    try:
        what, why, advice = _filled(entries()[problem.code], problem, language)
    except (KeyError, TypeError, ValueError):
        what, why, advice = _filled(_unknown(problem), problem, language)
    return Rendered(
        code=problem.code,
        what=what,
        why=why,
        next=advice,
        place=problem.place,
        node=problem.node,
        step=problem.step,
        output=problem.output,
    )


def _filled(entry: Entry, problem: Problem, language: Language) -> tuple[str, str | None, str | None]:
    """What happened, why, and what to do next."""

    def fill(text: Text | None) -> str | None:
        return None if text is None else text.in_(language).format_map(problem.values)

    return entry.what.in_(language).format_map(problem.values), fill(entry.why), fill(entry.next)


def _unknown(problem: Problem) -> Entry:
    values = ", ".join(f"{name}={value}" for name, value in problem.values.items())
    text = f"{problem.code} {values}".strip().replace("{", "{{").replace("}", "}}")
    return Entry(Text(en=text, ja=text))


def label(code: str, language: Language) -> str:
    """A word or short phrase of the catalogue that takes no values."""
    return entries()[code].what.in_(language)
