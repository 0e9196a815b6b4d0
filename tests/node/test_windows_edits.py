"""Changes to files of a Windows node: the lines that are sent, and what is refused without any."""

import base64
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.errors import StepFailed
from clprun.model.change import MakeFolder, Rename, WriteFile
from clprun.model.cluster import Platform
from clprun.model.folders import MakeLink, RemoveLink, Volumes
from clprun.model.question import Raw
from clprun.node.edits import NOT_THE_LINK, Edit
from clprun.node.windows.cmd import LONGEST_LINE
from clprun.node.windows.patience import patiently, removed
from clprun.node.windows.upload import upload
from clprun.node.writer import ActionResult, Writer
from tests.node.helpers import shown
from tests.node.test_windows_reparse import SYMBOLIC_LINK, data_of
from tests.node.test_windows_reparse import shown as shown_link
from tests.node.windows_double import Answering, printed

ABSENT, FILE, FOLDER = printed("facts  "), printed("facts --a------ 7"), printed("facts d-------- 0", "folder")
OTHER_FILE = printed("facts --a------ 8")
DONE = Raw(0, b"")
PATH, TARGET = r"C:\NEC\clweb.conf", r"E:\jc"
LIES_ON_E = "1A2B-3C4D E:\\"


def link_to(target: str) -> Raw:
    shown = shown_link(SYMBOLIC_LINK, data_of(SYMBOLIC_LINK, rf"\??\{target}", target))
    return printed("facts d-------- 0", "folder", *shown.split("\n"))


def perform(edit: Edit, *replies: Raw) -> tuple[list[str], ActionResult]:
    """The lines besides the questions that an edit sends, and its result."""
    node = Answering(list(replies))
    result = Writer(node, Platform.WINDOWS, "win1", run="r").perform(edit, "job")
    assert node.replies == []
    return [line for line in node.lines if "!errorlevel!" not in line], result


def refused(edit: Edit, *replies: Raw) -> str:
    """Code of the problem that refuses an edit; all replies are used up."""
    node = Answering(list(replies))
    with pytest.raises(StepFailed) as caught:
        Writer(node, Platform.WINDOWS, "win1", run="r").perform(edit, "job")
    assert node.replies == []
    assert caught.value.problem.node == "win1"
    assert shown(caught.value.problem)
    return caught.value.problem.code


def test_a_file_is_written_by_this_line() -> None:
    old, new = b"old\r\n", b"new\r\n"

    (line,), result = perform(WriteFile("win1", PATH, new, before=old), FILE, DONE)

    work = ".clprun-" + hashlib.sha256(b"clweb.conf").hexdigest()[:16] + ".tmp"
    copy, target = rf"{work}\copy\clweb.conf", r".\clweb.conf"
    assert result == ActionResult(0)
    moved, cleared = patiently(f'move /y "{copy}" "{target}"'), removed('"!w!"')
    assert line == (
        rf'echo off&cd /d "C:\NEC"||exit 1&set "w={work}"'
        r'&(if exist "!w!" rd "!w!" 2>nul||rd /s /q "!w!")&(md "!w!\copy"||exit 1)'
        rf'&>>"!w!\base64" echo {base64.b64encode(new).decode()}'
        rf'&({same(target, old)}&if not defined same (rd /s /q "!w!"&exit 83))'
        r'&(certutil -f -decode "!w!\base64" "!w!\content">nul||(rd /s /q "!w!"&exit 84))'
        rf'&(xcopy "{target}" "!w!\copy" /o /x /h /k /y /q>nul||(rd /s /q "!w!"&exit 85))'
        rf'&(copy /y /b "!w!\content" "{copy}">nul||(rd /s /q "!w!"&exit 1))'
        rf'&({same(copy, new)})&(if not defined same (rd /s /q "!w!"&exit 84))'
        rf'&{moved}&(if not defined renamed (rd /s /q "!w!"&exit 1))'
        f"&{cleared}&exit 0"
    )


