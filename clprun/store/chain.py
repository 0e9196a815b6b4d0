"""How the lines of a journal hang together: each entry is hashed, as its bytes stand, with the hash before it."""

import hashlib
import re
from dataclasses import dataclass

__all__ = ["FORMAT", "HEADER", "Record", "beginning"]

FORMAT = 2
"""The form of a journal's lines; it only changes when an older release must not go on from them."""

HEADER = b'{"format":%d}' % FORMAT
"""First line of a journal. Those of 0.1.0 have none; for the rest their form is the same."""

_LINE = re.compile(rb'\{"hash":"([0-9a-f]{64})","entry":(\{.*\})\}', re.DOTALL)


@dataclass(frozen=True)
class Record:
    """One line.

    Args:
        hash: of the entry and of all before it.
        entry: JSON text, as it stands.
    """

    hash: str
    entry: bytes

    @classmethod
    def after(cls, previous: str, entry: bytes) -> "Record":
        """The record that follows the one with the hash ``previous``."""
        return cls(hashlib.sha256(previous.encode() + entry).hexdigest(), entry)

    @classmethod
    def of(cls, line: bytes) -> "Record | None":
        """What a line holds; ``None`` when no journal was ever written so."""
        found = _LINE.fullmatch(line)
        return None if found is None else cls(found[1].decode(), found[2])

    def follows(self, previous: str) -> bool:
        """Whether it was written right after the record with the hash ``previous``."""
        return self == Record.after(previous, self.entry)

    @property
    def line(self) -> bytes:
        """As it stands in the journal, with its line end."""
        return b'{"hash":"%b","entry":%b}\n' % (self.hash.encode(), self.entry)


def beginning(header: bytes | None) -> str:
    """The hash that the first record follows."""
    return "0" * 64 if header is None else hashlib.sha256(header).hexdigest()
