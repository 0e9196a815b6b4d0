"""Links, folders and files on a Windows node: what the stand-ins do, say and give back."""

import json
import os
import re
import time
from pathlib import Path

import pytest

from clprun.lab.standin import calls as calls_module
from clprun.lab.standin import settings as settings_module
from tests.standin.windows_tools import Machine, machine


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return machine(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def linked(here: Machine) -> None:
    (here.e / "conf").mkdir()
    (here.e / "conf" / "a.txt").write_bytes(b"kept")
    assert here.run(r"mklink /D C:\conf E:\conf").code == 0


def test_a_link_is_made_shown_and_followed(here: Machine) -> None:
    (here.e / "conf").mkdir()
    (here.e / "conf" / "A.txt").write_bytes(b"through")
    made = here.run(r"mklink /D C:\conf E:\conf")
    assert made.text == "symbolic link created for C:\\conf <<===>> E:\\conf\n"
    assert re.search(r"<SYMLINKD>     conf \[E:\\conf\]\n", here.run("dir C:\\").text)
    assert here.run(r"type c:\CONF\a.TXT").out == b"through"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (r"/D C:\l E:\conf", r"<SYMLINKD>     l [E:\conf]"),
        (r"/J C:\l E:\conf", r"<JUNCTION>     l [E:\conf]"),
        (r"C:\l E:\conf\file", r"<SYMLINK>      l [E:\conf\file]"),
        (r"/D C:\l ..\x\y", r"<SYMLINKD>     l [..\x\y]"),
        (r"/D C:\l E:\not\there", r"<SYMLINKD>     l [E:\not\there]"),
        ('/D "C:\\l" "E:\\"', r"<SYMLINKD>     l [E:\]"),
    ],
)
def test_dir_tells_the_kind_and_the_target_of_a_link(here: Machine, words: str, shown: str) -> None:
    (here.e / "conf").mkdir()
    (here.e / "conf" / "file").touch()
    assert here.run(f"mklink {words}").code == 0
    assert shown in here.run(r"dir /al C:\*").text


def test_a_second_link_is_refused(here: Machine) -> None:
    linked(here)
    again = here.run(r"mklink /D C:\CONF E:\other")
    assert (again.code, again.complaint) == (1, "Cannot create a file when that file already exists.\n")


def test_a_link_without_a_folder_to_be_in_is_refused(here: Machine) -> None:
    refused = here.run(r"mklink /D C:\no\such\link E:\\")
    assert (refused.code, refused.complaint) == (1, "The system cannot find the path specified.\n")


def test_a_link_is_broken_while_its_drive_is_away(here: Machine) -> None:
    linked(here)
    device = here.folder / "prefix/dosdevices/e:"
    device.unlink()
    assert not (here.c / "conf").exists()
    assert here.run(r"type C:\conf\a.txt").code == 1
    assert "<SYMLINKD>" in here.run("dir C:\\").text
    device.symlink_to(here.e)
    assert here.run(r"type C:\conf\a.txt").out == b"kept"


@pytest.mark.parametrize("line", [r"rmdir C:\conf", r"rd /s /q C:\conf", r"rd /q/s C:\conf"])
def test_removal_of_a_link_leaves_its_target(here: Machine, line: str) -> None:
    linked(here)
    assert here.run(line).code == 0
    assert not os.path.lexists(here.c / "conf")
    assert (here.e / "conf" / "a.txt").read_bytes() == b"kept"


def test_removal_of_a_tree_never_goes_through_links(here: Machine) -> None:
    (here.c / "tree").mkdir()
    (here.e / "conf").mkdir()
    (here.e / "conf" / "a.txt").write_bytes(b"kept")
    here.run(r"mklink /D C:\tree\link E:\conf")
    here.run(r"mklink /J C:\tree\junction E:\conf")
    assert here.run(r"rmdir /s /q C:\tree").code == 0
    assert not (here.c / "tree").exists()
    assert (here.e / "conf" / "a.txt").read_bytes() == b"kept"


