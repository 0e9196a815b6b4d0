"""Regular expressions of a runbook end, whatever they are and whatever they look at."""

import pytest
from pydantic import ValidationError

from clprun.model.pattern import Pattern
from clprun.steps.dialogue import ExchangeWant


@pytest.mark.parametrize(
    "expression", ["(a+)+$", "^(a|aa)*$", "(.*)*b", "(a?){50}a{50}$", "^(([a-z])+.)+[A-Z]([a-z])+$"]
)
def test_none_goes_back_and_forth(expression: str) -> None:
    assert not Pattern(expression).is_in("a" * 100_000 + "!\n")


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        (r"\[1 or 2\]", "Select [1 or 2]...", True),
        ("(?i)serial number", "Enter Serial Number:", True),
        ("パスワード", "root のパスワード: ", True),
        ("^password: $", "old\npassword: ", False),
        ("(?m)^password: $", "old\npassword: ", True),
        (r"\d{3}", "12", False),
    ],
)
def test_what_fits_is_found(expression: str, text: str, found: bool) -> None:
    assert Pattern(expression).is_in(text) is found


@pytest.mark.parametrize("expression", ["(a", "*", "(?=a)", r"(a)\1", "(((a{1000}){1000}){1000})"])
def test_what_is_none_is_refused_with_a_reason(expression: str) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        Pattern(expression)
    with pytest.raises(ValidationError):
        ExchangeWant.model_validate({"expect": expression, "answer": "x"})
