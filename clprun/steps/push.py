"""One push of a cluster configuration to both nodes, as actions (reference/clusterpro.md 4.3; DESIGN.md 5).

What is there is kept first. The new configuration and the whole tree of scripts are laid out beside it, the cluster is
suspended, the push made, and what both nodes hold is compared with what was wanted before the cluster is resumed.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from clprun.errors import Problem
from clprun.model.change import Action, Debt, Diff, MakeFolder, Run, WriteFile
from clprun.model.cluster import Node
from clprun.model.question import Answers, Ask
from clprun.node.questions import JobFacts, JobState
from clprun.node.shell import STATE_FOLDER
from clprun.products.clusterpro import CONFIGURATION, SCRIPTS, push, resume_cluster, suspend_cluster
from clprun.steps.base import Target, job_name

__all__ = ["Push", "Script", "by_hand", "owed_asks", "owes_resume", "resume_debt"]

_SECONDS = 900
"""Seconds that a command of the product may take here."""

_PREPARED = 7
_PREPARED_PER_NODE = 2
_PREPARED_WITH_SCRIPTS = 1
_PREPARED_PER_SCRIPT = 2
"""How many actions come before the cluster is suspended; a test counts them."""


@dataclass(frozen=True)
class Script:
    """A script of a resource.

    Args:
        path: below the folder of scripts, e.g. ``failover/exec1/start.sh``.
        content: what it should hold.
        before: what the primary's installed file holds; ``None`` when there is none.
    """

    path: str
    content: bytes
    before: bytes | None

    @property
    def installed(self) -> str:
        """Where the product keeps it."""
        return f"{SCRIPTS}/{self.path}"


@dataclass(frozen=True)
class Push:
    """A push from the target's node to both.

    Args:
        target: the step.
        before: the installed configuration.
        after: the new one.
        encode: the configuration's ``all/encode``.
        scripts: the scripts it brings along.
        has_scripts: whether there is a folder of installed scripts.
        suspended: whether an earlier attempt of this step left the cluster suspended.
    """

    target: Target
    before: bytes
    after: bytes
    encode: str
    scripts: tuple[Script, ...] = ()
    has_scripts: bool = True
    suspended: bool = False

    @property
    def actions(self) -> tuple[Action, ...]:
        """All of it, in order."""
        node = self.target.node.name
        return (
            *self._prepared(),
            Run(node, suspend_cluster(), within=_SECONDS, judged=not self.suspended),
            Run(node, push(self._folder("push"), self.encode), within=_SECONDS),
            *(Run(each.name, ("sha256sum", "--check", self._sums("wanted"))) for each in self._nodes),
            Run(node, resume_cluster(), within=_SECONDS),
        )

    @property
    def rescue(self) -> tuple[Action, ...]:
        """Puts back what was there; nothing is pushed unless the kept configuration is whole."""
        node = self.target.node.name
        return (
            Run(node, ("sha256sum", "--check", self._sums("kept"))),
            Run(node, push(self._folder("before"), self.encode), within=_SECONDS),
            Run(node, resume_cluster(), within=_SECONDS),
        )

    @property
    def diffs(self) -> tuple[Diff, ...]:
        """What changes in the files, as the primary has them."""
        files: list[tuple[str, bytes | None, bytes]] = [(CONFIGURATION, self.before, self.after)]
        files += [(script.installed, script.before, script.content) for script in self.scripts]
        return tuple(Diff(self.target.node.name, path, old, new) for path, old, new in files if old != new)

    @property
    def _nodes(self) -> tuple[Node, Node]:
        return (self.target.node, self.target.peer)

    def _prepared(self) -> Iterator[Action]:
        node, kept, work = self.target.node.name, self._folder("before"), self._folder("push")
        installed = (CONFIGURATION, SCRIPTS) if self.has_scripts else (CONFIGURATION,)
        for folder in (kept, work):
            yield MakeFolder(node, folder, mode=0o700)
            yield Run(node, ("cp", "-a", "--", *installed, folder))
        yield MakeFolder(node, self._folder("sums"), mode=0o700)
        yield WriteFile(node, self._sums("kept"), _sums({f"{kept}/clp.conf": self.before}))
        yield WriteFile(node, f"{work}/clp.conf", self.after, before=self.before)
        for script in self.scripts:
            path = PurePosixPath(work, "scripts", script.path)
            yield MakeFolder(node, str(path.parent))
            yield WriteFile(node, str(path), script.content, before=script.before, mode=0o755)
        if self.scripts:
            yield Run(node, ("chmod", "0755", *(f"{work}/scripts/{script.path}" for script in self.scripts)))
        wanted = _sums({CONFIGURATION: self.after, **{each.installed: each.content for each in self.scripts}})
        for each in self._nodes:
            yield MakeFolder(each.name, self._folder("sums"), mode=0o700)
            yield WriteFile(each.name, self._sums("wanted"), wanted)

    def _folder(self, name: str) -> str:
        """A folder of this attempt, outside the product's own (clusterpro.md 1.5)."""
        return f"{STATE_FOLDER}/runs/{self.target.run}/{name}/{self.target.step}-{self.target.attempt}"

    def _sums(self, name: str) -> str:
        return f"{self._folder('sums')}/{name}"


