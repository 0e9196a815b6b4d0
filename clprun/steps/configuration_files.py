"""The files of a cluster configuration on the nodes, as questions."""

from clprun.node.questions import FileFacts
from clprun.steps.base import Target
from clprun.steps.cluster_look import installed_configuration

__all__ = ["conf", "script_question", "scripts_folder"]


def conf(target: Target) -> FileFacts:
    """The installed configuration."""
    return installed_configuration(target.installation)


def scripts_folder(target: Target) -> FileFacts:
    """The folder of the installed scripts; only whether it is there."""
    return FileFacts(target.installation.scripts)


def script_question(path: str, target: Target) -> FileFacts:
    """An installed script, by its path below the folder of scripts."""
    return FileFacts(target.installation.script(path), content=True)
