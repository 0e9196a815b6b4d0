"""One run a cluster: what a second one is told, and how a lock goes that nobody will give back."""

import shutil
import signal
from pathlib import Path

import pytest

from tests.journeys.gates import CJCMKSITE, gate
from tests.journeys.stage import changes_since, commands_of
from tests.support.bench import BUILT_BY, NODES, Bench, finish_of
from tests.support.lab import eventually

CUT = "intended:local-daemon-mode:clu1"
LOCK = "/var/lib/clprun/lock"


def another_controller(bench: Bench, folder: Path) -> Bench:
    """An engineer at another machine: runs of its own, another host name, the same nodes."""
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    folder.mkdir()
    (folder / "lab").symlink_to(bench.home / "lab")
    named = ("unshare", "--uts", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh")
    return Bench(folder).started_by(*named)


@pytest.mark.full
def test_a_second_run_is_refused_while_one_works_and_while_its_command_does(fresh: Bench, tmp_path: Path) -> None:
    elsewhere = another_controller(fresh, tmp_path / "elsewhere")
    with gate(fresh, "clu1", CJCMKSITE) as door:
        first = fresh.start("apply", BUILT_BY, "--lab", "--yes", "--until", "create-site")
        door.reached()
        calls, run = len(fresh.calls()), fresh.runs()[0]["run"]
        second, third = fresh.apply(), elsewhere.apply()
        first.kill()
        finish_of(first)
        abandoned, unlocked = fresh.clprun("abandon", run, "--yes"), elsewhere.clprun("unlock", "lab", "--lab", "--yes")
        door.open()
        resumed = fresh.resume()

    assert second.code == 5, second
    assert "is held by another clprun" in second.err
    assert f"process {first.pid}" in second.err
    assert third.code == 5, third
    assert run in third.err
    for refused in (abandoned, unlocked):
        assert refused.code == 5, refused
        assert f"A command of run {run} still runs on the node: create-site-" in refused.err
    assert resumed.code == 0, resumed
    assert len(commands_of(changes_since(fresh, calls))) <= 1, "only the first run's cjcmksite"


def test_a_run_whose_lock_was_taken_away_changes_nothing_more(fresh: Bench, tmp_path: Path) -> None:
    """Its controller is out of sight for a while: stopped, as a laptop is whose lid was closed."""
    elsewhere = another_controller(fresh, tmp_path / "elsewhere")
    with gate(fresh, "clu1", CJCMKSITE) as door:
        lost = elsewhere.start("apply", BUILT_BY, "--lab", "--yes")
        door.reached()
        lost.send_signal(signal.SIGSTOP)
        door.open()
        run = elsewhere.runs()[0]["run"]
        refused = fresh.apply()
        eventually(lambda: fresh.clprun("unlock", "lab", "--lab").code == 3, "nothing of it lives any more")
        unlocked = fresh.clprun("unlock", "lab", "--lab", "--yes")

    assert refused.code == 5, refused
    assert unlocked.code == 0, unlocked
    for words in (run, "elsewhere", "clprun unlock"):
        assert words in refused.err
    for words in (run, "elsewhere", "clu1", "clu2"):
        assert words in unlocked.err
    for node in NODES:
        assert fresh.sh(node, f"test -e {LOCK} || echo gone").strip() == "gone"

    calls = len(fresh.calls())
    lost.send_signal(signal.SIGCONT)
    finish = finish_of(lost)
    assert finish.code == 5, finish
    assert "The lock of this run on the node was taken away." in finish.err
    assert not commands_of(changes_since(fresh, calls))


def test_a_lock_that_can_be_had_on_one_node_only_is_given_back(fresh: Bench) -> None:
    fresh.sh("clu2", "rm -rf /var/lib/clprun && : >/var/lib/clprun")

    refused = fresh.apply()

    assert refused.code == 1, refused
    assert "[node.lock_failed]" in refused.err
    assert fresh.sh("clu1", f"test -e {LOCK} || echo free").strip() == "free"


@pytest.mark.full
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

    abandoned = fresh.clprun("abandon", run, "--yes")
    assert abandoned.code == 0, abandoned
    (fresh.home / "lab-inventory").unlink()
    finish = fresh.apply(None, "--until", "stop-local")
    assert finish.code == 0, finish


def _other_cluster(bench: Bench, file: Path) -> None:
    """The same nodes under another name, as the lab's inventory from now on."""
    text = next((Path(__file__).parents[2] / "inventory").rglob("lab.yaml")).read_text()
    file.write_text(text.replace("\n  lab:\n", "\n  other:\n"))
    (bench.home / "lab-inventory").write_text(str(file))