def by_hand(target: Target, scripts: Mapping[str, bytes]) -> tuple[Action, ...]:
    """A push as a person would make it; what belongs into the work folder's ``clp.conf`` is told beside it.

    Args:
        target: the step.
        scripts: contents by path below the folder of scripts.
    """
    node, work = target.node.name, f"{STATE_FOLDER}/runs/{target.run}/push/{target.step}"
    edited = tuple(WriteFile(node, f"{work}/scripts/{path}", text, mode=0o755) for path, text in scripts.items())
    folders = tuple(dict.fromkeys(MakeFolder(node, str(PurePosixPath(file.path).parent)) for file in edited))
    commands = (suspend_cluster(), push(work, ""), resume_cluster())
    return (
        MakeFolder(node, work, mode=0o700),
        Run(node, ("cp", "-a", "--", CONFIGURATION, SCRIPTS, work)),
        *folders,
        *edited,
        *(Run(node, command, within=_SECONDS) for command in commands),
    )


def owed_asks(target: Target, scripts: int) -> tuple[Ask[Any], ...]:
    """What tells whether this step's own pushes left the cluster suspended.

    Args:
        target: the step.
        scripts: how many scripts its pushes bring along.
    """
    return tuple(Ask(target.node.name, job) for pair in _jobs(target, scripts) for job in pair)


def owes_resume(target: Target, scripts: int, answers: Answers) -> bool:
    """Whether one of this step's own pushes suspended the cluster and did not resume it."""
    node = target.node.name
    for suspended, resumed in _jobs(target, scripts):
        end = answers(node, resumed)
        if answers(node, suspended).state is not JobState.ABSENT and (end.state, end.exit_code) != (JobState.ENDED, 0):
            return True
    return False


def resume_debt(target: Target) -> Debt:
    """What a suspended cluster owes."""
    actions = (Run(target.node.name, resume_cluster(), within=_SECONDS),)
    return Debt(Problem("configuration.suspended_for_push", node=target.node.name), actions)


def _jobs(target: Target, scripts: int) -> list[tuple[JobFacts, JobFacts]]:
    """The jobs that suspend and resume, attempt by attempt."""
    suspend = (
        _PREPARED + 2 * _PREPARED_PER_NODE + (_PREPARED_WITH_SCRIPTS + scripts * _PREPARED_PER_SCRIPT) * bool(scripts)
    )
    resume = suspend + len(("push", "check here", "check there")) + 1

    def job(attempt: int, index: int) -> JobFacts:
        return JobFacts(target.run, job_name(target.step, target.node.name, attempt, index))

    return [(job(attempt, suspend), job(attempt, resume)) for attempt in range(1, target.attempt + 1)]


def _sums(contents: Mapping[str, bytes]) -> bytes:
    """The input of ``sha256sum --check``."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in contents.items()).encode()
