"""What the YAML parser complains about, in the catalogue's words instead of the parser's English."""

import re

from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from clprun.errors import Place, Problem
from clprun.lang.document import place_in, split_lines

__all__ = ["bad_escape", "broken"]

_NO_CHARACTER = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")

_KNOWN = (
    ("found character '\\t'", "input.yaml_tab", False),
    ("mapping values are not allowed", "input.yaml_colon", False),
    ("could not find expected ':'", "input.yaml_colon_missing", True),
    ("while scanning a quoted scalar", "input.yaml_quote_open", True),
    ("expected ',' or", "input.yaml_bracket_open", True),
    ("expected <block end>", "input.yaml_indentation", False),
    ("found undefined alias", "input.yaml_unknown_alias", False),
    ("expected a single document", "input.yaml_second_document", False),
)
"""A part of the parser's text, the code that says the same, and whether the fault lies where the broken thing begins
when the parser only noticed it on a later line. The first that fits counts."""


def broken(error: YAMLError, text: str, file: str) -> Problem:
    """The problem that a parser error stands for, with the most helpful of its places."""
    if isinstance(error, ReaderError):
        before = split_lines(text[: error.position])
        place = place_in(file, text, len(before) - 1, len(before[-1]))
        return Problem("input.yaml_control_character", {"character": f"U+{ord(text[error.position]):04X}"}, place=place)
    if not isinstance(error, MarkedYAMLError):
        return Problem("input.yaml_broken", {"reason": str(error)}, place=place_in(file, text, 0, 0))
    said = f"{error.context or ''} {error.problem or ''}".strip()
    code, begins = next(((code, begins) for part, code, begins in _KNOWN if part in said), ("input.yaml_broken", False))
    place = _place(error, text, file, begins=begins)
    if isinstance(error, MaxDepthExceededError):
        return Problem("input.yaml_too_deep", place=place)
    return Problem(code, {"reason": said} if code == "input.yaml_broken" else {}, place=place)


def _place(error: MarkedYAMLError, text: str, file: str, *, begins: bool) -> Place:
    """Where it broke; where the broken thing began when that says more."""
    mark, context = error.problem_mark, error.context_mark
    if context is not None and (mark is None or (begins and mark.line > context.line)):
        mark = context
    return place_in(file, text, mark.line, mark.column) if mark is not None else place_in(file, text, 0, 0)


def bad_escape(text: str, file: str) -> Problem:
    """The problem of an escape beyond the last character of Unicode, ``U+10FFFF``."""
    found = _NO_CHARACTER.search(text)
    before = split_lines(text[: found.start() if found else 0])
    return Problem("input.yaml_bad_escape", place=place_in(file, text, len(before) - 1, len(before[-1])))
