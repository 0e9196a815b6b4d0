"""Abandon, unlock and what is owed: real files and processes, both nodes being this machine."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clprun.model.change import Reboot
from clprun.model.cluster import Platform
from clprun.model.events import DebtOwed
from clprun.node.lock import LockAnswer
from clprun.node.writer import Writer
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunStore
from clprun.transport.local import LocalConnection
from tests.cli.conftest import Clprun

ELSEWHERE = LockAnswer("R9", "elsewhere", 7, "then", "beef", "a1b2")


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """The owner file of the nodes' lock."""
    return tmp_path / "state" / "lock" / "owner"


@pytest.fixture
def stopped(book: Path, clprun: Clprun) -> str:
    """A run that has changed something and failed; it holds its lock."""
    assert clprun("apply", "small.yaml", "--yes").code == 1
    return str(json.loads(clprun("runs", "--json").out)["runs"][0]["run"])


@contextmanager
def living_job(run: str, state: Path, gate: Path) -> Iterator[int]:
    """A command of a run that goes on until its gate is there; gives its process."""
    connection = LocalConnection("one")
    writer = Writer(connection, Platform.LINUX, "one", run=run, state_folder=str(state))
    command = ("sh", "-c", f"until [ -e {gate} ]; do sleep 0.05; done")
    writer.perform(Reboot("one", command), "install-one-1-0")
    try:
        yield writer.fence("install-one-1-0").pid or 0
    finally:
        gate.touch()
        while writer.fence("install-one-1-0").exit_code is None:
            time.sleep(0.02)
        connection.close()


def test_a_run_is_given_up_only_when_somebody_says_so(stopped: str, lock: Path, clprun: Clprun) -> None:
    asked = clprun("abandon", stopped)
    held = lock.exists()
    agreed = clprun("abandon", stopped, "--yes")

    assert (asked.code, held) == (3, True)
    assert "make                      two  failed" in asked.err
    assert "add --yes" in asked.err
    assert (agreed.code, lock.exists()) == (0, False)
    assert clprun("abandon", stopped, "--yes").code == 2


@pytest.mark.parametrize("command", [("abandon",), ("unlock", "here")])
def test_nothing_is_given_up_while_a_command_of_the_run_lives(
    command: tuple[str, ...], stopped: str, lock: Path, clprun: Clprun, tmp_path: Path
) -> None:
    arguments = command if command[1:] else (*command, stopped)
    with living_job(stopped, tmp_path / "state", tmp_path / "gate") as pid:
        refused = clprun(*arguments, "--yes")
        assert refused.code == 5
        assert f"run {stopped} still runs on the node: install-one-1-0, process {pid}." in refused.err
        assert "node one" in refused.err
        assert lock.exists()

    assert clprun(*arguments, "--yes").code == 0
    assert not lock.exists()


def test_the_lock_of_a_run_that_was_given_up_without_nodes_goes_once_nothing_of_it_lives(
    stopped: str, allowed: None, lock: Path, clprun: Clprun, tmp_path: Path
) -> None:
    shutil.rmtree("inventory")
    refused = clprun("abandon", stopped, "--yes")
    Path("small.yaml").rename("gone.yaml")
    given_up = clprun("abandon", stopped, "--without-nodes", "--yes")

    assert refused.code == 2
    assert f"clprun abandon {stopped} --without-nodes" in refused.err
    assert (given_up.code, lock.exists()) == (0, True)


def test_a_runbook_that_is_gone_is_not_needed_to_give_a_run_up(stopped: str, lock: Path, clprun: Clprun) -> None:
    Path("small.yaml").unlink()

    assert clprun("abandon", stopped, "--yes").code == 0
    assert not lock.exists()


def test_the_next_run_takes_over_what_was_left_unless_something_of_it_lives(
    stopped: str, allowed: None, clprun: Clprun, tmp_path: Path
) -> None:
    assert clprun("abandon", stopped, "--without-nodes", "--yes").code == 0
    with living_job(stopped, tmp_path / "state", tmp_path / "gate") as pid:
        refused = clprun("apply", "small.yaml", "--yes")
    finished = clprun("apply", "small.yaml", "--yes")

    assert refused.code == 5
    assert f"install-one-1-0, process {pid}." in refused.err
    assert finished.code == 0


