"""Folders copied, compared and removed on a Windows node: all of it or nothing, and nothing through a link."""

import secrets
from collections.abc import Iterator
from dataclasses import replace

import pytest

from clprun.errors import StepFailed
from clprun.model.change import Rename, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.folders import CopyTree, RemoveTree, Volumes
from clprun.node.lock import LockAnswer, NodeLock
from clprun.node.questions import FolderVolume, TreeDifference, TreeSize
from clprun.node.windows import trees
from clprun.node.windows.access import AccessRights, Right, grant
from tests.node.helpers import shown
from tests.node.windows_lab import DRIVE_C, RUN, WindowsNodes, windows_nodes

pytestmark = pytest.mark.full

OTHER_DRIVE = "/windows/drives/f"
SOURCE, COPY = r"C:\CL Web (x86)\config", r"F:\共有\config"
INSTALL, SHARED = f"{DRIVE_C}/CL Web (x86)", f"{OTHER_DRIVE}/共有"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsNodes]:
    """A node with a drive F: on a file system of its own."""
    with windows_nodes(tmp_path_factory.mktemp("lab"), "2022", "ja") as lab:
        lab.unix(f"mkdir -p {OTHER_DRIVE} && mount -t tmpfs none {OTHER_DRIVE}")
        lab.unix(f"ln -sfn {OTHER_DRIVE} /windows/prefix/dosdevices/f:")
        yield lab


FILL = f"""
rm -rf '{INSTALL}' {OTHER_DRIVE}/* && mkdir -p '{INSTALL}/config/a b/設定' '{INSTALL}/config/empty' {SHARED}
cd '{INSTALL}/config' && printf 'one\\r\\n' >clweb.conf && : >nothing && printf x >.hidden
printf '\\0\\377' >'a b/100% (1) & ^!.bin' && printf 表示 >'a b/設定/表示ソ.txt'
touch -d '2020-02-03 04:05:00' clweb.conf
"""


@pytest.fixture(autouse=True)
def source(lab: WindowsNodes) -> str:
    """Digest of a folder with everything in it."""
    lab.unix(FILL)
    return digest(lab, f"{INSTALL}/config")


def digest(lab: WindowsNodes, folder: str) -> str:
    """Of names, kinds, contents and times of files."""
    listed = "find . -printf '%p %y %l\\n' -type f -printf '%T@ %s\\n' -exec sha256sum {} + | sort"
    return lab.unix(f"cd '{folder}' && {listed}")


def names(lab: WindowsNodes, folder: str) -> list[str]:
    return sorted(lab.unix(f"ls -A '{folder}'").splitlines())


def job() -> str:
    return f"job-{secrets.token_hex(4)}"


def refused(lab: WindowsNodes, action: CopyTree | RemoveTree) -> str:
    """Code of the problem that refuses an action."""
    with pytest.raises(StepFailed) as caught:
        lab.writer.perform(action, job())
    assert shown(caught.value.problem)
    return caught.value.problem.code


def test_a_folder_moves_only_between_the_volumes_it_was_planned_for(lab: WindowsNodes, source: str) -> None:
    volumes = Volumes(*(lab.writer.ask_one(FolderVolume(folder)) for folder in ("C:\\", r"F:\共有")))
    assert volumes.source != volumes.destination
    for wrong in (replace(volumes, source="0000-0000 C:\\"), replace(volumes, destination="0000-0000 F:\\")):
        assert refused(lab, CopyTree("win1", SOURCE, COPY, wrong)) == "node.not_the_volume"
        assert names(lab, SHARED) == []
    lab.writer.perform(CopyTree("win1", SOURCE, COPY, volumes), job())
    assert refused(lab, RemoveTree("win1", SOURCE, COPY, wrong)) == "node.not_the_volume"
    assert digest(lab, f"{INSTALL}/config") == source
    lab.writer.perform(RemoveTree("win1", SOURCE, COPY, volumes), job())
    assert names(lab, INSTALL) == []


