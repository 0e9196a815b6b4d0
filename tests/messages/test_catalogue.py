"""The catalogue and the source speak of the same codes, and both languages say the same."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import clprun
from clprun.messages.catalog import AREAS, Entry, Text, entries

PACKAGE = Path(clprun.__file__).parent
CODE = re.compile(r"[a-z_]+\.[a-z][a-z0-9_]*")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
HALF_WIDTH_KATAKANA = re.compile("[\uff61-\uff9f]")
LIKE = "_like"
"""Ends the codes that propose the nearest known name; the source names only the beginning."""

PER_LANGUAGE = re.compile(r"(^|_)(ja|en)$")
"""Ends of place holders whose value exists once for each language."""


@cache
def modules() -> tuple[ast.Module, ...]:
    """The source beside the catalogue itself."""
    files = [file for file in sorted(PACKAGE.rglob("*.py")) if PACKAGE / "messages" not in file.parents]
    return tuple(ast.parse(file.read_text(encoding="utf-8"), str(file)) for file in files)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every ``Problem``, ``Refused`` or ``label`` whose code is written out."""
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                code = node.args[0]
                named = node.func.id in {"Problem", "Refused", "label"}
                if named and isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, node


def mentions() -> tuple[set[str], set[str]]:
    """Codes that stand in the source, and beginnings of codes that are completed there."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    return whole, {beginning for beginning in beginnings if re.match(r"[a-z_]+\.", beginning)}


def texts(entry: Entry) -> Iterator[Text]:
    yield from (text for text in (entry.what, entry.why, entry.next) if text is not None)


def holders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def needed(entry: Entry) -> set[str]:
    return {holder for text in texts(entry) for language in (text.en, text.ja) for holder in holders(language)}


def test_a_code_stands_in_one_area_only() -> None:
    found = Counter(code for area in AREAS for code in import_module(f"clprun.messages.{area}").ENTRIES)

    assert [code for code, count in found.items() if count > 1] == []


def test_every_code_of_the_source_is_in_the_catalogue() -> None:
    assert sorted({code for code, _ in calls()} - set(entries())) == []


def test_every_code_of_the_catalogue_is_in_the_source() -> None:
    whole, beginnings = mentions()

    unused = [
        code
        for code in entries()
        if code not in whole and code.removesuffix(LIKE) not in whole and not code.startswith(tuple(beginnings))
    ]

    assert unused == []


def test_every_value_a_text_needs_is_given() -> None:
    lacking = {
        code: sorted(absent)
        for code, call in calls()
        if code in entries() and (absent := needed(entries()[code]) - given(call))
    }

    assert lacking == {}


def given(call: ast.Call) -> set[str]:
    """Names of the values a call gives, or all that are needed when they can't be read off the source."""
    everything = {holder for entry in entries().values() for holder in needed(entry)}
    written = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "values")]
    names: set[str] = {"key"} if isinstance(call.func, ast.Name) and call.func.id == "Refused" else set()
    for values in written:
        if not isinstance(values, ast.Dict):
            return everything
        for key in values.keys:
            if not isinstance(key, ast.Constant):
                return everything
            names.add(str(key.value))
    return names


def test_both_languages_have_the_same_place_holders() -> None:
    def all_holders(lines: Iterable[str]) -> set[str]:
        return {PER_LANGUAGE.sub("", holder) for line in lines for holder in holders(line)}

    different = [
        code
        for code, entry in entries().items()
        if all_holders(text.en for text in texts(entry)) != all_holders(text.ja for text in texts(entry))
    ]

    assert different == []


def test_place_holders_are_plain_names() -> None:
    assert [code for code, entry in entries().items() if not all(map(str.isidentifier, needed(entry)))] == []


def test_english_texts_hold_no_japanese() -> None:
    assert [code for code, entry in entries().items() if any(JAPANESE.search(text.en) for text in texts(entry))] == []


def test_japanese_texts_are_japanese() -> None:
    """A word or two may be the same in both languages, a sentence may not."""

    def english(text: str) -> bool:
        words = re.findall(r"[A-Za-z]+", re.sub(r"\{[^{}]*\}", " ", text))
        return not JAPANESE.search(text) and len(words) > len(["two", "words"])

    assert [code for code, entry in entries().items() if any(english(text.ja) for text in texts(entry))] == []


def test_japanese_texts_hold_no_half_width_katakana() -> None:
    found = [code for code, entry in entries().items() for text in texts(entry) if HALF_WIDTH_KATAKANA.search(text.ja)]

    assert found == []


def test_texts_are_tidy() -> None:
    """No empty lines, no blanks around a line (labels may bring their own) and no double ones inside."""
    untidy = [
        code
        for code, entry in entries().items()
        for text in texts(entry)
        for line in (*text.en.split("\n"), *text.ja.split("\n"))
        if not line.strip() or "  " in line or (line != line.strip() and not code.startswith("labels."))
    ]

    assert untidy == []
