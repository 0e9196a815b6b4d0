"""Lines of a width in columns, broken as each language allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clprun.ui.wrap import wrapped


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("unbreakable", 4, ["unbreakable"]),
        ("a\n\nb", 10, ["a", "", "b"]),
        ("", 10, [""]),
        ("漢字かな", 4, ["漢字", "かな"]),
        ("漢字。", 4, ["漢", "字。"]),
        ("（漢字）", 4, ["（漢", "字）"]),
        ("clprun apply を実行", 13, ["clprun apply", "を実行"]),
        ("設定ファイル daemon.conf の値", 20, ["設定ファイル", "daemon.conf の値"]),
    ],
)
def test_text_is_broken_so(text: str, width: int, expected: list[str]) -> None:
    assert wrapped(text, width) == expected


@given(st.text("ab 漢字かな、。（）ー", max_size=80), st.integers(8, 30))
def test_nothing_but_blanks_is_lost_and_lines_fit(text: str, width: int) -> None:
    lines = wrapped(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width or len(line.split()) == 1 for line in lines)
