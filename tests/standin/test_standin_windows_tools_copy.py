"""Copies and access rights on a Windows node: robocopy, xcopy, icacls and cacls."""

import os
from pathlib import Path

import pytest

from clprun.lab.standin.windows.acl import Ace, Acl, load, parse, save, to_text
from tests.standin.windows_tools import Machine, machine

ADMINISTRATORS = r"BUILTIN\Administrators"
FULL = "(OI)(CI)F"


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return machine(tmp_path)


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
        os.utime(path, (1000, 1000))


def found(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def entries(here: Machine, name: str) -> list[str]:
    """The entries that icacls shows for one file or folder."""
    lines = here.run(f"icacls {name}").text.partition("\n\n")[0].splitlines()
    return [line[len(name) + 1 :] for line in lines]


def test_robocopy_takes_everything_along(here: Machine) -> None:
    tree(here.c / "s", "a", "d/b", "日本語.txt")
    (here.c / "s" / "empty").mkdir()
    here.run(rf"icacls C:\s /grant *S-1-1-0:{FULL}")
    os.setxattr(here.c / "s" / "a", "user.DOSATTRIB", b"0x2")
    result = here.run(r"robocopy C:\s E:\t /E /COPY:DATSO /DCOPY:T /R:1 /W:1")
    assert result.code == 1
    assert found(here.e / "t") == ["a", "d", "d/b", "empty", "日本語.txt"]
    assert (here.e / "t" / "d" / "b").stat().st_mtime == 1000
    assert entries(here, r"E:\t")[0] == "Everyone:(OI)(CI)(F)"
    assert "日本語" not in here.run(r"dir /b /ah E:\t").text
    assert here.run(r"dir /b /ah E:\t").text == "a\n"


def test_a_second_robocopy_has_nothing_to_do(here: Machine) -> None:
    tree(here.c / "s", "a", "d/b")
    assert here.run(r"robocopy C:\s E:\t /E").code == 1
    assert here.run(r"robocopy C:\s E:\t /E").code == 0
    (here.c / "s" / "a").write_bytes(b"changed")
    assert here.run(r"robocopy C:\s E:\t /E").code == 1
    assert (here.e / "t" / "a").read_bytes() == b"changed"


@pytest.mark.parametrize(
    ("words", "code", "left"),
    [
        ("/E", 3, ["a", "extra", "old", "old/f"]),
        ("/MIR", 3, ["a"]),
        ("/MIR /L", 3, ["extra", "old", "old/f"]),
        ("/E /PURGE", 3, ["a"]),
        ("a", 3, ["a", "extra", "old", "old/f"]),
    ],
)
def test_what_is_only_at_the_target(here: Machine, words: str, code: int, left: list[str]) -> None:
    tree(here.c / "s", "a")
    tree(here.e / "t", "extra", "old/f")
    assert here.run(rf"robocopy C:\s E:\t {words}").code == code
    assert found(here.e / "t") == left


def test_a_file_where_a_folder_should_be_is_a_mismatch(here: Machine) -> None:
    tree(here.c / "s", "d/f")
    tree(here.e / "t", "d")
    assert here.run(r"robocopy C:\s E:\t /E").code == 4


@pytest.mark.parametrize(("words", "copied"), [("/E", ["l", "l/f"]), ("/E /XJ", []), ("/E /SL", ["l"])])
def test_links_are_followed_left_out_or_copied(here: Machine, words: str, copied: list[str]) -> None:
    tree(here.c / "real", "f")
    (here.c / "s").mkdir()
    here.run(r"mklink /D C:\s\l C:\real")
    here.run(rf"robocopy C:\s E:\t {words}")
    assert found(here.e / "t") == copied
    assert (here.e / "t" / "l").is_symlink() == ("/SL" in words)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (r"robocopy C:\missing E:\t /E", "ERROR 2 (0x00000002) Accessing Source Directory"),
        (r"robocopy C:\ E:\t /NONSENSE", 'ERROR : Invalid Parameter #3 : "/NONSENSE"'),
        (r"robocopy C:\one", "Simple Usage"),
        ('robocopy "C:\\s\\" E:\\t', "Simple Usage"),  # the quote that the backslash swallows
    ],
)
def test_a_robocopy_that_does_nothing_gives_16(here: Machine, line: str, said: str) -> None:
    tree(here.c / "s", "a")
    result = here.run(line)
    assert result.code == 16
    assert said in result.text
    assert found(here.e) == []