@pytest.mark.parametrize(
    ("name", "code"), [(r"C:\missing", 2), (r"C:\missing\x", 3), (r"C:\full", 145), (r"C:\full\f", 267), ("Q:\\x", 3)]
)
def test_a_failing_rmdir_gives_the_error_number(here: Machine, name: str, code: int) -> None:
    (here.c / "full").mkdir()
    (here.c / "full" / "f").touch()
    assert here.run(f"rmdir {name}").code == code
    assert (here.c / "full" / "f").exists()


@pytest.mark.parametrize(("reply", "gone"), [(b"Y\r\n", True), (b"N\r\n", False), (b"", False)])
def test_a_tree_is_removed_after_a_question(here: Machine, reply: bytes, gone: bool) -> None:
    (here.c / "full" / "below").mkdir(parents=True)
    assert "Are you sure (Y/N)?" in here.run(r"rd /s C:\full", stdin=reply).text
    assert (here.c / "full").exists() is not gone


def test_a_folder_does_not_move_to_another_volume(here: Machine) -> None:
    (here.c / "folder").mkdir()
    refused = here.run(r"move C:\folder E:\folder")
    assert (refused.code, refused.complaint) == (1, "Access is denied.\n")
    assert refused.text == "        0 dir(s) moved.\n"
    assert (here.c / "folder").is_dir()


def test_a_folder_moves_within_its_volume_and_into_a_folder(here: Machine) -> None:
    (here.c / "folder").mkdir()
    (here.c / "other").mkdir()
    assert here.run(r"move C:\folder C:\other").text == "        1 dir(s) moved.\n"
    assert (here.c / "other" / "folder").is_dir()


def test_a_file_moves_to_another_volume_with_its_time(here: Machine) -> None:
    (here.c / "f").write_bytes(b"x")
    os.utime(here.c / "f", (1000, 1000))
    assert here.run(r"move /y C:\f E:\g").code == 0
    assert (here.e / "g").read_bytes() == b"x"
    assert (here.e / "g").stat().st_mtime == 1000


@pytest.mark.parametrize(
    ("words", "reply", "content"), [("/y ", b"", b"new"), ("", b"No\r\n", b"old"), ("", b"Yes", b"new")]
)
def test_a_file_is_overwritten_with_leave(here: Machine, words: str, reply: bytes, content: bytes) -> None:
    (here.c / "a").write_bytes(b"new")
    (here.c / "b").write_bytes(b"old")
    here.run(rf"move {words}C:\a C:\b", stdin=reply)
    assert (here.c / "b").read_bytes() == content


def test_ren_and_del_act_on_the_link_itself(here: Machine) -> None:
    linked(here)
    (here.e / "file").touch()
    here.run(r"mklink C:\filelink E:\file")
    assert here.run(r"ren C:\conf conf2").code == 0
    assert here.run(r"del C:\filelink").code == 0
    assert (here.c / "conf2").is_symlink()
    assert names(here.c) == ["conf2"]
    assert names(here.e) == ["conf", "file"]


def test_ren_refuses_a_name_that_is_taken(here: Machine) -> None:
    (here.c / "a").touch()
    (here.c / "B").touch()
    assert here.run(r"ren C:\a b").code == 1
    assert here.run(r"ren C:\a A").code == 0
    assert names(here.c) == ["A", "B"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [(r"ren C:\folder other", "Access is denied.\n"), (r"move C:\folder C:\other", "Access is denied.\n")],
)
def test_a_folder_keeps_its_name_while_something_in_it_is_open(here: Machine, line: str, complaint: str) -> None:
    (here.c / "folder" / "below").mkdir(parents=True)
    with (here.c / "folder" / "below" / "log").open("w"):
        refused = here.run(line)
    assert (refused.code, refused.complaint) == (1, complaint)
    assert names(here.c) == ["folder"]
    assert here.run(line).code == 0
    assert names(here.c) == ["other"]


