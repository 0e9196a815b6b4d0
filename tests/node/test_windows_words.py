"""Programs and arguments in a batch file: what cmd.exe and Microsoft's C runtime make of them is what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.node.windows.cmd import Unquotable
from clprun.node.windows.words import command, is_plain

AWKWARD = st.sampled_from(["%", "%%", "%PATH%", "%1", "!x!", "^", "&", "|", "<", ">", "(", ")", "\\", "\\\\", " ", "'"])
ANY = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='"')
VALUES = st.lists(AWKWARD | st.text(ANY, max_size=5), max_size=6).map("".join)


def by_cmd(line: str) -> str:
    """What cmd.exe passes on of a line of a batch file with delayed expansion off ([doc] ``cmd /?``, ``call /?``).

    Percent signs are gone through first, wherever they stand; then everything between quotation marks is left alone.
    """
    passed, at, quoted = "", 0, False
    while at < len(line):
        if line[at] == "%":
            assert line[at : at + 2] == "%%", "a variable or argument would be put in"
            at += 1
        elif line[at] == '"':
            quoted = not quoted
        else:
            assert quoted or line[at] not in "^&|<>()", "cmd.exe would act on it"
        passed += line[at]
        at += 1
    assert not quoted
    return passed


def by_runtime(line: str) -> list[str]:
    """The arguments a program gets ([doc] "Parsing C command-line arguments", Microsoft C++)."""
    words, at = [], 0
    while at < len(line):
        while line[at : at + 1] == " ":
            at += 1
        word, quoted = "", False
        while at < len(line) and (quoted or line[at] != " "):
            slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
            at += slashes
            if line[at : at + 1] == '"':
                word += "\\" * (slashes // 2)
                if slashes % 2:
                    word += '"'
                else:
                    quoted = not quoted
                at += 1
            elif slashes:
                word += "\\" * slashes
            else:
                word += line[at]
                at += 1
        words.append(word)
    return words


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_every_word_arrives_as_it_was_meant(words: list[str]) -> None:
    assert by_runtime(by_cmd(command(words))) == words


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (("sc", "config", "clppm", "start=", "demand"), 'sc config clppm "start=" demand'),
        (("C:\\a b\\x.exe", "C:\\dir\\"), '"C:\\a b\\x.exe" "C:\\dir\\\\"'),
        (("echo", "100%", ""), 'echo "100%%" ""'),
        (("icacls", "W:\\NVWORK", "*S-1-1-0:(OI)(CI)RX"), 'icacls W:\\NVWORK "*S-1-1-0:(OI)(CI)RX"'),
    ],
)
def test_words_that_need_no_marks_stand_without_them(argv: tuple[str, ...], line: str) -> None:
    assert command(argv) == line


@pytest.mark.parametrize("value", ['say "x"', '"', "a\nb", "\r", "\0", "\x1a", "\x7f"])
def test_what_cannot_be_passed_on_is_refused(value: str) -> None:
    with pytest.raises(Unquotable):
        command(("program", value))


@pytest.mark.parametrize(
    ("word", "plain"), [("/c", True), ("a.exe", True), ("C:\\", False), ("", False), ("a=b", False)]
)
def test_plain_words(word: str, plain: bool) -> None:
    assert is_plain(word) is plain