@pytest.mark.parametrize("line", [r"robocopy C:\s E:\t /E", r"xcopy C:\s E:\t /e /i"])
def test_a_copy_that_is_killed_leaves_a_half(here: Machine, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    tree(here.c / "s", "a", "b")
    monkeypatch.setattr(type(here.node.settings), "fault", lambda _, command: "die")
    assert here.run(line).code is None
    assert found(here.e / "t") == ["a"]


def test_xcopy_keeps_rights_and_attributes_where_asked(here: Machine) -> None:
    tree(here.c, "f")
    here.run(r"icacls C:\f /grant *S-1-1-0:R")
    (here.c / "f").chmod(0o444)
    assert here.run(r"xcopy C:\f E:\kept\ /o /x /h /k /y /q").text == "1 File(s) copied\n"
    assert here.run(r"xcopy C:\f E:\plain\ /y /q").code == 0
    assert entries(here, r"E:\kept\f")[0] == "Everyone:(R)"
    assert "Everyone:(R)" not in entries(here, r"E:\plain\f")
    assert here.run(r"dir /b /ar E:\kept").text == "f\n"
    assert here.run(r"dir /b /ar E:\plain").code == 1


def test_xcopy_of_a_tree(here: Machine) -> None:
    tree(here.c / "s", "a", "d/b")
    (here.c / "s" / "empty").mkdir()
    assert here.run(r"xcopy C:\s E:\t /e /i /q /y").code == 0
    assert found(here.e / "t") == ["a", "d", "d/b", "empty"]
    assert here.run(r"xcopy C:\s E:\u /s /i /q /y").code == 0
    assert found(here.e / "u") == ["a", "d", "d/b"]


def test_xcopy_of_nothing_gives_4(here: Machine) -> None:
    result = here.run(r"xcopy C:\missing E:\t")
    assert (result.code, result.text) == (4, "0 File(s) copied\n")
    assert result.complaint == "File not found - missing\n"


def test_rights_are_shown_as_windows_shows_them(here: Machine) -> None:
    (here.c / "x").mkdir()
    assert here.run(r"icacls C:\x").text == (
        "C:\\x BUILTIN\\Administrators:(I)(OI)(CI)(F)\n"
        "     NT AUTHORITY\\SYSTEM:(I)(OI)(CI)(F)\n"
        "     BUILTIN\\Users:(I)(OI)(CI)(RX)\n"
        "\n"
        "Successfully processed 1 files; Failed processing 0 files\n"
    )


def test_rights_of_a_folder_pass_to_what_is_made_in_it(here: Machine) -> None:
    (here.c / "x").mkdir()
    assert here.run(rf"icacls C:\x /inheritance:r /grant:r *S-1-5-32-544:{FULL} *S-1-5-18:{FULL}").code == 0
    (here.c / "x" / "new").mkdir()
    (here.c / "x" / "new" / "f").touch()
    assert sorted(entries(here, r"C:\x")) == [f"{ADMINISTRATORS}:(OI)(CI)(F)", r"NT AUTHORITY\SYSTEM:(OI)(CI)(F)"]
    assert f"{ADMINISTRATORS}:(I)(OI)(CI)(F)" in entries(here, r"C:\x\new")
    assert f"{ADMINISTRATORS}:(I)(F)" in entries(here, r"C:\x\new\f")


@pytest.mark.parametrize(
    ("flags", "folder", "file"),
    [
        ("(OI)(CI)", "(I)(OI)(CI)(RX)", "(I)(RX)"),
        ("(CI)", "(I)(CI)(RX)", None),
        ("(OI)", "(I)(OI)(IO)(RX)", "(I)(RX)"),
        ("(OI)(CI)(IO)", "(I)(OI)(CI)(RX)", "(I)(RX)"),
        ("(OI)(CI)(NP)", "(I)(RX)", "(I)(RX)"),
        ("", None, None),
    ],
)
def test_flags_say_what_is_passed_on(here: Machine, flags: str, folder: str | None, file: str | None) -> None:
    (here.c / "x" / "d").mkdir(parents=True)
    (here.c / "x" / "f").touch()
    here.run(rf"icacls C:\x /inheritance:r /grant Everyone:{flags}RX")
    for name, wanted in (("d", folder), ("f", file)):
        assert entries(here, rf"C:\x\{name}") == ([f"Everyone:{wanted}"] if wanted else [""])


def test_granting_adds_replaces_and_takes_away(here: Machine) -> None:
    (here.c / "x").mkdir()
    here.run(r"icacls C:\x /inheritance:r /grant Everyone:R Everyone:W")
    assert entries(here, r"C:\x") == ["Everyone:(R,W)"]
    here.run(r"icacls C:\x /grant:r Everyone:(OI)(CI)(RX)")
    assert entries(here, r"C:\x") == ["Everyone:(OI)(CI)(RX)"]
    here.run(r"icacls C:\x /grant Users:M /deny Everyone:W")
    assert entries(here, r"C:\x") == ["Everyone:(DENY)(W)", r"BUILTIN\Users:(M)", "Everyone:(OI)(CI)(RX)"]
    here.run(r"icacls C:\x /remove *S-1-1-0 /inheritance:e")
    assert entries(here, r"C:\x")[0] == r"BUILTIN\Users:(M)"
    assert f"{ADMINISTRATORS}:(I)(OI)(CI)(F)" in entries(here, r"C:\x")
    here.run(r"icacls C:\x /reset")
    assert load(here.c / "x") == Acl()


def test_all_below_but_no_links(here: Machine) -> None:
    tree(here.c, "x/a", "x/d/b")
    tree(here.e, "other")
    here.run(r"mklink /D C:\x\link E:\\")
    result = here.run(rf"icacls C:\x /grant *S-1-1-0:{FULL} /T /Q")
    assert result.text == "Successfully processed 4 files; Failed processing 0 files\n"
    assert entries(here, r"C:\x\d\b")[0] == "Everyone:(F)"
    assert entries(here, "E:\\") == [
        f"{ADMINISTRATORS}:(OI)(CI)(F)",
        r"NT AUTHORITY\SYSTEM:(OI)(CI)(F)",
        *(r"BUILTIN\Users:(OI)(CI)(RX)",),
    ]


def test_saved_rights_are_restored(here: Machine) -> None:
    tree(here.c, "x/a", "x/d/b")
    here.run(r"icacls C:\x /inheritance:r /grant Everyone:(OI)(CI)RX")
    here.run(r"icacls C:\x\d\b /grant Users:F")
    before = {name: entries(here, rf"C:\{name}") for name in ("x", r"x\a", r"x\d\b")}
    assert here.run(r"icacls C:\x /save C:\saved /T /Q").code == 0
    assert (here.c / "saved").read_bytes().decode("utf-16-le").startswith("x\r\nD:PAI(A;OICI;0x1200a9;;;WD)\r\n")
    here.run(r"icacls C:\x /reset /T")
    assert entries(here, r"C:\x") != before["x"]
    assert here.run(r"icacls C:\ /restore C:\saved").code == 0
    assert {name: entries(here, rf"C:\{name}") for name in ("x", r"x\a", r"x\d\b")} == before


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (r"C:\missing", 2, "C:\\missing: The system cannot find the file specified.\n"),
        (r"C:\x /grant nobody:F", 1332, "nobody:F: No mapping between account names and security IDs was done.\n"),
        (r"C:\x /grant Everyone:QQ9", 87, 'Invalid parameter "Everyone:QQ9"\n'),
    ],
)
def test_a_failing_icacls_gives_the_error_number(here: Machine, words: str, code: int, complaint: str) -> None:
    (here.c / "x").mkdir()
    result = here.run(f"icacls {words}")
    assert (result.code, result.complaint) == (code, complaint)


