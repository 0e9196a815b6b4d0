"""Whose the scripts are that the cluster runs as root: a script that others may write is a way to be root.

What the product makes of owner and mode when it distributes scripts is not public. They are put right where the scripts
lie, without a push, and nothing is stopped for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clprun.errors import Problem, Value
from clprun.model.change import Action, Change, Run
from clprun.model.question import Ask
from clprun.node.questions import FileAnswer, FileFacts, FileKind

__all__ = ["OWNER", "SCRIPT_MODE", "UnsafeScript", "made_safe", "with_safe_scripts"]

OWNER, SCRIPT_MODE = "root", 0o755

_RUN_BY_OWNER, _WRITTEN_BY_OTHERS = 0o100, 0o022
_BATCH = ".bat"


@dataclass(frozen=True)
class UnsafeScript:
    """A script that root can't run, or that others than root may change.

    Args:
        node: where it lies.
        question: asks for it.
        found: what lies there.
    """

    node: str
    question: FileFacts
    found: FileAnswer

    @classmethod
    def among(cls, scripts: Iterable[tuple[str, FileFacts, FileAnswer]]) -> "tuple[UnsafeScript, ...]":
        """Those of some scripts that are unsafe; what a batch file of Windows allows is no matter of modes."""
        return tuple(
            cls(*each)
            for each in scripts
            if each[2].kind is FileKind.FILE and not each[1].path.endswith(_BATCH) and not _is_safe(each[2])
        )

    @property
    def problem(self) -> Problem:
        """Whose it is, and who may do what with it."""
        values: dict[str, Value] = {"path": self.question.path, "owner": self.found.owner}
        return Problem("configuration.script_unsafe", {**values, "mode": f"{self.found.mode:04o}"}, node=self.node)


def _is_safe(found: FileAnswer) -> bool:
    return found.owner == OWNER and bool(found.mode & _RUN_BY_OWNER) and not found.mode & _WRITTEN_BY_OTHERS


def made_safe(unsafe: Sequence[UnsafeScript]) -> Change | None:
    """Owner and mode put right; ``None`` where nothing is unsafe."""
    if not unsafe:
        return None
    return Change(
        summary=Problem("configuration.make_scripts_safe", {"count": len(unsafe)}),
        actions=_actions(unsafe),
        details=tuple(each.problem for each in unsafe),
        predicts={
            Ask(each.node, each.question): replace(each.found, owner=OWNER, group=OWNER, mode=SCRIPT_MODE)
            for each in unsafe
        },
    )


def with_safe_scripts(unsafe: Sequence[UnsafeScript], push: Change) -> Change:
    """A push, before which owner and mode are put right: what is pushed is made from what is installed."""
    first = _actions(unsafe)
    return replace(
        push,
        actions=(*first, *push.actions),
        details=(*push.details, *(each.problem for each in unsafe)),
        rescues=tuple(replace(each, since=each.since + len(first)) for each in push.rescues),
    )


def _actions(unsafe: Sequence[UnsafeScript]) -> tuple[Action, ...]:
    """``chown``, then ``chmod``, for all of them on each node."""
    paths: dict[str, list[str]] = {}
    for each in unsafe:
        paths.setdefault(each.node, []).append(each.question.path)
    return tuple(
        Run(node, (*argv, "--", *found))
        for node, found in paths.items()
        for argv in (("chown", f"{OWNER}:{OWNER}"), ("chmod", f"{SCRIPT_MODE:04o}"))
    )
