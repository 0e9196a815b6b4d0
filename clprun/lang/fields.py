"""Finds the keys that a model takes at a place deep inside it."""

from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

__all__ = ["known_keys"]


def known_keys(model: type[BaseModel], location: Iterable[str | int]) -> frozenset[str]:
    """The keys that may stand at ``location`` inside ``model``, as they are written in YAML.

    Args:
        model: where to begin.
        location: keys and indexes as pydantic reports them.
    """
    places: list[Any] = [model]
    for part in location:
        deeper = [inner for place in places for inner in _step(place, part)]
        # A part that leads nowhere is the name of a union's member.
        places = deeper or places
    return frozenset(
        field.alias or name for place in places for one in _models(place) for name, field in one.model_fields.items()
    )


def _step(annotation: object, part: str | int) -> Iterator[Any]:
    """What lies behind a key or an index of a value of this type."""
    for model in _models(annotation):
        for name, field in model.model_fields.items():
            if part == (field.alias or name):
                yield field.annotation
    for member in _members(annotation):
        arguments = get_args(member)
        if get_origin(member) in {list, tuple} and isinstance(part, int):
            yield arguments[part] if part < len(arguments) and Ellipsis not in arguments else arguments[0]
        elif get_origin(member) is dict and isinstance(part, str):
            yield arguments[1]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            yield member


def _members(annotation: object) -> Iterator[Any]:
    """The members of a union; the type itself otherwise."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in {Union, UnionType}:
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation
