"""Builds that are killed at every place they come by, each at its share of them, and resumed each time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.crash.controller import KILLED
from tests.crash.courses import controller_for
from tests.crash.results import Result
from tests.crash.undisturbed import Undisturbed, damage

__all__ = ["SHARES", "killed_at", "killed_everywhere"]

SHARES: Final = ("1/3", "2/3", "3/3")
"""Of the places, one for each build: so that none takes long."""


def killed_everywhere(course: str, share: str, expected: Undisturbed, folder: Path) -> Result:
    """Build, and kill the controller once at each place of a share.

    Args:
        course: what is built.
        share: one of :data:`SHARES`.
        expected: the same build, undisturbed.
        folder: an empty one, for the lab.
    """
    return killed_at(course, share, expected.places[SHARES.index(share) :: len(SHARES)], expected, folder)


def killed_at(course: str, variant: str, places: Sequence[str], expected: Undisturbed, folder: Path) -> Result:
    """Build, and kill the controller once at each of these places.

    A place that the run does not come by any more, since the step was found done after the kill before it, is no kill.

    Args:
        course: what is built.
        variant: name of the result.
        places: where it is killed.
        expected: the same build, undisturbed.
        folder: an empty one, for the lab.
    """
    file, spared = folder / "places", [place for place in expected.places if place not in places]
    file.write_text("".join(f"{place}\n" for place in spared), "utf-8")
    with controller_for(course, folder) as controller:
        before, kills = len(controller.bench.calls()), 0
        finish = controller.begin(f"each:{file}")
        while finish.code == KILLED:
            kills += 1
            finish = controller.go_on(f"each:{file}")
        return Result.of(
            ("everywhere", course, variant),
            {"places": len(places), "kills": kills},
            damage(expected, controller, before),
            () if finish.code == 0 else (finish.text,),
        )
