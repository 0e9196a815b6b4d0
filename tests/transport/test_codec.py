"""Untrusted bytes as text for people."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.transport.codec import Unencodable, decode, encode, last_lines, printable, readable

JAPANESE = "フェイルオーバグループ　運用系"


@pytest.mark.parametrize(
    ("data", "preferred", "text"),
    [
        (b"", ("utf-8",), ""),
        (JAPANESE.encode(), ("utf-8", "cp932", "euc_jp"), JAPANESE),
        (JAPANESE.encode("cp932"), ("utf-8", "cp932", "euc_jp"), JAPANESE),
        (JAPANESE.encode("euc_jp"), ("utf-8", "euc_jp", "cp932"), JAPANESE),
        (b"ok \xff\xfe\xa0\xff", ("utf-8", "cp932", "euc_jp"), "ok \\xff\\xfe\\xa0\\xff"),
        (b"\x81", ("utf-8", "cp932"), "\\x81"),
        (JAPANESE.encode(), (), "".join(f"\\x{byte:02x}" for byte in JAPANESE.encode())),
    ],
)
def test_decode(data: bytes, preferred: tuple[str, ...], text: str) -> None:
    assert decode(data, preferred) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\nsecond", "plain\ttext\nsecond"),
        ("dos\r\nlines\r\n", "dos\nlines\n"),
        ("over\rwritten", "over\\x0dwritten"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1Hcleared", "cleared"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ends", ""),
        ("\x1bP1;2|device\x1b\\text", "text"),
        ("\x1b(Bset", "set"),
        ("\x1bcreset", "reset"),
        ("\x9b31mred", "red"),
        ("end\x1b", "end"),
        ("bell\x07 null\0 back\x08 del\x7f", "bell\\x07 null\\x00 back\\x08 del\\x7f"),
        ("abc\u202edef\u2066", "abc\\u202edef\\u2066"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("\u2028line", "\\u2028line"),
        ("\x85next", "\\x85next"),
        (JAPANESE, JAPANESE),
        ("が (combining) 🙂", "が (combining) 🙂"),
        ("\ud800", "\\ud800"),
        ("\U000e0041tag", "\\U000e0041tag"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [("abcdef", 6, "abcdef"), ("abcdefg", 6, "…cdefg"), ("\0\0", 4, "…x00"), ("abc", 1, "…")],
)
def test_long_text_loses_its_beginning(text: str, limit: int, shown: str) -> None:
    assert printable(text, limit) == shown


@given(text=st.text(st.characters()), limit=st.integers(1, 100))
def test_whatever_is_shown_is_harmless_and_bounded(text: str, limit: int) -> None:
    shown = printable(text, limit)

    assert len(shown) <= limit
    assert all(c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)


@given(data=st.binary())
def test_any_bytes_become_text_that_can_be_written(data: bytes) -> None:
    assert readable(data).encode() is not None
    assert "\x1b" not in readable(data)


@given(text=st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_harmless_text_stays(text: str) -> None:
    assert printable(text, 1000) == text
    assert decode(text.encode()) == text


BLOCK = 256
CHANGED = {
    "cp932": "\u00a2\u00a3\u00ac\u2016\u2212\u301c",
    "euc_jp": "\u00a5\u203e",
    "shift_jis": "\u00a5\u203e",
}
"""What Python's codecs silently turn into look-alikes."""


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "cp932", "euc_jp", "shift_jis", "gb2312"])
def test_every_character_of_unicode_comes_back_or_is_refused(encoding: str) -> None:
    look_alikes = ""
    for first in range(0, sys.maxunicode + 1, BLOCK):
        block = "".join(map(chr, range(first, first + BLOCK)))
        alike = block.encode(encoding, "ignore") in {b"", block.encode("utf-8", "surrogatepass")}
        for text in (block,) if alike else block:
            try:
                assert encode(text, encoding).decode(encoding) == text
            except Unencodable as refusal:
                assert refusal.character == text[refusal.at]  # noqa: PT017  (either outcome is right)
                look_alikes += text if refusal.instead else ""

    assert look_alikes == CHANGED.get(encoding, "")


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_the_look_alike_that_is_named_comes_back(encoding: str) -> None:
    for character in CHANGED[encoding]:
        with pytest.raises(Unencodable) as refusal:
            encode(f"表示{character}{character}", encoding)

        instead = refusal.value.instead
        assert refusal.value.at == 2
        assert instead != character
        assert encode(instead, encoding).decode(encoding) == instead


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [("a\nb", 3, "a\nb"), ("one\ntwo\nthree", 9, "…\nthree"), ("one\ntwo", 4, "…\ntwo"), ("one line", 4, "…\n")],
)
def test_what_is_kept_of_a_long_text_begins_with_a_whole_line(text: str, limit: int, kept: str) -> None:
    assert last_lines(text, limit) == kept


def test_edges_are_cut() -> None:
    assert readable(b"\n  words \r\n") == "words"
