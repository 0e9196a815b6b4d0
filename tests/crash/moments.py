"""Builds whose controller is killed again and again: by the clock, around an append, at a prompt, while it gives up."""

import os
import random
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from clprun.faults import Point
from clprun.model.events import OVER
from tests.crash.controller import KILLED, NOTHING_TO_RESUME, Controller
from tests.crash.courses import controller_for
from tests.crash.results import Result
from tests.crash.undisturbed import Undisturbed, damage
from tests.journeys.hands import at_a_terminal, typed
from tests.support.bench import Finish, finish_of

__all__ = ["killed_at_random"]

_MOST_KILLS: Final = 60
"""In one build; then the controller is left alone."""

_LONGEST_LIFE: Final = 1 / 6
"""Of a controller that the clock kills, as a share of the time that an undisturbed build takes."""

_GIVING_UP: Final = 0.03
"""How often a killed run is given up instead of resumed."""

_SORTS: Final = {"clock": 6, "append": 3, "prompt": 1}
"""Ways to be killed, with how often each is drawn."""

_APPENDS: Final = (Point.APPENDING, Point.APPENDED)
_MOST_EVENTS, _MOST_PROMPTS = 12, 2
_SECONDS: Final = 900.0


def killed_at_random(course: str, expected: Undisturbed, folder: Path, seed: int) -> Result:
    """Build, and kill the controller at random until the build is done.

    Args:
        course: what is built.
        expected: the same build, undisturbed.
        folder: an empty one, for the lab.
        seed: of what is drawn.
    """
    with controller_for(course, folder) as controller:
        before = len(controller.bench.calls())
        killer = Killer(controller, random.Random(seed), expected.seconds * _LONGEST_LIFE)
        finish = killer.build()
        return Result.of(
            ("moments", course, str(seed)),
            {"kills": sum(killer.kills.values()), **killer.kills},
            damage(expected, controller, before, once=not killer.has_given_up),
            () if finish.code == 0 else (finish.text,),
        )


@dataclass
class Killer:
    """Kills the controllers of one build.

    Args:
        controller: begins and resumes.
        random: decides.
        longest: seconds that a controller lives at most which the clock kills.
        kills: how many there were of each sort.
        has_given_up: whether a run was given up, and another one begun in its place.
    """

    controller: Controller
    random: random.Random
    longest: float
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*_SORTS, "abandon"), 0))
    has_given_up: bool = False

    def build(self) -> Finish:
        """How the build ended."""
        words = self.controller.beginning
        while True:
            sort = self._drawn()
            finish = self._killed(sort, words)
            if finish.code == KILLED:
                self.kills[sort] += 1
                words = self._after_a_kill()
            elif finish.code == NOTHING_TO_RESUME:
                words = self.controller.beginning
            elif not self.controller.helped(finish):
                return finish

    def _drawn(self) -> str:
        """How to be killed next; in no way, when there were enough kills."""
        if sum(self.kills.values()) >= _MOST_KILLS:
            return ""
        (sort,) = self.random.choices(list(_SORTS), list(_SORTS.values()))
        return sort

    def _killed(self, sort: str, words: Sequence[str]) -> Finish:
        """Run clprun, to be killed."""
        match sort:
            case "":
                return self.controller.bench.clprun(*words, seconds=_SECONDS)
            case "append":
                point, event = self.random.choice(_APPENDS), self.random.randint(1, _MOST_EVENTS)
                return self.controller.bench.clprun(*words, fault=f"{point}:{event}", seconds=_SECONDS)
            case "prompt":
                return self._killed_at_a_prompt([word for word in words if word != "--yes"])
            case _:
                return self._killed_by_the_clock(words, self.longest)

    def _killed_by_the_clock(self, words: Sequence[str], longest: float) -> Finish:
        verb = self.controller.bench.start(*words)
        try:
            verb.wait(self.random.uniform(0, longest))
        except subprocess.TimeoutExpired:
            verb.kill()
        return finish_of(verb)

    def _killed_at_a_prompt(self, words: Sequence[str]) -> Finish:
        """A person agrees some times; at the next question the power goes."""
        file = self.controller.bench.home / "pid"
        bench = self.controller.bench.started_by("sh", "-c", f'echo $$ >"{file}" && exec "$@"', "sh")

        def kill() -> str:
            os.kill(int(file.read_text()), signal.SIGKILL)
            return ""

        agreed = typed(*["y"] * self.random.randrange(_MOST_PROMPTS))
        return at_a_terminal(bench, [*agreed, kill], *words)

    def _after_a_kill(self) -> tuple[str, ...]:
        """How to go on: mostly with the same run."""
        if self.random.random() > _GIVING_UP:
            return self.controller.going_on
        unfinished = [run for run in self.controller.bench.runs() if run["state"] not in OVER]
        if not unfinished:
            return self.controller.going_on
        words = ("abandon", unfinished[0]["run"], "--yes")
        killed = self._killed_by_the_clock(words, 2.0)
        self.kills["abandon"] += killed.code == KILLED
        self.has_given_up = True
        finish = killed if killed.code == 0 else self.controller.bench.clprun(*words)
        assert finish.code == 0, finish
        self._give_back()
        return self.controller.beginning

    def _give_back(self) -> None:
        """A person types what ``status`` says, in its order."""
        bench = self.controller.bench
        for debt in bench.owed():
            for command in debt["commands"]:
                node, _, line = command.partition("# ")
                bench.sh(node, line)
