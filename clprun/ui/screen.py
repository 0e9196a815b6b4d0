"""Where text for people goes: a terminal or a file, in one language, with or without colour."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TextIO

from rich.console import Console
from rich.text import Text

from clprun.messages.catalog import entries
from clprun.model.text import Language
from clprun.model.visible import visible
from clprun.ui.clean import one_line
from clprun.ui.marks import Marks, marks_for
from clprun.ui.wrap import wrapped

__all__ = ["Screen", "screen_on"]

_NARROWEST = 40
"""Columns below which prose is left to the terminal to break."""


class _Console(Console):
    """Rich's own would end the program when its reader goes away; what that means is for whoever draws to say."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


@dataclass(frozen=True)
class Screen:
    """One output for people.

    Args:
        console: draws; never interprets markup.
        language: of all texts.
        marks: signs the output can show.
        redact: takes secrets out of a text.
    """

    console: Console
    language: Language
    marks: Marks
    redact: Callable[[str], str] = str

    def word(self, code: str, **values: str | float) -> str:
        """A label of the catalogue, its place holders filled; texts among the values are cleaned."""
        cleaned = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
        return entries()[code].what.in_(self.language).format_map(cleaned)

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """One line of parts, each a text or a text with its style; never broken, so that it can be copied whole."""
        text = Text.assemble(" " * indent, *parts)
        self.write(Text(text.plain.replace("\n", "\\n")) if "\n" in text.plain else text)

    def write(self, text: Text) -> None:
        """A styled text as it is, never broken; without secrets and without what a terminal would act upon."""
        self._show(text, end="\n")

    def ask(self, question: str) -> None:
        """A question, with room for its answer on the same line."""
        self._show(Text(f"{question} ", style="bold"), end="")

    def _show(self, text: Text, end: str) -> None:
        shown = visible(self.redact(text.plain))
        self.console.print(text if shown == text.plain else Text(shown), soft_wrap=True, end=end)

    def blank(self) -> None:
        """An empty line."""
        self.console.print()

    def hanging(self, label: tuple[str, str], body: str, indent: int, *, prose: bool = False) -> None:
        """A label and what follows it, further lines indented beneath the label.

        Args:
            label: text and style; a blank follows it.
            body: one or more lines.
            indent: columns before the label.
            prose: whether lines may be broken at a terminal's width; never for what is meant to be copied.
        """
        name, style = label
        text = f"{name} {body}"
        width = self.console.width - indent - 2
        breaks = prose and self.console.is_terminal and width >= _NARROWEST
        first, *rest = wrapped(text, width) if breaks else text.split("\n")
        self.line((first[: len(name)], style), first[len(name) :], indent=indent)
        for line in rest:
            self.line(line, indent=indent + 2)


def screen_on(stream: TextIO, language: Language, *, colour: bool = True, redact: Callable[[str], str] = str) -> Screen:
    """A screen on a stream.

    Args:
        stream: standard output or standard error.
        language: of all texts.
        colour: ``False`` leaves out every escape sequence, as ``NO_COLOR`` does.
        redact: takes secrets out of a text.
    """
    plain = not colour or bool(os.environ.get("NO_COLOR"))
    console = _Console(
        file=stream,
        markup=False,
        highlight=False,
        emoji=False,
        color_system=None if plain else "auto",
        no_color=plain,
        soft_wrap=False,
    )
    return Screen(console, language, marks_for(stream.encoding), redact)