def test_del_of_a_missing_file_succeeds_with_a_word(here: Machine) -> None:
    found = here.run(r"del C:\missing")
    assert (found.code, found.complaint) == (0, "Could Not Find C:\\missing\n")


def test_the_layout_of_dir(here: Machine) -> None:
    (here.c / "top" / "Below").mkdir(parents=True)
    (here.c / "top" / "b.txt").write_bytes(b"x" * 12345)
    stamp = time.mktime((2026, 11, 21, 18, 17, 0, 0, 0, -1))
    for name in ("top", "top/Below", "top/b.txt", "."):
        os.utime(here.c / name, (stamp, stamp))
    lines = here.run(r"dir C:\TOP").text.splitlines()
    assert lines[0] == " Volume in drive C has no label."
    assert re.fullmatch(r" Volume Serial Number is [0-9A-F]{4}-[0-9A-F]{4}", lines[1])
    assert lines[2:9] == [
        "",
        r" Directory of C:\TOP",
        "",
        "11/21/2026  06:17 PM    <DIR>          .",
        "11/21/2026  06:17 PM    <DIR>          ..",
        "11/21/2026  06:17 PM            12,345 b.txt",
        "11/21/2026  06:17 PM    <DIR>          Below",
    ]
    assert lines[9] == "               1 File(s)         12,345 bytes"
    assert re.fullmatch(r"               3 Dir\(s\) +[\d,]+ bytes free", lines[10])


def test_the_layout_of_dir_in_japanese(tmp_path: Path) -> None:
    here = machine(tmp_path, language="ja")
    (here.c / "設定").mkdir()
    (here.c / "設定" / "a").write_bytes(b"xy")
    os.utime(here.c / "設定" / "a", (0, time.mktime((2026, 11, 21, 6, 17, 0, 0, 0, -1))))
    text = here.run("dir C:\\設定", code_page=932).out.decode("cp932").replace("\r\n", "\n")
    assert " ドライブ C のボリューム ラベルがありません。\n" in text
    assert " C:\\設定 のディレクトリ\n" in text
    assert "2026/11/21  06:17                 2 a\n" in text
    assert "               1 個のファイル                   2 バイト\n" in text
    assert " Directory of" in here.run("dir C:\\設定").text  # English under code page 65001


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["a.txt", "b", "link"]),
        ("/a", ["a.txt", "b", "hidden", "link"]),
        ("/ad", ["b", "link"]),
        ("/a-d", ["a.txt", "hidden"]),
        ("/al", ["link"]),
        ("/ad-l", ["b"]),
        ("/a:h", ["hidden"]),
        ("/o-n", ["link", "b", "a.txt"]),
        ("/og", ["b", "link", "a.txt"]),
    ],
)
def test_the_switches_of_dir(here: Machine, words: str, names: list[str]) -> None:
    (here.c / "x" / "b").mkdir(parents=True)
    for name in ("a.txt", "hidden"):
        (here.c / "x" / name).touch()
    os.setxattr(here.c / "x" / "hidden", "user.DOSATTRIB", b"0x2")
    here.run(r"mklink /d C:\x\link C:\x\b")
    assert here.run(rf"dir /b {words} C:\x").text.split() == names


def test_dir_of_all_below_shows_whole_paths_and_enters_no_links(here: Machine) -> None:
    linked(here)
    (here.c / "x" / "y").mkdir(parents=True)
    (here.c / "x" / "y" / "f").touch()
    assert here.run(r"dir /s /b C:\*").text.splitlines() == ["C:\\conf", "C:\\x", "C:\\x\\y", "C:\\x\\y\\f"]


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        (r"C:\nothing", "File Not Found"),
        (r"C:\no\thing", "The system cannot find the path specified."),
        (r"Q:\\", "The system cannot find the path specified."),
        (r"C:\empty\*.x", "File Not Found"),
    ],
)
def test_dir_of_nothing_gives_1(here: Machine, name: str, complaint: str) -> None:
    (here.c / "empty").mkdir()
    found = here.run(f"dir {name}")
    assert (found.code, found.complaint) == (1, f"{complaint}\n")


