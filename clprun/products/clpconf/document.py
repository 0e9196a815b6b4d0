"""A content with its elements; a change replaces pieces of the original bytes and nothing else."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from clprun.products.clpconf.elements import Element, Span
from clprun.products.clpconf.encoding import UNDECODED, Decoded, decode, encoding_name, undecodable
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.paths import Path
from clprun.products.clpconf.scanner import position, scan
from clprun.transport.codec import Unencodable, encode, named

__all__ = ["Document", "Splice"]

_COMMENT = "comment"
"""The element that holds what people say of an object (reference/clusterpro.md 2.4, 2.6)."""

_KEPT = 8
"""Contents that are kept as they were read: each step of a run reads the same few again."""


@dataclass(frozen=True, slots=True)
class Splice:
    """A piece of the text and what comes in its place; ``Span(n, n)`` inserts."""

    span: Span
    replacement: str


@dataclass(frozen=True)
class Document:
    """Immutable XML content with positions.

    Args:
        content: the bytes as they were read.
        decoded: the same as text.
        root: the root element.
    """

    content: bytes
    decoded: Decoded
    root: Element

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Decode and scan a content. Bytes without a character may stand in comments, where nothing depends on them.

        Raises:
            ConfigurationError: such a byte stands elsewhere; see also
                :func:`~clprun.products.clpconf.encoding.decode` and :func:`~clprun.products.clpconf.scanner.scan`.
        """
        return cls(content, *_read(content))

    @property
    def text(self) -> str:
        """The decoded content."""
        return self.decoded.text

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(line_end.end() for line_end in re.finditer("\n", self.text))]

    def find(self, path: Path) -> Element | None:
        """The one element at a path, or None.

        Raises:
            ConfigurationError: more than one element stands there.
        """
        trail = self.trail(path)
        return trail[-1] if len(trail) > len(path.segments) else None

    def trail(self, path: Path) -> list[Element]:
        """The elements on the way to a path, from the root as far as they exist.

        Raises:
            ConfigurationError: a level fits more than one element.
        """
        trail = [self.root]
        for segment in path.segments:
            matching = [child for child in trail[-1].children if segment.matches(child)]
            if len(matching) > 1:
                place = position(self.text, matching[1].start)
                raise ConfigurationError(Refusal.AMBIGUOUS_PATH, *place, {"path": str(path)})
            if not matching:
                break
            trail += matching
        return trail

    def line(self, element: Element) -> int:
        """The line an element starts in, counted from 1."""
        return bisect_right(self._line_starts, element.start)

    def spliced(self, splices: Iterable[Splice]) -> Self:
        """The document with some pieces replaced, parsed anew; all other bytes are the same.

        Raises:
            ConfigurationError: a replacement can't be written in the content's encoding, or the result is
                no document.
        """
        parts: list[bytes] = []
        done = 0
        for splice in sorted(splices, key=lambda splice: (splice.span.start, splice.span.end)):
            start = self.decoded.byte_offset(splice.span.start)
            parts += self.content[done:start], self._encoded(splice)
            done = self.decoded.byte_offset(splice.span.end)
        return self.parse(b"".join((*parts, self.content[done:])))

    def _encoded(self, splice: Splice) -> bytes:
        try:
            return encode(splice.replacement, self.decoded.codec)
        except Unencodable as error:
            details = {
                "character": named(error.character),
                "instead": named(error.instead),
                "encoding": encoding_name(self.decoded.codec),
            }
            place = position(self.text, splice.span.start)
            reason = Refusal.LOOK_ALIKE if error.instead else Refusal.NOT_ENCODABLE
            raise ConfigurationError(reason, *place, details) from None


def _require_in_comments(decoded: Decoded, root: Element) -> None:
    for element in root.walk():
        values = () if element.tag == _COMMENT else element.runs
        for span in (Span(element.start, element.open_end), *values, Span(element.close_start, element.end)):
            if foreign := UNDECODED.search(decoded.text, span.start, span.end):
                raise _undecodable(decoded, foreign.start())


@lru_cache(maxsize=_KEPT)
def _read(content: bytes) -> tuple[Decoded, Element]:
    """The text, and its root element."""
    decoded = decode(content)
    foreign = UNDECODED.search(decoded.text)
    try:
        root = scan(decoded.text)
    except ConfigurationError:
        if foreign is None:
            raise
        raise _undecodable(decoded, foreign.start()) from None
    if foreign is not None:
        _require_in_comments(decoded, root)
    return decoded, root


def _undecodable(decoded: Decoded, offset: int) -> ConfigurationError:
    return undecodable(decoded, offset, position(decoded.text, offset))
