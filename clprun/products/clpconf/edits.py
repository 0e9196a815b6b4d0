"""Changes of a document, each as few splices as it takes; they know XML and layout, not the product."""

import re
from collections.abc import Mapping

from clprun.products.clpconf.document import Document, Splice
from clprun.products.clpconf.elements import BLANKS, Element, Span
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.layout import Layout, NewElement, indentation
from clprun.products.clpconf.paths import Path, Segment
from clprun.products.clpconf.scanner import position

__all__ = ["append", "ensure", "insert_before_last", "is_last", "new_element", "remove", "set_value"]

_NUMBERED_TAGS = frozenset({"device", "grp", "hba", "list", "netdev", "servers", "vol"})
"""Tags whose key is an ``id``; all others have a ``name`` (reference/clusterpro.md 2.2, 2.5, 2.6)."""

_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def set_value(document: Document, path: Path, value: str) -> Document:
    """The document with a value at a path; elements that are missing on the way are added.

    A value that is already so changes nothing. Comments inside the element stay.

    Args:
        document: what to change.
        path: the element that holds the value.
        value: its character data, not escaped; in one line, without blanks at its ends.

    Raises:
        ConfigurationError: the path is ambiguous or leads through a value, the element holds elements, or
            the value can't be written.
    """
    trail = document.trail(path)
    if len(trail) <= len(path.segments):
        missing = Path(path.segments[len(trail) - 1 :])
        return append(document, Path(path.segments[: len(trail) - 1]), new_element({missing: value}))
    element = trail[-1]
    if element.value == value and not element.children:
        return document
    if element.children:
        raise _unexpected(document, element, path)
    return document.spliced(_value_splices(document.text, element, _writable(value)))


def ensure(document: Document, path: Path) -> Document:
    """The document with an element at a path; nothing changes when one is there.

    Raises:
        ConfigurationError: see :func:`set_value`.
    """
    return document if document.find(path) else set_value(document, path, "")


def append(document: Document, parent: Path, element: NewElement) -> Document:
    """The document with a new element as the last child of the element at ``parent``.

    Raises:
        ConfigurationError: there is no such parent, it holds a value, or the new element can't be written.
    """
    holder = document.find(parent)
    if holder is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": str(parent)})
    if holder.value:
        raise _unexpected(document, holder, parent)
    layout = Layout.of(document.text, document.root)
    return document.spliced([_append_splice(document.text, holder, element, layout)])


def insert_before_last(document: Document, parent: Path, element: NewElement) -> Document:
    """The document with a new element before the last child of the element at ``parent``, which must have one.

    Raises:
        ConfigurationError: the new element can't be written.
    """
    last = document.trail(parent)[-1].children[-1]
    layout, indent = Layout.of(document.text, document.root), indentation(document.text, last)
    gap = "" if indent is None else layout.newline + indent
    return document.spliced([Splice(Span(last.start, last.start), layout.render(element, indent) + gap)])


def is_last(document: Document, path: Path) -> bool:
    """Whether an element is there, and the last of those that stand with it."""
    trail = document.trail(path)
    return len(trail) > len(path.segments) and trail[-2].children[-1] is trail[-1]


def remove(document: Document, path: Path) -> Document:
    """The document without the element at a path and without the line it leaves empty.

    Raises:
        ConfigurationError: there is no such element, or more than one.
    """
    element = document.find(path)
    if element is None or element is document.root:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": str(path)})
    return document.spliced([Splice(Span(_line_start(document.text, element), element.end), "")])


def new_element(values: Mapping[Path, str]) -> NewElement:
    """One element with all that stands below it.

    Args:
        values: paths that begin with the same level, and the values there.

    Raises:
        ConfigurationError: a value or a key can't be written, or an element would hold both a value and
            elements.
    """
    first = next(iter(values)).segments[0]
    below = {Path(path.segments[1:]): value for path, value in values.items() if len(path.segments) > 1}
    value = next((value for path, value in values.items() if len(path.segments) == 1), "")
    if value and below:
        raise ConfigurationError(Refusal.UNEXPECTED_CONTENT, details={"path": str(first)})
    branches: dict[Segment, dict[Path, str]] = {}
    for path, inner in below.items():
        branches.setdefault(path.segments[0], {})[path] = inner
    return NewElement(
        tag=first.tag,
        key=None if first.key is None else (_key_attribute(first), _writable(first.key)),
        value=_writable(value),
        children=tuple(map(new_element, branches.values())),
    )


def _key_attribute(segment: Segment) -> str:
    return "id" if segment.tag in _NUMBERED_TAGS else "name"


def _writable(value: str) -> str:
    if _UNWRITABLE.search(value) or value != value.strip(BLANKS):
        raise ConfigurationError(Refusal.NOT_WRITABLE, details={"value": ascii(value[:80])})
    return value


def _unexpected(document: Document, element: Element, path: Path) -> ConfigurationError:
    place = position(document.text, element.start)
    return ConfigurationError(Refusal.UNEXPECTED_CONTENT, *place, {"path": str(path)})


def _value_splices(text: str, element: Element, value: str) -> list[Splice]:
    """The first piece of character data becomes the value, all others go."""
    written = Layout.escaped(value)
    if element.self_closing:
        return [Splice(Span(element.inner, element.end), f">{written}</{element.tag}>")]
    cores = [core for core in (_core(text, run) for run in element.runs) if core.start < core.end]
    if not cores:
        blank = Span(element.open_end, element.runs[0].end) if _only_blank(element) else None
        return [Splice(blank or Span(element.open_end, element.open_end), written)]
    return [Splice(core, written if core is cores[0] else "") for core in cores]


def _only_blank(element: Element) -> bool:
    """Whether blanks are all that stands between its tags."""
    return element.runs == (Span(element.open_end, element.close_start),)


def _core(text: str, run: Span) -> Span:
    """A piece of character data without the blanks around it."""
    piece = text[run.start : run.end]
    start = run.start + len(piece) - len(piece.lstrip(BLANKS))
    return Span(start, max(start, run.start + len(piece.rstrip(BLANKS))))


def _append_splice(text: str, holder: Element, element: NewElement, layout: Layout) -> Splice:
    outer = indentation(text, holder)
    indent = _child_indentation(text, holder, outer, layout)
    body = layout.render_all((element,), indent)
    own_line = "" if indent is None else layout.newline + (outer or "")
    if holder.self_closing:
        return Splice(Span(holder.inner, holder.end), f">{body}{own_line}</{holder.tag}>")
    content = text[holder.open_end : holder.close_start].rstrip(BLANKS)
    at = holder.open_end + len(content)
    closes_in_own_line = bool(text[at : holder.close_start].strip(" \t"))
    if holder.children or closes_in_own_line or indent is None:
        return Splice(Span(at, at), body)
    return Splice(Span(at, holder.close_start), body + own_line)


def _child_indentation(text: str, holder: Element, outer: str | None, layout: Layout) -> str | None:
    if holder.children:
        return indentation(text, holder.children[0])
    return None if outer is None else outer + layout.unit


def _line_start(text: str, element: Element) -> int:
    """Where the removal of an element begins: with the line end before it when the line holds nothing else.

    The end tag of the element around it counts as nothing: where it stands in the line of the last element, it stays
    so.
    """
    before = indentation(text, element)
    after = text[element.end :].lstrip(" \t")
    if before is None or not (after.startswith(("\r", "\n", "</")) or not after):
        return element.start
    start = element.start - len(before)
    return start - len("\r\n") if text[:start].endswith("\r\n") else start - 1
