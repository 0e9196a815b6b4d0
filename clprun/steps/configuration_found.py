"""What the nodes hold of a cluster configuration and its scripts, beside what they should hold."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from clprun.node.questions import FileAnswer
from clprun.products.clpconf.compare import Difference, compare
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.disturbance import Disturbance, Impact, impact
from clprun.products.clusterpro_commands import is_of_monitor, owner_of
from clprun.steps.push import Script
from clprun.steps.script_safety import UnsafeScript

__all__ = ["Found", "is_installed", "is_used", "version_of"]


@dataclass(frozen=True)
class Found:
    """What the nodes hold, and what the primary should hold.

    Args:
        installed: the primary's configuration.
        of_peer: the peer's.
        wanted: the primary's with what is wanted.
        scripts: those that belong to it.
        stale: paths of the scripts of which one of the nodes holds another version or none.
        unsafe: scripts that root can't run, or that others may change.
    """

    installed: Configuration
    of_peer: Configuration
    wanted: Configuration
    scripts: tuple[Script, ...]
    stale: frozenset[str]
    unsafe: tuple[UnsafeScript, ...] = ()

    @property
    def is_pushed(self) -> bool:
        """Whether nothing is to be pushed, as far as the primary and the scripts tell."""
        return self.wanted.content == self.installed.content and not self.stale

    @cached_property
    def differences(self) -> list[Difference]:
        """What a push changes in the primary's configuration."""
        return compare(self.installed, self.wanted)

    @cached_property
    def impact(self) -> Impact:
        """What a push of the configuration disturbs, on either node."""
        return impact([*self.differences, *compare(self.of_peer, self.wanted)])

    @property
    def level(self) -> Disturbance:
        """The same with the scripts: those of a resource must not change between its start and its stop."""
        of_resource = any(not is_of_monitor(path) for path in self.stale)
        return max(self.impact.level, Disturbance.GROUP_STOP if of_resource else Disturbance.MONITOR)

    @property
    def objects(self) -> str:
        """Names of what is not as wanted."""
        objects = (f"{each.type}@{each.name}" for each in self.differences if each.name and each.type)
        scripts = (script.path for script in self.scripts if script.path in self.stale)
        return ", ".join(dict.fromkeys((*objects, *scripts))) or "-"


def is_installed(answer: FileAnswer, script: Script) -> bool:
    """Whether a node holds the wanted version of a script."""
    return answer.content == script.content


def is_used(path: str, configuration: Configuration) -> bool:
    """Whether a script belongs to a resource or monitor there; others may be left of a push that was put back.

    Args:
        path: below the folder of scripts (reference/clusterpro.md 2.1).
        configuration: which says what there is.
    """
    found = configuration.monitor if is_of_monitor(path) else configuration.resource
    return found(owner_of(path)) is not None


def version_of(answer: FileAnswer) -> str:
    """What tells one version of a file from another."""
    return "-" if answer.content is None else f"SHA-256 {hashlib.sha256(answer.content).hexdigest()[:12]}"
