"""Cleaning up after runs: what is over goes from both nodes and the controller, what is not stays and can go on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.lab import client
from tests.cli.books import BOOK
from tests.support.bench import NODES, Bench, Finish
from tests.support.lab import BARE

WORK, RUNS = "/srv/work", "/var/lib/clprun/runs"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A lab without products, and a small runbook for it."""
    (tmp_path / "small.yaml").write_text(BOOK, "utf-8")
    client.up(tmp_path, None, BARE)
    try:
        bench = Bench(tmp_path)
        bench.sh("clu1", f"mkdir -p {WORK} && echo mode=slow >{WORK}/daemon.conf")
        bench.sh("clu2", f"mkdir -p {WORK} && touch {WORK}/allowed")
        yield bench
    finally:
        client.down(tmp_path)


def apply(bench: Bench) -> Finish:
    return bench.clprun("apply", "small.yaml", "--lab", "--yes", "-e", f"folder={WORK}")


def on_nodes(bench: Bench) -> set[str]:
    """Runs that have a folder on a node."""
    return {run for node in NODES for run in bench.sh(node, f"mkdir -p {RUNS} && ls {RUNS}").split()}


def test_old_runs_go_from_everywhere_and_an_open_one_goes_on(bench: Bench) -> None:
    assert apply(bench).code == 0
    bench.sh("clu2", f"rm {WORK}/made {WORK}/allowed")
    assert apply(bench).code == 1
    opened, over = (each["run"] for each in bench.runs())
    assert on_nodes(bench) == {opened, over}

    asked = bench.clprun("clean", "--older-than", "0")
    assert asked.code == 3, asked
    assert over in asked.out
    assert on_nodes(bench) == {opened, over}

    cleaned = bench.clprun("clean", "--older-than", "0", "--yes")
    assert cleaned.code == 0, cleaned
    assert f"{opened} stays: it is not over." in cleaned.out
    assert on_nodes(bench) == {opened}
    assert [each["run"] for each in bench.runs()] == [opened]

    bench.sh("clu2", f"touch {WORK}/allowed")
    assert bench.resume(None, "--in-doubt", "make=redo").code == 0
    assert bench.clprun("clean", "--older-than", "0", "--yes").code == 0
    assert on_nodes(bench) == set()
    assert bench.runs() == []
