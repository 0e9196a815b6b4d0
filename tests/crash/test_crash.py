"""A controller killed anywhere in a run goes on to the state of an undisturbed run; nothing is lost.

The suite cuts one build of jobcenter-classic at every boundary between two steps, and a seeded sample of builds inside
a step; the journeys of the other runbooks cut them at places of their own. The full matrix (``./dev crash``) cuts
every runbook at every boundary, a build of its own at every place inside a step, and some at random moments.
"""

import random
import signal
import subprocess

import pytest

from clprun.faults import Point
from tests.crash.conftest import Same
from tests.crash.matrix import COURSES, boundaries, inner_points, instances
from tests.support.bench import Bench

SEED = 20261121
KILLED = -signal.SIGKILL

CLASSIC = "jobcenter-classic"
PLACES = [
    (course, f"{point}:{step}:{node}")
    for course in COURSES
    for step, node in instances(course)
    for point in inner_points()
]
PUSH = [(CLASSIC, f"{Point.ACTED}:exec-and-monitor:clu1:{action}") for action in range(16)]
SAMPLE = [
    *random.Random(SEED).sample([place for place in PLACES if place[0] == CLASSIC], 3),
    *random.Random(SEED).sample(PUSH[6:], 1),
]
MOMENTS = 40


Place = tuple[str, str]


def part_of(config: pytest.Config, places: list[Place]) -> list[Place]:
    if not config.getoption("--full"):
        return SAMPLE
    index, _, parts = str(config.getoption("--part")).partition("/")
    return places[int(index) - 1 :: int(parts)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    full = metafunc.config.getoption("--full")
    if "place" in metafunc.fixturenames:
        metafunc.parametrize(("course", "place"), part_of(metafunc.config, PLACES + PUSH))
    if metafunc.function is test_one_build_killed_at_every_boundary:
        metafunc.parametrize("course", COURSES if full else [CLASSIC])
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", range(MOMENTS) if full else [])


def test_one_build_killed_at_every_boundary(bench: Bench, same_as_undisturbed: Same, course: str) -> None:
    finish = None
    for step, node in boundaries(course):
        fault = f"{Point.DONE}:{step}:{node}"
        finish = bench.apply(fault) if finish is None else bench.resume(fault)
        assert finish.code == KILLED, (fault, finish)

    finish = bench.resume()

    assert finish.code == 0, finish
    same_as_undisturbed(bench)


def test_killed_inside_a_step(bench: Bench, same_as_undisturbed: Same, place: str) -> None:
    finish = bench.apply(place)
    assert finish.code in {0, KILLED}, finish  # a step with nothing to do never comes by the places of a change

    if finish.code == KILLED:
        finish = bench.resume()

    assert finish.code == 0, finish
    same_as_undisturbed(bench)


def test_killed_at_random_moments(bench: Bench, same_as_undisturbed: Same, moment: int) -> None:
    chance = random.Random(SEED + moment)
    verb = bench.start("apply", "jobcenter-classic", "--lab", "--yes")
    while True:
        try:
            verb.communicate(timeout=chance.uniform(0.5, 6))
        except subprocess.TimeoutExpired:
            verb.kill()
            verb.communicate()
        if verb.returncode != KILLED:
            break
        verb = bench.start("resume", "--yes")

    assert verb.returncode == 0
    same_as_undisturbed(bench)
