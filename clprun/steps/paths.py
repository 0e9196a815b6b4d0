"""What several kinds that work on folders and links have in common."""

from clprun.errors import Problem
from clprun.model.cluster import Platform
from clprun.model.paths import below, is_windows, same
from clprun.node.questions import FileAnswer, FileKind
from clprun.node.shell import STATE_FOLDER, WINDOWS_STATE_FOLDER
from clprun.steps.base import Target

__all__ = ["folder_set_aside", "leads_to", "link_removed", "run_folder", "set_aside"]

_STATE_FOLDERS = {Platform.LINUX: STATE_FOLDER, Platform.WINDOWS: WINDOWS_STATE_FOLDER}


def leads_to(found: FileAnswer, wanted: str) -> bool:
    """Whether it is a link whose text is the path ``wanted``; a separator at its end does not count."""
    if found.kind is not FileKind.LINK:
        return False
    if is_windows(wanted):
        return is_windows(found.target) and same(found.target, wanted)
    return found.target.rstrip("/") == wanted.rstrip("/")


def set_aside(path: str, target: Target) -> str:
    """Where a run keeps what it found at ``path`` until its end."""
    return f"{path}.clprun-{target.run}"


def folder_set_aside(path: str, target: Target) -> Problem:
    """That a run keeps the folder that lay at ``path`` under another name."""
    return Problem("folder.set_aside_by_run", {"path": path, "aside": set_aside(path, target)}, node=target.node.name)


def link_removed(path: str, to: str, target: Target) -> Problem:
    """That a run has removed the link ``path`` to ``to``."""
    return Problem("folder.link_removed_by_run", {"path": path, "target": to}, node=target.node.name)


def run_folder(target: Target, *parts: str) -> str:
    """A place in the run's own folder on a node, which outlives connections and reboots."""
    return below(_STATE_FOLDERS[target.platform], "runs", target.run, *parts)
