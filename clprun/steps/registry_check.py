"""Check what stands in the registry of Windows."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import model_validator

from clprun.errors import Problem, Value
from clprun.model.question import Answers, Ask, Question
from clprun.node.windows.registry import RegistryAnswer, RegistryKey, RegistryKeyAnswer, RegistryValue
from clprun.steps.base import Target
from clprun.steps.check import Check
from clprun.steps.registry_wants import RegistryData, RegistryPlace, RegistryValueName

__all__ = ["RegistryCheck", "RegistryCheckWant"]


class RegistryCheckWant(RegistryPlace):
    """What must be there; without ``name``, the key itself.

    Args:
        name: of a value.
        data: what it must hold; anything when neither this nor ``one_of`` is given.
        one_of: instead of ``data``, several of which it must hold one.
        ignore_case: whether upper and lower case are the same, as in paths and names of Windows.
        absent: whether there must be no such value, or no such key, instead.
        or_absent: whether there may be no such value.
    """

    name: RegistryValueName | None = None
    data: RegistryData | None = None
    one_of: tuple[RegistryData, ...] = ()
    ignore_case: bool = False
    absent: bool = False
    or_absent: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.data is not None and self.one_of:
            raise ValueError("either 'data' or 'one_of' says what the value must hold")
        if self.allowed and (self.name is None or self.absent):
            raise ValueError("'data' and 'one_of' are about a value, which must be there and has a 'name'")
        return self

    @property
    def allowed(self) -> tuple[str, ...]:
        """What the value may hold; anything when empty."""
        return self.one_of if self.data is None else (self.data,)

    @property
    def question(self) -> Question[Any]:
        """Asks for it."""
        if self.name is None:
            return RegistryKey(self.key, self.view)
        return RegistryValue(self.key, self.name, self.view)


class RegistryCheck(Check[RegistryCheckWant]):
    """A value is as it should be, or a key is there; nothing is written."""

    name = "registry-check"
    want = RegistryCheckWant

    def asks(self, want: RegistryCheckWant, target: Target) -> Sequence[Ask[Any]]:
        """The value, or the key."""
        return (Ask(target.node.name, want.question),)

    def missing(self, want: RegistryCheckWant, target: Target, answers: Answers) -> Problem | None:
        """What stands there instead."""
        node = target.node.name
        found: RegistryAnswer | RegistryKeyAnswer = answers(node, want.question)
        values: dict[str, Value] = {"key": found.key, "name": want.name or "-"}
        if want.or_absent and not found.there:
            return None
        if found.there == want.absent:
            return Problem("registry.still_there" if want.absent else "registry.not_there", values, node=node)
        data = (found.data if isinstance(found, RegistryAnswer) else None) or ""
        if not want.allowed or _folded(data, want) in {_folded(each, want) for each in want.allowed}:
            return None
        values |= {"found": data, "wanted": ", ".join(want.allowed)}
        return Problem("registry.other_value", values, node=node)


def _folded(data: str, want: RegistryCheckWant) -> str:
    return data.casefold() if want.ignore_case else data
