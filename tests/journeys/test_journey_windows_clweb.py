"""CL/Web on a pair of Windows nodes: previewed, cut while its folder moves, built, applied again, failed over."""

from dataclasses import dataclass, replace

import pytest

from clprun.faults import Point
from clprun.lab import client
from clprun.lab.site import site_for
from clprun.products.clpconf.configuration import Configuration
from tests.journeys.clweb import killed
from tests.support.bench import Bench, Finish
from tests.support.windows import WindowsLab, needs_wine, windows_lab
from tests.support.windows_bench import WINDOWS_NODES as NODES

__all__ = ["windows_lab"]

pytestmark = needs_wine

SITE = replace(site_for("clweb", "windows"), time_factor=600.0)
VCOM = ("-e", f"virtual_computer={SITE.virtual_host}", "-e", "virtual_computer_resource=vcom1")

_DRIVE_C, _DRIVE_E = "/windows/prefix/drive_c", "/windows/drives/e"
_WAITING = 3
_PATIENCE = 600.0
_PICTURE = """\
cd {folder} 2>/dev/null || exit 0
find . ! -name clweb.log ! -name clweb.conf -printf '%p %y %l\\n' | LC_ALL=C sort
find . -type f ! -name clweb.log ! -name clweb.conf -exec sha256sum {{}} + | LC_ALL=C sort
"""


@dataclass(frozen=True)
class Story:
    """One build from its dry run to its second run."""

    lab: WindowsLab
    bench: Bench
    before: list[str]
    dry: Finish
    previewed: list[str]
    asked: list[dict[str, object]]
    cut: Finish
    waiting: Finish
    built: Finish


@pytest.fixture(scope="module")
def story(windows_lab: WindowsLab) -> Story:
    bench = Bench(windows_lab.home, runbook="clweb", nodes=NODES)
    before, calls = pictures(bench), len(bench.calls())
    dry = bench.clprun("apply", "clweb", "--lab", "--dry-run", *VCOM)
    previewed, asked = pictures(bench), bench.calls()[calls:]
    cut = apply(bench, f"{Point.ACTED}:move-config:win1:0")
    waiting = resume(bench)
    bench.sh("win1", "/usr/lib/clprun-lab/wine wine 'C:\\lab\\webui.exe' target-vcom service-clweb vcom1")
    return Story(windows_lab, bench, before, dry, previewed, asked, cut, waiting, resume(bench))


def apply(bench: Bench, fault: str | None = None, *words: str) -> Finish:
    """Apply the runbook, which on Windows takes more requests and so more time."""
    return bench.clprun("apply", "clweb", "--lab", "--yes", *VCOM, *words, fault=fault, seconds=_PATIENCE)


def resume(bench: Bench) -> Finish:
    return bench.clprun("resume", "--yes", seconds=_PATIENCE)


def pictures(bench: Bench) -> list[str]:
    """All that a run may leave on both nodes' disks, and on the shared one where it is."""
    folders = (
        f"{_DRIVE_C}/jcclweb",
        f"'{_DRIVE_C}/Program Files/clprun'",
        f"'{_DRIVE_C}/Program Files/CLUSTERPRO/scripts'",
        _DRIVE_E,
    )
    return [bench.sh(node, _PICTURE.format(folder=folder)) for node in NODES for folder in folders]


def config(bench: Bench, node: str, folder: str) -> str:
    """The files of CL/Web's configuration, whatever their names."""
    return bench.sh(node, _PICTURE.format(folder=folder))


def installed(bench: Bench, node: str) -> Configuration:
    """A node's cluster configuration."""
    path = f"{_DRIVE_C}/Program Files/CLUSTERPRO/etc/clp.conf"
    return Configuration.parse(client.run(bench.home, node, ["cat", path]).stdout)


