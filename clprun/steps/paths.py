"""What several kinds that work on folders and links have in common."""

from clprun.node.questions import FileAnswer, FileKind
from clprun.steps.base import Target

__all__ = ["leads_to", "set_aside"]


def leads_to(found: FileAnswer, wanted: str) -> bool:
    """Whether it is a link whose text is the path ``wanted``; a slash at its end does not count."""
    return found.kind is FileKind.LINK and found.target.rstrip("/") == wanted.rstrip("/")


def set_aside(path: str, target: Target) -> str:
    """Where a run keeps what it found at ``path`` until its end."""
    return f"{path}.clprun-{target.run}"
