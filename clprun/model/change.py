"""What a step will do, as data: it can be shown, compared, hashed and carried out, in this order of importance."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from clprun.errors import Problem
from clprun.model.cluster import Platform
from clprun.model.converse import Converse
from clprun.model.folders import ANYWHERE, CopyTree, MakeLink, RemoveLink, RemoveTree, Volumes
from clprun.model.paths import pure
from clprun.model.prove import Prove
from clprun.model.question import Ask, Question
from clprun.model.typed import typed

__all__ = [
    "ENDED_BY_SIGNAL",
    "Action",
    "Change",
    "Debt",
    "Deed",
    "Detail",
    "Diff",
    "Launch",
    "MakeFolder",
    "Reboot",
    "Rename",
    "Rescue",
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

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would do instead."""
        return typed(("vi" if platform is Platform.LINUX else "notepad", self.path), platform)


@dataclass(frozen=True)
class Rename:
    """Rename on the same volume; the destination must not exist (ERRATA G1-03: never nests).

    Args:
        node: name of the node.
        source: what is renamed.
        destination: its new name.
        volumes: where both must lie.
    """

    node: str
    source: str
    destination: str
    volumes: Volumes = ANYWHERE

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        command = ("mv", "-nT") if platform is Platform.LINUX else ("move",)
        return typed((*command, self.source, self.destination), platform)


@dataclass(frozen=True)
class MakeFolder:
    """Make a folder and its missing parents."""

    node: str
    path: str
    mode: int = 0o755

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        command = ("mkdir", "-p") if platform is Platform.LINUX else ("mkdir",)
        return typed((*command, self.path), platform)


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
        label: names its job, where a later look has to find it; otherwise its place in the change does.
    """

    node: str
    argv: tuple[str, ...]
    within: int = 300
    judged: bool = True
    folder: str = "/"
    label: str | None = None

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        return typed(self.argv, platform)


@dataclass(frozen=True)
class Launch:
    """Start a program that stays in the foreground; it outlives the connection and nobody waits for its end."""

    node: str
    argv: tuple[str, ...]

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        command = typed(self.argv, platform)
        return f"setsid {command} </dev/null >/dev/null 2>&1 &" if platform is Platform.LINUX else f"start /b {command}"


ENDED_BY_SIGNAL = 128
"""A shell gives a program that a signal ended this number plus the signal's (POSIX, Shell Command Language 2.8.2)."""


@dataclass(frozen=True)
class Reboot:
    """Reboot a node: carried out once the program has begun, or has taken the link away with the node."""

    node: str
    argv: tuple[str, ...]

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would type."""
        return typed(self.argv, platform)


Action = (
    WriteFile | Rename | MakeFolder | MakeLink | RemoveLink | CopyTree | RemoveTree | Run | Launch | Converse | Reboot
)
"""What a node can be made to do."""

Deed = Action | Prove
"""What a change is made of."""


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
        below: only questions about these paths and what lies below them; none = any.
    """

    nodes: tuple[str, ...]
    questions: tuple[type[Question[Any]], ...]
    below: tuple[str, ...] = ()

    def covers(self, ask: Ask[Any]) -> bool:
        """Whether the answer to ``ask`` can't be foreseen."""
        if ask.node not in self.nodes or not isinstance(ask.question, self.questions):
            return False
        path = pure(str(getattr(ask.question, "path", "")))
        return not self.below or any(path.is_relative_to(pure(folder)) for folder in self.below)


@dataclass(frozen=True)
class Debt:
    """Something a run takes away for a while and owes back; shown until then.

    Args:
        what: it is.
        actions: what gives it back.
        lasting: whether it is still owed when its step is done, until another step gives it back; what no later step of
            the runbook gives back is taken away for good, and not owed.
    """

    what: Problem
    actions: tuple[Action, ...]
    lasting: bool = False


@dataclass(frozen=True)
class Rescue:
    """What puts things back when a change fails.

    Args:
        since: index of the first action that calls for it when it fails.
        actions: in order.
    """

    since: int
    actions: tuple[Deed, ...]


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
        rescues: what puts things back when one of the actions fails, by how far it came; a failure before the first of
            them leaves nothing to put back.
        measured: whether the actions are a fault, from whose beginning the time until the proof is taken.
        takes_over: what is somebody else's and would be overwritten; it is done only when a person accepts each.
    """

    summary: Problem
    actions: tuple[Deed, ...]
    details: tuple[Detail, ...] = ()
    predicts: Mapping[Ask[Any], object] = field(default_factory=dict)
    unsettles: tuple[Unsettled, ...] = ()
    disrupts: bool = False
    debts: tuple[Debt, ...] = ()
    rescues: tuple[Rescue, ...] = ()
    measured: bool = False
    takes_over: tuple[Problem, ...] = ()

    def rescue(self, failed: int) -> tuple[Deed, ...]:
        """What puts things back when the action at an index fails."""
        return next((each.actions for each in reversed(self.rescues) if each.since <= failed), ())

    @property
    def fingerprint(self) -> str:
        """Equal for changes that do the same; compared between what was confirmed and what would be done now."""
        parts = [{"action": type(action).__name__, **asdict(action)} for action in self.actions]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=_digest).encode()).hexdigest()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
