"""A mirror disk in the group: which side may be used, and what mdw says while one side is brought up to date."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.lab import client
from clprun.lab.site import default_site
from clprun.lab.standin.default_conf import default_configuration
from tests.standin.rehearsal import Rehearsal


@pytest.fixture
def mirrored(tmp_path: Path) -> Iterator[Rehearsal]:
    """A lab whose group holds fip1 and md1; copying takes long enough to be seen."""
    folder = tmp_path / "configuration"
    (folder / "scripts").mkdir(parents=True)
    (folder / "clp.conf").write_bytes(default_configuration(default_site(), "fip+md"))
    site = replace(default_site(), configuration=folder, time_factor=20.0)
    home = tmp_path / "home"
    client.up(home, site=site)
    try:
        lab = Rehearsal(home, site)
        lab.settle()
        yield lab
    finally:
        client.down(home)


def test_a_mirror_moves_and_an_old_side_stays_unused(mirrored: Rehearsal) -> None:
    mirrored.wait_for("clu1", md1="Online", mdw1="Normal", current="clu1")
    assert mirrored.mounted("clu1")
    mirrored.good("clu1", "clpgrp -m failover")
    mirrored.wait_for("clu1", md1="Online", mdw1="Normal", current="clu2")

    client.fault(mirrored.home, "crash", node="clu2")
    mirrored.wait_for("clu1", current="clu1", md1="Online", mdw1="Caution")

    client.fault(mirrored.home, "reboot", node="clu2")
    mirrored.wait_for("clu1", clu2="Online", mdw1="Caution")
    assert mirrored.run("clu1", "clpgrp -m failover -a clu2").code != 0  # the other side's data is old
    mirrored.wait_for("clu1", mdw1="Normal")
