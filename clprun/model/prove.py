"""A proof in the middle of a change: what follows it is done only when the nodes are as they should be by then."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

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

    def command_line(self) -> str:
        """What a person would look at."""
        return shlex.join(("sha256sum", "--", *self.files))
