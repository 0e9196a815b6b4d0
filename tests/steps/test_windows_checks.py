"""The registry, rights, programs that must not run, what is compared: kinds that only Windows has, and drives."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from clprun.errors import Problem, StepFailed
from clprun.model.change import Run, WriteFile
from clprun.node.questions import (
    FileAnswer,
    FileFacts,
    FileKind,
    FolderVolume,
    FreeSpace,
    Process,
    ProcessesNow,
    TreeDifference,
    TreeSize,
)
from clprun.node.trees import leftovers
from clprun.node.windows.access import Access, AccessAnswer, AccessRights, Right
from clprun.node.windows.registry import RegistryAnswer, RegistryEntry, RegistryKey, RegistryKeyAnswer, RegistryValue
from clprun.steps.access_rights import AccessRightsKind, AccessRightsWant
from clprun.steps.base import Kind, Want
from clprun.steps.file_setting import FileSetting, FileSettingWant
from clprun.steps.link import Link, LinkWant
from clprun.steps.mounted import Mounted, MountedWant
from clprun.steps.move_directory import MoveDirectory, MoveDirectoryWant
from clprun.steps.no_process import NoProcess, NoProcessWant
from clprun.steps.not_mounted import NotMounted, NotMountedWant
from clprun.steps.registry_check import RegistryCheck, RegistryCheckWant
from clprun.steps.registry_value import RegistryValueKind, RegistryValueWant
from clprun.steps.same_on_both import SameOnBoth, SameOnBothWant
from tests.steps.given import CLU2, Given
from tests.steps.given_windows import WindowsGiven, target

KEY = r"HKLM\SOFTWARE\NEC\NVBASE"
REAL_KEY = r"HKLM\SOFTWARE\Wow6432Node\NEC\NVBASE"
WORK = RegistryValue(KEY, "WorkDir")


def argvs(kind: Kind[Any], want: Want, nodes: Given) -> list[tuple[str, ...]]:
    """The commands of a plan, after which there is nothing to do."""
    change = kind.plan(want, target(), nodes.answers(kind, want, target()))
    if change is None:
        return []
    later = nodes.after(dict(change.predicts))
    assert not change.predicts or kind.plan(want, target(), later.answers(kind, want, target())) is None
    return [action.argv for action in change.actions if isinstance(action, Run)]


def lacking(kind: Kind[Any], want: Want, nodes: Given) -> str | None:
    problem: Problem | None = kind.missing(want, target(), nodes.answers(kind, want, target()))
    return problem.code if problem else None


def value(**values: object) -> RegistryValueWant:
    return RegistryValueWant.model_validate({"key": KEY, "name": "WorkDir", **values})


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        ({"data": r"W:\NVWORK"}, RegistryAnswer(REAL_KEY, "REG_SZ", r"W:\NVWORK"), None),
        (
            {"data": r"W:\NVWORK"},
            RegistryAnswer(REAL_KEY, "REG_EXPAND_SZ", r"C:\NVWORK"),
            ("reg", "add", REAL_KEY, "/v", "WorkDir", "/t", "REG_EXPAND_SZ", "/d", r"W:\NVWORK", "/f"),
        ),
        (
            {"data": "x"},
            RegistryAnswer(REAL_KEY),
            ("reg", "add", REAL_KEY, "/v", "WorkDir", "/t", "REG_SZ", "/d", "x", "/f"),
        ),
        ({"data": "31", "type": "REG_DWORD"}, RegistryAnswer(REAL_KEY, "REG_DWORD", "0x1f"), None),
        (
            {"data": "0x20", "type": "REG_DWORD"},
            RegistryAnswer(REAL_KEY, "REG_SZ", "x"),
            ("reg", "add", REAL_KEY, "/v", "WorkDir", "/t", "REG_DWORD", "/d", "0x20", "/f"),
        ),
        (
            {"present": False},
            RegistryAnswer(REAL_KEY, "REG_SZ", "x"),
            ("reg", "delete", REAL_KEY, "/v", "WorkDir", "/f"),
        ),
        ({"present": False}, RegistryAnswer(REAL_KEY), None),
    ],
)
def test_a_registry_value_where_the_node_really_has_it(
    wanted: dict[str, object], found: RegistryAnswer, expected: tuple[str, ...] | None
) -> None:
    nodes = WindowsGiven().says("clu1", WORK, found)
    assert argvs(RegistryValueKind(), value(**wanted), nodes) == ([] if expected is None else [expected])
    assert (lacking(RegistryValueKind(), value(**wanted), nodes) is None) == (expected is None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": "x", "key": "\\HKLM\\SOFTWARE\\NEC"},
        {"data": "x", "key": "HKLM\\SOFTWARE\\NEC\\"},
        {"data": "x", "key": r"SOFTWARE\NEC"},
        {"data": 'a"b'},
        {"data": "100%"},
        {"data": "x", "type": "REG_DWORD"},
        {"data": "x", "present": False},
        {},
    ],
)
def test_what_is_no_registry_value(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        value(**wrong)


def test_a_slash_belongs_to_the_name_of_a_key() -> None:
    assert value(data="x", key=r"HKEY_LOCAL_MACHINE\SOFTWARE\NEC\ESMPRO/CM").key == r"HKLM\SOFTWARE\NEC\ESMPRO/CM"


@pytest.mark.parametrize(
    ("wanted", "found", "code"),
    [
        ({}, RegistryAnswer(KEY, "REG_SZ", "x"), None),
        ({}, RegistryAnswer(KEY), "registry.not_there"),
        ({"absent": True}, RegistryAnswer(KEY), None),
        ({"absent": True}, RegistryAnswer(KEY, "REG_SZ", "x"), "registry.still_there"),
        ({"data": "a"}, RegistryAnswer(KEY, "REG_SZ", "A"), "registry.other_value"),
        ({"data": "a", "ignore_case": True}, RegistryAnswer(KEY, "REG_SZ", "A"), None),
        ({"one_of": ["a", "b"]}, RegistryAnswer(KEY, "REG_SZ", "b"), None),
        ({"one_of": ["a", "b"]}, RegistryAnswer(KEY, "REG_SZ", "c"), "registry.other_value"),
    ],
)
def test_what_stands_in_the_registry(wanted: dict[str, object], found: RegistryAnswer, code: str | None) -> None:
    want = RegistryCheckWant.model_validate({"key": KEY, "name": "WorkDir", **wanted})
    assert lacking(RegistryCheck(), want, WindowsGiven().says("clu1", WORK, found)) == code


@pytest.mark.parametrize(("there", "code"), [(True, None), (False, "registry.not_there")])
def test_whether_a_key_is_there(there: bool, code: str | None) -> None:
    want = RegistryCheckWant(key=KEY)
    nodes = WindowsGiven().says("clu1", RegistryKey(KEY), RegistryKeyAnswer(KEY, there=there))
    assert lacking(RegistryCheck(), want, nodes) == code


ADMINISTRATORS, EVERYONE = "S-1-5-32-544", "S-1-1-0"
RIGHTS = AccessRightsWant.model_validate(
    {
        "path": r"W:\NVWORK",
        "rights": [{"sid": ADMINISTRATORS, "right": "full"}, {"sid": EVERYONE, "right": "read-execute"}],
    }
)


def entry(account: str, *rights: Right, passes_on: bool = True) -> Access:
    return Access(account, frozenset(rights), denies=False, inherited=False, passes_on=passes_on, for_itself=True)


def rights(tool: str = "icacls", **lists: tuple[Access, ...]) -> Given:
    found = {{"top": r"W:\NVWORK", "below": r"W:\NVWORK\local"}[name]: entries for name, entries in lists.items()}
    return WindowsGiven().says("clu1", RIGHTS.question, AccessAnswer(tool, found))


FULL, READ = entry(ADMINISTRATORS, *Right), entry(EVERYONE, Right.READ_EXECUTE)


def test_rights_that_are_there_on_all_below_are_left_alone() -> None:
    nodes = rights(top=(FULL, READ), below=(FULL, READ))
    assert argvs(AccessRightsKind(), RIGHTS, nodes) == []
    assert lacking(AccessRightsKind(), RIGHTS, nodes) is None


def test_only_rights_that_lack_somewhere_are_granted() -> None:
    nodes = rights(top=(FULL, READ), below=(FULL,))
    (command,) = argvs(AccessRightsKind(), RIGHTS, nodes)
    assert command == ("icacls", r"W:\NVWORK", "/grant", f"*{EVERYONE}:(OI)(CI)RX", "/t", "/q")
    assert lacking(AccessRightsKind(), RIGHTS, nodes) == "access.lacking"


def test_an_old_windows_is_told_names() -> None:
    (command,) = argvs(AccessRightsKind(), RIGHTS, rights("cacls", top=(FULL,), below=(FULL,)))
    assert command == ("cacls", r"W:\NVWORK", "/t", "/e", "/c", "/g", "Everyone:R")


def test_an_old_windows_knows_no_name_for_a_foreign_sid() -> None:
    want = RIGHTS.model_copy(update={"rights": (RIGHTS.rights[0].model_copy(update={"sid": "S-1-5-21-1-2-3-1001"}),)})
    nodes = WindowsGiven().says("clu1", AccessRights(r"W:\NVWORK"), AccessAnswer("cacls", {r"W:\NVWORK": (FULL,)}))
    with pytest.raises(StepFailed) as refusal:
        AccessRightsKind().plan(want, target(), nodes.answers(AccessRightsKind(), want, target()))
    assert refusal.value.problem.code == "access.no_name_for_sid"


def test_rights_of_a_folder_that_is_not_there() -> None:
    nodes = WindowsGiven().says("clu1", RIGHTS.question, AccessAnswer("icacls", {}))
    assert lacking(AccessRightsKind(), RIGHTS, nodes) == "folder.not_a_folder"
    with pytest.raises(StepFailed):
        argvs(AccessRightsKind(), RIGHTS, nodes)


GUI = NoProcessWant.model_validate({"names": ["CMGui*.exe"], "reason": {"ja": "理由", "en": "Reason."}})


@pytest.mark.parametrize(("image", "code"), [("cmgui1.EXE", "check.process_runs"), ("other.exe", None)])
def test_programs_that_must_not_run(image: str, code: str | None) -> None:
    nodes = WindowsGiven().says("clu1", ProcessesNow(), (Process(7, 0, "", image),))
    assert lacking(NoProcess(), GUI, nodes) == code


SAME = SameOnBothWant.model_validate(
    {"registry": [{"key": KEY}, {"key": KEY, "names": ["WorkDir"]}], "files": [r"C:\ESMPRO\a.ini"]}
)
ENTRIES = (RegistryEntry("", "Manager", "REG_SZ", "CM01"), RegistryEntry("Below", "Own", "REG_SZ", "left aside"))


def alike(node: str, nodes: Given, *, manager: str = "CM01", work: str | None = "W:", own: str = "1") -> Given:
    entries = (replace(ENTRIES[0], data=manager), replace(ENTRIES[1], data=own))
    nodes.says(node, RegistryKey(KEY), RegistryKeyAnswer(KEY, there=True, values=entries))
    nodes.says(node, WORK, RegistryAnswer(KEY, "REG_SZ" if work else None, work))
    return nodes.file(node, r"C:\ESMPRO\a.ini", b"x")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({}, None),
        ({"own": "2"}, None),
        ({"manager": "CM02"}, "check.nodes_hold_different"),
        ({"work": "V:"}, "check.nodes_hold_different"),
        ({"work": None}, "check.nothing_to_compare"),
    ],
)
def test_what_both_nodes_must_hold_alike(other: dict[str, Any], code: str | None) -> None:
    nodes = alike("clu2", alike("clu1", WindowsGiven()), **other)
    assert lacking(SameOnBoth(), SAME, nodes) == code


def test_a_file_that_differs_between_the_nodes() -> None:
    nodes = alike("clu2", alike("clu1", WindowsGiven())).file("clu2", r"C:\ESMPRO\a.ini", b"y")
    assert lacking(SameOnBoth(), SAME, nodes) == "check.nodes_hold_different"


@pytest.mark.parametrize("point", ["E:", "e:", "E:\\"])
def test_a_drive_that_is_there_with_its_group(point: str) -> None:
    nodes = WindowsGiven()
    assert lacking(Mounted(), MountedWant(point=point), nodes) is None
    assert lacking(NotMounted(), NotMountedWant(point=point), nodes) == "check.still_mounted"
    kind, want = NotMounted(), NotMountedWant(point=point)
    assert kind.missing(want, target(CLU2), nodes.answers(kind, want, target(CLU2))) is None


LINK = LinkWant(path=r"C:\jcclweb\config", target=r"E:\clwebconf\config", aside=True)


@pytest.mark.parametrize("text", [r"E:\clwebconf\config", r"e:\CLWEBCONF\config" + "\\"])
def test_a_link_of_windows_is_the_same_in_any_case(text: str) -> None:
    nodes = WindowsGiven().says("clu1", FileFacts(LINK.path), FileAnswer(FileKind.LINK, target=text))
    assert argvs(Link(), LINK, nodes) == []
    assert Link().plan(LINK, target(), nodes.answers(Link(), LINK, target())) is None


def test_a_link_to_another_drive_is_refused() -> None:
    nodes = WindowsGiven().says("clu1", FileFacts(LINK.path), FileAnswer(FileKind.LINK, target=r"W:\clwebconf\config"))
    with pytest.raises(StepFailed) as refusal:
        Link().plan(LINK, target(), nodes.answers(Link(), LINK, target()))
    assert refusal.value.problem.code == "folder.link_elsewhere"


MOVE = MoveDirectoryWant(source=r"C:\jcclweb\config", destination=r"E:\clwebconf\config")


def moving() -> Given:
    nodes = WindowsGiven()
    for path in (MOVE.source, r"E:\clwebconf"):
        nodes.says("clu1", FileFacts(path), FileAnswer(FileKind.FOLDER))
    aside = leftovers(MOVE.source)[0]
    nodes.says("clu1", FolderVolume(r"C:\jcclweb"), "1A2B-3C4D C:\\")
    nodes.says("clu1", FolderVolume(r"E:\clwebconf"), "5E6F-7A8B E:\\")
    nodes.says("clu1", TreeSize(MOVE.source), 12).says("clu1", FreeSpace(r"E:\clwebconf"), 100)
    nodes.says("clu1", TreeDifference(MOVE.source, MOVE.destination), None)
    return nodes.says("clu1", TreeDifference(aside, MOVE.destination), None)


def test_a_move_to_another_drive_is_a_copy_that_is_compared() -> None:
    change = MoveDirectory().plan(MOVE, target(), moving().answers(MoveDirectory(), MOVE, target()))
    assert change is not None
    assert [type(action).__name__ for action in change.actions] == ["CopyTree", "RemoveTree"]


def test_a_dangling_link_is_right_on_the_node_without_the_drive_and_wrong_on_the_other() -> None:
    for node, is_wrong in (("clu1", True), ("clu2", False)):
        nodes = WindowsGiven()
        nodes.says(node, FileFacts(MOVE.source), FileAnswer(FileKind.LINK, target=MOVE.destination))
        where = target() if node == "clu1" else target(CLU2)
        for question, answer in (
            (FolderVolume(r"C:\jcclweb"), "1A2B-3C4D C:\\"),
            (FolderVolume(r"E:\clwebconf"), ""),
            (TreeSize(MOVE.source), 0),
            (FreeSpace(r"E:\clwebconf"), 0),
            (TreeDifference(MOVE.source, MOVE.destination), None),
            (TreeDifference(leftovers(MOVE.source)[0], MOVE.destination), None),
        ):
            nodes.says(node, question, answer)
        answers = nodes.answers(MoveDirectory(), MOVE, where)
        if is_wrong:
            with pytest.raises(StepFailed) as refusal:
                MoveDirectory().plan(MOVE, where, answers)
            assert refusal.value.problem.code == "folder.link_dangles"
        else:
            assert MoveDirectory().plan(MOVE, where, answers) is None


COMMUNITY = FileSettingWant.model_validate(
    {
        "path": r"W:\NVWORK\local\nvisord.cf",
        "key": "CommunityName",
        "separator": ": ",
        "value": '"mgr_ESMPRO"',
        "make": True,
        "final_line_end": True,
    }
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b'CommunityName: "mgr_ESMPRO"\r\n'),
        (b"", b'CommunityName: "mgr_ESMPRO"\r\n'),
        (b"Other: 1\r\n", b'Other: 1\r\nCommunityName: "mgr_ESMPRO"\r\n'),
        (b"Other: 1", b'Other: 1\r\nCommunityName: "mgr_ESMPRO"\r\n'),
        (b'CommunityName : "x"\r\nOther: 1\r\n', b'CommunityName: "mgr_ESMPRO"\r\nOther: 1\r\n'),
        (b'CommunityName: "mgr_ESMPRO"', b'CommunityName: "mgr_ESMPRO"\r\n'),
        (b'CommunityName: "mgr_ESMPRO"\r\n', None),
    ],
)
def test_a_setting_in_a_file_that_may_have_to_be_made(before: bytes | None, after: bytes | None) -> None:
    nodes = WindowsGiven()
    if before is not None:
        nodes.file("clu1", COMMUNITY.path, before)
    change = FileSetting().plan(COMMUNITY, target(), nodes.answers(FileSetting(), COMMUNITY, target()))
    if after is None:
        assert change is None
        return
    assert change is not None
    (action,) = change.actions
    assert isinstance(action, WriteFile)
    assert (action.before, action.content) == (before, after)
    later = nodes.after(dict(change.predicts))
    assert FileSetting().plan(COMMUNITY, target(), later.answers(FileSetting(), COMMUNITY, target())) is None
