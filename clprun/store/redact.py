"""The one filter before every sink: a secret that was used is never written down or shown."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from clprun.errors import Problem
from clprun.model.events import Event
from clprun.model.secret import Secret

__all__ = ["STARS", "Redactor", "redacted"]

STARS = "***"
_SHORTEST = 4
"""Shorter texts occur by chance all over an output; starring them would hide more than it protects."""

R = TypeVar("R", bound=Event | Problem)


class Redactor:
    """Replaces every secret it has learnt of by stars."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def learn(self, secret: Secret) -> None:
        """From now on, star this secret."""
        text = secret.reveal()
        if len(text) >= _SHORTEST and text not in self._texts:
            self._texts = sorted([*self._texts, text], key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """``text`` without secrets."""
        for secret in self._texts:
            text = text.replace(secret, STARS)
        return text


def redacted(record: R, redact: Callable[[str], str]) -> R:
    """An event or a problem with every text in it filtered."""
    return replace(record, **{field.name: _filtered(getattr(record, field.name), redact) for field in fields(record)})


def _filtered(value: Any, redact: Callable[[str], str]) -> Any:  # noqa: ANN401  (fields of any record)
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: _filtered(each, redact) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_filtered(each, redact) for each in value)
    return value