def test_a_folder_moves_to_another_drive_whole(lab: WindowsNodes, source: str) -> None:
    assert lab.writer.perform(CopyTree("win1", SOURCE, COPY), job()).exit_code == 0

    assert digest(lab, f"{SHARED}/config") == digest(lab, f"{INSTALL}/config") == source
    assert names(lab, SHARED) == ["config"]
    assert lab.writer.ask_one(TreeSize(SOURCE)) == 1

    assert lab.writer.perform(RemoveTree("win1", SOURCE, COPY), job()).exit_code == 0

    assert names(lab, INSTALL) == []
    assert digest(lab, f"{SHARED}/config") == source


CHANGES = {
    "content": "printf 'two\\r\\n' >clweb.conf; touch -d '2020-02-03 04:05:00' clweb.conf",
    "kind": "rm nothing; mkdir nothing",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_since_the_copy_is_told_and_nothing_is_removed(lab: WindowsNodes, change: str) -> None:
    lab.unix(f"cp -a '{INSTALL}/config' {SHARED}")
    assert lab.writer.ask_one(TreeDifference(SOURCE, COPY)) == ()
    lab.unix(f"cd '{INSTALL}/config' && {change}")
    changed = digest(lab, f"{INSTALL}/config")

    assert lab.writer.ask_one(TreeDifference(SOURCE, COPY))
    assert refused(lab, RemoveTree("win1", SOURCE, COPY)) == "node.trees_differ"

    assert digest(lab, f"{INSTALL}/config") == changed
    assert names(lab, INSTALL) == ["config"]


def test_nothing_is_done_through_a_link(lab: WindowsNodes) -> None:
    lab.unix(f"mkdir -p '{INSTALL}/precious' && echo x >'{INSTALL}/precious/file'")
    lab.cmd(rf'mklink /D "{SOURCE}\a b\設定\to it" "C:\CL Web (x86)\precious"')
    lab.cmd(rf'mklink /D "C:\CL Web (x86)\link" "{SOURCE}"')
    before = digest(lab, INSTALL)

    assert refused(lab, CopyTree("win1", SOURCE, COPY)) == "node.link_in_tree"
    assert refused(lab, RemoveTree("win1", SOURCE)) == "node.link_in_tree"
    assert refused(lab, CopyTree("win1", "C:\\CL Web (x86)\\link\\", COPY)) == "node.is_link"
    assert refused(lab, RemoveTree("win1", r"C:\CL Web (x86)\link")) == "node.is_link"

    assert digest(lab, INSTALL) == before
    assert names(lab, SHARED) == []


def test_what_is_not_there(lab: WindowsNodes) -> None:
    assert refused(lab, CopyTree("win1", r"C:\absent", COPY)) == "node.no_folder"
    assert lab.writer.perform(RemoveTree("win1", r"C:\absent"), job()).exit_code == 0
    assert lab.writer.ask_one(TreeDifference(SOURCE, r"C:\absent")) is None


def cut_after(lab: WindowsNodes, action: CopyTree | RemoveTree, line: str) -> None:
    """Carry an action out until it is killed after one of its lines."""
    program, text = trees.argv(action)
    assert text.count(f"\n{line}\n") == 1, line
    killed = Run("win1", (program, text.replace(f"\n{line}\n", f"\n{line}\nexit 137\n")))
    assert lab.writer.perform(killed, job()).exit_code == 137


ROBOCOPY = 'robocopy "%source%" "%new%" /E /COPY:DATSO /R:1 /W:1 /XJ /NP /NFL /NDL /NJH /NJS'
COMPARED = 'call :equal "%source%" %source_length% "%new%" %new_length% || goto differ'


def test_a_copy_killed_anywhere_is_made_whole_by_the_next_try(lab: WindowsNodes, source: str) -> None:
    action = CopyTree("win1", SOURCE, COPY)
    for line in (ROBOCOPY, COMPARED):
        cut_after(lab, action, line)
        (half,) = names(lab, SHARED)
        assert half.startswith(".clprun-")
        lab.unix(f"rm {SHARED}/{half}/nothing")

    lab.writer.perform(action, job())

    assert digest(lab, f"{SHARED}/config") == digest(lab, f"{INSTALL}/config") == source
    assert names(lab, SHARED) == ["config"]


ASIDE = 'call :renamed "%folder%" "%moved_name%" || exit 97'
FREE_TO_GO = ":go"
RENAMED = 'call :renamed "%moved%" "%old_name%" || exit 97'


def test_a_removal_killed_anywhere_is_ended_by_the_next_try(lab: WindowsNodes, source: str) -> None:
    action = RemoveTree("win1", SOURCE, COPY)
    lab.unix(f"cp -a '{INSTALL}/config' {SHARED}")
    for line in (ASIDE, FREE_TO_GO, RENAMED):
        cut_after(lab, action, line)
        (kept,) = names(lab, INSTALL)
        assert digest(lab, f"{INSTALL}/{kept}") == source
    lab.unix(f"rm -r '{INSTALL}/{kept}/a b'")

    lab.writer.perform(action, job())

    assert names(lab, INSTALL) == []
    assert digest(lab, f"{SHARED}/config") == source


def test_what_was_put_aside_comes_back_when_the_copy_differs(lab: WindowsNodes, source: str) -> None:
    action = RemoveTree("win1", SOURCE, COPY)
    cut_after(lab, action, ASIDE)

    assert refused(lab, action) == "node.trees_differ"

    assert names(lab, INSTALL) == ["config"]
    assert digest(lab, f"{INSTALL}/config") == source


def test_rights_are_granted_below_and_go_with_a_copy(lab: WindowsNodes) -> None:
    everyone, wanted = "S-1-1-0", {"S-1-1-0": Right.READ_EXECUTE, "S-1-5-18": Right.FULL}
    before = lab.writer.ask_one(AccessRights(SOURCE))
    assert len(before.lists) == len(before.lacking(everyone, Right.READ_EXECUTE)) == 9

    granted = Run("win1", grant(SOURCE, wanted, before.tool))
    assert lab.writer.perform(granted, job()).exit_code == 0

    after = lab.writer.ask_one(AccessRights(SOURCE))
    assert [after.lacking(account, right) for account, right in wanted.items()] == [(), ()]
    assert len(after.lacking(everyone, Right.FULL)) == 9

    lab.writer.perform(CopyTree("win1", SOURCE, COPY), job())

    assert lab.writer.ask_one(AccessRights(COPY)).lacking(everyone, Right.READ_EXECUTE) == ()


def test_a_virus_scanner_that_looks_at_what_was_written_delays_it_and_prevents_nothing(
    lab: WindowsNodes, source: str
) -> None:
    lock = NodeLock(lab.links["win1"], "win1", platform=Platform.WINDOWS)
    owner = LockAnswer(RUN, "pc", 1, "then", "c0ffee", "first")
    lab.lab.fault("busy", node="win1", seconds=2)
    try:
        lock.take(owner)
        lab.writer.perform(CopyTree("win1", SOURCE, COPY), job())
        lab.writer.perform(RemoveTree("win1", SOURCE, COPY), job())
        lab.writer.perform(WriteFile("win1", rf"{COPY}\new", b"x"), job())
        lab.writer.perform(Rename("win1", COPY, r"F:\共有\renamed"), job())
        lock.remove(owner)
    finally:
        lab.lab.fault("clear")

    assert names(lab, INSTALL) == []
    assert names(lab, SHARED) == ["renamed"]
    lab.unix(f"rm {SHARED}/renamed/new")
    assert digest(lab, f"{SHARED}/renamed") == source
    assert lab.unix(f"ls {DRIVE_C}/'Program Files'/clprun") == "runs"
