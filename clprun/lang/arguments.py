"""Parameters from the command line: ``-e NAME=VALUE``."""

from collections.abc import Iterable

from clprun.errors import InputError, Place, Problem
from clprun.lang.refused import Refused
from clprun.lang.shown import shown
from clprun.lang.source import parse_document
from clprun.model.runbook import ParameterType

__all__ = ["argument_place", "argument_value", "parse_arguments"]

_LISTS = {ParameterType.INTEGERS, ParameterType.NAMES}
_AS_YAML = {ParameterType.INTEGER, ParameterType.BOOLEAN, ParameterType.COMMAND, ParameterType.MAPPINGS, *_LISTS}
"""Types whose value is written as in YAML; the others take the text as it is."""


def parse_arguments(arguments: Iterable[str]) -> dict[str, str]:
    """Names and values of what ``-e`` gave; the last one of a name counts.

    Raises:
        InputError: one of them is not ``NAME=VALUE``.
    """
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for argument in arguments:
        name, sign, value = argument.partition("=")
        if not sign or not name.strip():
            place = Place("-e", 1, 1, argument)
            problems.append(Problem("input.argument_form", {"found": shown(argument)}, place=place))
        else:
            values[name.strip()] = value
    if problems:
        raise InputError(*problems)
    return values


def argument_place(name: str, value: str, column: int) -> Place:
    """A place within ``NAME=VALUE``; ``column`` counts from 0."""
    return Place("-e", 1, column + 1, f"{name}={value}")


def argument_value(text: str, kind: ParameterType) -> object:
    """The value that a text on the command line stands for.

    Raises:
        Refused: it stands for none; a secret never stands on a command line, which other users can see.
    """
    if kind is ParameterType.SECRET:
        raise Refused("input.secret_on_command_line")
    if kind not in _AS_YAML:
        return text
    if kind in _LISTS and "[" not in text:
        text = f"[{text}]"
    try:
        return parse_document(text, "-e").data
    except InputError:
        raise Refused("input.argument_value", {"found": shown(text)}) from None
