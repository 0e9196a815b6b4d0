"""ClientManager from media to cluster: previewed, built with a person's hands, cut on its way, taken off again."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from clprun.faults import Point
from clprun.lab import client
from tests.journeys.manager import ManagerBench, manager_bench
from tests.support.bench import Finish

pytestmark = pytest.mark.full

BUILD, REMOVE = "clientmanager", "clientmanager-uninstall"
CUTS = [
    f"{Point.DONE}:{place}"
    for place in ("work-folder:win1", "registry-work-folder:win1", "scripts:win1", "move-to-standby:win1")
]
MANUAL = [
    "set-up-primary",
    "data-viewer-primary",
    "set-up-standby",
    "data-viewer-standby",
    "exit-codes",
    "synchronised",
]


@dataclass(frozen=True)
class Story:
    """One build from its dry run to its second run."""

    manager: ManagerBench
    dry: Finish
    changed_by_dry: list[list[str]]
    built: Finish
    asked: list[str]
    cuts_left: list[str]
    again: Finish
    changed_by_again: list[list[str]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with manager_bench(tmp_path_factory.mktemp("manager")) as manager:
        dry = manager.begin(BUILD, "--dry-run")
        changed_by_dry = changes(manager, 0)
        cuts = list(CUTS)
        built, asked = manager.go_on(manager.begin(BUILD, fault=cuts[0]), cuts)
        count = len(client.status(manager.lab.home)["calls"])
        again = manager.begin(BUILD)
        yield Story(manager, dry, changed_by_dry, built, asked, cuts, again, changes(manager, count))


def changes(manager: ManagerBench, since: int) -> list[list[str]]:
    """Calls of people and of clprun that changed something but clprun's own folder."""
    calls = client.status(manager.lab.home)["calls"][since:]
    made = [call["argv"] for call in calls if call["changes"] and call["by"] != "cluster"]
    return [argv for argv in made if r"C:\Program Files\clprun" not in " ".join(argv)]


def test_a_dry_run_changes_nothing(story: Story) -> None:
    assert story.dry.code == 0, story.dry
    assert story.changed_by_dry == []


def test_the_build_came_to_its_end_over_every_cut(story: Story) -> None:
    assert story.built.code == 0, story.built
    assert story.cuts_left == []


def test_a_person_was_asked_for_each_dialog_once(story: Story) -> None:
    assert story.asked == MANUAL


def test_it_runs_on_the_primary_only(story: Story) -> None:
    assert [story.manager.running(node) for node in ("win1", "win2")] == [13, 0]


def test_nothing_happened_that_must_never_happen(story: Story) -> None:
    assert client.status(story.manager.lab.home)["warnings"] == []


def test_a_second_run_changes_nothing(story: Story) -> None:
    assert story.again.code == 0, story.again
    assert "Nothing was changed." in story.again.out
    assert story.changed_by_again == []


def test_verify_finds_all_of_it_right(story: Story) -> None:
    verified = story.manager.bench.clprun("verify", BUILD, "--lab", seconds=300)
    assert verified.code == 0, verified


def test_no_group_moves_over_an_open_gui(story: Story) -> None:
    lab = story.manager.lab
    lab.cmd("win1", r'start /b "" "W:\Program Files\ESMPRO\ESMPROCM\bin\CMGUI.exe"')
    refused = story.manager.begin(REMOVE, "-e", 'gui_processes=["CMGUI.exe"]')
    lab.cmd("win1", "taskkill /f /im CMGUI.exe")
    assert refused.code == 1, refused
    assert "CMGUI.exe" in refused.text


def test_it_can_be_taken_off_again_once_a_person_says_that_the_gui_is_closed(story: Story) -> None:
    manager = story.manager
    lab = manager.lab
    client.run(
        lab.home, "win2", ["sh", "-c", "mkdir -p /var/lib/clprun-lab && echo engineer >/var/lib/clprun-lab/sessions"]
    )
    waiting = manager.begin(REMOVE)
    assert waiting.code == 3, waiting
    assert "win2: engineer" in waiting.text
    assert [manager.running(node) for node in ("win1", "win2")] == [13, 0]
    client.run(lab.home, "win2", ["rm", "/var/lib/clprun-lab/sessions"])
    removed, asked = manager.go_on(manager.bench.clprun("resume", "--yes", seconds=600), [])
    assert removed.code == 0, removed
    assert asked == ["not-synchronised", "uninstalled-primary", "uninstalled-standby"]
    assert [manager.running(node) for node in ("win1", "win2")] == [0, 0]
    verified = manager.bench.clprun("verify", REMOVE, "--lab", seconds=300)
    assert verified.code == 0, verified
