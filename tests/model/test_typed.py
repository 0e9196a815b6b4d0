"""What is shown as a command can be pasted into an administrator's shell."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.model.cluster import Platform
from clprun.model.typed import typed

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def pasted(line: str) -> list[str]:
    """The arguments that bash makes of a line."""
    told = subprocess.run(["bash", "-c", rf"printf '%s\0' {line}"], check=True, capture_output=True).stdout
    return told.decode("utf-8", "surrogateescape").split("\0")[:-1]


@given(st.lists(WORDS, min_size=1, max_size=3))
def test_a_pasted_command_has_the_same_arguments(words: list[str]) -> None:
    line = typed(words, Platform.LINUX)

    assert line.isprintable()
    assert pasted(line) == words


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("plain", "plain"),
        ("a b", "'a b'"),
        ("server n\nEND", r"$'server n\nEND'"),
        ("it's\n\\", r"$'it\'s\n\\'"),
        ("\x1b]0;x\x07" + "7", r"$'\033]0;x\0077'"),
        ("\x7f\u202e", r"$'\177\342\200\256'"),
        ("日本", "日本"),
    ],
)
def test_what_can_not_be_shown_is_escaped(word: str, line: str) -> None:
    assert typed([word], Platform.LINUX) in {line, f"'{line}'"}
