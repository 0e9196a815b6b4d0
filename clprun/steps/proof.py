"""What shows that a person or a program did its work: paths that are there, a probe that says what it should."""

import shlex
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from clprun.errors import Problem, Value
from clprun.model.question import Answers, Ask
from clprun.node.questions import CommandAnswer, FileFacts, FileKind, Probe
from clprun.steps.base import Target, Want
from clprun.steps.wants import AbsolutePath, Argv

__all__ = ["PathProof", "Proof"]

_SHOWN_BYTES = 4000


class PathProof(Want):
    """Something that must lie at a path; in a runbook, a path alone means a file.

    Args:
        path: where.
        type: ``file``, ``folder`` or ``link``.
        not_empty: whether a file must hold something.
    """

    path: AbsolutePath
    type: Literal["file", "folder", "link"] = "file"
    not_empty: bool = False


def _spelled_out(value: object) -> object:
    return {"path": value} if isinstance(value, str) else value


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


_Texts = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=1000)], ...], BeforeValidator(_several)]
"""Texts to look for; in a runbook, one alone needs no list."""


class Proof(Want):
    """All of it must hold, and there must be something to hold.

    Args:
        paths: what must lie where.
        absent: where nothing may lie.
        probe: a read-only program and its arguments that must exit with ``exit``.
        exit: that exit code.
        shows: texts that must stand in the probe's standard output, letter by letter.
        lacks: texts that must not stand there.
    """

    paths: tuple[Annotated[PathProof, BeforeValidator(_spelled_out)], ...] = ()
    absent: tuple[AbsolutePath, ...] = ()
    probe: Argv | None = None
    exit: Annotated[int, Field(ge=0, le=2147483647)] = 0
    shows: _Texts = ()
    lacks: _Texts = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.proves and not self.does_without:
            raise ValueError("something is wanted that proves the work: a path or a probe")
        if (self.shows or self.lacks) and self.probe is None:
            raise ValueError("'shows' and 'lacks' look into the output of a probe")
        return self

    @property
    def proves(self) -> bool:
        """Whether there is something to hold."""
        return bool(self.proving or self.absent or self.probe is not None)

    @property
    def does_without(self) -> bool:
        """Whether it need not be."""
        return False

    @property
    def proving(self) -> tuple[PathProof, ...]:
        """All paths that prove it."""
        return self.paths

    def asks(self, target: Target) -> Sequence[Ask[Any]]:
        """What it rests on, asked of the step's node."""
        node = target.node.name
        probe = () if self.probe is None else (Ask[Any](node, Probe(self.probe)),)
        paths = (*(each.path for each in self.proving), *self.absent)
        return (*(Ask(node, FileFacts(path)) for path in paths), *probe)

    def lacking(self, target: Target, answers: Answers) -> Problem | None:
        """The first thing that does not hold."""
        return next(self.all_lacking(target, answers), None)

    def all_lacking(self, target: Target, answers: Answers) -> Iterator[Problem]:
        """Everything that does not hold."""
        node = target.node.name
        for each in self.proving:
            found = answers(node, FileFacts(each.path))
            if found.kind.value != each.type:
                values = {"path": each.path, "wanted": each.type, "found": found.kind.value}
                yield Problem("check.path_not_there", {**values}, node=node)
            elif each.not_empty and found.size == 0:
                yield Problem("check.file_empty", {"path": each.path}, node=node)
        for path in self.absent:
            if (kind := answers(node, FileFacts(path)).kind) is not FileKind.ABSENT:
                yield Problem("check.path_still_there", {"path": path, "found": kind.value}, node=node)
        if self.probe is not None:
            yield from self._said(shlex.join(self.probe), answers(node, Probe(self.probe)), node)

    def _said(self, command: str, answer: CommandAnswer, node: str) -> Iterator[Problem]:
        """What is wrong with what the probe said; its output is untrusted, and is only compared.

        All of it is looked through: a probe that prints more than is kept gives no answer at all.
        """
        output = (answer.out + answer.err)[-_SHOWN_BYTES:].decode("utf-8", "backslashreplace").strip() or None
        if answer.exit_code != self.exit:
            about: dict[str, Value] = {"command": command, "exit": answer.exit_code}
            yield Problem("check.probe_failed", about, node=node, output=output)
        said = answer.out.decode("utf-8", "backslashreplace")
        for text in self.shows:
            if text not in said:
                yield Problem("check.probe_lacks", {"command": command, "text": text}, node=node, output=output)
        for text in self.lacks:
            if text in said:
                yield Problem("check.probe_shows", {"command": command, "text": text}, node=node, output=output)