def test_a_copy_of_the_state_folder_is_another_controller(
    stopped: str, allowed: None, home: Path, lock: Path, clprun: Clprun, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, copy = lock.read_bytes(), home.with_name("copy")
    shutil.copytree(home, copy)
    monkeypatch.setenv("CLPRUN_HOME", str(copy))
    copied = [clprun("resume", "--yes"), clprun("abandon", stopped, "--yes")]
    asked = clprun("unlock", "here")
    clprun("abandon", stopped, "--without-nodes", "--yes")
    copied.append(clprun("apply", "small.yaml", "--yes"))

    assert [each.code for each in copied] == [5, 5, 5]
    assert all("[node.locked]" in each.err for each in copied)
    assert asked.code == 3
    assert "can't be told from here" in asked.err
    assert lock.read_bytes() == before
    monkeypatch.setenv("CLPRUN_HOME", str(home))
    assert clprun("resume", "--yes", "--in-doubt", "make=redo").code == 0


def test_a_lock_goes_only_when_a_person_says_so(book: Path, clprun: Clprun, lock: Path) -> None:
    assert "No lock is held on here." in clprun("unlock", "here").err
    lock.parent.mkdir(parents=True)
    lock.write_text(ELSEWHERE.to_text(), "utf-8")

    blocked, asked = clprun("apply", "small.yaml", "--yes"), clprun("unlock", "here")
    held = lock.exists()
    agreed = clprun("unlock", "here", "--yes")

    assert (blocked.code, asked.code, held, agreed.code, lock.exists()) == (5, 3, True, 0, False)
    assert "held by run R9, process 7 on elsewhere" in asked.err


def test_unlock_says_that_the_holder_of_an_own_lock_is_gone_or_lives(
    stopped: str, home: Path, lock: Path, clprun: Clprun
) -> None:
    gone = clprun("unlock", "here")
    with hold_cluster(home, "here", stopped):
        lives = clprun("unlock", "here", "--yes")

    assert gone.code == 3
    assert "That process is gone." in gone.err
    assert lives.code == 5
    assert "That process lives" in lives.err
    assert lock.exists()


def test_a_strange_owner_file_is_no_fault_of_clprun(book: Path, clprun: Clprun, lock: Path) -> None:
    lock.parent.mkdir(parents=True)
    lock.write_text(ELSEWHERE.to_text().replace("R9", "../R9"), "utf-8")

    assert "[node.lock_unreadable]" in clprun("unlock", "here", "--yes").err


@pytest.mark.parametrize("verb", ["apply", "resume", "abandon"])
def test_what_comes_second_is_told_that_the_first_lives_and_not_to_resume_it(
    verb: str, stopped: str, home: Path, clprun: Clprun
) -> None:
    arguments = {"apply": ("small.yaml",), "resume": (), "abandon": (stopped,)}[verb]
    with hold_cluster(home, "here", stopped):
        second = clprun(verb, *arguments, "--yes")

    assert second.code == 5
    assert f"held by another clprun that is running: run {stopped}" in second.err
    assert "clprun resume" not in second.err


def test_a_run_whose_lock_was_taken_away_stops_before_its_next_change(
    book: Path, allowed: None, clprun: Clprun, tmp_path: Path
) -> None:
    lost = f"rm -r {tmp_path}/state/lock && touch {{{{ folder }}}}/lost"
    first = (
        "      - id: lose\n        title: {ja: 失う, en: Lose it}\n        kind: command\n        on: primary\n"
        f'        with: {{argv: [sh, -c, "{lost}"], paths: [{{path: "{{{{ folder }}}}/lost"}}]}}\n'
    )
    text = book.read_text("utf-8")
    book.write_text(text.replace("      - id: make\n", f"{first}      - id: make\n"), "utf-8")

    stopped = clprun("apply", "small.yaml", "--yes")
    made = Path("work/made").exists()
    resumed = clprun("resume", "--yes")

    assert (stopped.code, made) == (5, False)
    assert "The lock of this run on the node was taken away." in stopped.err
    assert (resumed.code, Path("work/made").exists()) == (0, True)


def test_what_a_given_up_run_owes_stays_shown(stopped: str, home: Path, allowed: None, clprun: Clprun) -> None:
    journal = RunStore(home).get(stopped).journal()
    journal.append(DebtOwed("setting", "one", "configuration.suspended_for_push", {}, ("one# clpcl --resume",)))
    journal.close()

    given_up = clprun("abandon", stopped, "--yes")
    later = [clprun("plan", "small.yaml"), clprun("apply", "small.yaml", "--yes"), clprun("status")]
    of_the_last = json.loads(clprun("status", "--json").out)

    assert given_up.code == 0
    assert "\n    one# clpcl --resume\n" in given_up.err
    for each in later:
        assert each.code == 0
        assert f"run {stopped} on here)" in each.out
        assert "one# clpcl --resume\n" in each.out
    assert of_the_last["debts"] == []
