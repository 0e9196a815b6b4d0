"""What the lab says to people: codes of the catalogue and what fills them; text is made at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Line"]

Value = str | int | float


@dataclass(frozen=True)
class Line:
    """One line for a person: a code of the message catalogue and what fills it."""

    code: str
    values: Mapping[str, Value]
