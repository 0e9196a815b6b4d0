"""CL/Web otherwise: cut inside the move and the links, on a poorer machine, under RHEL 6's service manager."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from clprun.lab import client
from clprun.lab.site import site_for
from tests.journeys.clweb import LOCAL, LOGS, SHARED, killed, picture, serving
from tests.journeys.stage import group_on, lab_of, reads_only_since
from tests.support.bench import NODES, Bench

CHKCONFIG: Final = ("-e", "service_manager=chkconfig", "-e", "install_command=[/media/jcclweb/install.sh]")


@pytest.fixture
def poor(tmp_path: Path) -> Iterator[Bench]:
    """CL/Web on a lab without systemd as PID 1."""
    with lab_of(tmp_path, replace(site_for("clweb"), time_factor=600.0), "B") as lab:
        yield replace(lab, runbook="clweb", varying=LOGS)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Bench]:
    """Nodes as of RHEL 6, without CL/Web but with its media."""
    site = replace(site_for("clweb"), time_factor=600.0, service_manager="chkconfig", clweb="media")
    with lab_of(tmp_path, site, "B'") as lab:
        yield replace(lab, runbook="clweb", varying=LOGS)


@pytest.mark.full
def test_a_cut_inside_the_move_or_a_link_loses_no_file(poor: Bench) -> None:
    for place in ("acted:move-config:clu1:0", "acted:move-config:clu1:1", "acted:link-primary:clu1:0"):
        before = picture(poor, "clu1", LOCAL)
        assert killed(poor.apply(place, "--until", "link-primary")), place
        assert before in {picture(poor, "clu1", folder) for folder in _there(poor)}, place
        assert poor.resume().code == 0, place
        assert _there(poor) == [SHARED]
        assert picture(poor, "clu1", SHARED) == before, place
        poor.sh("clu1", f"rm {LOCAL} && mv {SHARED} {LOCAL}")  # as it was, for another try

    before = picture(poor, "clu1", LOCAL)
    cut = poor.apply("acted:link-standby:clu2:0")
    assert killed(cut)
    assert poor.sh("clu2", f"ls -d {LOCAL}*").split() == [f"{LOCAL}.clprun-{_run(poor)}"]
    assert killed(poor.resume("acted:link-standby:clu2:0"))
    finish = poor.resume()
    assert finish.code == 0, finish
    assert picture(poor, "clu1", SHARED) == before
    assert [poor.sh(node, f"ls -d {LOCAL}*; readlink {LOCAL}").split() for node in NODES] == [[LOCAL, SHARED]] * 2
    assert client.status(poor.home)["warnings"] == []


def _there(bench: Bench) -> list[str]:
    """Which of the two places holds a real folder on the primary."""
    script = f"for each in {LOCAL} {SHARED}; do [ -L $each ] || [ ! -d $each ] || echo $each; done"
    return bench.sh("clu1", script).split()


def _run(bench: Bench) -> str:
    """The newest run."""
    return str(bench.runs()[0]["run"])


@pytest.mark.full
def test_chkconfig_from_the_media_with_a_config_that_is_a_link_already(old: Bench) -> None:
    installed = old.apply("done:install-clweb:clu2", *CHKCONFIG)
    assert killed(installed)
    old.sh("clu1", f"service jcclweb stop && mv {LOCAL} {SHARED} && ln -s {SHARED}/ {LOCAL}")
    before = picture(old, "clu1", SHARED)

    built = old.resume()

    assert built.code == 0, built
    assert picture(old, "clu1", SHARED) == before
    assert [old.sh(node, "chkconfig --list jcclweb").count(":on") for node in NODES] == [0, 0]
    assert [serving(old, node) for node in NODES] == [True, False]
    trees, calls = old.trees(), len(old.calls())
    again = old.apply(None, *CHKCONFIG)
    assert "Nothing was changed." in again.out, again
    assert old.trees() == trees
    assert reads_only_since(old, calls)
    trial = old.clprun("apply", "clweb-failover-test", "--lab", "--yes", *CHKCONFIG[:2])
    assert trial.code == 0, trial
    assert group_on(old) == "clu1"
    verified = old.clprun("verify", "clweb", "--lab", *CHKCONFIG)
    assert verified.code == 0, verified
    assert client.status(old.home)["warnings"] == []
