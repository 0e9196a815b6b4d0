"""What is put into a Wine prefix, and the copy of cmd.exe that finds it; on made-up files."""

from pathlib import Path

import pytest

from clprun.lab.windows.patch import BLANKED, PatchError, patched
from clprun.lab.windows.programs import NATIVE
from clprun.lab.windows.tools import (
    OVERRIDES,
    PROGRAMS,
    Flavour,
    commands,
    install,
    install_service,
    install_tools,
)

NAMES = ("CD", *BLANKED, "RDX", "FTYPE", "VER")
TIME = b"\xba\x02\0\0\0" + b"\x90" * 5 + b"\xff\x15"
OTHER = b"\xba\x02\0\0\0\x31\xc9\xff\x15\x00\x01\0\0"


def wide(text: str) -> bytes:
    return text.encode("utf-16-le") + b"\0\0"


def cmd(names: tuple[str, ...] = NAMES, times: int = 3) -> bytes:
    """A program with what the patch looks for: the mark, the table, the mode and calls of one imported function."""
    head = b"MZ" + bytes(0x3E) + b"Wine builtin DLL" + bytes(0x10)
    table = b"".join(wide(name).ljust(20, b"\0") for name in names)
    body = head + b"\0\0" + table + wide("rt,ccs=unicode") + OTHER
    for _ in range(times):
        call = TIME + (0x5000 - len(body) - len(TIME) - 4).to_bytes(4, "little", signed=True)
        body += call
    return body + bytes(64)


def test_the_patch_blanks_whole_names_only() -> None:
    content = patched(cmd())
    assert len(content) == len(cmd())
    for name in NAMES:
        assert (b"\0\0" + wide(name) in content) == (name not in BLANKED), name


def test_the_patch_takes_the_mark_away_and_sets_the_modes() -> None:
    content = patched(cmd())
    assert b"Wine builtin DLL" not in content
    assert wide("rt,ccs=utf-8") in content
    assert content.count(TIME) == 0
    assert OTHER in content


@pytest.mark.parametrize(
    "program",
    [
        cmd(tuple(name for name in NAMES if name != "MKLINK")),
        cmd((*NAMES, "DIR")),
        cmd(times=2),
        cmd().replace(b"Wine builtin DLL", b"Some other thing"),
        cmd().replace(wide("rt,ccs=unicode"), wide("rt,ccs=utf-16x")),
        b"",
    ],
    ids=["a name is missing", "a name is there twice", "a call is missing", "no mark", "no mode", "empty"],
)
def test_an_unknown_cmd_is_refused(program: bytes) -> None:
    with pytest.raises(PatchError):
        patched(program)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in PROGRAMS:
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.mark.parametrize(
    ("flavour", "there", "absent"),
    [
        ("2003", {"linkd", "cacls"}, {"mklink", "robocopy", "icacls", "curl"}),
        ("2008r2", {"mklink", "robocopy", "icacls"}, {"linkd", "curl"}),
        ("2022", {"mklink", "robocopy", "icacls", "curl"}, {"linkd"}),
    ],
)
def test_each_release_has_its_commands(
    tmp_path: Path, programs: Path, flavour: Flavour, there: set[str], absent: set[str]
) -> None:
    system = tmp_path / "prefix/drive_c/windows/system32"
    system.mkdir(parents=True)
    for name in ("robocopy", "icacls", "cmd", "timeout", "reg"):
        (system / f"{name}.exe").write_bytes(b"Wine's")
    install_tools(tmp_path / "prefix", programs, flavour, cmd())
    found = {path.stem for path in system.iterdir()}
    assert there | {"sc", "net", "dir", "reg"} <= found
    assert not found & (absent | {"timeout"})
    assert {path.stem for path in system.iterdir() if path.read_bytes() == b"bridge.exe"} == commands(flavour)
    assert (system / "cmd.exe").read_bytes() == patched(cmd())
    assert (system / "reg.exe").read_bytes() == b"Wine's"
    assert (tmp_path / "prefix/drive_c/lab/launch.exe").read_bytes() == b"launch.exe"


def test_files_of_wine_are_replaced_not_written_through(tmp_path: Path, programs: Path) -> None:
    system = tmp_path / "prefix/drive_c/windows/system32"
    system.mkdir(parents=True)
    (tmp_path / "shared").write_bytes(b"Wine's")
    (system / "find.exe").symlink_to(tmp_path / "shared")
    install(tmp_path / "prefix", programs, ["find"])
    assert (tmp_path / "shared").read_bytes() == b"Wine's"
    assert (system / "find.exe").read_bytes() == b"bridge.exe"


def test_products_get_programs_in_folders_of_their_own(tmp_path: Path, programs: Path) -> None:
    prefix = tmp_path / "prefix"
    (prefix / "drive_c/program files").mkdir(parents=True)
    install(prefix, programs, ["clpstat"], r"C:\Program Files\CLUSTERPRO\bin")
    install_service(prefix, programs, r"C:\Program Files\CLWeb\bin\jcclweb.exe")
    assert (prefix / "drive_c/program files/CLUSTERPRO/bin/clpstat.exe").read_bytes() == b"bridge.exe"
    assert (prefix / "drive_c/program files/CLWeb/bin/jcclweb.exe").read_bytes() == b"svc.exe"


def test_every_program_has_its_sources() -> None:
    for files in PROGRAMS.values():
        assert [name for name in files if not (NATIVE / name).is_file()] == []


def test_every_command_is_taken_from_the_prefix() -> None:
    names, _, order = OVERRIDES.partition("=")
    assert order == "n"
    assert {"cmd.exe", "sc.exe", "robocopy.exe", "linkd.exe"} <= set(names.split(","))
