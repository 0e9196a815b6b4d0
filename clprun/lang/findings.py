"""Pydantic's findings as problems of ours: a code for each kind of fault, at the place in the file."""

import re
from collections.abc import Iterable

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from clprun.errors import Problem, Value
from clprun.lang.document import Document, Path, in_order
from clprun.lang.fields import known_keys
from clprun.lang.refused import Refused
from clprun.lang.shown import shown
from clprun.lang.unknown import unknown
from clprun.lang.walk import descend

__all__ = ["findings"]

_WANTED = {
    "string_type": "input.not_text",
    "int_type": "input.not_integer",
    "int_parsing": "input.not_integer",
    "int_parsing_size": "input.not_integer",
    "int_from_float": "input.not_integer",
    "float_type": "input.not_number",
    "float_parsing": "input.not_number",
    "bool_type": "input.not_boolean",
    "bool_parsing": "input.not_boolean",
    "list_type": "input.not_list",
    "tuple_type": "input.not_list",
    "dict_type": "input.not_mapping",
    "model_type": "input.not_mapping",
    "model_attributes_type": "input.not_mapping",
}
"""Where the found value is of another type: pydantic's error type to our code."""

_OF_DATACLASS = {"dataclass_type", "dataclass_exact_type", "unexpected_keyword_argument"}
"""Errors about a dataclass: the only one in a file is a secret reference, which ``!secret`` makes."""

_MEMBER_BY_KEY = {"union_tag_invalid", "union_tag_not_found"}
"""Errors about the key that tells which member of a union a mapping is."""

_FOLLOWING = {*_WANTED, "too_short"}
"""Errors that say nothing new about a value when something inside it is wrong, too: the other members of a union, and
a list whose items failed.
"""

_BOUNDS = {
    "greater_than_equal": ("input.too_small", "ge"),
    "greater_than": ("input.not_above", "gt"),
    "less_than_equal": ("input.too_large", "le"),
    "less_than": ("input.not_below", "lt"),
    "string_too_short": ("input.text_too_short", "min_length"),
    "string_too_long": ("input.text_too_long", "max_length"),
    "too_short": ("input.too_few", "min_length"),
    "too_long": ("input.too_many", "max_length"),
}
"""Where a bound is broken: pydantic's error type to our code and the bound's name."""

_ABOUT_KEYS = {"input.missing_key", "input.unknown_key", "input.unknown_key_like"}
"""Codes that point at a key; the others point at its value."""

_PATTERNS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "input.not_identifier",
    r"^[a-z][a-z0-9_]*$": "input.not_parameter_name",
}
"""Patterns of the model that are better said in words."""


def findings(
    errors: Iterable[ErrorDetails], model: type[BaseModel], data: object, document: Document, path: Path = ()
) -> list[Problem]:
    """The problems that pydantic's errors stand for, in the order of their places.

    Args:
        errors: what pydantic found.
        model: the model that was wanted.
        data: what was validated against it.
        document: the file the data stands in.
        path: where in the file the data stands.
    """
    located = [(_inside(error, data), error) for error in errors]
    groups: dict[tuple[Path, str | int | None], list[ErrorDetails]] = {}
    for inside, error in located:
        if error["type"] in _FOLLOWING and any(_below(other, inside) for other, _ in located):
            continue
        absent = error["loc"][-1] if error["type"] == "missing" else None
        groups.setdefault((inside, absent), []).append(error)
    return in_order([_problem(group, model, document, path, inside) for (inside, _), group in groups.items()])


def _inside(error: ErrorDetails, data: object) -> Path:
    """The error's location as far as it leads through the data."""
    location = error["loc"]
    if error["type"] in _MEMBER_BY_KEY:
        location = (*location, _telling_key(error))
    inside = tuple(part for part, _ in descend(data, location))
    return inside[:-1] if error["type"] == "unexpected_keyword_argument" else inside


def _below(path: Path, other: Path) -> bool:
    return len(path) > len(other) and path[: len(other)] == other


def _problem(
    errors: list[ErrorDetails], model: type[BaseModel], document: Document, path: Path, inside: Path
) -> Problem:
    """One problem for all errors about one value: the members of a union complain one by one."""
    refusals = [_refused(error, model) for error in errors]
    of_key = refusals[0].code in _ABOUT_KEYS or errors[0]["loc"][-1:] == ("[key]",)
    full = (*path, *inside)
    place = document.key_place(full) if of_key else document.value_place(full)
    key = str(full[-1]) if full else document.file
    if len({refusal.code for refusal in refusals}) > 1:
        return Problem("input.wrong_type", {"key": key, "found": shown(errors[0]["input"])}, place=place)
    return refusals[0].at(place, key=key)


def _refused(error: ErrorDetails, model: type[BaseModel]) -> Refused:
    kind, context = error["type"], error.get("ctx", {})
    found = shown(error["input"])
    if "." in kind:
        return Refused(kind, {name: _value(value) for name, value in context.items()})
    if kind == "extra_forbidden":
        return unknown("input.unknown_key", str(error["loc"][-1]), known_keys(model, error["loc"][:-1]))
    if kind in _MEMBER_BY_KEY:
        return _no_member(error)
    if kind in _OF_DATACLASS or (kind == "missing" and not known_keys(model, error["loc"][:-1])):
        return Refused("input.not_secret")
    if kind == "missing":
        return Refused("input.missing_key", {"missing": str(error["loc"][-1])})
    if kind in _WANTED:
        return Refused(_WANTED[kind], {"found": found})
    if kind in _BOUNDS:
        code, name = _BOUNDS[kind]
        return Refused(code, {"found": found, "limit": _value(context[name])})
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return Refused(_PATTERNS.get(pattern, "input.pattern"), {"found": found, "pattern": pattern})
    if kind in {"enum", "literal_error"}:
        return Refused("input.not_a_choice", {"found": found, "choices": _choices(str(context["expected"]))})
    return Refused("input.refused_value", {"found": found, "reason": error["msg"]})


def _no_member(error: ErrorDetails) -> Refused:
    if error["type"] == "union_tag_not_found":
        return Refused("input.missing_key", {"missing": _telling_key(error)})
    choices = _choices(str(error["ctx"]["expected_tags"]))
    return Refused("input.not_a_choice", {"found": shown(error["ctx"]["tag"]), "choices": choices})


def _telling_key(error: ErrorDetails) -> str:
    """``type`` from pydantic's ``'type'``."""
    return str(error["ctx"]["discriminator"]).strip("'")


def _choices(expected: str) -> str:
    """``a, b, c`` from pydantic's ``'a', 'b' or 'c'``."""
    return ", ".join(re.findall(r"'([^']*)'", expected)) or expected


def _value(value: object) -> Value:
    return value if isinstance(value, str | int | float) else str(value)
