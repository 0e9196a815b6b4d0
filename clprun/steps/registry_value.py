"""A value of the registry of Windows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, Self

from pydantic import model_validator

from clprun.errors import Problem, Value
from clprun.model.change import Action, Change, Run
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.windows.registry import RegistryAnswer, RegistryValue
from clprun.steps.base import Kind, Target
from clprun.steps.registry_wants import RegistryData, RegistryPlace, RegistryValueName, as_shown

__all__ = ["RegistryValueKind", "RegistryValueWant"]

_NEW = "REG_SZ"


class RegistryValueWant(RegistryPlace):
    """What the value should be.

    Args:
        name: its name.
        data: what it should hold.
        type: its type; as it is, or REG_SZ, when not given.
        present: false where there should be no such value; then there is no ``data``.
    """

    name: RegistryValueName
    data: RegistryData | None = None
    type: Literal["REG_SZ", "REG_EXPAND_SZ", "REG_DWORD"] | None = None
    present: bool = True

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.present != (self.data is not None):
            raise ValueError("'data' is what the value holds, and there is none where 'present' is false")
        as_shown(self.type or _NEW, self.data or "0")
        return self

    @property
    def question(self) -> RegistryValue:
        """Asks for it."""
        return RegistryValue(self.key, self.name, self.view)

    def wanted(self, found: RegistryAnswer) -> RegistryAnswer:
        """The value as it should be where ``found`` lies."""
        if self.data is None:
            return replace(found, type=None, data=None)
        kind = self.type or found.type or _NEW
        return replace(found, type=kind, data=as_shown(kind, self.data))


class RegistryValueKind(Kind[RegistryValueWant]):
    """``reg add`` and ``reg delete``; the other values of the key stay as they are.

    Either is done or not, so the value says all about an earlier one that failed or was cut.
    """

    name = "registry-value"
    nature = Nature.LASTING
    want = RegistryValueWant

    def asks(self, want: RegistryValueWant, target: Target) -> Sequence[Ask[Any]]:
        """The value."""
        return (Ask(target.node.name, want.question),)

    def plan(self, want: RegistryValueWant, target: Target, answers: Answers) -> Change | None:
        """One command, when the value is another."""
        node = target.node.name
        found = answers(node, want.question)
        wanted = want.wanted(found)
        if wanted == found:
            return None
        values: dict[str, Value] = {"key": found.key, "name": want.name, "found": found.data or "-"}
        code = "registry.set" if want.present else "registry.remove"
        return Change(
            summary=Problem(code, {**values, "data": want.data or ""}, node=node),
            actions=(_command(want, wanted, node),),
            predicts={Ask(node, want.question): wanted},
        )

    def missing(self, want: RegistryValueWant, target: Target, answers: Answers) -> Problem | None:
        """What it is instead."""
        node = target.node.name
        found = answers(node, want.question)
        if want.wanted(found) == found:
            return None
        values: dict[str, Value] = {"key": found.key, "name": want.name, "found": found.data or "-"}
        return Problem("registry.other_value", {**values, "wanted": want.data or "-"}, node=node)

    def intent(self, want: RegistryValueWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (_command(want, want.wanted(RegistryAnswer(want.key)), target.node.name),)


def _command(want: RegistryValueWant, wanted: RegistryAnswer, node: str) -> Run:
    """With the key that the node itself named: the choice of view is written out in it."""
    if wanted.type is None or wanted.data is None:
        return Run(node, ("reg", "delete", wanted.key, "/v", want.name, "/f"))
    return Run(node, ("reg", "add", wanted.key, "/v", want.name, "/t", wanted.type, "/d", wanted.data, "/f"))
