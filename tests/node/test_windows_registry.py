"""Values of the registry, as ``reg query`` of every release and language shows them."""

import pytest

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.windows.cmd import Unquotable
from clprun.node.windows.registry import (
    RegistryAnswer,
    RegistryEntry,
    RegistryKey,
    RegistryKeyAnswer,
    RegistryValue,
    View,
)
from tests.node.windows_double import asked, printed

KEY = r"HKLM\SOFTWARE\NEC\ESMPRO/CM"
LONG = KEY.replace("HKLM", "HKEY_LOCAL_MACHINE")
IN_32_BITS = r"HKLM\SOFTWARE\Wow6432Node\NEC\ESMPRO/CM"


def line(plain: str, in_32_bits: str, what: str) -> str:
    return (
        f'(set "key={in_32_bits}"&if /i "!PROCESSOR_ARCHITECTURE!"=="x86" set "key={plain}")'
        f'&echo key !key!&reg query "!key!" {what}'
    )


@pytest.mark.parametrize(
    ("key", "view", "plain", "seen"),
    [
        (KEY, None, KEY, KEY),
        (KEY, 64, KEY, KEY),
        (KEY, 32, KEY, IN_32_BITS),
        (IN_32_BITS, None, IN_32_BITS, IN_32_BITS),
        (IN_32_BITS, 32, KEY, IN_32_BITS),
        (IN_32_BITS.lower(), 64, r"hklm\software\nec\esmpro/cm", r"hklm\software\nec\esmpro/cm"),
        (LONG, 32, LONG, LONG.replace("SOFTWARE\\", "SOFTWARE\\Wow6432Node\\")),
        (r"HKLM\SYSTEM\X", 32, r"HKLM\SYSTEM\X", r"HKLM\SYSTEM\X"),
    ],
)
def test_a_view_is_written_out(key: str, view: View | None, plain: str, seen: str) -> None:
    assert asked(RegistryValue(key, "Work Dir", view)) == line(plain, seen, '/v "Work Dir"')
    assert asked(RegistryKey(key, view)) == line(plain, seen, "/s")


@pytest.mark.parametrize(("key", "name"), [(KEY, ""), (KEY, 'a"b'), (KEY, "50%"), ("HKLM\\a\nb", "x")])
def test_what_cannot_be_asked_is_refused(key: str, name: str) -> None:
    with pytest.raises(Unquotable):
        asked(RegistryValue(key, name))


def test_linux_has_no_registry() -> None:
    with pytest.raises(NotImplementedError):
        RegistryKey(KEY).script(Platform.LINUX)


@pytest.mark.parametrize(
    ("row", "type_", "data"),
    [
        (r"    WorkDir    REG_SZ    W:\NVWORK", "REG_SZ", r"W:\NVWORK"),
        ("    workdir    REG_SZ    ", "REG_SZ", ""),
        ("    WorkDir    REG_SZ", "REG_SZ", ""),
        ("    WorkDir    REG_SZ    a    REG_SZ    b", "REG_SZ", "a    REG_SZ    b"),
        ("    WorkDir    REG_DWORD    0x1f", "REG_DWORD", "0x1f"),
        (r"    WorkDir    REG_MULTI_SZ    a\0b", "REG_MULTI_SZ", r"a\0b"),
        (r"    WorkDir    REG_EXPAND_SZ    %SystemRoot%\x", "REG_EXPAND_SZ", r"%SystemRoot%\x"),
        ("\tWorkDir\tREG_SZ\tW:\\共有 フォルダ", "REG_SZ", r"W:\共有 フォルダ"),
    ],
)
@pytest.mark.parametrize("code_page", ["utf-8", "cp932"])
def test_a_value_is_read(row: str, type_: str, data: str, code_page: str) -> None:
    raw = printed(f"key {KEY}", "", LONG, row, "", code_page=code_page)

    answer = RegistryValue(KEY, "WorkDir").answer(raw)

    assert answer == RegistryAnswer(KEY, type_, data)
    assert answer.there


def test_an_old_release_says_its_version_first() -> None:
    raw = printed(f"key {KEY}", "", "! REG.EXE VERSION 3.0", "", LONG, "\tWorkDir\tREG_SZ\tx", "")
    assert RegistryValue(KEY, "WorkDir").answer(raw).data == "x"


@pytest.mark.parametrize("said", ["ERROR: The system was unable to find ...", "エラー: 指定された ...", "reg: ..."])
def test_an_absent_value_is_absent(said: str) -> None:
    raw = printed(f"key {IN_32_BITS}", said, exit_code=1)

    assert RegistryValue(KEY, "WorkDir", 32).answer(raw) == RegistryAnswer(IN_32_BITS)
    assert not RegistryValue(KEY, "WorkDir", 32).answer(raw).there
    assert RegistryKey(KEY, 32).answer(raw) == RegistryKeyAnswer(IN_32_BITS, there=False)


@pytest.mark.parametrize(
    "raw", [Raw(0, b""), printed("something"), printed(f"key {KEY}", LONG, "    Other    REG_SZ    x")]
)
def test_another_reply_is_no_answer(raw: Raw) -> None:
    with pytest.raises(Unanswerable):
        RegistryValue(KEY, "WorkDir").answer(raw)


def test_all_values_of_a_key_are_read_sorted_with_those_below() -> None:
    raw = printed(
        f"key {KEY}",
        "",
        LONG,
        "    b    REG_SZ    2",
        "    A    REG_DWORD    0x1",
        "    (既定)    REG_SZ    x",
        "",
        rf"{LONG}\below it\1",
        "    text    REG_SZ    first",
        "second    REG_SZ of the same",
        "",
        rf"{LONG}\empty",
        code_page="cp932",
    )
    assert RegistryKey(KEY).answer(raw) == RegistryKeyAnswer(
        KEY,
        there=True,
        values=(
            RegistryEntry("", "(既定)", "REG_SZ", "x"),
            RegistryEntry("", "A", "REG_DWORD", "0x1"),
            RegistryEntry("", "b", "REG_SZ", "2"),
            RegistryEntry(r"below it\1", "text", "REG_SZ", "first\nsecond    REG_SZ of the same"),
        ),
    )
