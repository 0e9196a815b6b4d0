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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help when no command is named."""
        if not args and self.no_args_is_help:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

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


def _for_all() -> list[click.Parameter]:
    """The options every command takes; they were looked at before, so here they are only checked."""
    return [
        click.Option(["--lang"], type=click.Choice(["ja", "en"]), expose_value=False),
        click.Option(["--no-color"], is_flag=True, expose_value=False),
    ]


def command(name: str, **arguments: Any) -> Callable[[Function], LocalCommand]:  # noqa: ANN401  (click's own)
    """Make a function a command."""

    def made(function: Function) -> LocalCommand:
        local = click.command(name, cls=LocalCommand, **arguments)(function)
        local.params += _for_all()
        return local

    return made


def group(name: str, members: Mapping[str, str], before: Callable[[], None] | None = None) -> LocalGroup:
    """A group that holds commands and does nothing itself.

    Args:
        name: as it is typed.
        members: see :class:`LocalGroup`.
        before: called before any of its commands, e.g. to refuse them all.
    """
    return LocalGroup(name=name, members=members, callback=before, params=_for_all())


def json_option(shape: str) -> Callable[[Function], Function]:
    """``--json``: one document, or one event a line."""

    def remember(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
        del parameter
        if value:
            ctx.obj.json = shape

    return click.option("--json", is_flag=True, expose_value=False, callback=remember)