def same(file: str, content: bytes) -> str:
    """Sets ``same`` where a file has a content."""
    sha256, sha1 = hashlib.sha256(content).hexdigest(), hashlib.sha1(content).hexdigest()
    return (
        'set "same="&(for /f "delims=" %i in ('
        f'\'certutil -hashfile "{file}" SHA256^|^|certutil -hashfile "{file}"\') do (set "line=%i"'
        f'&(if /i "!line: =!"=="{sha256}" set "same=1")&(if /i "!line: =!"=="{sha1}" set "same=1")))'
    )


def test_a_new_file_must_not_be_there_yet_and_takes_the_folder_s_rights() -> None:
    (line,), _ = perform(WriteFile("win1", PATH, b"new"), ABSENT, DONE)

    assert '&(if exist ".\\clweb.conf" (rd /s /q' in line
    assert "xcopy" not in line


def test_an_empty_file_has_nothing_to_be_decoded_and_no_hash() -> None:
    (line,), _ = perform(WriteFile("win1", PATH, b""), ABSENT, DONE)

    assert "certutil" not in line
    assert "echo " not in line.replace("echo off", "")
    assert re.search(r'type nul>"!w!\\content"', line)
    assert 'if "%~zi"=="0" set "same=1"' in line


@given(size=st.integers(0, 60_000), name=st.sampled_from(["a", "clweb.conf", "設定 (1).ini", "x" * 60]))
def test_any_content_is_sent_whole_in_lines_that_cmd_takes(size: int, name: str) -> None:
    content = bytes(index * 7 & 255 for index in range(size))

    lines = upload(WriteFile("win1", rf"C:\Program Files (x86)\NEC\{name}", content, before=b"before"))

    assert all(len(line) <= LONGEST_LINE and line.isprintable() for line in lines)
    sent = "".join(part for line in lines for part in re.findall(r'>>"[^"]+" echo ([^&]*)', line))
    assert base64.b64decode(sent) == content
    assert [index for index, line in enumerate(lines) if "move /y" in line] == [len(lines) - 1]
    assert [index for index, line in enumerate(lines) if "&(md " in line] == [0]


def test_a_file_of_four_kilobytes_takes_one_line() -> None:
    assert len(upload(WriteFile("win1", r"W:\NVWORK\local\nvisord.cf", b"x" * 4096, before=b"y"))) == 1


def test_the_lines_of_a_long_file_end_at_the_first_that_fails() -> None:
    action = WriteFile("win1", PATH, b"x" * 20_000)

    assert refused(action, ABSENT, DONE, DONE, Raw(1, b"", b"There is not enough space on the disk.\r\n")) == (
        "node.edit_failed"
    )


@pytest.mark.parametrize(
    ("before", "found", "code"),
    [
        (b"old", link_to(TARGET), "node.is_link"),
        (b"old", FOLDER, "node.in_the_way"),
        (b"old", ABSENT, "node.file_changed"),
        (None, FILE, "node.file_changed"),
        (None, link_to(TARGET), "node.is_link"),
    ],
)
def test_what_lies_there_is_left_alone(before: bytes | None, found: Raw, code: str) -> None:
    assert refused(WriteFile("win1", PATH, b"new", before=before), found) == code


@pytest.mark.parametrize(
    ("exit_code", "code"),
    [(83, "node.file_changed"), (84, "node.content_cut"), (85, "node.attributes_not_kept"), (1, "node.edit_failed")],
)
def test_what_the_line_finds_is_said(exit_code: int, code: str) -> None:
    raw = Raw(exit_code, b"", "アクセスが拒否されました。\r\n".encode("cp932"))

    with pytest.raises(StepFailed) as caught:
        perform(WriteFile("win1", PATH, b"new"), ABSENT, raw)
    assert caught.value.problem.code == code
    assert caught.value.problem.output == "アクセスが拒否されました。"


def test_a_path_that_cannot_be_sent_is_refused() -> None:
    assert refused(MakeFolder("win1", r"C:\100%")) == "node.unquotable"
    assert refused(MakeLink("win1", r"C:\a", r"E:\100%"), ABSENT) == "node.unquotable"


def test_a_path_about_which_the_node_says_nothing_is_not_changed() -> None:
    assert refused(MakeFolder("win1", r"C:\a"), Raw(1, b"")) == "node.file_unreadable"


