"""What a pair of nodes told in an interview, as data and as a file that a person can read and send.

The file is JSON: every line that a program printed is a line of the file, and control characters are escaped. What is
read from one is untrusted.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clprun.errors import InputError, Problem
from clprun.model.cluster import Platform
from clprun.model.question import Raw

__all__ = ["NodeRecord", "Record", "Reply", "load", "text_of"]

LARGEST_FILE = 64 << 20
"""Bytes of a file that is still read."""

Encoding = Literal["utf-8", "cp932", "euc_jp", "latin-1"]
_ENCODINGS: tuple[Encoding, ...] = ("utf-8", "cp932", "euc_jp")

Line = Annotated[str, Field(max_length=1 << 20)]
Name = Annotated[str, Field(max_length=255)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reply(_Data):
    """What a look came to.

    Args:
        exit: exit code; ``None`` when it was refused.
        seconds: of the round trip that it travelled in.
        encoding: by which the bytes were read; the same bytes come back by it, where nothing was replaced.
        out: lines of standard output.
        err: lines of standard error.
        cut: whether more was printed than is kept.
        refused: why there is no reply; a code of the message catalogue, or what stood in the way.
    """

    exit: int | None = None
    seconds: float = 0.0
    encoding: Encoding = "utf-8"
    out: tuple[Line, ...] = ()
    err: tuple[Line, ...] = ()
    cut: bool = False
    refused: Name | None = None

    @property
    def text(self) -> str:
        """Standard output."""
        return "\n".join(self.out)

    @property
    def errors(self) -> str:
        """Standard error."""
        return "\n".join(self.err)

    @property
    def raw(self) -> Raw:
        """As the question's own class understands it."""
        out, err = (text.encode(self.encoding, "replace") for text in (self.text, self.errors))
        return Raw(-1 if self.exit is None else self.exit, out, err)


class NodeRecord(_Data):
    """What one node told.

    Args:
        name: the node's name in the inventory, or what stands in its place.
        opened: seconds until it was reached and logged in to.
        replies: by id of the look.
    """

    name: Name
    opened: float = 0.0
    replies: Mapping[str, Reply] = Field(default_factory=dict)

    def reply(self, look: str) -> Reply | None:
        """The reply to a look; ``None`` when it was not asked, or refused."""
        reply = self.replies.get(look)
        return None if reply is None or reply.refused is not None else reply


class Record(_Data):
    """What a pair told.

    Args:
        format: another number where what is in the file changes its meaning.
        clprun: version of the clprun that asked.
        taken: day on which it was asked, in UTC.
        platform: of both nodes.
        group: the failover group that the inventory names.
        nodes: primary first.
        judgements: by assumption, what was made of it; for readers, never read back.
    """

    format: Literal["clprun-contact-1"] = "clprun-contact-1"
    clprun: Name
    taken: Name
    platform: Platform
    group: Name
    judgements: Mapping[str, Mapping[str, str | tuple[str, ...]]] = Field(default_factory=dict)
    nodes: Annotated[tuple[NodeRecord, ...], Field(min_length=1, max_length=2)]

    @cached_property
    def primary(self) -> NodeRecord:
        """The node that the group has its place on."""
        return self.nodes[0]

    def replies(self, look: str) -> Iterator[tuple[NodeRecord, Reply]]:
        """The nodes that answered a look, each with its reply."""
        for node in self.nodes:
            if (reply := node.reply(look)) is not None:
                yield node, reply

    def dumped(self) -> str:
        """The text of the file."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def parsed(cls, text: str) -> Self:
        """The record that :meth:`dumped` wrote.

        Raises:
            ValidationError: it is none.
        """
        return cls.model_validate_json(text)


def load(path: Path) -> Record:
    """The record in a file.

    Raises:
        InputError: it can't be read, or holds none.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(Problem("contact.file_too_large", {"file": str(path)}))
        return Record.parsed(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem("contact.file_unreadable", {"file": str(path), "reason": str(error)})) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        values = {"file": str(path), "at": ".".join(map(str, first["loc"])), "reason": first["msg"]}
        raise InputError(Problem("contact.file_not_understood", {**values})) from None


def text_of(data: bytes) -> tuple[str, Encoding]:
    """Untrusted bytes as text from which the same bytes come back."""
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.encode(encoding, "replace") == data:
            return text, encoding
    return data.decode("latin-1"), "latin-1"
