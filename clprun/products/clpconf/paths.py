"""Paths to elements, as clpcfset and clpcfadm.py write them: ``monitor/pidw@pidw1/emergency/action``.

A path starts below the root element; ``tag@key`` picks the element whose ``name`` or ``id`` is ``key``
(reference/clusterpro.md 1.6 and 1.7).
"""

import re
from dataclasses import dataclass
from typing import Self

from clprun.products.clpconf.elements import Element
from clprun.products.clpconf.errors import ConfigurationError, Refusal

__all__ = ["Path", "Segment"]

_TAG = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Segment:
    """One level of a path.

    Args:
        tag: the element's name.
        key: its ``name`` or ``id``; None for an element without one. It may be empty: ``depend@`` means
            "follow no default dependency".
    """

    tag: str
    key: str | None = None

    def __str__(self) -> str:
        return self.tag if self.key is None else f"{self.tag}@{self.key}"

    def matches(self, element: Element) -> bool:
        """Whether it picks the element."""
        return element.tag == self.tag and element.key == self.key


@dataclass(frozen=True, slots=True)
class Path:
    """The way from the root element to an element."""

    segments: tuple[Segment, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``tag/tag@key/tag``.

        Raises:
            ConfigurationError: a level is empty or its tag is no plain XML name.
        """
        segments = []
        for level in text.split("/"):
            tag, at, key = level.partition("@")
            if not _TAG.fullmatch(tag):
                raise ConfigurationError(Refusal.BAD_PATH, details={"path": text[:200]})
            segments.append(Segment(tag, key if at else None))
        return cls(tuple(segments))

    def __str__(self) -> str:
        return "/".join(map(str, self.segments))

    def __truediv__(self, below: "Path | str") -> "Path":
        """The path ``below`` this one."""
        other = Path.parse(below) if isinstance(below, str) else below
        return Path(self.segments + other.segments)

    def child(self, tag: str, key: str | None = None) -> "Path":
        """The path one level below; unlike in :meth:`parse`, the key may hold any character."""
        return Path((*self.segments, Segment(tag, key)))
