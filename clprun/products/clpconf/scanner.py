"""Text to elements with positions: what is needed to change a text without writing it anew.

lxml says whether the text is well-formed; the scanner only finds where things are. Both are bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from clprun.products.clpconf.elements import BLANKS, Element, Span
from clprun.products.clpconf.encoding import UNDECODED, shown
from clprun.products.clpconf.errors import ConfigurationError, Refusal

__all__ = ["MAXIMUM_DEPTH", "MAXIMUM_ELEMENTS", "MAXIMUM_TAG", "position", "scan"]

MAXIMUM_ELEMENTS = 20_000
"""More are refused; the largest public file has about 400."""

MAXIMUM_DEPTH = 64
"""Deeper nesting is refused; real files have 9 levels."""

MAXIMUM_TAG = 65_536
"""Longer tags (in characters) are refused: older libxml2 compares attributes pairwise, and patterns take memory."""

_MARKUP = re.compile(
    r"""
      <!--.*?-->
    | <!\[CDATA\[.*?\]\]>
    | <\?.*?\?>
    | </(?P<close>[^\s<>/]+)\s*>
    | <(?P<open>[^\s<>/!?="']+)
      (?P<attributes>(?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)
      \s*(?P<empty>/?)>
    """,
    re.DOTALL | re.VERBOSE,
)
"""Each part ends where the next can't begin, so a failing match is given up in linear time. No possessive quantifiers:
Python 3.11.2, Debian 12's own, captures too much with them."""

_ATTRIBUTE = re.compile(r"""([^\s<>/="']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(\w+));")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_CDATA = "<![CDATA["


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def scan(text: str) -> Element:
    """The root element of a well-formed text without document type.

    Raises:
        ConfigurationError: the text has a document type, is ill-formed, or exceeds a bound.
    """
    markup = _markup(text)
    _require_well_formed(text)
    return _root(text, markup)


def _markup(text: str) -> list[re.Match[str]]:
    """All tags, CDATA sections, comments and processing instructions in order."""
    found: list[re.Match[str]] = []
    offset = text.find("<")
    while offset >= 0:
        is_tag = not text.startswith(("<!", "<?"), offset)
        match = _MARKUP.match(text, offset, offset + MAXIMUM_TAG if is_tag else len(text))
        if match is None:
            raise _refused_markup(text, offset)
        found.append(match)
        if len(found) > 2 * MAXIMUM_ELEMENTS:
            details = {"maximum": str(MAXIMUM_ELEMENTS)}
            raise ConfigurationError(Refusal.TOO_MANY_ELEMENTS, *position(text, offset), details)
        offset = text.find("<", match.end())
    return found


def _refused_markup(text: str, offset: int) -> ConfigurationError:
    place = position(text, offset)
    if text.startswith("<!DOCTYPE", offset):
        return ConfigurationError(Refusal.DOCUMENT_TYPE, *place)
    following = text.find("<", offset + 1)
    size = (len(text) if following < 0 else following) - offset
    if size > MAXIMUM_TAG and not text.startswith(("<!", "<?"), offset):
        return ConfigurationError(Refusal.TOO_LARGE, *place, {"size": str(size), "maximum": str(MAXIMUM_TAG)})
    return ConfigurationError(Refusal.ILL_FORMED, *place, {"reason": "unreadable markup"})


def _require_well_formed(text: str) -> None:
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        etree.fromstring(UNDECODED.sub("?", text).encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = str(error.msg).partition(", line ")[0].strip()
        raise ConfigurationError(
            Refusal.ILL_FORMED, max(line or 0, 1), max(column or 0, 1), {"reason": reason[:200]}
        ) from None


@dataclass(slots=True)
class _Open:
    """An element whose end tag was not met yet."""

    match: re.Match[str]
    runs: list[Span] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)


def _root(text: str, markup: list[re.Match[str]]) -> Element:
    stack: list[_Open] = []
    before = 0
    for match in markup:
        if stack and match.start() > before:
            stack[-1].runs.append(Span(before, match.start()))
        before = match.end()
        if match["open"] is not None:
            if len(stack) >= MAXIMUM_DEPTH:
                details = {"maximum": str(MAXIMUM_DEPTH)}
                raise ConfigurationError(Refusal.TOO_DEEP, *position(text, match.start()), details)
            stack.append(_Open(match))
        if match["close"] is not None or match["empty"]:
            element = _closed(text, stack.pop(), match)
            if not stack:
                return element
            stack[-1].children.append(element)
        elif match["open"] is None and stack and match.group().startswith(_CDATA):
            stack[-1].runs.append(Span(match.start(), match.end()))
    raise ConfigurationError(Refusal.ILL_FORMED, *position(text, len(text)), {"reason": "no root element"})


def _closed(text: str, opened: _Open, close: re.Match[str]) -> Element:
    match = opened.match
    return Element(
        tag=match["open"],
        attributes=dict(_attributes(match["attributes"])),
        start=match.start(),
        inner=match.end("attributes"),
        open_end=match.end(),
        close_start=close.end() if close is match else close.start(),
        end=close.end(),
        runs=tuple(opened.runs),
        value=shown("".join(_data(text[run.start : run.end]) for run in opened.runs).strip(BLANKS)),
        children=tuple(opened.children),
    )


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, double, single in _ATTRIBUTE.findall(text):
        yield name, _unescaped(re.sub(r"\r\n|[\t\r\n]", " ", double or single))


def _data(run: str) -> str:
    """Character data as XML reads it: line ends are line feeds, references are resolved."""
    plain = run.replace("\r\n", "\n").replace("\r", "\n")
    if plain.startswith(_CDATA):
        return plain[len(_CDATA) : -len("]]>")]
    return _unescaped(plain)


def _unescaped(text: str) -> str:
    def resolve(reference: re.Match[str]) -> str:
        hexadecimal, decimal, name = reference.groups()
        return _ENTITIES[name] if name else chr(int(hexadecimal or decimal, 16 if hexadecimal else 10))

    return _REFERENCE.sub(resolve, text)
