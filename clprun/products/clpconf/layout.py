"""How a content is laid out, so that what is inserted looks like what stands around it."""

import re
from dataclasses import dataclass
from typing import Self
from xml.sax.saxutils import escape

from clprun.products.clpconf.elements import BLANKS, Element

__all__ = ["Layout", "NewElement", "indentation"]

_DEFAULT_UNIT = "  "


@dataclass(frozen=True, slots=True)
class NewElement:
    """An element to be inserted.

    Args:
        tag: its name.
        key: attribute and value that tell it from its siblings, if any.
        value: its character data, not escaped.
        children: the elements in it; an element has a value or children.
    """

    tag: str
    key: tuple[str, str] | None = None
    value: str = ""
    children: tuple["NewElement", ...] = ()


def indentation(text: str, element: Element) -> str | None:
    """The blanks before an element in its line; None when anything else stands before it."""
    line = max(text.rfind("\n", 0, element.start), text.rfind("\r", 0, element.start)) + 1
    before = text[line : element.start]
    return None if before.strip(BLANKS) else before


@dataclass(frozen=True, slots=True)
class Layout:
    """The habits of a content.

    Args:
        newline: its line end.
        unit: what one more level of indentation adds.
        empty: the end of an empty element: ``/>``, `` />`` or ``></``.
        empty_keyed: the same for an element with a name or id; the WebUI writes the two alike, people don't.
    """

    newline: str
    unit: str
    empty: str
    empty_keyed: str

    @classmethod
    def of(cls, text: str, root: Element) -> Self:
        """The layout of a text: its first line end, first indentation and first empty element decide."""
        line_end = re.search(r"\r\n|\r|\n", text)
        plain, keyed = (_empty(text, root, keyed=keyed) for keyed in (False, True))
        return cls(
            newline=line_end.group() if line_end else "\n",
            unit=_unit(text, root),
            empty=plain or keyed or "/>",
            empty_keyed=keyed or plain or "/>",
        )

    @staticmethod
    def escaped(value: str) -> str:
        """A value as character data."""
        return escape(value)

    def render(self, element: NewElement, indent: str | None) -> str:
        """An element as text without blanks around it.

        Args:
            element: what to write.
            indent: the indentation of the line it will stand in; None writes it in one line.
        """
        key = "" if element.key is None else f' {element.key[0]}="{_attribute(element.key[1])}"'
        opening = f"<{element.tag}{key}"
        if element.children:
            body = self.render_all(element.children, None if indent is None else indent + self.unit)
            tail = "" if indent is None else self.newline + indent
            return f"{opening}>{body}{tail}</{element.tag}>"
        if element.value:
            return f"{opening}>{escape(element.value)}</{element.tag}>"
        ending = self.empty_keyed if key else self.empty
        return f"{opening}{ending}{element.tag}>" if ending == "></" else f"{opening}{ending}"

    def render_all(self, elements: tuple[NewElement, ...], indent: str | None) -> str:
        """Elements as text, each in a line of its own with the line end before it, or all in one line."""
        lead = "" if indent is None else self.newline + indent
        return "".join(lead + self.render(element, indent) for element in elements)


def _attribute(value: str) -> str:
    return escape(value, {'"': "&quot;"})


def _unit(text: str, root: Element) -> str:
    outer = indentation(text, root)
    first = next(iter(root.children), None)
    inner = indentation(text, first) if first else None
    if outer is None or not inner or inner == outer or not inner.startswith(outer):
        return _DEFAULT_UNIT
    return inner.removeprefix(outer)


def _empty(text: str, root: Element, *, keyed: bool) -> str | None:
    """How the first empty element with or without a key ends; None when there is none."""
    for element in root.walk():
        if (element.key is not None) is keyed and element.open_end == element.close_start:
            if element.self_closing:
                return " />" if text[element.inner : element.end] == " />" else "/>"
            return "></"
    return None
