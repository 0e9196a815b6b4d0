"""One journal that can't be read: shown, verified, in nobody's way but its own cluster's, and given up."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from clprun.api import Access
from clprun.cli.session import Session
from clprun.model.cluster import Cluster
from clprun.transport.local import LocalConnection
from tests.cli.books import INVENTORY, write_book
from tests.cli.conftest import Clprun


@pytest.fixture(name="clusters")
def _clusters(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clusters, all of whose nodes are this machine; the small runbook stops on the first."""

    def access(session: Session, cluster: Cluster, *, lab: bool) -> Access:
        return Access(lambda node: LocalConnection(node.name), state_folder=str(tmp_path / cluster.name))

    monkeypatch.setattr("clprun.cli.access.access", access)
    write_book(Path.cwd())
    Path("other").mkdir()
    Path("other/daemon.conf").write_text("mode=slow\n")
    Path("other/allowed").touch()
    other = INVENTORY.replace("here:", "there:").replace("FOLDER", str(Path.cwd() / "other"))
    Path("inventory/other.yaml").write_text(other, "utf-8")


@pytest.fixture(name="damaged")
def _damaged(clusters: None, home: Path, clprun: Clprun) -> str:
    """A run that stopped, and whose journal was changed afterwards, by its id."""
    assert clprun("apply", "small.yaml", "--cluster", "here", "--yes").code == 1
    (journal,) = home.glob("runs/*/journal.jsonl")
    *lines, last = journal.read_text("utf-8").splitlines(keepends=True)
    journal.write_text("".join([*lines, last.replace("failed", "waited", 1)]), "utf-8")
    return journal.parent.name


def last_line(home: Path) -> int:
    (journal,) = home.glob("runs/*/journal.jsonl")
    return len(journal.read_bytes().splitlines())


def runs(clprun: Clprun, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(clprun("runs", "--json", *more).out)["runs"]
    return found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_is_shown_with_its_line_and_what_to_do(damaged: str, home: Path, clprun: Clprun, language: str) -> None:
    listed, status = clprun("runs", "--lang", language), clprun("status", damaged, "--lang", language)
    (told,) = runs(clprun)

    word = {"en": "damaged", "ja": "破損"}[language]
    assert (listed.code, status.code) == (0, 0)
    assert word in listed.out
    assert word in status.out
    for text in (listed.err, status.out):
        assert "[run.journal_altered]" in text
        assert f"clprun abandon --damaged {damaged}" in text
    assert "setting" in status.out
    assert (told["state"], told["cluster"]) == ("damaged", "here")
    assert told["damage"]["values"]["line"] == last_line(home)


def test_verify_finds_it_until_it_is_given_up(damaged: str, home: Path, clprun: Clprun) -> None:
    line, before = last_line(home), clprun("runs", "--verify")
    clprun("abandon", "--damaged", damaged, "--yes")
    after = clprun("runs", "--verify")

    assert (before.code, after.code) == (1, 0)
    assert f"line {line}" in before.err
    assert "damaged" in before.out
    assert "whole" in after.out
    assert [run["damage"] for run in runs(clprun, "--verify")] == [None]


def test_only_its_own_cluster_waits_for_it(damaged: str, clprun: Clprun) -> None:
    there = clprun("apply", "small.yaml", "--cluster", "there", "--yes")
    here = clprun("apply", "small.yaml", "--cluster", "here", "--yes")

    assert there.code == 0
    assert here.code == 5
    assert f"clprun abandon --damaged {damaged}" in here.err
    assert {run["cluster"]: run["state"] for run in runs(clprun)} == {"there": "done", "here": "damaged"}


@pytest.mark.parametrize("verb", [["resume"], ["abandon"], ["show", "small.yaml", "--remaining"]])
def test_nothing_goes_on_from_it(damaged: str, clprun: Clprun, verb: list[str]) -> None:
    result = clprun(*verb, damaged)

    assert result.code == 2
    assert f"clprun abandon --damaged {damaged}" in result.err


def test_it_is_given_up_without_the_files_it_was_started_with(damaged: str, clprun: Clprun) -> None:
    Path("small.yaml").rename("moved.yaml")

    given_up = clprun("abandon", "--damaged", damaged, "--yes")
    again = clprun("abandon", "--damaged", damaged, "--yes")
    Path("work/allowed").touch()
    applied = clprun("apply", "moved.yaml", "--cluster", "here", "--yes")

    assert (given_up.code, again.code, applied.code) == (0, 2, 0)
    assert "[run.journal_altered]" in given_up.err
    assert "clprun unlock here" in given_up.err


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="what is synced is read from /proc")
@pytest.mark.parametrize("place", [1, 7, 11])
def test_a_signal_in_the_middle_of_a_record_damages_nothing(
    clusters: None, clprun: Clprun, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    fsync, count = os.fsync, iter(range(1, 1000))

    def disturbed(descriptor: int) -> None:
        record = Path(f"/proc/self/fd/{descriptor}").readlink().name == "journal.jsonl"
        if record and next(count) == place:
            os.kill(os.getpid(), signal.SIGINT)
        fsync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", disturbed)
        cut = clprun("apply", "small.yaml", "--cluster", "there", "--yes")
    verified, resumed = clprun("runs", "--verify"), clprun("resume", "--yes")

    assert (cut.code, verified.code, resumed.code) == (130, 0, 0)
    assert "SIGINT" in cut.err
    assert [run["state"] for run in runs(clprun)] == ["done"]
