"""Typed settings of an object, read from paths and values; a missing tag is the product's default.

A subclass declares each setting once: ``timeout: Annotated[int, At("parameters/timeout/start")] = 1800``. The
default of the field is the product's; a field without one must stand in the configuration; None stands for a
default that no public source tells (reference/clusterpro.md 0.1, fact 16, and 2.4 to 2.6).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from types import NoneType
from typing import Annotated, Self, get_args, get_origin, get_type_hints

from clprun.products.clpconf.errors import ConfigurationError, Refusal

__all__ = ["At", "Settings"]

_NUMBER = re.compile(r"[0-9]{1,9}")
_FLAGS = {"0": False, "1": True}


@dataclass(frozen=True, slots=True)
class At:
    """Where a setting stands below its object.

    Args:
        path: its path.
        or_else: its path in files for another version of the product.
    """

    path: str
    or_else: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths where it may stand."""
        return (self.path,) if self.or_else is None else (self.path, self.or_else)


@dataclass(frozen=True, slots=True)
class _Setting:
    """One declared setting: field name, place, type of its value, default as text or None."""

    field: str
    at: At
    kind: type[str] | type[int] | type[bool] | type[StrEnum]
    default: str | None
    required: bool


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an object is set to.

    Args:
        name: the object's name.
    """

    name: str

    @classmethod
    def read(cls, name: str, values: Mapping[str, str]) -> Self:
        """Settings from the values of an object.

        Args:
            name: the object's name.
            values: paths below the object and their text; an empty text counts as missing.

        Raises:
            ConfigurationError: a required value is missing, or a value does not fit its type.
        """
        found: dict[str, str | int | bool] = {}
        for setting in _declared(cls):
            path = next(filter(values.get, setting.at.paths), None)
            if path is not None:
                found[setting.field] = _converted(setting, name, path, values[path])
            elif setting.required:
                raise ConfigurationError(Refusal.MISSING_VALUE, details={"name": name, "path": setting.at.path})
        return cls(name=name, **found)

    @classmethod
    def defaults(cls) -> Mapping[str, str]:
        """The product's defaults by path, as they would be written; unknown ones are left out."""
        known = (setting for setting in _declared(cls) if setting.default is not None)
        return {path: setting.default or "" for setting in known for path in setting.at.paths}


_DECLARED: dict[type[Settings], tuple[_Setting, ...]] = {}
"""What was worked out for each class once; a file may hold thousands of objects of it."""


def _declared(cls: type[Settings]) -> tuple[_Setting, ...]:
    if cls not in _DECLARED:
        _DECLARED[cls] = tuple(_settings(cls))
    return _DECLARED[cls]


def _settings(cls: type[Settings]) -> Iterator[_Setting]:
    hints = get_type_hints(cls, include_extras=True)
    for field in fields(cls):
        hint = hints[field.name]
        if get_origin(hint) is not Annotated:
            continue
        declared, at = get_args(hint)
        kind = next(option for option in (*get_args(declared), declared) if option is not NoneType)
        default = None if field.default in (MISSING, None) else _text(field.default)
        yield _Setting(field.name, at, kind, default, field.default is MISSING)


def _text(value: str | int | bool) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _converted(setting: _Setting, name: str, path: str, text: str) -> str | int | bool:
    if setting.kind is bool and text in _FLAGS:
        return _FLAGS[text]
    if setting.kind is int and _NUMBER.fullmatch(text):
        return int(text)
    if setting.kind is str:
        return text
    if issubclass(setting.kind, StrEnum) and text in tuple(setting.kind):
        return setting.kind(text)
    details = {"name": name, "path": path, "value": text[:80]}
    raise ConfigurationError(Refusal.BAD_VALUE, details=details)
