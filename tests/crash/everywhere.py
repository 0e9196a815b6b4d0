"""One build that is killed at every place it comes by, and resumed each time."""

from collections.abc import Collection
from pathlib import Path

from tests.crash.controller import KILLED
from tests.crash.courses import controller_for
from tests.crash.results import Result
from tests.crash.undisturbed import Undisturbed, damage

__all__ = ["killed_everywhere"]


def killed_everywhere(course: str, expected: Undisturbed, folder: Path, spared: Collection[str] = ()) -> Result:
    """Build, and kill the controller once at each place.

    A place that the run does not come by any more, since the step was found done after the kill before it, is no kill.

    Args:
        course: what is built.
        expected: the same build, undisturbed.
        folder: an empty one, for the lab.
        spared: places where it is not killed.
    """
    file = folder / "places"
    file.write_text("".join(f"{place}\n" for place in spared), "utf-8")
    with controller_for(course, folder) as controller:
        before, kills = len(controller.bench.calls()), 0
        finish = controller.begin(f"each:{file}")
        while finish.code == KILLED:
            kills += 1
            finish = controller.go_on(f"each:{file}")
        return Result.of(
            ("everywhere", course, ""),
            {"places": len(expected.places), "kills": kills},
            damage(expected, controller, before),
            () if finish.code == 0 else (finish.text,),
        )
