"""Problems as people see them: every part, the caret beneath the right column, nothing untrusted raw."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clprun.errors import Place, Problem
from clprun.model.text import Language
from clprun.ui.clean import clean_output, one_line
from clprun.ui.problems import draw_problem, draw_problems
from clprun.ui.screen import screen_on
from tests.ui.drawing import Paper, a_problem, drawn

FULL = Problem(
    "commands.init_refused",
    {"path": "/srv/inventory", "reason": "Permission denied"},
    place=Place("site.yaml", 12, 16, "    address: 共有 10.0.0.300 # 例"),
    node="clu1",
    step="edit-daemon",
    output="first\n\x1b[31mlast\x1b[0m\n",
)

ENGLISH = """\
error: /srv/inventory can't be written. [commands.init_refused]
  where: node clu1, step edit-daemon, site.yaml:12:16
    12 |     address: 共有 10.0.0.300 # 例
       |                  ^
  why: Permission denied
  last lines of output:
    | first
    | last
  next: Name a folder that can be written to.
"""

JAPANESE = """\
エラー: /srv/inventory に書き込めません。 [commands.init_refused]
  場所: ノード clu1, ステップ edit-daemon, site.yaml:12:16
    12 |     address: 共有 10.0.0.300 # 例
       |                  ^
  理由: Permission denied
  出力の末尾:
    | first
    | last
  対処: 書き込めるフォルダを指定してください。
"""


@pytest.mark.parametrize(("language", "expected"), [(Language.EN, ENGLISH), (Language.JA, JAPANESE)])
def test_a_problem_says_what_where_why_and_what_next(language: Language, expected: str) -> None:
    assert drawn(lambda screen: draw_problem(screen, FULL), language) == expected


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("key: value", 6),
        ("キー: 値", 5),
        ("\tkey: x", 2),
        ("半ｶﾅ全: x", 5),
        ("é: x", 1),
        ("x" * 300 + "!", 301),
        ("漢" * 200 + "!", 201),
        ("\x1b[31mkey: !", 11),
    ],
)
def test_the_caret_stands_beneath_the_column_whatever_the_width(line: str, column: int) -> None:
    problem = Problem("commands.init_next", place=Place("f.yaml", 7, column, line))

    source, caret = drawn(lambda screen: draw_problem(screen, problem)).splitlines()[2:4]

    before = source[: source.rindex(line[column - 1 :][:20].strip())]
    assert cell_len(before) == cell_len(caret[: caret.index("^")])


def test_several_problems_of_a_file_stand_together_and_are_counted() -> None:
    def found(name: str, file: str) -> Problem:
        return Problem("commands.doctor_bad", {"name": name, "found": "x"}, place=Place(file, 1, 1))

    problems = [found("one", "a.yaml"), found("two", "b.yaml"), found("three", "a.yaml")]

    text = drawn(lambda screen: draw_problems(screen, problems))

    assert text.index("one") < text.index("three") < text.index("two")
    assert text.endswith("\n3 problems.\n")


def test_a_single_problem_is_not_counted() -> None:
    assert "problems" not in drawn(lambda screen: draw_problems(screen, [a_problem()]))


def controls(text: str) -> set[str]:
    """Characters that a terminal acts on, besides the line ends of our own."""
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {character for character in text if unicodedata.category(character) in acting} - {"\n"}


ANY_TEXT = st.text(st.characters(), max_size=60) | st.text("\x1b[]0;\x07\x9bm\r\n\t\u202e\u200b漢a", max_size=40)


@given(value=ANY_TEXT, source=ANY_TEXT, output=ANY_TEXT, node=ANY_TEXT, column=st.integers(1, 80))
def test_nothing_untrusted_reaches_the_terminal_raw(
    value: str, source: str, output: str, node: str, column: int
) -> None:
    problem = Problem(
        "commands.init_refused",
        {"path": value, "reason": value},
        place=Place(value, 3, column, source),
        node=node,
        step=node,
        output=output,
    )
    paper = Paper()

    draw_problem(screen_on(paper, Language.EN), problem)

    assert controls(paper.text().replace("\t", "")) == set()


@given(value=ANY_TEXT)
def test_a_value_can_not_begin_a_line_of_its_own(value: str) -> None:
    text = drawn(lambda screen: draw_problem(screen, a_problem(found=f"{value}\nerror: forged")))

    assert [line for line in text.splitlines() if line.startswith("error:")] == [text.splitlines()[0]]


def test_output_is_bounded_to_its_last_lines() -> None:
    assert clean_output("\n".join(map(str, range(100))) + "\n", lines=3) == ["97", "98", "99"]
    assert clean_output(" \n\n") == []


@given(ANY_TEXT, st.integers(5, 50))
def test_one_line_is_one_line_of_that_length(text: str, limit: int) -> None:
    shown = one_line(text, limit)

    assert len(shown) <= limit
    assert controls(shown) == set()
    assert "\n" not in shown