def test_type_passes_bytes_on(here: Machine) -> None:
    content = bytes(range(256)) * 300
    (here.c / "f").write_bytes(content)
    assert here.run(r"type C:\f", code_page=932).out == content
    assert here.run("type nul").out == b""
    missing = here.run(r"type C:\g")
    assert (missing.code, missing.complaint) == (1, "The system cannot find the file specified.\n")


def test_type_turns_utf_16_into_the_code_page(here: Machine) -> None:
    (here.c / "f").write_bytes("日本".encode("utf-16"))
    assert here.run(r"type C:\f", code_page=932).out == "日本".encode("cp932")


def test_relative_paths_begin_at_the_callers_folder(here: Machine) -> None:
    (here.c / "x").mkdir()
    (here.c / "x" / "f").write_bytes(b"1")
    (here.c / "f").write_bytes(b"2")
    here.cwd = "C:\\x"
    assert [here.run(f"type {name}").out for name in ("f", r"..\f", r"\f", "C:f", "c:/x/f")] == [
        *(b"1", b"2", b"2", b"1", b"1"),
    ]


def test_linkd_makes_and_removes_a_junction(tmp_path: Path) -> None:
    here = machine(tmp_path, "2003")
    (here.c / "j").mkdir()
    assert here.run(r"linkd C:\j E:\\").text == "Link created at: C:\\j\n"
    assert "<JUNCTION>" in here.run(r"dir C:\*").text
    assert here.run(r"linkd C:\j").text.endswith("E:\\\n")
    assert here.run(r"linkd C:\j /D").code == 0
    assert (here.c / "j").is_dir()
    assert not (here.c / "j").is_symlink()


def test_only_what_changes_something_is_recorded(here: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls_module, "SHARED", str(here.folder))
    here.run("dir C:\\")
    here.run(r"mklink /D C:\x E:\\")
    here.run(r"rd C:\missing")
    lines = [json.loads(line) for line in (here.folder / "calls.jsonl").read_text().splitlines()]
    assert [(line["argv"], line["exit"], line["by"], line["changes"]) for line in lines] == [
        (["mklink", "/D", "C:\\x", "E:\\\\"], 0, "winrm", True)
    ]


@pytest.mark.parametrize("fault", ["fail", "die", "lie"])
def test_a_fault_of_the_lab_is_obeyed(here: Machine, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(type(here.node.settings), "fault", lambda _, command: fault)
    result = here.run(r"mklink /D C:\x E:\\")
    assert {None: "die", 0: "lie"}.get(result.code, "fail") == fault
    assert not os.path.lexists(here.c / "x")


def scanner(monkeypatch: pytest.MonkeyPatch, here: Machine, seconds: int) -> None:
    """A virus scanner holds what was written less than some seconds ago."""
    monkeypatch.setattr(settings_module, "SHARED", str(here.folder))
    told = {"busy": {here.node.settings.node: seconds}}
    (here.folder / "faults.json").write_text(json.dumps(told), "utf-8")


@pytest.mark.parametrize(
    "line", ["ren E:\\new gone", "move E:\\new E:\\gone", "ren E:\\new\\file gone", "rmdir /s /q E:\\new"]
)
def test_what_a_virus_scanner_looks_at_keeps_its_name(
    here: Machine, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (here.e / "new").mkdir()
    (here.e / "new" / "file").write_bytes(b"x")
    scanner(monkeypatch, here, 3600)
    assert here.run(line).complaint == "Access is denied.\n"
    assert (here.e / "new" / "file").exists()
    scanner(monkeypatch, here, 0)
    assert here.run(line).code == 0
    assert not (here.e / "new" / "file").exists()
