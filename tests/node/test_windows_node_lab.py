"""The node layer on the lab's Windows nodes: over WinRM, under a real cmd.exe, in three releases and two languages."""

import re
import time
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from clprun.errors import ClusterLocked, LinkLost, StepFailed
from clprun.model.change import Action, MakeFolder, Rename, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.folders import MakeLink, RemoveLink
from clprun.model.question import Ask, Raw
from clprun.node.edits import Edit
from clprun.node.identity import unmet
from clprun.node.lock import LockAnswer, LockFacts, NodeLock
from clprun.node.questions import (
    FileAnswer,
    FileFacts,
    FileKind,
    FreeSpace,
    Identity,
    IdentityAnswer,
    MountTable,
    RegistryEntry,
    RegistryKey,
    RegistryValue,
    RunFolders,
)
from clprun.node.reader import ask_all
from clprun.node.runremover import RunFolderRemover
from clprun.node.windows.cmd import absolute
from clprun.node.windows.state import make
from clprun.node.windows.upload import upload
from clprun.node.writer import ActionResult, Writer
from clprun.transport.base import Meter
from tests.node.windows_lab import DRIVE_C, RUN, WindowsNodes, windows_nodes
from tests.support.windows import needs_wine

OWNER = LockAnswer(RUN, "技術者PC", 4711, "then", "c0ffee", "first")
VERSIONS = {"2003": "5.2.3790", "2008r2": "6.1.7601", "2022": "10.0.20348"}
PLACE = r"C:\共有 & (x86) 'ソ表'"
EVERY_BYTE = bytes(range(256)) * 3

pytestmark = needs_wine
OLDER = tuple(pytest.param(release, marks=pytest.mark.full) for release in ("2008r2 ja", "2003 ja"))
on_each_release = pytest.mark.parametrize("lab", ["2022 en", *OLDER], indirect=True)
on_the_oldest_too = pytest.mark.parametrize("lab", ["2022 en", OLDER[-1]], indirect=True)
"""Where the oldest release has other tools, and where code page 932 may matter."""


@pytest.fixture(scope="module", params=["2022 en"])
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowsNodes]:
    flavour, language = request.param.split()
    with windows_nodes(tmp_path_factory.mktemp("lab"), flavour, language) as lab:
        yield lab


@pytest.fixture
def place(lab: WindowsNodes) -> Iterator[str]:
    """An empty folder with a name that only quoting lets through."""
    lab.writer.perform(MakeFolder("win1", PLACE), "job")
    yield PLACE
    lab.unix(f"rm -rf {DRIVE_C}/共有*")


def names(lab: WindowsNodes, folder: str = "共有*") -> list[str]:
    """What lies in a folder of drive C, as its hidden Linux sees it."""
    return sorted(lab.unix(f"cd {DRIVE_C}/{folder} && ls -A").splitlines())


def refused(lab: WindowsNodes, edit: Edit) -> str:
    with pytest.raises(StepFailed) as caught:
        lab.writer.perform(edit, "job")
    return caught.value.problem.code


@on_each_release
def test_both_nodes_are_who_they_should_be(lab: WindowsNodes) -> None:
    answers = ask_all(lab.writers, [Ask(name, Identity()) for name in lab.writers]).values()

    both = cast("tuple[IdentityAnswer, IdentityAnswer]", tuple(answers))
    assert unmet(lab.nodes, both, Platform.WINDOWS) == []
    assert [answer.os_version for answer in both] == [VERSIONS[lab.flavour]] * 2
    assert all(answer.boot_id for answer in both)
    now = time.time() - time.monotonic()
    assert both[0].sent - 1.5 <= both[0].clock - now <= both[0].answered + 1.5