def changes(bench: Bench) -> int:
    """How many calls have changed something; clprun's lock and the folders of its runs are its own affair."""
    return sum(r"C:\Program Files\clprun" not in " ".join(call["argv"]) for call in bench.changing_calls())


def test_a_folder_that_was_cut_while_it_moved_arrives_whole(windows_lab: WindowsLab) -> None:
    bench = Bench(windows_lab.home, runbook="clweb", nodes=NODES)
    before = config(bench, "win1", f"{_DRIVE_C}/jcclweb")

    assert killed(apply(bench, f"{Point.ACTED}:move-config:win1:0", "--until", "move-config"))
    moved = resume(bench)

    assert moved.code == 0, moved
    assert config(bench, "win1", f"{_DRIVE_E}/clwebconf/config") == _moved(before)


@pytest.mark.full
def test_the_dry_run_leaves_both_nodes_as_they_were(story: Story) -> None:
    assert story.dry.code == 0, story.dry
    assert story.previewed == story.before
    assert not [call for call in story.asked if call["changes"]]


@pytest.mark.full
def test_a_run_that_was_killed_between_copy_and_removal_has_lost_nothing(story: Story) -> None:
    assert killed(story.cut), story.cut
    assert story.waiting.code == _WAITING, story.waiting
    assert "target-vcom" in story.waiting.text
    assert story.built.code == 0, story.built
    assert config(story.bench, "win1", f"{_DRIVE_E}/clwebconf/config") == _moved(story.before[0])


def _moved(picture: str) -> str:
    """The lines about ``config`` in a picture of the install folder, as they are below it."""
    inside = [
        line.replace("./config/", "./").replace("./config ", ". ")
        for line in picture.splitlines()
        if "./config" in line
    ]
    return "".join(f"{line}\n" for line in inside)


@pytest.mark.full
def test_both_nodes_lead_to_the_shared_disk_and_do_not_start_clweb_at_boot(story: Story) -> None:
    for node in NODES:
        raw = story.lab.run(node, r"dir /al C:\jcclweb&sc qc JobCenterCLWeb")
        assert rb"[E:\clwebconf\config]" in raw.out, raw
        assert b"DEMAND_START" in raw.out, raw


@pytest.mark.full
def test_the_cluster_runs_clweb_as_a_service_and_watches_it(story: Story) -> None:
    first, second = (installed(story.bench, node) for node in NODES)
    assert first.content == second.content
    resource = first.resource("service-clweb")
    assert resource is not None
    assert resource.values["parameters/name"] == "JobCenterCLWeb"
    (monitor,) = (each for each in first.monitors if each.kind == "servicew")
    assert (monitor.values["target"], monitor.values["relation/name"]) == ("service-clweb", "failover")


@pytest.mark.full
def test_nothing_happened_that_must_never_happen(story: Story) -> None:
    assert client.status(story.bench.home)["warnings"] == []


@pytest.mark.full
def test_a_second_run_changes_nothing(story: Story) -> None:
    before, calls = pictures(story.bench), changes(story.bench)
    again = apply(story.bench)
    assert again.code == 0, again
    assert "Nothing was changed." in again.out
    assert changes(story.bench) == calls
    folders = slice(0, None, 4)
    assert pictures(story.bench)[folders] == before[folders]


@pytest.mark.full
def test_verify_finds_all_of_it_right(story: Story) -> None:
    verified = story.bench.clprun("verify", "clweb", "--lab", seconds=_PATIENCE)
    assert verified.code == 0, verified


@pytest.mark.full
@pytest.mark.full
def test_the_failover_is_tried_by_the_service_s_own_process_and_undone(story: Story) -> None:
    trial = story.bench.clprun("apply", "clweb-failover-test", "--lab", "--yes", seconds=_PATIENCE)
    assert trial.code == 0, trial
    kills = [call["argv"] for call in story.bench.changing_calls("taskkill")]
    assert [argv[-1] for argv in kills] == ["services eq JobCenterCLWeb"]
