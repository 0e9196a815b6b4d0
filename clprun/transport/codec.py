"""Bytes to text and back; pure. What comes from a node is untrusted: it never reaches a terminal raw."""

import re
from collections.abc import Iterable, Sequence

from clprun.model.visible import visible

__all__ = ["PREFERRED", "Unencodable", "decode", "encode", "last_lines", "named", "printable", "readable", "without"]

PREFERRED = ("utf-8", "cp932", "euc_jp")
"""Encodings tried in this order: the nodes' own, then what older Japanese products write."""

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS and their like: titles, links
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]*[0-~]?"
)

_UNASSIGNED_BYTES = re.compile("[\uf8f0-\uf8f3]")
"""What Python's cp932 makes of single bytes that mean nothing there (0xa0, 0xfd to 0xff)."""


def decode(data: bytes, preferred: Sequence[str] = PREFERRED) -> str:
    r"""Decode with the first encoding that fits; else ASCII with the other bytes as ``\xNN``.

    Args:
        data: untrusted bytes.
        preferred: encodings in the order they are tried.
    """
    for encoding in preferred:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _UNASSIGNED_BYTES.search(text):
            return text
    return data.decode("ascii", "backslashreplace")


class Unencodable(ValueError):
    """A text that an encoding has no bytes for, or whose bytes would come back as another text.

    Args:
        character: the first that is concerned.
        at: its place in the text, from 0.
        instead: the look-alike that would come back; empty where there are no bytes at all.
    """

    def __init__(self, character: str, at: int, instead: str) -> None:
        super().__init__(f"{character!a} at {at}")
        self.character, self.at, self.instead = character, at, instead


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text, from which the same text comes back.

    Python's codecs of Japanese code pages write some characters as their look-alikes: U+301C as U+FF5E in cp932.

    Raises:
        Unencodable: the text would not come back.
    """
    data = text.encode(encoding, "replace")
    if data.decode(encoding) == text:
        return data
    for at, character in enumerate(text):
        instead = character.encode(encoding, "ignore").decode(encoding)
        if instead != character:
            raise Unencodable(character, at, instead)
    raise AssertionError("a text comes back when each of its characters does")


def named(characters: str) -> str:
    """Characters as people can tell them from their look-alikes: each with its number."""
    return " ".join(f"{printable(character)} (U+{ord(character):04X})" for character in characters)


def last_lines(text: str, limit: int) -> str:
    """The whole lines at the end of a text that are within a limit, behind ``…`` where others were left out.

    A line that was cut could begin with the rest of a secret, which no filter would know any more.

    Args:
        text: any text.
        limit: characters kept.
    """
    if len(text) <= limit:
        return text
    kept = text[len(text) - limit :]
    return f"…\n{kept.partition(chr(10))[2]}"


def without(output: bytes, secrets: Iterable[bytes]) -> bytes:
    """What a program printed that was told secrets; ``***`` for every line that holds one, or stars in its place.

    A whole line, since stars among the words of a known sentence would tell which word is the secret.
    """
    marks = {mark for secret in secrets if secret for mark in (secret, b"*" * len(secret))}
    lines = output.splitlines(keepends=True)
    return b"".join(b"***\n" if any(mark in line for mark in marks) else line for line in lines)


def printable(text: str, limit: int = 4000) -> str:
    """Text that is safe to show: no escape sequences, controls escaped, bounded.

    Line ends and tabs stay. Longer text loses its beginning, since the end of an output tells most.

    Args:
        text: untrusted text.
        limit: characters kept.
    """
    text = _ESCAPE_SEQUENCE.sub("", text.replace("\r\n", "\n"))
    shown = visible(text[-limit:])
    return shown if len(text) <= limit and len(shown) <= limit else "…" + shown[len(shown) - limit + 1 :]


def readable(data: bytes, limit: int = 4000, preferred: Sequence[str] = PREFERRED) -> str:
    """Untrusted bytes as text that is safe to show, without blank edges; see :func:`decode` and :func:`printable`."""
    return printable(decode(data, preferred), limit).strip()