def move(source: str, destination: str) -> str:
    """The line that renames."""
    return f"echo off&{patiently(f'move {source} {destination}', taken=destination)}&(if not defined renamed exit 1)"


def test_a_rename_is_this_line_and_proven() -> None:
    action = Rename("win1", r"C:\a b", r"c:\c\d")

    assert perform(action, FOLDER, ABSENT, DONE, ABSENT, FOLDER)[0] == [move(r'"C:\a b"', r'"c:\c\d"')]
    assert refused(action, FILE, ABSENT, DONE, ABSENT, OTHER_FILE) == "node.rename_not_proven"
    assert refused(action, FILE, ABSENT, DONE, FILE, FILE) == "node.rename_not_proven"
    assert refused(action, FILE, ABSENT, Raw(1, b"")) == "node.edit_failed"


def test_a_rename_never_replaces_nests_or_copies() -> None:
    assert refused(Rename("win1", r"C:\a", r"C:\b"), ABSENT, ABSENT) == "node.rename_source_absent"
    for taken in (FILE, FOLDER, link_to(TARGET)):
        assert refused(Rename("win1", r"C:\a", r"C:\b"), FOLDER, taken) == "node.rename_destination_taken"
    assert refused(Rename("win1", r"C:\a", r"E:\a"), FOLDER, ABSENT) == "node.rename_other_volume"


def test_a_rename_goes_to_the_volume_it_was_planned_for_and_to_no_other() -> None:
    action = Rename("win1", r"E:\a", r"E:\b", Volumes(LIES_ON_E, LIES_ON_E))
    e, other = (printed(f" Volume Serial Number is {serial}") for serial in ("1A2B-3C4D", "0000-3C4D"))

    assert perform(action, FOLDER, ABSENT, e, e, DONE, ABSENT, FOLDER)[0] == [move(r'"E:\a"', r'"E:\b"')]
    assert refused(action, FOLDER, ABSENT, e, other) == "node.not_the_volume"
    assert refused(action, FOLDER, ABSENT, other, other) == "node.not_the_volume"


def test_a_folder_is_made_by_this_line_unless_it_is_there() -> None:
    assert perform(MakeFolder("win1", r"C:\a\b"), ABSENT, DONE)[0] == [r'echo off&md "C:\a\b"']
    assert perform(MakeFolder("win1", r"C:\a\b"), FOLDER)[0] == []
    assert refused(MakeFolder("win1", r"C:\a\b"), FILE) == "node.in_the_way"
    assert refused(MakeFolder("win1", r"C:\a\b"), link_to(TARGET)) == "node.is_link"


def test_a_link_is_made_by_this_line_and_proven() -> None:
    action = MakeLink("win1", r"C:\jc", TARGET)
    line = r'echo off&mklink /D "C:\jc" "E:\jc">nul||linkd "C:\jc" "E:\jc">nul'

    assert perform(action, ABSENT, DONE, link_to(TARGET))[0] == [line]
    assert perform(action, link_to(TARGET.lower()))[0] == []
    assert refused(action, link_to(r"E:\other")) == "node.in_the_way"
    assert refused(action, FOLDER) == "node.in_the_way"
    assert refused(action, ABSENT, Raw(1, b"")) == "node.edit_failed"
    assert refused(action, ABSENT, DONE, ABSENT) == "node.not_the_link"


def test_a_link_is_removed_by_this_line_which_cannot_remove_what_it_leads_to() -> None:
    action = RemoveLink("win1", r"C:\jc", TARGET)
    line = rf'echo off&(fsutil reparsepoint query "C:\jc">nul||exit {NOT_THE_LINK})&rd "C:\jc"||exit 1'

    assert perform(action, link_to(TARGET), DONE, ABSENT)[0] == [line]
    assert perform(action, ABSENT)[0] == []
    for another in (FOLDER, FILE, link_to(r"E:\other")):
        assert refused(action, another) == "node.not_the_link"
    assert refused(action, link_to(TARGET), Raw(NOT_THE_LINK, b"")) == "node.not_the_link"
    assert refused(action, link_to(TARGET), DONE, link_to(TARGET)) == "node.not_the_link"
