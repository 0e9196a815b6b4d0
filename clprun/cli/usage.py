"""Mistakes on the command line, as click finds them, in the catalogue's words."""

import click

from clprun.errors import InputError, Problem, Value

__all__ = ["usage_error"]


def usage_error(error: click.ClickException) -> InputError:
    """The failure that a click error stands for."""
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "clprun"
    code, values = _finding(error)
    return InputError(Problem(code, {"help": f"{path} --help", **values}))


def _finding(error: click.ClickException) -> tuple[str, dict[str, Value]]:
    match error:
        case click.NoSuchOption():
            near = ", ".join(error.possibilities or ())
            return ("commands.unknown_option_like" if near else "commands.unknown_option"), {
                "option": error.option_name,
                "nearest": near,
            }
        case click.MissingParameter(param=click.Argument() as argument):
            return "commands.missing_argument", {"argument": argument.human_readable_name}
        case click.BadOptionUsage():
            return "commands.bad_option_usage", {"option": error.option_name}
        case click.BadParameter(param=click.Parameter() as parameter):
            return _bad_value(parameter)
        case _:
            return "commands.bad_usage", {"message": error.format_message()}


def _bad_value(parameter: click.Parameter) -> tuple[str, dict[str, Value]]:
    name = parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name
    if isinstance(parameter.type, click.Choice):
        return "commands.not_a_choice", {"name": name, "choices": ", ".join(map(str, parameter.type.choices))}
    return "commands.bad_value", {"name": name}
