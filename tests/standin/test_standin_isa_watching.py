"""A monitor command at work, on a table of identifiers of its own: retries, pauses, stops, and a deleted entry."""

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clprun.lab.standin.isa.dialogues import Trouble
from clprun.lab.standin.isa.table import PAUSED, STOPPED, WATCHING, Entry
from clprun.lab.standin.isa.watching import Watching
from tests.support.lab import eventually

PATIENCE = 10.0


@dataclass
class Story:
    """A monitor that runs in a thread, and what it has told."""

    entry: Entry
    checks: list[bool] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    ended: list[bool] = field(default_factory=list)

    def begin(self, ask: Callable[[], None], retries: int = 0) -> threading.Thread:
        """Start watching."""
        watching = Watching(self.entry, ask, lambda event, _: self.told.append(event), 0.01, retries)
        thread = threading.Thread(target=lambda: self.ended.append(watching.run()), daemon=True)
        thread.start()
        return thread

    def asking(self, results: Iterable[bool]) -> Callable[[], None]:
        """A check that finds the server in order or not, in turn; in order when the results have run out."""
        following = iter(results)

        def ask() -> None:
            good = next(following, True)
            self.checks.append(good)
            if not good:
                raise Trouble(72, 111)

        return ask


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """An identifier claimed by this process."""
    entry = Entry("web", tmp_path / "monitors")
    assert entry.claim("clp_httpmon")
    return Story(entry)


@pytest.mark.parametrize(
    ("retries", "results", "expected"),
    [
        (1, [False, False], [1, 2, 72, 72, 6]),
        (2, [False, False, True, False, False, False], [1, 2, 72, 72, 72, 72, 72, 6]),
        (3, [True, False, False, False, False], [1, 2, 72, 72, 72, 72, 6]),
    ],
)
def test_a_server_is_given_up_after_so_many_retries_in_a_row(
    story: Story, retries: int, results: list[bool], expected: list[int]
) -> None:
    story.begin(story.asking(results), retries).join(PATIENCE)

    assert story.ended == [False]
    assert story.told == expected
    assert story.entry.process is None  # the identifier is free again


def test_a_stop_ends_it_in_order_while_a_check_hangs(story: Story) -> None:
    release = threading.Event()

    def hang() -> None:
        release.wait(PATIENCE)

    thread = story.begin(hang)
    eventually(lambda: 2 in story.told, "it has begun")

    assert story.entry.ask(STOPPED, PATIENCE)

    thread.join(PATIENCE)
    release.set()
    assert (story.ended, story.told) == ([True], [1, 2, 3])


def test_a_paused_one_checks_nothing_until_it_is_resumed(story: Story) -> None:
    thread = story.begin(story.asking([True, False]), retries=5)
    eventually(lambda: 72 in story.told, "a check has failed")

    assert story.entry.ask(PAUSED, PATIENCE)
    before = len(story.checks)
    assert story.entry.ask(PAUSED, PATIENCE)  # a second time changes nothing
    assert story.entry.ask(WATCHING, PATIENCE)
    at_once = len(story.checks)
    eventually(lambda: len(story.checks) > before, "it checks again")

    assert at_once == before
    assert story.entry.ask(STOPPED, PATIENCE)
    thread.join(PATIENCE)
    assert [event for event in story.told if event in {7, 8}] == [7, 8]


def test_a_deleted_entry_leaves_a_monitor_that_nobody_reaches(story: Story) -> None:
    thread = story.begin(story.asking([]))
    eventually(lambda: len(story.checks) > 0, "it checks")

    story.entry.remove()  # ERRATA G4-29

    before = len(story.checks)
    eventually(lambda: len(story.checks) > before + 1, "it goes on")
    assert not story.entry.belongs_to("clp_httpmon")
    assert story.ended == []
    assert story.entry.claim("clp_httpmon")  # the test's own process again, so that the thread can be ended
    assert story.entry.ask(STOPPED, PATIENCE)
    thread.join(PATIENCE)


def test_an_identifier_is_claimed_once_by_either_command(story: Story, tmp_path: Path) -> None:
    again = Entry("web", tmp_path / "monitors")

    assert not again.claim("clp_smtpmon")
    assert again.process == os.getpid()
    assert again.belongs_to("clp_httpmon")
    assert not again.belongs_to("clp_smtpmon")
    assert Entry("WEB", tmp_path / "monitors").claim("clp_smtpmon")  # upper and lower case differ


def test_nobody_ends_a_monitor_that_was_killed(story: Story) -> None:
    assert not story.entry.ask(STOPPED, 0.1)  # nothing runs under the entry

    assert story.entry.process == os.getpid()  # the record stays
