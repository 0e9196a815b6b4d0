"""Where the failover group was found: noted before trials, and put back after them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from clprun.errors import Problem, StepFailed
from clprun.model.change import Change, MakeFolder, WriteFile
from clprun.model.cluster import Node
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileAnswer, FileFacts, FileKind
from clprun.steps.base import Kind, Target, Want
from clprun.steps.group import away_from, bring, elsewhere, owed_to, started_with
from clprun.steps.group_look import GroupLook
from clprun.steps.paths import run_folder
from clprun.steps.wants import ObjectName

__all__ = ["GroupPlace", "GroupPlaceWant"]

_NOWHERE = "-"


class GroupPlaceWant(Want):
    """What is done about the place.

    Args:
        group: the failover group.
        do: ``note`` where it is, or ``restore`` what this run noted.
    """

    group: ObjectName
    do: Literal["note", "restore"]


class GroupPlace(Kind[GroupPlaceWant]):
    """The note is a file in the run's own folder on the primary, so that it outlives controller and reboots."""

    name = "group-place"
    nature = Nature.PASSING
    want = GroupPlaceWant
    patience = 120
    repeats = True

    @classmethod
    def may_disrupt(cls, given: Mapping[str, Any]) -> bool:
        """A group is put back by a move or a stop."""
        return given.get("do") == "restore"

    def asks(self, want: GroupPlaceWant, target: Target) -> Sequence[Ask[Any]]:
        """The note, and the group."""
        return [Ask(target.node.name, _note(want, target)), *GroupLook.asks(want.group, None, target)]

    def plan(self, want: GroupPlaceWant, target: Target, answers: Answers) -> Change | None:
        """The note, or one ``clpgrp``; nothing when it is written, or the group is there.

        Raises:
            StepFailed: the group is in no settled state or must not be touched, or nothing was noted.
        """
        noted = _noted(answers(target.node.name, _note(want, target)))
        look = GroupLook(want.group, None, target, answers)
        if want.do == "restore":
            wanted = _wanted(want, noted, target)
            return None if look.node == wanted else bring(want.group, look, wanted, target)
        if noted is not None:
            return None
        return _writing(want, look, target)

    def owes(self, want: GroupPlaceWant, target: Target, answers: Answers) -> bool:
        """Whether the group is on another node than was noted."""
        noted = _noted(answers(target.node.name, _note(want, target)))
        node = GroupLook(want.group, None, target, answers).node
        return want.do == "note" and node is not None and noted not in {None, _NOWHERE, node.name}

    def missing(self, want: GroupPlaceWant, target: Target, answers: Answers) -> Problem | None:
        """That nothing was noted, or where the group is instead."""
        noted = _noted(answers(target.node.name, _note(want, target)))
        if want.do == "note":
            return Problem("trial.place_not_noted", {"group": want.group}) if noted is None else None
        look = GroupLook(want.group, None, target, answers)
        return elsewhere(want.group, look, _wanted(want, noted, target))

    def gives_back(self, want: GroupPlaceWant, target: Target) -> Collection[Problem]:
        """A group that was stopped or moved on the way, and what it starts: it is as it was."""
        if want.do == "note":
            return ()
        return (*started_with(want.group), *(away_from(want.group, node) for node in target.cluster.nodes))

    def advice(self, want: GroupPlaceWant, target: Target) -> tuple[Problem, ...]:
        """What a person does instead."""
        del target
        return (Problem(f"trial.{want.do}_by_hand", {"group": want.group}),)


def _note(want: GroupPlaceWant, target: Target) -> FileFacts:
    return FileFacts(run_folder(target, f"place-of-{want.group}"), content=True)


def _noted(found: FileAnswer) -> str | None:
    """The node's name, ``-`` for nowhere, ``None`` when there is no note."""
    if found.kind is not FileKind.FILE or found.content is None:
        return None
    return found.content.decode("utf-8", "replace").strip()


def _writing(want: GroupPlaceWant, look: GroupLook, target: Target) -> Change:
    found = look.node
    place = found.name if found else _NOWHERE
    node, note, content = target.node.name, _note(want, target), f"{place}\n".encode()
    return Change(
        summary=Problem("trial.note", {"group": want.group, "place": place}, node=node),
        actions=(
            MakeFolder(node, run_folder(target), 0o700),
            WriteFile(node, note.path, content, mode=0o600),
        ),
        predicts={Ask(node, note): FileAnswer(FileKind.FILE, mode=0o600, size=len(content), content=content)},
        debts=(owed_to(look, found, target.cluster.peer(found), target),) if found else (),
    )


def _wanted(want: GroupPlaceWant, noted: str | None, target: Target) -> Node | None:
    """Where the group was.

    Raises:
        StepFailed: nothing was noted in this run.
    """
    node = next((node for node in target.cluster.nodes if node.name == noted), None)
    if node is None and noted != _NOWHERE:
        raise StepFailed(Problem("trial.place_not_noted", {"group": want.group}))
    return node
