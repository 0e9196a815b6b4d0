"""Hundreds of applies in a row, with drift in between: nothing grows but the runs, and these can be cleaned."""

import gc
import json
import os
import threading
import tracemalloc
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from clprun.cli.app import main
from tests.cli.books import BOOK
from tests.journeys.stage import lab_of
from tests.support.bench import NODES, Bench, differences

WORK, STATE = "/srv/work", "/var/lib/clprun"
ROUNDS, WARM = 300, 30
"""So many applies, of which the first ones load what is kept for good."""
EACH_CLASSIC, EACH_PROCESS = 30, 10
SMALL = ("apply", "small.yaml", "--lab", "--yes", "-e", f"folder={WORK}")
CLASSIC = ("apply", "jobcenter-classic", "--lab", "--yes")


@dataclass(frozen=True)
class Held:
    """What the controller's process holds.

    Args:
        descriptors: open files.
        threads: of Python.
        heap: bytes of Python's objects.
        resident: KiB that the system counts.
    """

    descriptors: int
    threads: int
    heap: int
    resident: int


def held() -> Held:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    heap, _ = tracemalloc.get_traced_memory()
    return Held(len(list(Path("/proc/self/fd").iterdir())), threading.active_count(), heap, pages * 4)


def on_nodes(bench: Bench) -> dict[str, Any]:
    """Processes and files of both nodes, but for those of runs."""
    kept = f"find {STATE} -path {STATE}/runs -prune -o -print | sort"
    return {
        "processes": bench.processes(),
        "trees": bench.trees(),
        "kept": {node: bench.sh(node, kept).splitlines() for node in NODES},
    }


def drift(bench: Bench, number: int) -> None:
    """What the small runbook made is undone, now on this node, now on that, now on both."""
    if number % 3 != 0:
        bench.sh("clu1", f"echo mode=slow >{WORK}/daemon.conf")
    if number % 3 != 1:
        bench.sh("clu2", f"rm -f {WORK}/made")


@pytest.mark.full
def test_nothing_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CLPRUN_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(BOOK, "utf-8")
    looks: dict[int, Held] = {}
    with lab_of(tmp_path) as bench:
        assert bench.apply().code == 0
        bench.sh("clu1", f"mkdir -p {WORK} && echo mode=slow >{WORK}/daemon.conf")
        bench.sh("clu2", f"mkdir -p {WORK} && touch {WORK}/allowed")
        tracemalloc.start()
        for number in range(1, ROUNDS + 1):
            drift(bench, number)
            apply = CLASSIC if number % EACH_CLASSIC == 0 else SMALL
            if number % EACH_PROCESS == 5:
                assert bench.clprun(*apply).code == 0, number
            else:
                assert main(apply) == 0, (number, capsys.readouterr())
            capsys.readouterr()
            if number == WARM:
                nodes_before = on_nodes(bench)
            if number % WARM == 0:
                looks[number] = held()
                with capsys.disabled():
                    print(number, json.dumps(asdict(looks[number])), flush=True)  # noqa: T201  (figures of a long test)
        nodes_after = on_nodes(bench)
        runs = len(bench.runs())
        assert bench.clprun("clean", "--older-than", "0", "--yes", seconds=600).code == 0
        left = {node: bench.sh(node, f"ls -A {STATE}/runs") for node in NODES}

    assert runs == ROUNDS + 1
    assert differences(nodes_before, nodes_after) == {}
    assert left == dict.fromkeys(NODES, "")
    assert not os.listdir(tmp_path / "runs")  # noqa: PTH208  (nothing at all is left)
    first, last = looks[WARM], looks[ROUNDS]
    assert (last.descriptors, last.threads) == (first.descriptors, first.threads)
    assert last.heap - first.heap < 1 << 20, looks
    assert last.resident - first.resident < 48 << 10, looks
