"""Batch files of Windows: what cmd would trip over is refused, and they are stored as Japanese systems have them."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from clprun.transport.codec import Unencodable, encode, named

__all__ = ["BatchText", "stored"]

_LONGEST_LINE = 8000
"""Characters; cmd itself takes 8191, variables filled in."""

_ENCODING = "cp932"
_REMARK = re.compile(r"\s*@?(rem\b|::)", re.IGNORECASE)
_LABEL = re.compile(r"\s*:([^:\s+=,;][^\s:+=,;]*)")
_JUMP = re.compile(r"(?:^|[\s&|(@])(?:goto[\s:]+|call\s+:)\s*([^\s&|()%!:]+)(?=[\s&|()]|$)", re.IGNORECASE)


def stored(text: str) -> bytes:
    """A batch file as it is stored: cp932, CRLF (ERRATA G3-25)."""
    return encode(text.replace("\n", "\r\n"), _ENCODING)


def _plain_batch(text: str) -> str:
    r"""A text with ``\n`` between its lines that cmd understands.

    Its characters all come back from cp932 (ERRATA G1-15, G3-25), and no jump leads to a label that is not there: cmd
    would end the script at such a one (ERRATA G3-02).
    """
    text = text.replace("\r\n", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        _require_storable(number, line)
        if len(line) > _LONGEST_LINE:
            raise PydanticCustomError("configuration.batch_line", "unused", {"line": number, "limit": _LONGEST_LINE})
    code = [line for line in text.split("\n") if not _REMARK.match(line)]
    labels = {found[1].casefold() for line in code if (found := _LABEL.match(line))}
    for label in _jumps(code):
        if label.casefold() not in labels:
            raise PydanticCustomError("configuration.batch_label", "unused", {"label": label})
    return text if text.endswith("\n") else f"{text}\n"


def _require_storable(number: int, line: str) -> None:
    strange = next((each for each in line if not each.isprintable() and each != "\t"), None)
    if strange is not None:
        raise PydanticCustomError("configuration.batch_character", "unused", {"line": number, "found": named(strange)})
    try:
        encode(line, _ENCODING)
    except Unencodable as error:
        values = {"line": number, "found": named(error.character), "instead": named(error.instead)}
        code = "configuration.batch_look_alike" if error.instead else "configuration.batch_character"
        raise PydanticCustomError(code, "unused", values) from None


def _jumps(lines: list[str]) -> Iterator[str]:
    """Labels that ``goto`` and ``call`` name; ``goto :eof`` ends the script and needs none."""
    for line in lines:
        yield from (found[1] for found in _JUMP.finditer(line) if found[1].casefold() != "eof")


BatchText = Annotated[str, AfterValidator(_plain_batch)]
"""The text of a batch file that a node runs."""