@on_each_release
def test_many_questions_are_answered_in_one_go(lab: WindowsNodes) -> None:
    found: list[Any] = lab.writer.ask(
        [
            FileFacts(r"C:\windows"),
            FileFacts(r"C:\windows\system.ini", content=True),
            FileFacts(r"C:\nowhere\file"),
            FileFacts("C:\\"),
            FileFacts(r"Q:\absent drive"),
            MountTable(),
            FreeSpace(r"C:\nowhere\file"),
            FreeSpace(r"Q:\absent drive"),
            LockFacts(),
        ]
    )

    folder, file, absent, root, no_drive, drives, space, no_space, lock = found
    assert [folder.kind, file.kind, absent.kind] == [FileKind.FOLDER, FileKind.FILE, FileKind.ABSENT]
    assert [root.kind, no_drive.kind] == [FileKind.FOLDER, FileKind.ABSENT]
    assert file.content == b64decode(lab.unix(f"base64 {DRIVE_C}/windows/system.ini"))
    assert [drive.point for drive in drives] == ["C:\\"]
    assert re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}", drives[0].device)
    assert space > no_space == 0
    assert lock is None


@on_the_oldest_too
@pytest.mark.parametrize(
    "content",
    [b"", "コミュニティ名: 表示\r\n".encode("cp932"), EVERY_BYTE, b"long " * 2000],
    ids=["empty", "cp932", "every byte", "10 KB"],
)
def test_any_content_is_written_replaced_and_read_back(lab: WindowsNodes, place: str, content: bytes) -> None:
    path = rf"{place}\設定 (1).ini"

    assert lab.writer.perform(WriteFile("win1", path, content), "job") == ActionResult(0)
    assert lab.writer.ask_one(FileFacts(path, content=True)).content == content
    lab.writer.perform(WriteFile("win1", path, b"second\r\n", before=content), "job")
    assert b64decode(lab.unix(f"base64 {DRIVE_C}/共有*/*")) == b"second\r\n"
    assert names(lab) == ["設定 (1).ini"]


HOSTILE = ["a & b", "(a", "a)", "a;b,c=d", "'a' `b`", "~{a}[b]@#$+", "ソ表能", "-a", ".a", "on", "nul x", "x  y"]


@on_the_oldest_too
def test_a_name_is_never_more_than_a_name(lab: WindowsNodes, place: str) -> None:
    paths = [rf"{place}\{name}" for name in HOSTILE]
    lab.cmd("&".join(f"md {absolute(path)}" for path in paths))

    found = lab.writer.ask([FileFacts(path) for path in paths])

    assert found == [FileAnswer(FileKind.FOLDER)] * len(HOSTILE)
    assert names(lab) == sorted(HOSTILE)


@on_the_oldest_too
def test_a_replaced_file_keeps_its_rights(lab: WindowsNodes, place: str) -> None:
    path = rf"{place}\file"
    lab.writer.perform(WriteFile("win1", path, b"old"), "job")
    rights = "cacls" if lab.flavour == "2003" else "icacls"
    lab.cmd(f'cacls "{path}" /e /g Everyone:C')
    before = lab.cmd(f'{rights} "{path}"')
    assert "Everyone" in before

    lab.writer.perform(WriteFile("win1", path, b"new", before=b"old"), "job")

    assert lab.cmd(f'{rights} "{path}"') == before


def test_what_was_not_planned_is_left_alone(lab: WindowsNodes, place: str) -> None:
    lab.writer.perform(WriteFile("win1", rf"{place}\file", b"theirs"), "job")
    lab.writer.perform(MakeFolder("win1", rf"{place}\folder"), "job")
    lab.writer.perform(MakeLink("win1", rf"{place}\link", rf"{place}\folder"), "job")

    assert refused(lab, WriteFile("win1", rf"{place}\file", b"new", before=b"old")) == "node.file_changed"
    assert refused(lab, WriteFile("win1", rf"{place}\file", b"new")) == "node.file_changed"
    assert refused(lab, WriteFile("win1", rf"{place}\folder", b"new")) == "node.in_the_way"
    assert refused(lab, WriteFile("win1", rf"{place}\link", b"new")) == "node.is_link"
    assert refused(lab, WriteFile("win1", rf"{place}\absent\file", b"new")) == "node.edit_failed"
    assert lab.writer.ask_one(FileFacts(rf"{place}\file", content=True)).content == b"theirs"
    assert names(lab) == ["file", "folder", "link"]


