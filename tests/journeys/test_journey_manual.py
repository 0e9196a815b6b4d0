"""A person's steps, on the way of jobcenter-standard-mg without its commands: told, awaited, never believed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from clprun.lab.site import site_for
from tests.journeys.hands import at_a_terminal, leave_out, typed
from tests.journeys.stage import changes_since, lab_of, reads_only_since
from tests.support.bench import NODES, Bench, Finish

pytestmark = pytest.mark.full

BOOK = "jobcenter-standard-mg"
SITE = replace(site_for(BOOK), time_factor=600.0, jobcenter="media", seed=4)
MEDIA = "/media/jobcenter-standard-mg"
MAKE_SITE = f"{MEDIA}/create-site.sh jcmgcluster 100 /mnt/jobmgdb"


@dataclass(frozen=True)
class Story:
    """One build, with all that a person may do wrong on its way."""

    bench: Bench
    trees: dict[str, dict[str, str]]
    offline: Finish
    planned: Finish
    first: Finish
    undone: Finish
    answered: Finish
    calls: int
    other_node: Finish
    claimed: Finish
    remaining: Finish
    half: Finish
    built: Finish


def _built(bench: Bench) -> Story:
    trees, calls = bench.trees(), len(bench.calls())
    offline = bench.clprun("plan", BOOK, "--lab", "--offline")
    planned = bench.clprun("plan", BOOK, "--lab")
    first = bench.apply()
    undone = bench.clprun("--lang", "ja", "resume", "--yes")
    answered = bench.resume(None, "--accept", "drift", "--accept", "input", "--in-doubt", "create-site-by-hand=done")
    story_trees, story_calls = bench.trees(), len(changes_since(bench, calls))
    assert (story_trees, story_calls) == (trees, 0), "waiting changes nothing"
    bench.node("clu1", f"{MEDIA}/install.sh")
    other_node = bench.resume()

    def install() -> str:
        bench.node("clu2", f"{MEDIA}/install.sh")
        return "yes"

    claimed = at_a_terminal(bench, [*typed("yes"), install, *typed("y", "n")], "resume", "--confirm", "never")
    remaining = bench.clprun("show", BOOK, "--remaining", first.run())
    bench.sh("clu1", "mkdir /mnt/jobmgdb/nqs")
    half = bench.resume()
    bench.sh("clu1", f"rmdir /mnt/jobmgdb/nqs && {MAKE_SITE}")
    built = bench.resume()
    return Story(
        bench, trees, offline, planned, first, undone, answered, calls, other_node, claimed, remaining, half, built
    )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with lab_of(tmp_path_factory.mktemp("manual"), SITE) as bench:
        leave_out(bench, "site_command", "install_command")
        yield _built(replace(bench, runbook=BOOK))


TOLD = ("Site name (virtual host): jcmgcluster", "Machine id: 100", "Database path: /mnt/jobmgdb")


@pytest.mark.parametrize("which", ["offline", "planned", "remaining"])
def test_a_plan_tells_what_a_person_will_do_with_the_values_of_the_site(story: Story, which: str) -> None:
    finish: Finish = getattr(story, which)

    assert finish.code == 0, finish
    for line in TOLD:
        assert line in finish.out


def test_a_plan_tells_each_node_its_own(story: Story) -> None:
    for node, machine in zip(NODES, (111, 112), strict=True):
        assert f"On {node}, as root: install JobCenter MG" in story.planned.out
        assert f"Machine id: {machine}" in story.planned.out


def test_unattended_it_waits_with_exit_3_and_tells_how_to_go_on(story: Story) -> None:
    said = story.first.err

    assert story.first.code == 3, story.first
    assert "[manual.to_do]" in said
    assert "On clu1, as root: install JobCenter MG on the local disk" in said
    assert "/usr/lib/nqs/cluster/cjcpw" in said
    assert f"clprun resume {story.first.run()}" in said


def test_a_resume_without_the_work_waits_again_in_japanese(story: Story) -> None:
    assert story.undone.code == 3, story.undone
    assert "clu1 に root でログインし" in story.undone.err
    assert "動作モード: スタンダードモード" in story.undone.err
    assert "マシン ID: 111" in story.undone.err


def test_no_option_answers_it(story: Story) -> None:
    assert story.answered.code == 3, story.answered


def test_each_node_is_proven_by_itself(story: Story) -> None:
    assert story.other_node.code == 3, story.other_node
    assert "On clu2, as root" in story.other_node.err
    assert "On clu1, as root" not in story.other_node.err


def test_a_false_done_at_the_terminal_is_caught_and_said(story: Story) -> None:
    shown = story.claimed.out

    assert story.claimed.code == 3, story.claimed
    assert shown.count("[y/N]") == 4
    install, install_again, make, make_again, _ = shown.split("[y/N]")
    assert "manual step: To be done by hand: On clu2, as root: install JobCenter MG" in install
    assert "Database path: /mnt/jobmgdb" in make
    for again, lacking in (
        (install_again, "/usr/lib/nqs/cluster/cjcpw should be a file; found: absent."),
        (make_again, "/mnt/jobmgdb/nqs should be a folder; found: absent."),
    ):
        assert "It is not done yet. The check finds:" in again
        assert lacking in again
        assert "To be done by hand" not in again


def test_what_looks_made_and_is_not_stops_at_its_first_use(story: Story) -> None:
    assert story.half.code == 1, story.half
    assert "start-site" in story.half.err
    assert "the database is incomplete" in story.half.err


def test_the_rest_follows_once_it_is_right(story: Story) -> None:
    assert story.built.code == 0, story.built
    made = [call for call in story.bench.changing_calls("create-site.sh") if call["exit"] == 0]
    assert len(made) == 1


def test_a_second_run_asks_nobody_and_changes_nothing(story: Story) -> None:
    trees, calls = story.bench.trees(), len(story.bench.calls())

    again = story.bench.apply()
    verified = story.bench.clprun("verify", BOOK, "--lab")

    assert (again.code, verified.code) == (0, 0), (again, verified)
    assert "Nothing was changed." in again.out
    assert story.bench.trees() == trees
    assert reads_only_since(story.bench, calls)
