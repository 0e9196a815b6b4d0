"""Folders of runs: on disk before anything relies on them; a disk that refuses says so with path and room."""

import os
import resource
import stat
from pathlib import Path

import pytest

from clprun.errors import DiskRefused
from clprun.model.events import RunStarted
from clprun.store.lock import hold_cluster
from clprun.store.runs import RunStore


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="what was synced is read from /proc")
def test_every_name_on_the_way_to_the_first_record_is_on_disk_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, fsync = list[Path](), os.fsync

    def noted(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", noted)
    folder = RunStore(tmp_path / "home").create("r1")
    image = folder.path / "images" / folder.keep_image(b"before")
    journal = folder.journal()
    journal.append(RunStarted("r1", "book", "pair", "0", "t"))
    journal.close()

    runs = tmp_path / "home" / "runs"
    *before, last = synced
    assert {tmp_path / "home", runs, runs / "r1", image.parent} <= set(before)
    assert last == runs / "r1" / "journal.jsonl"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (runs / "r1", image.parent)} == {0o700}


def test_a_disk_that_takes_no_more_is_told_with_path_and_room(tmp_path: Path) -> None:
    folder = RunStore(tmp_path / "home").create("r1")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(DiskRefused) as image:
            folder.keep_image(b"before")
        with pytest.raises(DiskRefused) as inputs:
            folder.write_inputs({})
        with pytest.raises(DiskRefused) as lock, hold_cluster(tmp_path / "home", "pair", "r1"):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    told = [Path(str(caught.value.problem.values["path"])) for caught in (image, inputs, lock)]
    assert told[0].parent == folder.path / "images"
    assert told[1:] == [folder.path / "inputs.json", tmp_path / "home" / "locks" / "pair.json"]
    assert list(folder.path.rglob("*.*")) == []  # nothing half written is left
    assert image.value.exit_code == 1


def test_a_home_that_can_not_be_made_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "home").write_bytes(b"")

    with pytest.raises(DiskRefused) as caught:
        RunStore(tmp_path / "home").create("r1")

    assert caught.value.problem.values["reason"] == "Not a directory"
    with pytest.raises(DiskRefused), hold_cluster(tmp_path / "home", "pair", "r1"):
        pass
