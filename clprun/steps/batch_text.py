"""Batch files of Windows: what cmd would trip over is refused, and they are stored as Japanese systems have them."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

__all__ = ["BatchText", "stored"]

_LONGEST_LINE = 8000
"""Characters; cmd itself takes 8191, variables filled in."""

_ENCODING = "cp932"
_REMARK = re.compile(r"\s*@?(rem\b|::)", re.IGNORECASE)
_LABEL = re.compile(r"\s*:([^:\s+=,;][^\s:+=,;]*)")
_JUMP = re.compile(r"(?:^|[\s&|(@])(?:goto[\s:]+|call\s+:)\s*([^\s&|()%!:]+)(?=[\s&|()]|$)", re.IGNORECASE)


def stored(text: str) -> bytes:
    """A batch file as it is stored: cp932, CRLF (ERRATA G3-25)."""
    return text.replace("\n", "\r\n").encode(_ENCODING)


def _plain_batch(text: str) -> str:
    r"""A text with ``\n`` between its lines that cmd understands.

    Its characters are all in cp932 (ERRATA G1-15, G3-25), and no jump leads to a label that is not there: cmd would end
    the script at such a one (ERRATA G3-02).
    """
    text = text.replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if strange := next((each for each in line if not _can_be_stored(each)), None):
            raise PydanticCustomError(
                "configuration.batch_character", "unused", {"line": number, "found": ascii(strange)}
            )
        if len(line) > _LONGEST_LINE:
            raise PydanticCustomError("configuration.batch_line", "unused", {"line": number, "limit": _LONGEST_LINE})
    code = [line for line in text.split("\n") if not _REMARK.match(line)]
    labels = {found[1].casefold() for line in code if (found := _LABEL.match(line))}
    for label in _jumps(code):
        if label.casefold() not in labels:
            raise PydanticCustomError("configuration.batch_label", "unused", {"label": label})
    return text if text.endswith("\n") else f"{text}\n"


def _can_be_stored(character: str) -> bool:
    if character == "\t":
        return True
    try:
        return character.isprintable() and bool(character.encode(_ENCODING))
    except UnicodeEncodeError:
        return False


def _jumps(lines: list[str]) -> Iterator[str]:
    """Labels that ``goto`` and ``call`` name; ``goto :eof`` ends the script and needs none."""
    for line in lines:
        yield from (found[1] for found in _JUMP.finditer(line) if found[1].casefold() != "eof")


BatchText = Annotated[str, AfterValidator(_plain_batch)]
"""The text of a batch file that a node runs."""
