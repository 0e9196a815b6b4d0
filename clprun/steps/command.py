"""A program that is run until something proves that it has done its work."""

import re
from collections.abc import Sequence
from typing import Any

from clprun.errors import Problem, StepFailed
from clprun.model.change import Action, Change, Run, Unsettled
from clprun.model.cluster import Platform
from clprun.model.paths import system_root
from clprun.model.question import Answers, Ask, Question
from clprun.model.runbook import Nature
from clprun.steps.base import Kind, Target
from clprun.steps.node_locale import InLocale
from clprun.steps.own_jobs import is_done, what_became
from clprun.steps.proof import PathProof, Proof
from clprun.steps.wants import AbsolutePath, Argv, Seconds

__all__ = ["Command", "CommandWant"]

_NETWORK_PATH = re.compile(r"(?<![^\s\"'=,;:(])\\\\[A-Za-z0-9][^\s\"']*")
r"""``\\SERVER\SHARE`` at the beginning of a word or of a value in it; ``\\.\`` and ``\\?\`` are local."""


class CommandWant(Proof, InLocale):
    """A command and what proves it.

    Args:
        creates: a file that it makes; one more path of the proof.
        argv: program and arguments; no shell sees them.
        within: seconds it may take.
        judged: whether an exit code other than 0 is a failure; false where only the state decides.
        folder: working directory.
        repeatable: whether it may be run again without a question when it was cut off.
    """

    creates: AbsolutePath | None = None
    argv: Argv
    within: Seconds = 3600
    judged: bool = True
    folder: AbsolutePath | None = None
    repeatable: bool = False

    @property
    def proving(self) -> tuple[PathProof, ...]:
        """All paths that prove it, what it creates among them."""
        return (*self.paths, *(() if self.creates is None else (PathProof(path=self.creates),)))


class Command(Kind[CommandWant]):
    """A command with a guard: it is not run when its proof holds already."""

    name = "command"
    nature = Nature.LASTING
    want = CommandWant
    proved_by = frozenset({"absent", "creates", "paths", "probe"})

    def asks(self, want: CommandWant, target: Target) -> Sequence[Ask[Any]]:
        """What the proof rests on, and the locale."""
        return (*want.asks(target), *want.locale_asks(target))

    def plan(self, want: CommandWant, target: Target, answers: Answers) -> Change | None:
        """The command, when its proof does not hold, or a person wants it again.

        Raises:
            InDoubt: a person has said that its work is done, and the proof does not hold.
            StepFailed: what it runs lies where the account that runs it has no rights.
        """
        lacking = want.lacking(target, answers)
        if is_done(target, self.doubt(want, target), lacking):
            return None
        _refuse_network_paths(want, target)
        return Change(
            summary=Problem("command.run", {"command": want.argv[0]}, node=target.node.name),
            actions=(_run(want, target, want.localised(want.argv, target, answers)),),
            details=() if lacking is None else (lacking,),
            unsettles=(Unsettled((target.node.name,), (Question,)),),
        )

    def doubt(self, want: CommandWant, target: Target) -> Problem | None:
        """That the command failed or was cut off in the last attempt, whatever its proof says."""
        return what_became(target, want.argv, judged=want.judged, repeatable=want.repeatable)

    def missing(self, want: CommandWant, target: Target, answers: Answers) -> Problem | None:
        """What does not hold of the proof."""
        return want.lacking(target, answers)

    def intent(self, want: CommandWant, target: Target) -> tuple[Action, ...]:
        """The command."""
        return (_run(want, target, want.argv),)


def _refuse_network_paths(want: CommandWant, target: Target) -> None:
    """On Windows a command runs as SYSTEM, which other computers don't know.

    Raises:
        StepFailed: it names a path on another computer.
    """
    if target.platform is Platform.WINDOWS:
        for word in want.argv:
            if found := _NETWORK_PATH.search(word):
                values = {"command": want.argv[0], "path": found[0]}
                raise StepFailed(Problem("command.network_path", values, node=target.node.name))


def _run(want: CommandWant, target: Target, argv: tuple[str, ...]) -> Run:
    folder = want.folder or system_root(target.platform)
    return Run(target.node.name, argv, within=want.within, judged=want.judged, folder=folder)
