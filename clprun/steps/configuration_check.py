"""Whether the product checks a configuration before it is pushed, and what its word is worth there."""

from typing import Literal

from clprun.model.cluster import Platform
from clprun.model.question import Answers
from clprun.products.clusterpro import is_at_least, is_between
from clprun.products.clusterpro_commands import COMPATIBILITY_CHECK
from clprun.steps.base import Target
from clprun.steps.cluster_look import installed_version

__all__ = ["checked"]


def checked(target: Target, answers: Answers) -> Literal["judged", "noted"] | None:
    """How a push makes use of the product's check; ``None`` where the version is not known to have one.

    Raises:
        StepFailed: the installed configuration is not there, or not understood.
    """
    version = installed_version(answers, target.node, target.installation)
    if target.platform is Platform.WINDOWS or version is None or not is_at_least(version, COMPATIBILITY_CHECK):
        return None
    return "judged" if is_between(version, COMPATIBILITY_CHECK, COMPATIBILITY_CHECK) else "noted"
