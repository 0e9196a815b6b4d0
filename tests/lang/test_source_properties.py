"""Whatever a file holds, reading it gives data or an InputError, and every place lies inside the file."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.errors import InputError, Problem
from clprun.lang.document import split_lines
from clprun.lang.inventory import load_inventory
from clprun.lang.load import load_runbook
from clprun.lang.source import parse_document
from tests.lang.desk import INVENTORY, KINDS, RUNBOOK

YAML_SIGNS = "{}[]:,-?*&!|>'\"%@`#~ \n\t.<=0123abeUnox\\_+é\u3042\x85\u2028\ufeff\r"


def damaged(text: str) -> st.SearchStrategy[bytes]:
    """``text`` with one piece of it replaced by other signs or bytes."""
    piece = st.text(YAML_SIGNS, max_size=12).map(str.encode) | st.binary(max_size=4)
    whole = text.encode()

    def cut(start: int, length: int, new: bytes) -> bytes:
        return whole[:start] + new + whole[start + length :]

    return st.builds(cut, st.integers(0, len(whole)), st.integers(0, 40), piece)


def refusals(read: Callable[[], object]) -> Sequence[Problem]:
    """What an attempt to read is refused with; anything but an InputError fails the test."""
    try:
        read()
    except InputError as error:
        return error.problems or pytest.fail("an InputError without a problem")
    return ()


def assert_inside(problem: Problem, content: bytes) -> None:
    place = problem.place
    assert place is not None
    lines = split_lines(content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    assert 1 <= place.line <= len(lines)
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    assert place.source_line == lines[place.line - 1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=60) | st.text(YAML_SIGNS, max_size=60).map(str.encode) | damaged(RUNBOOK))
def test_any_runbook_is_loaded_or_refused_in_its_own_lines(folder: Path, content: bytes) -> None:
    file = folder / "runbook.yaml"
    file.write_bytes(content)
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "note.j2").touch()

    for problem in refusals(lambda: load_runbook(str(file), KINDS)):
        assert_inside(problem, content)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=60) | st.text(YAML_SIGNS, max_size=60).map(str.encode) | damaged(INVENTORY))
def test_any_inventory_is_loaded_or_refused_in_its_own_lines(folder: Path, content: bytes) -> None:
    file = folder / "inventory.yaml"
    file.write_bytes(content)

    for problem in refusals(lambda: load_inventory([file])):
        assert_inside(problem, content)


plain_text = st.text(
    st.characters(max_codepoint=0xFFFD, exclude_categories=["Cs", "Cc", "Cf", "Co", "Zl", "Zp"]), max_size=8
)
plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | plain_text,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(plain_text.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=12,
)


def paths(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    yield path, data
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths(value, (*path, key))


@settings(max_examples=100, deadline=None)
@given(data=plain_data)
def test_json_is_read_as_it_is_and_every_value_has_its_place(data: object) -> None:
    text = json.dumps(data)

    document = parse_document(text, "data.json")

    assert document.data == data
    for path, value in paths(data):
        place = document.value_place(path)
        assert text[place.column - 1 :].startswith(json.dumps(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("OFF", "OFF"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("010", 10),
        ("0o17", 15),
        ("-0x1F", -31),
        ("1_000", 1000),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("2024-01-31", "2024-01-31"),
        ("12:30:45", "12:30:45"),
        ("=", "="),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("!!int '5'", 5),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    data = parse_document(f"key: {text}\n", "file").data

    assert data == {"key": value}
    assert type(data["key"]) is type(value)


def test_anchors_are_followed_and_keep_the_place_they_stand_at() -> None:
    document = parse_document("a: &x [1, 2]\nb: *x\n", "file")

    assert document.data == {"a": [1, 2], "b": [1, 2]}
    assert document.value_place(("b", 1)) == document.value_place(("a", 1))
    assert document.key_place(("b",)).line == 2


def test_a_value_that_is_left_out_stands_at_its_key() -> None:
    document = parse_document("a:\nb: 1\n", "file")

    assert document.value_place(("a",)) == document.key_place(("a",))
