"""A proof in the middle of a change: what follows it is done only when the nodes are as they should be by then."""

from collections.abc import Mapping
from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.typed import typed

__all__ = ["Prove"]


@dataclass(frozen=True)
class Prove:
    """Look at a node's files before going on; the step's kind says whether they are right.

    Args:
        node: name of the node.
        files: what should be there by now, by path.
    """

    node: str
    files: Mapping[str, bytes]

    def command_line(self, platform: Platform = Platform.LINUX) -> str:
        """What a person would look at."""
        if platform is Platform.WINDOWS:
            return " & ".join(typed(("certutil", "-hashfile", path, "SHA256"), platform) for path in self.files)
        return typed(("sha256sum", "--", *self.files), platform)
