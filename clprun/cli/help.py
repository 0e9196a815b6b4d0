"""Help of a command, drawn from the catalogue; broken at columns, so that Japanese fits too."""

import shutil
from collections.abc import Iterator, Sequence

import click
from rich.cells import cell_len

from clprun.cli.session import Session
from clprun.messages.catalog import Entry, entries
from clprun.model.text import Language
from clprun.ui.wrap import wrapped

__all__ = ["command_code", "help_text", "option_code"]

_WIDEST, _NARROWEST = 100, 60
_LONGEST_NAME = 32
"""Columns an option may take before its text begins on a line of its own."""


def command_code(path: Sequence[str]) -> str:
    """Code of a command's help; ``path`` is its name with those of its groups, without ``clprun``."""
    return "_".join(["commands.help", *(name.replace("-", "_") for name in path)])


def option_code(path: Sequence[str], parameter: click.Parameter) -> str:
    """Code of an option's text: the command's own, else the one all commands share."""
    name = max(parameter.opts, key=len).lstrip("-").replace("-", "_")
    own = "_".join(["commands.option", *(part.replace("-", "_") for part in path), name])
    return own if own in entries() else f"commands.option_{name}"


def help_text(ctx: click.Context) -> str:
    """The whole help of the context's command, in the session's language."""
    session = ctx.find_object(Session)
    language = session.language if session else Language.EN
    return "\n".join(_Help(ctx, language).lines())


class _Help:
    def __init__(self, ctx: click.Context, language: Language) -> None:
        self._ctx, self._language = ctx, language
        self._path = ctx.command_path.split()[1:]
        self._width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns)) - 2

    def lines(self) -> Iterator[str]:
        entry = entries()[command_code(self._path)]
        yield f"{self._label('usage')}: {self._usage()}"
        yield ""
        yield from self._prose(entry)
        command = self._ctx.command
        if isinstance(command, click.Group):
            yield from self._section("commands", self._commands(command))
        yield from self._section("options", self._options(command))

    def _label(self, name: str) -> str:
        return entries()[f"commands.word_{name}"].what.in_(self._language)

    def _usage(self) -> str:
        command = self._ctx.command
        words = [self._ctx.command_path, self._label("usage_options")]
        for parameter in command.params:
            if isinstance(parameter, click.Argument):
                name = parameter.metavar or (parameter.name or "").upper()
                words.append(name if parameter.required else f"[{name}]")
        if isinstance(command, click.Group):
            words.append(self._label("usage_command"))
        return " ".join(words)

    def _prose(self, entry: Entry) -> Iterator[str]:
        for text in (entry.what, entry.why, entry.next):
            if text is not None:
                yield from (f"  {line}" for line in wrapped(text.in_(self._language), self._width))
                yield ""

    def _commands(self, command: click.Group) -> list[tuple[str, str]]:
        names = command.list_commands(self._ctx)
        return [(name, entries()[command_code([*self._path, name])].what.in_(self._language)) for name in names]

    def _options(self, command: click.Command) -> list[tuple[str, str]]:
        rows = []
        for parameter in command.get_params(self._ctx):
            if isinstance(parameter, click.Option) and not parameter.hidden:
                code = "commands.option_help" if "--help" in parameter.opts else option_code(self._path, parameter)
                rows.append((_written(parameter), entries()[code].what.in_(self._language)))
        return rows

    def _section(self, name: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
        if not rows:
            return
        yield f"{self._label(name)}:"
        column = min(_LONGEST_NAME, max(cell_len(left) for left, _ in rows)) + 2
        for left, right in rows:
            lines = wrapped(right, self._width - column)
            if cell_len(left) + 2 > column:
                yield f"  {left}"
            else:
                yield f"  {left}{' ' * (column - cell_len(left))}{lines.pop(0)}"
            yield from (f"  {' ' * column}{line}" for line in lines)
        yield ""


def _written(option: click.Option) -> str:
    """``-i, --inventory FILE``."""
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice) and option.metavar is None:
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {option.metavar or (option.name or '').upper()}"
