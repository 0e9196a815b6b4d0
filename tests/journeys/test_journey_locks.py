"""One run a cluster: what a second one is told, and how a lock goes that nobody will give back."""

import shutil
from pathlib import Path

import pytest

from tests.journeys.gates import CJCMKSITE, gate
from tests.journeys.stage import changes_since, commands_of
from tests.support.bench import BUILT_BY, Bench, finish_of

CUT = "intended:local-daemon-mode:clu1"
LOCK = "/var/lib/clprun/lock"


def another_controller(bench: Bench, folder: Path) -> Bench:
    """An engineer at another machine: runs of its own, another host name, the same nodes."""
    folder.mkdir()
    (folder / "lab").symlink_to(bench.home / "lab")
    named = ("unshare", "--uts", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh")
    return Bench(folder).started_by(*named)


def test_a_second_run_is_refused_while_one_works(fresh: Bench, tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    elsewhere = another_controller(fresh, tmp_path / "elsewhere")
    with gate(fresh, "clu1", CJCMKSITE) as door:
        first = fresh.start("apply", BUILT_BY, "--lab", "--yes", "--until", "create-site")
        door.reached()
        calls = len(fresh.calls())
        second, third = fresh.apply(), elsewhere.apply()
        door.open()
        finish = finish_of(first)

    assert second.code == 5, second
    assert "is held by another clprun" in second.err
    assert f"process {first.pid}" in second.err
    assert third.code == 5, third
    assert fresh.runs()[0]["run"] in third.err
    assert finish.code == 0, finish
    assert len(commands_of(changes_since(fresh, calls))) <= 1, "only the first run's cjcmksite"


def test_a_lock_of_a_lost_controller_goes_by_unlock_alone(fresh: Bench, tmp_path: Path) -> None:
    lost = another_controller(fresh, tmp_path / "elsewhere")
    assert lost.apply(CUT).code < 0
    run = lost.runs()[0]["run"]

    refused = fresh.apply()
    assert refused.code == 5, refused
    for words in (run, "elsewhere", "clprun unlock"):
        assert words in refused.err

    unlocked = fresh.clprun("unlock", "lab", "--lab")
    assert unlocked.code == 0, unlocked
    for words in (run, "elsewhere", "clu1", "clu2"):
        assert words in unlocked.err
    for node in ("clu1", "clu2"):
        assert fresh.sh(node, f"test -e {LOCK} || echo gone").strip() == "gone"

    finish = fresh.apply(None, "--until", "stop-local")
    assert finish.code == 0, finish


def test_an_unfinished_run_stands_in_the_way_until_it_is_resumed_or_abandoned(fresh: Bench, tmp_path: Path) -> None:
    assert fresh.apply(CUT).code < 0
    run = fresh.runs()[0]["run"]

    refused = fresh.apply()
    assert refused.code == 5, refused
    assert f"clprun resume {run}" in refused.err
    assert f"clprun abandon {run}" in refused.err

    _other_cluster(fresh, tmp_path / "other.yaml")
    locked = fresh.apply()
    assert locked.code == 5, locked
    assert run in locked.err
    _either = fresh.resume()
    if len([each for each in fresh.runs() if each["state"] not in {"done", "abandoned"}]) > 1:
        assert _either.code == 2, _either
        assert run in _either.err

    abandoned = fresh.clprun("abandon", run)
    assert abandoned.code == 0, abandoned
    (fresh.home / "lab-inventory").unlink()
    finish = fresh.apply(None, "--until", "stop-local")
    assert finish.code == 0, finish


def _other_cluster(bench: Bench, file: Path) -> None:
    """The same nodes under another name, as the lab's inventory from now on."""
    text = next((Path(__file__).parents[2] / "inventory").rglob("lab.yaml")).read_text()
    file.write_text(text.replace("\n  lab:\n", "\n  other:\n"))
    (bench.home / "lab-inventory").write_text(str(file))
