"""What a step will do, as data: it can be shown, compared, hashed and carried out, in this order of importance."""

import hashlib
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clprun.errors import Problem
from clprun.model.question import Ask, Question

__all__ = [
    "Action",
    "Change",
    "Debt",
    "Detail",
    "Diff",
    "Launch",
    "MakeFolder",
    "Rename",
    "Run",
    "Unsettled",
    "WriteFile",
]


@dataclass(frozen=True)
class WriteFile:
    """Replace or make a file atomically: a temporary file in the same folder, fsync, rename, fsync of the folder.

    Args:
        node: name of the node.
        path: absolute path; a link is refused, never followed.
        content: the new bytes.
        before: the bytes it replaces, ``None`` when the file must not exist yet; anything else found is refused.
        mode: permission bits of a new file; an existing file keeps its own, with owner, group and security label.
    """

    node: str
    path: str
    content: bytes
    before: bytes | None = None
    mode: int = 0o644

    def command_line(self) -> str:
        """What a person would do instead."""
        return f"vi {shlex.quote(self.path)}"


@dataclass(frozen=True)
class Rename:
    """Rename on the same volume; the destination must not exist (ERRATA G1-03: never nests)."""

    node: str
    source: str
    destination: str

    def command_line(self) -> str:
        """What a person would type."""
        return f"mv -nT {shlex.quote(self.source)} {shlex.quote(self.destination)}"


@dataclass(frozen=True)
class MakeFolder:
    """Make a folder and its missing parents."""

    node: str
    path: str
    mode: int = 0o755

    def command_line(self) -> str:
        """What a person would type."""
        return f"mkdir -p {shlex.quote(self.path)}"


@dataclass(frozen=True)
class Run:
    """Run a program to its end. It runs detached on the node, so a lost link neither kills nor repeats it.

    Args:
        node: name of the node.
        argv: program and arguments; no shell sees them.
        within: seconds it may take.
        judged: whether an exit code other than 0 is a failure. False where exit codes are not public: the code is
            noted and the state decides (DESIGN.md 4).
        folder: working directory.
    """

    node: str
    argv: tuple[str, ...]
    within: int = 300
    judged: bool = True
    folder: str = "/"

    def command_line(self) -> str:
        """What a person would type."""
        return shlex.join(self.argv)


@dataclass(frozen=True)
class Launch:
    """Start a program that stays in the foreground; it outlives the connection and nobody waits for its end."""

    node: str
    argv: tuple[str, ...]

    def command_line(self) -> str:
        """What a person would type."""
        return f"setsid {shlex.join(self.argv)} </dev/null >/dev/null 2>&1 &"


Action = WriteFile | Rename | MakeFolder | Run | Launch


@dataclass(frozen=True)
class Diff:
    """A text before and after, for people; ``None`` = does not exist."""

    node: str
    path: str
    before: bytes | None
    after: bytes | None


Detail = Diff | Problem
"""What a plan shows beneath a step besides its commands: differences, and remarks from the catalogue."""


@dataclass(frozen=True)
class Unsettled:
    """After the change, nobody can foresee the answers to questions of these types on these nodes.

    Args:
        nodes: names.
        questions: classes; ``Question`` itself stands for all.
    """

    nodes: tuple[str, ...]
    questions: tuple[type[Question[Any]], ...]


@dataclass(frozen=True)
class Debt:
    """Something a run takes away for a while and owes back; settled by ``actions``, shown until then."""

    what: Problem
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Change:
    """All that one step will do on its node or nodes.

    Args:
        summary: one line from the catalogue.
        actions: in order.
        details: differences and remarks to show.
        predicts: answers that will hold afterwards.
        unsettles: answers that can't be foreseen afterwards.
        disrupts: whether a service stops or moves.
        debts: owed from the first action on, until the step's end.
        rescue: actions that put things back when one of the actions fails.
    """

    summary: Problem
    actions: tuple[Action, ...]
    details: tuple[Detail, ...] = ()
    predicts: Mapping[Ask[Any], object] = field(default_factory=dict)
    unsettles: tuple[Unsettled, ...] = ()
    disrupts: bool = False
    debts: tuple[Debt, ...] = ()
    rescue: tuple[Action, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Equal for changes that do the same; compared between what was confirmed and what would be done now."""
        parts = [
            {
                key: hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
                for key, value in {"action": type(action).__name__, **vars(action)}.items()
            }
            for action in self.actions
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