@on_the_oldest_too
def test_a_link_is_made_once_and_removed_without_what_it_leads_to(lab: WindowsNodes, place: str) -> None:
    target, link = rf"{place}\target", rf"{place}\link"
    lab.writer.perform(MakeFolder("win1", target), "job")
    lab.writer.perform(WriteFile("win1", rf"{target}\precious", b"x"), "job")
    make, remove = MakeLink("win1", link, target), RemoveLink("win1", link, target)

    assert lab.writer.perform(make, "job") == lab.writer.perform(make, "job") == ActionResult(0)

    assert lab.writer.ask_one(FileFacts(link)) == FileAnswer(FileKind.LINK, target=target)
    assert lab.writer.ask_one(FileFacts(rf"{link}\precious", content=True)).content == b"x"
    assert refused(lab, MakeLink("win1", link, place)) == "node.in_the_way"
    assert refused(lab, MakeLink("win1", target, place)) == "node.in_the_way"
    assert refused(lab, RemoveLink("win1", link, place)) == "node.not_the_link"
    assert refused(lab, RemoveLink("win1", target, target)) == "node.not_the_link"
    assert refused(lab, MakeFolder("win1", link)) == "node.is_link"

    assert lab.writer.perform(remove, "job") == lab.writer.perform(remove, "job") == ActionResult(0)

    assert names(lab) == ["target"]
    assert names(lab, "共有*/target") == ["precious"]


def test_a_rename_moves_the_very_thing_and_never_nests(lab: WindowsNodes, place: str) -> None:
    lab.writer.perform(MakeFolder("win1", rf"{place}\a\inside"), "job")
    lab.writer.perform(MakeFolder("win1", rf"{place}\taken"), "job")
    lab.writer.perform(MakeLink("win1", rf"{place}\link", rf"{place}\a"), "job")

    lab.writer.perform(Rename("win1", rf"{place}\link", rf"{place}\moved link"), "job")
    lab.writer.perform(Rename("win1", rf"{place}\a", rf"{place}\ソ 表"), "job")

    assert names(lab) == ["moved link", "taken", "ソ 表"]
    assert names(lab, "共有*/ソ*") == ["inside"]
    assert refused(lab, Rename("win1", rf"{place}\ソ 表", rf"{place}\taken")) == "node.rename_destination_taken"
    assert refused(lab, Rename("win1", rf"{place}\a", rf"{place}\b")) == "node.rename_source_absent"
    assert refused(lab, Rename("win1", rf"{place}\ソ 表", r"E:\b")) == "node.rename_other_volume"
    assert names(lab, "共有*/taken") == []


@pytest.fixture
def locks(lab: WindowsNodes) -> tuple[NodeLock, NodeLock]:
    """The first node's lock, as two controllers reach it."""
    first, second = (NodeLock(lab.links["win1"], "win1", platform=Platform.WINDOWS) for _ in range(2))
    return first, second


@on_the_oldest_too
def test_the_lock_belongs_to_one_taking(lab: WindowsNodes, locks: tuple[NodeLock, NodeLock]) -> None:
    (lock, theirs), again, other = locks, replace(OWNER, token="second"), replace(OWNER, run="20260101-000000-other")

    assert lock.inspect() is None
    lock.take(OWNER)
    assert lock.inspect() == lab.writer.ask_one(LockFacts()) == OWNER
    with pytest.raises(ClusterLocked) as caught:
        theirs.take(other)
    assert caught.value.problem.values["host"] == OWNER.host
    lock.take(again, OWNER)
    with pytest.raises(ClusterLocked):
        theirs.take(other, OWNER)
    with pytest.raises(ClusterLocked):
        theirs.remove(OWNER)
    theirs.remove(again)
    lock.release()
    theirs.take(other)
    with pytest.raises(ClusterLocked):
        lock.release()
    theirs.release()

    assert lock.inspect() is None
    assert [name for name in names(lab, "'Program Files/clprun'") if name.startswith("lock")] == []


