"""Texts in no language yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Part", "Phrase"]


@dataclass(frozen=True)
class Phrase:
    """A text in no language yet.

    Args:
        key: names the text, e.g. ``monitor_added``.
        params: what fills its place holders; a tuple of phrases is told one after the other. Untrusted.
    """

    key: str
    params: Mapping[str, "Part"] = field(default_factory=dict)


Part = str | Phrase | tuple[Phrase, ...]
