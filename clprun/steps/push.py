"""One push of a cluster configuration to both nodes, as actions (reference/clusterpro.md 4.3; DESIGN.md 5).

What is there is kept first. The new configuration and the whole tree of scripts are laid out beside it, the cluster is
suspended, the push made, and what both nodes hold is compared with what was wanted before the cluster is resumed.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from clprun.model.change import Action, Deed, Diff, MakeFolder, Rescue, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.folders import CopyTree
from clprun.model.paths import above, below
from clprun.model.prove import Prove
from clprun.products.clusterpro_commands import Installation
from clprun.steps.base import Target
from clprun.steps.paths import run_folder
from clprun.steps.suspension import RESUME, RESUME_AS_BEFORE, RESUME_UNCHANGED, SUSPEND

__all__ = ["Push", "Script", "by_hand", "kept_configuration"]

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


@dataclass(frozen=True)
class Push:
    """A push from the target's node to both.

    Args:
        target: the step.
        before: the installed configuration.
        after: the new one.
        scripts: the scripts it brings along.
        has_scripts: whether there is a folder of installed scripts.
        suspended: whether an earlier attempt of this step left the cluster suspended.
        checked: whether the product checks the new configuration first: its exit code is ``judged`` where its meaning
            is known, else only ``noted``; ``None`` where the product is not known to check anything.
        observed: whether clpstat is asked while the cluster is suspended; what it says is noted, and decides nothing.
    """

    target: Target
    before: bytes
    after: bytes
    scripts: tuple[Script, ...] = ()
    has_scripts: bool = True
    suspended: bool = False
    checked: Literal["judged", "noted"] | None = None
    observed: bool = False

    @property
    def actions(self) -> tuple[Deed, ...]:
        """All of it, in order."""
        node = self.target.node.name
        return (
            *self._prepared(),
            Run(node, self._clusterpro.suspend_cluster(), within=_SECONDS, judged=not self.suspended, label=SUSPEND),
            *self._observations,
            self._pushed("push", label="push", judged=not self._on_windows),
            *self._proven(self.after, {each.path: each.content for each in self.scripts}),
            Run(node, self._clusterpro.resume_cluster(), within=_SECONDS, label=RESUME),
        )

    @property
    def rescues(self) -> tuple[Rescue, ...]:
        """Once the suspension has begun the cluster is resumed, once the push has, with what was there before.

        Nothing is pushed unless the kept configuration is whole, and nothing resumed unless both nodes have it again.
        A cluster that an earlier attempt left suspended is resumed as soon as anything fails, if both nodes hold what
        the primary does.
        """
        node, begun = self.target.node.name, len(tuple(self._prepared()))
        old = {each.path: each.before for each in self.scripts if each.before is not None}
        resume = self._clusterpro.resume_cluster()
        unchanged = Run(node, resume, within=_SECONDS, judged=False, label=RESUME_UNCHANGED)
        return (
            Rescue(0, (*self._proven(self.before, old), unchanged)) if self.suspended else Rescue(begun, (unchanged,)),
            Rescue(
                begun + 1 + len(self._observations),
                (
                    self._kept_is_whole(),
                    self._pushed("before", label="put-back", judged=False),
                    *self._proven(self.before, old),
                    Run(node, resume, within=_SECONDS, label=RESUME_AS_BEFORE),
                ),
            ),
        )

    @property
    def diffs(self) -> tuple[Diff, ...]:
        """What changes in the files, as the primary has them."""
        conf, script_at = self._clusterpro.configuration, self._clusterpro.script
        files: list[tuple[str, bytes | None, bytes]] = [(conf, self.before, self.after)]
        files += [(script_at(script.path), script.before, script.content) for script in self.scripts]
        return tuple(Diff(self.target.node.name, path, old, new) for path, old, new in files if old != new)

    @property
    def _observations(self) -> tuple[Run, ...]:
        """What is looked at while the cluster is suspended."""
        look = Run(self.target.node.name, (self._clusterpro.clpstat,), within=60, judged=False, label="clpstat")
        return (look,) if self.observed else ()

    @property
    def _clusterpro(self) -> Installation:
        return self.target.installation

    def _prepared(self) -> Iterator[Action]:
        """What is there is kept, what is wanted laid out; neither the cluster nor the peer is touched."""
        node, work = self.target.node.name, self._folder("push")
        copied = self._copied_on_windows if self._on_windows else self._copied_on_linux
        yield from copied()
        yield WriteFile(node, below(work, "clp.conf"), self.after, before=self.before)
        paths = {script: below(work, "scripts", *script.path.split("/")) for script in self.scripts}
        yield from dict.fromkeys(MakeFolder(node, above(path)) for path in paths.values())
        for script, path in paths.items():
            yield WriteFile(node, path, script.content, before=script.before, mode=0o755)
        if self.scripts and not self._on_windows:
            yield Run(node, ("chmod", "0755", *paths.values()))
        if self.checked is not None:
            argv, judged = self._clusterpro.check(work), self.checked == "judged"
            yield Run(node, argv, within=_SECONDS, judged=judged, label="check")

    def _copied_on_linux(self) -> Iterator[Action]:
        """The installed files twice, and the sum of the configuration that is kept."""
        node, clusterpro = self.target.node.name, self._clusterpro
        scripts = (clusterpro.scripts,) if self.has_scripts else ()
        for folder in (self._folder("before"), self._folder("push")):
            yield MakeFolder(node, folder, mode=0o700)
            yield Run(node, ("cp", "-a", "--", clusterpro.configuration, *scripts, folder))
        yield MakeFolder(node, above(self._kept_sum), mode=0o700)
        digest = hashlib.sha256(self.before).hexdigest()
        yield WriteFile(node, self._kept_sum, f"{digest}  {kept_configuration(self.target)}\n".encode())

    def _copied_on_windows(self) -> Iterator[Action]:
        """The same, the configuration as it was read: no one program copies it on every release."""
        node, scripts = self.target.node.name, self._clusterpro.scripts
        for folder in (self._folder("before"), self._folder("push")):
            yield MakeFolder(node, folder)
            yield WriteFile(node, below(folder, "clp.conf"), self.before)
            if self.has_scripts:
                yield CopyTree(node, scripts, below(folder, "scripts"))

    def _kept_is_whole(self) -> Deed:
        """Refuses to put back what is not what was there before."""
        node = self.target.node.name
        if self._on_windows:
            return Prove(node, {kept_configuration(self.target): self.before})
        return Run(node, ("sha256sum", "--check", self._kept_sum), label="check-kept")

    def _pushed(self, folder: str, label: str, *, judged: bool) -> Run:
        """On Windows the published script ignores what clpcfctrl ends with (clusterpro.md 1.5): the proof decides.

        So it does where things are put back: a push that never reached a node may be refused again.
        """
        argv = self._clusterpro.push(self._folder(folder))
        return Run(self.target.node.name, argv, within=_SECONDS, judged=judged, label=label)

    def _proven(self, configuration: bytes, scripts: Mapping[str, bytes]) -> tuple[Prove, ...]:
        installed = {self._clusterpro.script(path): content for path, content in scripts.items()}
        files = {self._clusterpro.configuration: configuration, **installed}
        return tuple(Prove(node.name, files) for node in self.target.cluster.nodes)

    def _folder(self, name: str) -> str:
        """A folder of this attempt, outside the product's own (clusterpro.md 1.5)."""
        return _folder(self.target, name)

    @property
    def _on_windows(self) -> bool:
        return self.target.platform is Platform.WINDOWS

    @property
    def _kept_sum(self) -> str:
        return below(self._folder("sums"), "kept")