@on_the_oldest_too
def test_a_change_sees_first_that_the_lock_is_still_there(
    lab: WindowsNodes, place: str, locks: tuple[NodeLock, NodeLock]
) -> None:
    lock, theirs = locks
    writer = Writer(lab.links["win1"], Platform.WINDOWS, "win1", run=RUN, guard=lock.guard)
    lock.take(OWNER)
    writer.perform(WriteFile("win1", rf"{place}\first", b"1"), "job")
    assert writer.perform(Run("win1", ("cmd", "/c", "exit 3")), "held").exit_code == 3

    theirs.take(replace(OWNER, token="second"), OWNER)

    changes: list[Action] = [
        MakeFolder("win1", rf"{place}\second"),
        WriteFile("win1", rf"{place}\third", b"3"),
        Run("win1", ("cmd", "/c", rf"md {place}\fourth")),
    ]
    for change in changes:
        with pytest.raises(ClusterLocked):
            writer.perform(change, "lost")
    assert names(lab) == ["first"]
    theirs.release()


@on_the_oldest_too
def test_only_administrators_and_the_system_see_the_state_folder(lab: WindowsNodes) -> None:
    folder = r"C:\state"
    lab.cmd(f"echo off&{make(folder)}")
    shown = lab.cmd(f"cacls {folder}")

    assert sorted(re.findall(r"\b(?:SYSTEM|Administrators|Users|Everyone)\b", shown)) == ["Administrators", "SYSTEM"]


@on_the_oldest_too
def test_what_runs_left_is_told_and_removed_but_never_through_a_link(lab: WindowsNodes, place: str) -> None:
    state = rf"{place}\state"
    for folder in (state, rf"{state}\runs", *(rf"{state}\runs\{run}" for run in ("R1", "R2", "R3")), rf"{place}\kept"):
        lab.writer.perform(MakeFolder("win1", folder), "job")
    lab.writer.perform(WriteFile("win1", rf"{state}\runs\R1\output", b"x" * 3000), "job")
    lab.writer.perform(WriteFile("win1", rf"{place}\kept\file", b"theirs"), "job")
    lab.writer.perform(MakeLink("win1", rf"{state}\runs\R2\link", rf"{place}\kept"), "job")
    remover = RunFolderRemover(lab.links["win1"], "win1", Platform.WINDOWS, state)

    assert lab.writer.ask_one(RunFolders(state)) == {"R1": 3, "R2": 0, "R3": 0}
    remover.remove(["R1", "R3", "R4"])
    with pytest.raises(StepFailed):
        remover.remove(["R2"])

    assert lab.writer.ask_one(RunFolders(state)) == {"R2": 0}
    assert names(lab, "共有*/kept") == ["file"]
    assert names(lab, "共有*/state") == ["runs"]
    assert lab.writer.ask_one(RunFolders(rf"{place}\none")) == {}


PLANTED = {
    "by an administrator": (r"md %s", True),
    "by a user": (r"md %s&takeown /f %s >nul", False),
    "below, by a user": (r"md %s\runs&takeown /f %s\runs >nul", False),
    "a link": (r"md %s.real&mklink /d %s %s.real >nul", False),
    "a junction below": (r"md %s.real&md %s&mklink /j %s\runs %s.real >nul", False),
}


@on_the_oldest_too
@pytest.mark.parametrize("planted", PLANTED)
def test_a_state_folder_is_used_only_where_it_is_no_link_and_belongs_to_administrators(
    lab: WindowsNodes, planted: str
) -> None:
    line, is_used = PLANTED[planted]
    if lab.flavour == "2003" and "mklink" in line:
        pytest.skip("it makes no links")
    lab.cmd("echo off&" + line.replace("%s", r"C:\planted"))

    held = NodeLock(lab.links["win1"], "win1", platform=Platform.WINDOWS, state_folder=r"C:\planted")
    if is_used:
        held.take(OWNER)
        assert held.inspect() == OWNER
    else:
        with pytest.raises(StepFailed) as caught:
            held.take(OWNER)
        assert caught.value.problem.code == "node.state_folder_unsafe"
        assert lab.unix(f"find -L {DRIVE_C}/planted* -name 'lock*'") == ""
    lab.unix(f"rm -rf {DRIVE_C}/planted*")


