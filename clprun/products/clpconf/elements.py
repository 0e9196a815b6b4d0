"""The elements of a configuration with their places in its text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["BLANKS", "KEY_ATTRIBUTES", "Element", "Span"]

BLANKS = " \t\r\n"
"""The white space of XML; the ideographic space is none."""

KEY_ATTRIBUTES = ("name", "id")
"""The attributes that tell siblings with one tag apart (reference/clusterpro.md 1.6, path syntax)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text: ``text[start:end]``, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One element; all places are offsets in characters of the decoded text.

    Args:
        tag: its name.
        attributes: their values, unescaped.
        start: where its start tag begins.
        inner: where tag name and attributes end, before any blank and ``>`` or ``/>``.
        open_end: where its start tag ends.
        close_start: where its end tag begins; equal to ``end`` for ``<a/>``.
        end: where it ends.
        runs: the pieces of character data and CDATA directly in it.
        value: its character data, unescaped, without blanks at both ends (``<target> </target>`` is empty in
            files that the WebUI wrote); bytes without a character are written by their numbers.
        children: the elements directly in it, in order.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    open_end: int
    close_start: int
    end: int
    runs: tuple[Span, ...]
    value: str
    children: tuple["Element", ...]

    @property
    def self_closing(self) -> bool:
        """Whether it is written ``<a/>``."""
        return self.open_end == self.end

    @property
    def key(self) -> str | None:
        """The value of its ``name`` or ``id``, which tells it from siblings with the same tag."""
        return next((self.attributes[name] for name in KEY_ATTRIBUTES if name in self.attributes), None)

    def walk(self) -> Iterator["Element"]:
        """It and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, tag: str) -> Iterator["Element"]:
        """The children with a tag."""
        return (child for child in self.children if child.tag == tag)

    def first(self, *tags: str) -> "Element | None":
        """The element reached by the first child with each tag in turn."""
        element: Element | None = self
        for tag in tags:
            element = next(element.all(tag), None) if element else None
        return element

    def text(self, *tags: str) -> str | None:
        """The value of the element that :meth:`first` finds."""
        element = self.first(*tags)
        return element.value if element else None