def _folder(target: Target, name: str) -> str:
    return run_folder(target, name, f"{target.step}-{target.attempt}")


def kept_configuration(target: Target) -> str:
    """Where this attempt of a step keeps the configuration that it found."""
    return below(_folder(target, "before"), "clp.conf")


def by_hand(target: Target, scripts: Mapping[str, bytes]) -> tuple[Action, ...]:
    """A push as a person would make it; what belongs into the work folder's ``clp.conf`` is told beside it.

    Args:
        target: the step.
        scripts: contents by path below the folder of scripts.
    """
    node, work, clusterpro = target.node.name, run_folder(target, "push", target.step), target.installation
    edited = tuple(
        WriteFile(node, below(work, "scripts", *path.split("/")), text, mode=0o755) for path, text in scripts.items()
    )
    folders = tuple(dict.fromkeys(MakeFolder(node, above(file.path)) for file in edited))
    checked = (clusterpro.check(work),) if target.platform is Platform.LINUX else ()
    commands = (*checked, clusterpro.suspend_cluster(), clusterpro.push(work), clusterpro.resume_cluster())
    return (
        MakeFolder(node, work, mode=0o700),
        *_copied_by_hand(target, work, clusterpro),
        *folders,
        *edited,
        *(Run(node, command, within=_SECONDS) for command in commands),
    )


def _copied_by_hand(target: Target, work: str, clusterpro: Installation) -> tuple[Action, ...]:
    node = target.node.name
    if target.platform is Platform.LINUX:
        return (Run(node, ("cp", "-a", "--", clusterpro.configuration, clusterpro.scripts, work)),)
    configuration = Run(node, ("xcopy", clusterpro.configuration, f"{work}\\"))
    return (configuration, CopyTree(node, clusterpro.scripts, below(work, "scripts")))
