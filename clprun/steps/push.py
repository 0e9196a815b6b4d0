"""One push of a cluster configuration to both nodes, as actions (reference/clusterpro.md 4.3; DESIGN.md 5).

What is there is kept first. The new configuration and the whole tree of scripts are laid out beside it, the cluster is
suspended, the push made, and what both nodes hold is compared with what was wanted before the cluster is resumed.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from clprun.model.change import Action, Deed, Diff, MakeFolder, Rescue, Run, WriteFile
from clprun.model.prove import Prove
from clprun.node.shell import STATE_FOLDER
from clprun.products.clusterpro import CONFIGURATION, SCRIPTS, push, resume_cluster, suspend_cluster
from clprun.steps.base import Target
from clprun.steps.suspension import RESUME, RESUME_AS_BEFORE, RESUME_UNCHANGED, SUSPEND

__all__ = ["Push", "Script", "by_hand"]

_SECONDS = 900
"""Seconds that a command of the product may take here."""


@dataclass(frozen=True)
class Script:
    """A script of a resource or a monitor.

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
    def actions(self) -> tuple[Deed, ...]:
        """All of it, in order."""
        node = self.target.node.name
        return (
            *self._prepared(),
            Run(node, suspend_cluster(), within=_SECONDS, judged=not self.suspended, label=SUSPEND),
            Run(node, push(self._folder("push"), self.encode), within=_SECONDS, label="push"),
            *self._proven({CONFIGURATION: self.after, **{each.installed: each.content for each in self.scripts}}),
            Run(node, resume_cluster(), within=_SECONDS, label=RESUME),
        )

    @property
    def rescues(self) -> tuple[Rescue, ...]:
        """Once the suspension has begun the cluster is resumed, once the push has, with what was there before.

        Nothing is pushed unless the kept configuration is whole, and nothing resumed unless both nodes have it again.
        """
        node, begun = self.target.node.name, len(tuple(self._prepared()))
        old = {each.installed: each.before for each in self.scripts if each.before is not None}
        return (
            Rescue(begun, (Run(node, resume_cluster(), within=_SECONDS, judged=False, label=RESUME_UNCHANGED),)),
            Rescue(
                begun + 1,
                (
                    Run(node, ("sha256sum", "--check", self._kept_sum), label="check-kept"),
                    Run(node, push(self._folder("before"), self.encode), within=_SECONDS, label="put-back"),
                    *self._proven({CONFIGURATION: self.before, **old}),
                    Run(node, resume_cluster(), within=_SECONDS, label=RESUME_AS_BEFORE),
                ),
            ),
        )

    @property
    def diffs(self) -> tuple[Diff, ...]:
        """What changes in the files, as the primary has them."""
        files: list[tuple[str, bytes | None, bytes]] = [(CONFIGURATION, self.before, self.after)]
        files += [(script.installed, script.before, script.content) for script in self.scripts]
        return tuple(Diff(self.target.node.name, path, old, new) for path, old, new in files if old != new)

    def _prepared(self) -> Iterator[Action]:
        """What is there is kept, what is wanted laid out; neither the cluster nor the peer is touched."""
        node, kept, work = self.target.node.name, self._folder("before"), self._folder("push")
        installed = (CONFIGURATION, SCRIPTS) if self.has_scripts else (CONFIGURATION,)
        for folder in (kept, work):
            yield MakeFolder(node, folder, mode=0o700)
            yield Run(node, ("cp", "-a", "--", *installed, folder))
        yield MakeFolder(node, str(PurePosixPath(self._kept_sum).parent), mode=0o700)
        digest = hashlib.sha256(self.before).hexdigest()
        yield WriteFile(node, self._kept_sum, f"{digest}  {kept}/clp.conf\n".encode())
        yield WriteFile(node, f"{work}/clp.conf", self.after, before=self.before)
        paths = {script: PurePosixPath(work, "scripts", script.path) for script in self.scripts}
        yield from dict.fromkeys(MakeFolder(node, str(path.parent)) for path in paths.values())
        for script, path in paths.items():
            yield WriteFile(node, str(path), script.content, before=script.before, mode=0o755)
        if self.scripts:
            yield Run(node, ("chmod", "0755", *(f"{work}/scripts/{script.path}" for script in self.scripts)))

    def _proven(self, files: Mapping[str, bytes]) -> tuple[Prove, ...]:
        return tuple(Prove(node.name, files) for node in self.target.cluster.nodes)

    def _folder(self, name: str) -> str:
        """A folder of this attempt, outside the product's own (clusterpro.md 1.5)."""
        return f"{STATE_FOLDER}/runs/{self.target.run}/{name}/{self.target.step}-{self.target.attempt}"

    @property
    def _kept_sum(self) -> str:
        return f"{self._folder('sums')}/kept"


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
