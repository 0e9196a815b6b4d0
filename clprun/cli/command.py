"""Commands whose help comes from the catalogue, and groups that load a command when it is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, cast

import click

from clprun.errors import InputError, Problem

__all__ = ["LocalCommand", "LocalGroup", "command", "group", "json_option"]

Function = Callable[..., Any]


class _Local:
    """Draws help with the catalogue's texts."""

    def get_help(self, ctx: click.Context) -> str:
        """The help text in the session's language."""
        from clprun.cli.help import help_text  # noqa: PLC0415  (brings rich; not for every start)

        return help_text(ctx)


class LocalCommand(_Local, click.Command):
    """A command."""


class LocalGroup(_Local, click.Group):
    """A group of commands that are loaded when asked for.

    Args:
        members: by name, where the command is found: ``module:attribute``.
        arguments: see :class:`click.Group`.
    """

    def __init__(self, *, members: Mapping[str, str], **arguments: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(**arguments)
        self._members = members

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order they are meant to be read."""
        del ctx
        return list(self._members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        if cmd_name not in self._members:
            return None
        module, _, attribute = self._members[cmd_name].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant.

        Raises:
            InputError: there is none of that name.
        """
        name = str(args[0])
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            values = {"command": name, "known": ", ".join(self._members), "help": f"{ctx.command_path} --help"}
            raise InputError(Problem("commands.unknown_command", {**values}))
        return super().resolve_command(ctx, args)


def _for_all(function: Function) -> Function:
    """The options every command takes; they were looked at before, so here they are only checked."""
    lang = click.option("--lang", type=click.Choice(["ja", "en"]), expose_value=False)
    no_color = click.option("--no-color", is_flag=True, expose_value=False)
    return lang(no_color(function))


def command(name: str, **arguments: Any) -> Callable[[Function], LocalCommand]:  # noqa: ANN401  (click's own)
    """Make a function a command."""

    def made(function: Function) -> LocalCommand:
        return click.command(name, cls=LocalCommand, **arguments)(_for_all(function))

    return made


def group(name: str, members: Mapping[str, str]) -> LocalGroup:
    """A group that holds commands and does nothing itself."""

    def nothing() -> None:
        """A group does nothing itself."""

    return click.group(name, cls=LocalGroup, members=members)(_for_all(nothing))


def json_option(shape: str) -> Callable[[Function], Function]:
    """``--json``: one document, or one event a line."""

    def remember(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
        del parameter
        if value:
            ctx.obj.json = shape

    return click.option("--json", is_flag=True, expose_value=False, callback=remember)
