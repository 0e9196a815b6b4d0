"""Whether two cluster configurations mean the same, and what a change of one disturbs."""

from collections.abc import Iterable

from clprun.errors import Problem, Value
from clprun.model.text import Language
from clprun.products.clpconf.compare import Difference, compare
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.disturbance import Disturbance
from clprun.products.clpconf.texts_disturbance import DISTURBANCES

__all__ = ["disturbs", "same_meaning"]

_RECORD_OF_SAVES = "trekking"
"""Written by the WebUI at each save; no push needs it (reference/clusterpro.md 0.1, fact 15)."""


def same_meaning(first: Configuration, second: Configuration) -> bool:
    """Whether the product does the same by both.

    A product may write a file anew while it distributes it: layout, encoding, defaults that are spelled out and the
    WebUI's record of its saves do not count.
    """
    return not any(_counts(difference) for difference in compare(first, second))


def _counts(difference: Difference) -> bool:
    return difference.effective and difference.path.partition("/")[0] != _RECORD_OF_SAVES


def disturbs(level: Disturbance, groups: Iterable[str]) -> Problem:
    """What a change disturbs, for people."""
    text, stopped = DISTURBANCES[level.name.lower()], ", ".join(groups)
    told: dict[str, Value] = {each.value: text.in_(each).format(groups=stopped) for each in Language}
    return Problem("configuration.disturbs", told)