def test_cacls_replaces_a_list_after_a_question(tmp_path: Path) -> None:
    here = machine(tmp_path, "2003")
    (here.c / "x").mkdir()
    assert here.run(r"cacls C:\x /G Administrators:F", stdin=b"N\r\n").code == 1
    assert here.run(r"cacls C:\x /G Administrators:F SYSTEM:F", stdin=b"Y \r\n").code == 0
    assert here.run(r"cacls C:\x").text == (
        "C:\\x BUILTIN\\Administrators:(OI)(CI)F \n     NT AUTHORITY\\SYSTEM:(OI)(CI)F \n\n"
    )


def test_cacls_edits_a_list_and_all_below(tmp_path: Path) -> None:
    here = machine(tmp_path, "2003")
    tree(here.c, "x/f")
    result = here.run(r"cacls C:\x /t /e /c /g Everyone:R")
    assert result.text == "processed dir: C:\\x\nprocessed file: C:\\x\\f\n"
    assert "Everyone:(OI)(CI)R " in here.run(r"cacls C:\x").text
    assert "BUILTIN\\Administrators:(OI)(CI)(ID)F " in here.run(r"cacls C:\x").text
    here.run(r"cacls C:\x /e /r Everyone")
    assert "Everyone" not in here.run(r"cacls C:\x").text


def test_a_list_survives_its_text(tmp_path: Path) -> None:
    acl = Acl(
        (
            Ace("S-1-1-0", frozenset({"R", "W"}), frozenset({"OI", "NP"}), deny=True),
            Ace("S-1-5-21-1-2-3-500", frozenset({"M"})),
        ),
        protected=True,
    )
    assert parse(to_text(acl)) == acl
    (tmp_path / "f").touch()
    save(tmp_path / "f", acl)
    assert load(tmp_path / "f") == acl