def test_values_of_the_registry_are_read(lab: WindowsNodes) -> None:
    key, in_32_bits = r"HKLM\SOFTWARE\NEC\ESMPRO/CM", r"HKLM\SOFTWARE\Wow6432Node\NEC\ESMPRO/CM"
    lab.cmd(rf'reg add "{key}" /v "Work Dir" /t REG_SZ /d "W:\NVWORK (x) & y" /f')
    lab.cmd(rf'reg add "{in_32_bits}\below" /v Number /t REG_DWORD /d 31 /f')
    lab.cmd(rf'reg add "{in_32_bits}\below" /v Many /t REG_MULTI_SZ /d "a\0b" /f')

    found: list[Any] = lab.writer.ask(
        [
            RegistryValue(key, "work dir"),
            RegistryValue(key, "Work Dir", 32),
            RegistryValue(in_32_bits + r"\below", "Number", 64),
            RegistryValue(rf"{key}\below", "Number", 32),
            RegistryKey(key, 32),
            RegistryKey(r"HKLM\SOFTWARE\nothing"),
        ]
    )

    value, not_in_view, not_in_other, number, all_of_key, nothing = found
    assert (value.key, value.type, value.data) == (key, "REG_SZ", r"W:\NVWORK (x) & y")
    assert (not_in_view.key, not_in_view.there) == (in_32_bits, False)
    assert not not_in_other.there
    assert (number.key, number.type, number.data) == (rf"{in_32_bits}\below", "REG_DWORD", "0x1f")
    assert all_of_key.values == (
        RegistryEntry("below", "Many", "REG_MULTI_SZ", r"a\0b"),
        RegistryEntry("below", "Number", "REG_DWORD", "0x1f"),
    )
    assert not nothing.there


def test_killed_after_any_command_it_leaves_the_old_file_or_the_new_one(lab: WindowsNodes, place: str) -> None:
    action = WriteFile("win1", rf"{place}\file", b"new\r\n", before=b"old\r\n")
    (line,) = upload(action)
    commands = re.split(r"&(?=\([a-z]|rd |>>)", line)
    seen = []
    for count in range(1, len(commands)):
        lab.unix(f"cd {DRIVE_C}/共有* && printf 'old\\r\\n' >file")

        lab.links["win1"].run("&".join([*commands[:count], "exit 9"]), deadline=60)

        seen.append(b64decode(lab.unix(f"base64 {DRIVE_C}/共有*/file")))
        if seen[-1] != seen[0]:
            break
        assert "file" in names(lab)
    assert seen == [action.before] * (len(seen) - 1) + [action.content]

    lab.unix(f"cd {DRIVE_C}/共有* && printf 'old\\r\\n' >file")
    lab.writer.perform(action, "job")
    assert names(lab) == ["file"]


@dataclass
class Struck:
    """A link to a node whose WinRM service is struck by a fault when it is to give a file its new content."""

    nodes: WindowsNodes
    fault: str
    meter: Meter = field(default_factory=Meter)

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        if "move /y" in script:
            self.nodes.lab.fault("winrm", node="win1", fault=self.fault, times=1)
        return self.nodes.links["win1"].run(script, deadline=deadline, data=data)

    def close(self) -> None:
        """The nodes close it."""


@pytest.mark.parametrize("fault", ["lose-reply", "drop-before"])
def test_a_lost_link_leaves_a_state_that_the_next_look_tells(lab: WindowsNodes, place: str, fault: str) -> None:
    path = rf"{place}\file"
    lab.writer.perform(WriteFile("win1", path, b"old"), "job")

    with pytest.raises(LinkLost):
        Writer(Struck(lab, fault), Platform.WINDOWS, "win1", run=RUN).perform(
            WriteFile("win1", path, b"new", before=b"old"), "job"
        )

    asked = FileFacts(path, content=True)
    content = lab.writer.ask_one(asked).content
    assert content in ({b"old"} if fault == "drop-before" else {b"old", b"new"})
    lab.writer.perform(WriteFile("win1", path, b"newer", before=content), "job")
    assert lab.writer.ask_one(asked).content == b"newer"
    assert names(lab) == ["file"]
