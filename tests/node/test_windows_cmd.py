"""What stands on a command line of cmd.exe arrives as it is, or is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.model.cluster import Platform
from clprun.node.windows.cmd import Unquotable, absolute, lines, parent, quote, text, windows_only


@pytest.mark.parametrize("value", ['a"b', "50%", "wow!", "a^b", "a\nb", "a\tb", "a\0b", "\x7f"])
def test_what_cmd_would_change_is_refused(value: str) -> None:
    with pytest.raises(Unquotable) as caught:
        quote(value)
    assert caught.value.value == value


@given(st.text(max_size=60))
def test_a_word_is_refused_or_stands_between_marks_that_nothing_in_it_ends(value: str) -> None:
    try:
        word = quote(value)
    except Unquotable:
        assert re.search(r'[\x00-\x1f\x7f"%!^]', value)
        return
    assert word[0] == word[-1] == '"'
    assert '"' not in word[1:-1]
    assert _argument(word) == value


def _argument(word: str) -> str:
    """What Microsoft's C runtime makes of a word in quotation marks: backslashes count only before a mark."""
    inner = word[1:-1]
    plain = inner.rstrip("\\")
    backslashes = len(inner) - len(plain)
    assert backslashes % 2 == 0
    return plain + "\\" * (backslashes // 2)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (r"C:\a", r'"C:\a"'),
        ("C:\\a\\", r'"C:\a"'),
        ("e:\\", r'"e:\."'),
        (r"C:\Program Files (x86)\NEC & Co", r'"C:\Program Files (x86)\NEC & Co"'),
        (r"W:\共有\設定.ini", r'"W:\共有\設定.ini"'),
    ],
)
def test_a_path_becomes_one_word(path: str, word: str) -> None:
    assert absolute(path) == word


@pytest.mark.parametrize(
    "path",
    ["", "a", r"\a", "C:", "C:a", "C:/a", r"C:\a*", r"C:\a?", r"C:\a|b", r"C:\a:stream", r"\\server\share", r"C:\%x%"],
)
def test_what_is_no_path_of_a_drive_is_refused(path: str) -> None:
    with pytest.raises(Unquotable):
        absolute(path)


def test_the_folder_of_a_path() -> None:
    assert parent(r"C:\a\b") == r'"C:\a"'
    assert parent(r"C:\a") == r'"C:\."'


def test_output_is_understood_in_both_code_pages() -> None:
    assert text("サービス\r\n".encode()) == text("サービス\r\n".encode("cp932")) == "サービス\n"
    assert lines(b"\r\n a  \r\n\r\nb\r\n") == [" a", "b"]


def test_a_linux_node_is_asked_otherwise() -> None:
    with pytest.raises(NotImplementedError):
        windows_only(Platform.LINUX)
