"""Labs for the lab's own tests, in every tier."""

from collections.abc import Iterator
from functools import partial
from typing import Final

import pytest

from clprun.lab.means import Tier
from tests.support.lab import Lab, Labs, eventually, lab_home, labs

__all__ = ["lab", "lab_home", "labs", "tier"]

TIERS: Final[tuple[Tier, ...]] = ("A", "B", "B'")


@pytest.fixture(params=TIERS)
def tier(request: pytest.FixtureRequest) -> Tier:
    """Each tier in turn."""
    found: Tier = request.param
    return found


@pytest.fixture
def lab(tier: Tier, labs: Labs) -> Iterator[Lab]:
    """A shared lab without products, in each tier; faults and mounts of a test do not outlive it."""
    running = labs.get(tier)
    for node in running.site.nodes:
        eventually(partial(running.greets, node.public), f"{node.name} answers SSH")
    yield running
    running.fault("clear")
    for node in running.site.nodes:
        running.run(node.name, "umount /mnt/sdb2; ip address del 10.0.0.114/24 dev eth0")
    if running.status()["disk_conflict"]:
        running.reset()
