"""Differences of files: unified, decoded, with line ends and encodings made visible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.errors import Problem
from clprun.model.change import Change, Diff, WriteFile
from clprun.ui.diffs import diffs_of, draw_diff, file_text, unified
from tests.ui.drawing import drawn


def shown(before: bytes | None, after: bytes | None, encoding: str = "utf-8") -> list[str]:
    text = drawn(lambda screen: draw_diff(screen, Diff("clu1", "/etc/x", before, after), 0), encoding=encoding)
    return text.splitlines()


HEAD = ["--- /etc/x  (clu1)", "+++ /etc/x  (clu1)"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"a\nb\n", b"a\nc\n", [*HEAD, "@@ -1,2 +1,2 @@", " a", "-b", "+c"]),
        (None, b"a\n", ["--- /dev/null  (clu1)", HEAD[1], "@@ -0,0 +1 @@", "+a"]),
        (b"a\n", None, [HEAD[0], "+++ /dev/null  (clu1)", "@@ -1 +0,0 @@", "-a"]),
        (b"a\r\nb\r\n", b"a\r\nc\r\n", [*HEAD, "@@ -1,2 +1,2 @@", " a", "-b", "+c"]),
        (
            b"a\nb\n",
            b"a\r\nb\r\n",
            [*HEAD, "line ends: LF -> CRLF", "@@ -1,2 +1,2 @@", "-a", "-b", "+a␍", "+b␍"],
        ),
        (
            b"a\r\nb\n",
            b"a\nb\n",
            [*HEAD, "line ends: mixed -> LF", "@@ -1,2 +1,2 @@", "-a␍", "+a", " b"],
        ),
        (b"a", b"a\n", [*HEAD, "line ends: - -> LF", "@@ -1 +1 @@", "-a", "\\ No newline at end of file", "+a"]),
        (
            "# 既定\na\n".encode("euc_jp"),
            "# 既定\nb\n".encode("euc_jp"),
            [*HEAD, "@@ -1,2 +1,2 @@", " # 既定", "-a", "+b"],
        ),
        (
            "設定\n".encode("cp932"),
            "設定\n".encode(),
            [*HEAD, "encoding: CP932 (Shift_JIS) -> UTF-8"],
        ),
        (
            b"a\n",
            b"\xef\xbb\xbfa\n",
            [*HEAD, "encoding: ASCII -> ASCII + BOM"],
        ),
        (b"a\n", "既\n".encode(), [*HEAD, "@@ -1 +1 @@", "-a", "+既"]),
        (
            None,
            "設\r\n".encode("cp932"),
            ["--- /dev/null  (clu1)", HEAD[1], "encoding CP932 (Shift_JIS), line ends CRLF", "@@ -0,0 +1 @@", "+設"],
        ),
    ],
)
def test_a_difference_looks_so(before: bytes | None, after: bytes | None, expected: list[str]) -> None:
    assert shown(before, after) == expected


def test_what_is_no_text_is_told_by_size_and_digest() -> None:
    lines = shown(b"\0\1\2", b"\0\1\2\3")

    assert [line.split(",")[1].strip() for line in lines[2:]] == ["3 bytes", "4 bytes"]


def test_a_carriage_return_is_shown_in_ascii_too() -> None:
    assert "+a^M" in shown(b"a\n", b"a\r\n", encoding="ascii")


def test_escape_sequences_of_a_file_are_not_obeyed() -> None:
    text = "\n".join(shown(b"a\n", b"\x1b]0;title\x07\x1b[2Jb\n"))

    assert "\x1b" not in text
    assert "+b" in text


def test_a_huge_difference_is_cut() -> None:
    lines = shown(None, b"x\n" * 1000)

    assert len(lines) < 500
    assert lines[-1] == "(601 more lines)"


@given(st.lists(st.sampled_from(["a", "b", "既", ""])), st.lists(st.sampled_from(["a", "b", "既", ""])))
def test_a_unified_difference_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    before = file_text("".join(f"{line}\n" for line in old).encode())
    after = file_text("".join(f"{line}\n" for line in new).encode())

    lines = unified(before, after, context=1000)

    body = [line for line in lines if not line.startswith("@@")]
    if old != new:
        assert [line[1:] for line in body if line[0] in " -"] == old
        assert [line[1:] for line in body if line[0] in " +"] == new
    else:
        assert body == []


def test_a_change_that_tells_its_own_differences_is_shown_by_them() -> None:
    told = Diff("clu1", "/a", b"1", b"2")
    writes = (WriteFile("clu1", "/work/a", b"2", b"1"), WriteFile("clu2", "/work/a", b"2", None))

    assert diffs_of(Change(Problem("commands.init_next"), writes, details=(told,))) == [told]


def test_else_each_written_file_is_shown() -> None:
    writes = (WriteFile("clu1", "/a", b"2", b"1"), WriteFile("clu2", "/a", b"2", None))

    assert diffs_of(Change(Problem("commands.init_next"), writes)) == [
        Diff("clu1", "/a", b"1", b"2"),
        Diff("clu2", "/a", None, b"2"),
    ]
