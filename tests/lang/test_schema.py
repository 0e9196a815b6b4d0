"""The JSON Schemas name all keys, and pydantic's findings become ours, also deep inside unions."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from clprun.errors import InputError, Problem
from clprun.lang.fields import known_keys
from clprun.lang.schema import inventory_schema, runbook_schema, validate
from clprun.lang.source import parse_document
from clprun.model.runbook import Runbook


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Leaf(Strict):
    colour: str = "red"
    weight: int = Field(default=1, gt=0, lt=10)


class Tree(Strict):
    leaves: list[Leaf] = Field(default_factory=list, max_length=2)
    named: dict[str, Leaf] = Field(default_factory=dict)
    either: str | list[str] = ""
    maybe: Leaf | None = None
    code: str = Field(default="aa", pattern="^a+$", max_length=3)
    even: int = 2

    @field_validator("even")
    @classmethod
    def _is_even(cls, value: int) -> int:
        if value == 1:
            raise PydanticCustomError("steps.odd", "unused", {"found": value})
        if value % 2:
            raise ValueError("not even")
        return value


def problems(text: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        validate(Tree, parse_document(text, "tree.yaml"))
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("leaves: [{color: blue}]", "input.unknown_key_like", 11),
        ("named: {a: {color: blue}}", "input.unknown_key_like", 13),
        ("maybe: {color: blue}", "input.unknown_key_like", 9),
        ("maybe: 5", "input.not_mapping", 8),
        ("either: 5", "input.wrong_type", 9),
        ("either: [5]", "input.not_text", 10),
        ("leaves: [{weight: 0}]", "input.not_above", 19),
        ("leaves: [{weight: 10}]", "input.not_below", 19),
        ("leaves: [{weight: 1.5}]", "input.not_integer", 19),
        ("leaves: [{}, {}, {}]", "input.too_many", 9),
        ("code: b", "input.pattern", 7),
        ("code: aaaa", "input.text_too_long", 7),
        ("even: 3", "input.refused_value", 7),
        ("even: 1", "steps.odd", 7),
    ],
)
def test_findings_have_code_and_place(text: str, code: str, column: int) -> None:
    first = problems(text)[0]

    assert first.place is not None
    assert (first.code, first.place.line, first.place.column) == (code, 1, column)


def test_a_code_of_a_kinds_own_keeps_its_values() -> None:
    assert problems("even: 1")[0].values == {"found": 1, "key": "even"}


def test_the_nearest_key_is_proposed_among_those_of_the_right_model() -> None:
    values = problems("named: {a: {color: blue}}")[0].values

    assert (values["nearest"], values["known"]) == ("colour", "colour, weight")


def test_keys_are_known_as_written() -> None:
    assert "with" in known_keys(Runbook, ("phases", 0, "steps", 0))
    assert known_keys(Runbook, ("title",)) == {"ja", "en"}


def test_the_schema_of_a_runbook_knows_the_kinds() -> None:
    schema = runbook_schema(["file", "command"])

    assert schema["$defs"]["Step"]["properties"]["kind"]["enum"] == ["command", "file"]
    assert "with" in schema["$defs"]["Step"]["properties"]
    assert schema["additionalProperties"] is False


def test_the_schema_of_an_inventory_shows_a_secret_as_it_is_written() -> None:
    reference: dict[str, Any] = inventory_schema()["$defs"]["SecretReference"]

    assert sorted(reference["properties"]) == ["command", "environment", "file", "keyring", "prompt"]
    assert (reference["minProperties"], reference["maxProperties"]) == (1, 1)
