"""A reader of the output that goes away, or a disk that fills up, never leaves a run in a state it does not tell."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from tests.cli.books import BOOK, write_book

ROOT = Path(__file__).parents[2]


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Path:
    """A folder with the small runbook, whose second step succeeds."""
    write_book(tmp_path)
    (tmp_path / "work" / "allowed").touch()
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.cli.here", *arguments]


def environment(place: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "CLPRUN_HOME": str(place / "home"), "LC_ALL": "C.UTF-8"}


@contextmanager
def without_reader(kind: str) -> Iterator[IO[bytes]]:
    """A stream that nobody reads: a pipe or a terminal whose other end is closed, or a disk without room."""
    if kind == "full disk":
        with Path("/dev/full").open("wb") as full:
            yield full
        return
    reader, writer = os.pipe() if kind == "pipe" else pty.openpty()
    os.close(reader)
    with os.fdopen(writer, "wb") as stream:
        yield stream


def apply(place: Path, *more: str, lost: str, kind: str = "pipe") -> "subprocess.CompletedProcess[str]":
    """Apply the runbook; ``lost`` names the streams without a reader."""
    with without_reader(kind) as nowhere:
        streams = {name: nowhere if name in lost else subprocess.PIPE for name in ("stdout", "stderr")}
        return subprocess.run(
            command("apply", "small.yaml", "--yes", *more),
            env=environment(place),
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=streams["stdout"],
            stderr=streams["stderr"],
            text=True,
            check=False,
        )


def last_event(place: Path) -> dict[str, Any]:
    (journal,) = place.glob("home/runs/*/journal.jsonl")
    event: dict[str, Any] = json.loads(journal.read_text("utf-8").splitlines()[-1])["entry"]
    return event


@pytest.mark.parametrize(
    ("lost", "kind", "more"),
    [
        ("stdout", "pipe", ["--json"]),
        ("stdout", "full disk", []),
        ("stderr", "terminal", ["--json"]),
        ("stdout stderr", "pipe", []),
    ],
)
def test_a_run_goes_on_to_its_end_without_a_reader(place: Path, lost: str, kind: str, more: list[str]) -> None:
    finish = apply(place, *more, lost=lost, kind=kind)

    assert finish.returncode == 0
    assert (place / "work" / "made").exists()
    assert last_event(place)["how"] == "done"
    if "stderr" not in lost:
        assert finish.stderr.count("went on without it") == 1
    if "stdout" not in lost:
        assert json.loads(finish.stdout.splitlines()[-1])["event"] == "run-ended"


def test_a_failure_that_nobody_reads_has_its_own_exit_code_and_its_end(place: Path) -> None:
    (place / "work" / "allowed").unlink()

    finish = apply(place, lost="stdout stderr")

    assert finish.returncode == 1
    assert (last_event(place)["how"], last_event(place)["code"]) == ("failed", "step.command_failed")


def test_streams_that_are_closed_from_the_start_are_never_taken_for_a_file(place: Path) -> None:
    line = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command("apply", "small.yaml", "--yes")]

    finish = subprocess.run(line, env=environment(place), cwd=place, check=False)

    assert finish.returncode == 0
    assert last_event(place)["how"] == "done"


FILLING = """\
mount -t tmpfs -o size=2m none "$CLPRUN_HOME" || exit 99
"$@" apply small.yaml --yes
echo "applied: $?"
"$@" status
rm "$CLPRUN_HOME/filler"
"$@" resume --yes
echo "resumed: $?"
"$@" runs --verify
echo "verified: $?"
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_of_the_controller_stops_the_run_until_there_is_room(place: Path) -> None:
    (place / "home").mkdir()
    made = "echo 作成; test -e {{ folder }}/allowed && touch {{ folder }}/made"
    filling = "dd if=/dev/zero of=$CLPRUN_HOME/filler bs=1k 2>/dev/null; seq 3000; echo x >>{{ folder }}/made"
    (place / "small.yaml").write_text(BOOK.replace(made, filling), "utf-8")
    finish = subprocess.run(
        ["unshare", "-m", "sh", "-c", FILLING, "sh", *command()],
        env=environment(place),
        cwd=place,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "applied: 1\n" in finish.stdout, finish
    assert "[run.disk_refused]" in finish.stderr
    assert "journal.jsonl" in finish.stderr
    assert "No space left on device; 0.0 MiB are free there" in finish.stderr
    assert "clprun resume" in finish.stderr
    assert "fault of clprun" not in finish.stderr
    assert "under way, or cut off" in finish.stdout
    assert "resumed: 0\n" in finish.stdout, finish
    assert "verified: 0\n" in finish.stdout
    assert (place / "work" / "made").read_text() == "x\n"
