"""A step kind's ``with`` as rows of a table: key, value, default, meaning."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from clprun.messages.catalog import Text
from clprun.model.text import Language, LocalText
from clprun.steps import wants

__all__ = ["Row", "rows"]

_SHAPES: Mapping[str, Text] = {
    "string": Text("text", "文字列"),
    "integer": Text("integer", "整数"),
    "boolean": Text("`true` or `false`", "`true` または `false`"),
    "array": Text("list", "リスト"),
    "object": Text("mapping", "マッピング"),
}
_NAMED: Mapping[str, Text] = {
    str(TypeAdapter(kind).json_schema()["pattern"]): text
    for kind, text in (
        (wants.AbsolutePath, Text("absolute path", "絶対パス")),
        (wants.HostName, Text("host name", "ホスト名")),
        (wants.Address, Text("IP address", "IP アドレス")),
        (wants.ObjectName, Text("CLUSTERPRO name", "CLUSTERPRO のオブジェクト名")),
    )
}
_REQUIRED = Text("required", "必須")
_OPTIONAL = Text("optional", "省略可")
_AT_LEAST, _AT_MOST = Text("from {limit}", "{limit} 以上"), Text("up to {limit}", "{limit} 以下")


@dataclass(frozen=True)
class Row:
    """One key of ``with``.

    Args:
        key: dotted below mappings.
        value: what may stand there.
        default: the default, or whether it may be left out.
        owner: name of the class that declares it.
        name: the key itself.
    """

    key: str
    value: str
    default: str
    owner: str
    name: str


def rows(want: type[BaseModel], language: Language) -> Iterator[Row]:
    """Every key of a model, those of inner models beneath the key that holds them."""
    schema = want.model_json_schema()
    yield from _rows(want, schema, schema.get("$defs", {}), "", language)


def _declaring(model: type[BaseModel], name: str) -> str:
    """The class among a model's bases that declares a key."""
    return next(base.__name__ for base in reversed(model.__mro__) if name in vars(base).get("__annotations__", {}))


def _rows(
    model: type[BaseModel], schema: Mapping[str, Any], known: Mapping[str, Any], above: str, language: Language
) -> Iterator[Row]:
    for name, field in model.model_fields.items():
        key, described = field.alias or name, _resolved(schema["properties"][field.alias or name], known)
        yield Row(
            key=f"{above}{key}",
            value=_value(described, known, language.value, lambda text: text.in_(language)),
            default=_default(field.is_required(), described, language),
            owner=_declaring(model, name),
            name=name,
        )
        is_mapping = described.get("type") == "object" or "properties" in _not_null(described, known)
        below = f"{above}{key}." if is_mapping else f"{above}{key}[]."
        models = [inner for inner in _inner(field.annotation) if inner is not LocalText]
        inner_rows = (row for inner in models for row in _rows(inner, known[inner.__name__], known, below, language))
        yield from _merged(inner_rows, _telling_key(described), below)


def _merged(found: Iterable[Row], telling: Mapping[str, Any], above: str) -> Iterator[Row]:
    """Rows of the members of a union: what they share comes once, the key that tells them apart with all its values."""
    told: set[tuple[str, str]] = set()
    for row in found:
        if (row.key, row.owner) in told:
            continue
        told.add((row.key, row.owner))
        tells = row.key == f"{above}{telling.get('propertyName')}"
        yield replace(row, value=" / ".join(f"`{choice}`" for choice in telling["mapping"])) if tells else row


def _telling_key(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What tells the members of a union in a list apart: the key and its values; empty where there is no union."""
    items = schema.get("items", {})
    found: Iterator[Mapping[str, Any]] = (
        option["discriminator"] for option in (items, *items.get("anyOf", ())) if "discriminator" in option
    )
    return next(found, {})


def _inner(annotation: object) -> Iterator[type[BaseModel]]:
    """The models inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _inner(argument)


def _resolved(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema behind a reference, with the keys that stand beside it."""
    if "$ref" not in schema:
        return schema
    return {**known[schema["$ref"].rpartition("/")[2]], **schema}


def _not_null(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one alternative that is not null."""
    for alternative in schema.get("anyOf", ()):
        if alternative.get("type") != "null":
            return _resolved(alternative, known)
    return schema


def _value(schema: Mapping[str, Any], known: Mapping[str, Any], tag: str, say: Callable[[Text], str]) -> str:
    schema = _not_null(schema, known)
    if "enum" in schema:
        return " / ".join(f"`{choice}`" for choice in schema["enum"])
    if schema.get("pattern") in _NAMED:
        return say(_NAMED[schema["pattern"]])
    shape = say(_SHAPES[schema.get("type", "object")])
    limits = [
        say(text).format(limit=schema[name])
        for name, text in (("minimum", _AT_LEAST), ("maximum", _AT_MOST))
        if name in schema
    ]
    return " ".join([shape, *limits]) if tag == "en" else "、".join([shape, *limits])


def _default(required: bool, schema: Mapping[str, Any], language: Language) -> str:
    if required:
        return _REQUIRED.in_(language)
    default = schema.get("default")
    return f"`{json.dumps(default)}`" if default not in (None, []) else _OPTIONAL.in_(language)
