"""Check that both nodes hold the same: what a set-up program was told on each of them, and files."""

from collections.abc import Iterator, Sequence
from typing import Any, Self

from pydantic import model_validator

from clprun.errors import Problem, Value
from clprun.model.question import Answers, Ask, Question
from clprun.node.questions import FileFacts, FileKind, Probe
from clprun.node.windows.registry import RegistryKey, RegistryValue
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.configuration_found import version_of
from clprun.steps.registry_wants import RegistryPlace, RegistryValueName
from clprun.steps.wants import AbsolutePath, Argv
from clprun.transport.codec import readable

__all__ = ["ComparedKey", "SameOnBoth", "SameOnBothWant"]

_COMPARED_CHARACTERS = 4000
"""Of what a program prints."""


class ComparedKey(RegistryPlace):
    """Values of a key that must be the same.

    Args:
        names: of the values; all values of the key, those of keys below it left aside, when none is given.
    """

    names: tuple[RegistryValueName, ...] = ()

    @property
    def questions(self) -> tuple[RegistryKey | RegistryValue, ...]:
        """What each node is asked."""
        if not self.names:
            return (RegistryKey(self.key, self.view),)
        return tuple(RegistryValue(self.key, name, self.view) for name in self.names)


class SameOnBothWant(Want):
    """What must be the same on both nodes; it must be there, too.

    Args:
        registry: keys of the registry.
        files: files, compared byte for byte.
        commands: read-only programs, of which what they print is compared, as a version.
    """

    registry: tuple[ComparedKey, ...] = ()
    files: tuple[AbsolutePath, ...] = ()
    commands: tuple[Argv, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.registry and not self.files and not self.commands:
            raise ValueError("'registry', 'files' or 'commands' says what is compared")
        return self


class SameOnBoth(Check[SameOnBothWant]):
    """Both nodes answer the same, whatever it is."""

    name = "same-on-both"
    want = SameOnBothWant

    def asks(self, want: SameOnBothWant, target: Target) -> Sequence[Ask[Any]]:
        """All of it, of both nodes."""
        return tuple(Ask(node.name, question) for node in target.cluster.nodes for question in _questions(want))

    def missing(self, want: SameOnBothWant, target: Target, answers: Answers) -> Problem | None:
        """The first thing that is not there, or another on the other node."""
        return next(_differences(want, target, answers), None)


def _questions(want: SameOnBothWant) -> Iterator[Question[Any]]:
    for key in want.registry:
        yield from key.questions
    for path in want.files:
        yield FileFacts(path, content=True)
    for argv in want.commands:
        yield Probe(argv)


def _differences(want: SameOnBothWant, target: Target, answers: Answers) -> Iterator[Problem]:
    first, second = target.cluster.nodes
    for question in _questions(want):
        one, other = (_held(question, answers(node.name, question)) for node in (first, second))
        for node, held in ((first, one), (second, other)):
            if not held:
                yield Problem("check.nothing_to_compare", {"what": _told(question)}, node=node.name)
        for name in sorted({*one, *other}):
            if one.get(name) != other.get(name):
                values: dict[str, Value] = {"what": name, "first": first.name, "second": second.name}
                shown = {"one": one.get(name) or "-", "other": other.get(name) or "-"}
                yield Problem("check.nodes_hold_different", {**values, **shown})


def _held(question: Question[Any], answer: Any) -> dict[str, str]:  # noqa: ANN401  (the answer to its own question)
    """What a node holds, by what it is called; nothing where it is not there."""
    match question:
        case FileFacts():
            return {question.path: version_of(answer)} if answer.kind is FileKind.FILE else {}
        case Probe():
            said = readable(answer.out, _COMPARED_CHARACTERS)
            return {_told(question): said} if answer.exit_code == 0 and said else {}
        case RegistryValue():
            return {_told(question): f"{answer.type} {answer.data}"} if answer.there else {}
        case _:
            own = (value for value in answer.values if not value.key)
            return {f"{_told(question)} {value.name}": f"{value.type} {value.data}" for value in own}


def _told(question: Question[Any]) -> str:
    if isinstance(question, FileFacts):
        return question.path
    if isinstance(question, Probe):
        return " ".join(question.argv)
    key = getattr(question, "key", "")
    return f"{key} {question.name}" if isinstance(question, RegistryValue) else str(key)
