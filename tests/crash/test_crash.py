"""A controller killed anywhere in jobcenter-classic goes on to the state of an undisturbed run; nothing is lost.

The suite cuts one build at every boundary between two steps, and a seeded sample of builds inside a step. The full
matrix (``./dev crash``) cuts a build of its own at every place, and at random moments.
"""

import random
import signal
import subprocess

import pytest

from clprun.engine.faults import Point
from tests.crash.conftest import Same
from tests.crash.matrix import boundaries, inner_points, instances
from tests.support.bench import Bench

SEED = 20261121
KILLED = -signal.SIGKILL

PLACES = [f"{point}:{step}:{node}" for step, node in instances() for point in inner_points()]
PUSH = [f"{Point.ACTED}:exec-and-monitor:clu1:{action}" for action in range(1, 24)]
SAMPLE = [*random.Random(SEED).sample(PLACES, 4), *random.Random(SEED).sample(PUSH[8:], 2)]
MOMENTS = 40


def part_of(config: pytest.Config, places: list[str]) -> list[str]:
    if not config.getoption("--full", default=False):
        return SAMPLE
    index, _, parts = str(config.getoption("--part")).partition("/")
    return places[int(index) - 1 :: int(parts)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "place" in metafunc.fixturenames:
        metafunc.parametrize("place", part_of(metafunc.config, PLACES + PUSH))
    if "moment" in metafunc.fixturenames:
        full = metafunc.config.getoption("--full", default=False)
        metafunc.parametrize("moment", range(MOMENTS) if full else [])


def test_one_build_killed_at_every_boundary(bench: Bench, same_as_undisturbed: Same) -> None:
    finish = None
    for step, node in boundaries():
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
