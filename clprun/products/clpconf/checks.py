"""Checks of a configuration before a push."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from clprun.products.clpconf.checks_dependencies import DEPENDENCY_CHECKS
from clprun.products.clpconf.checks_objects import OBJECT_CHECKS
from clprun.products.clpconf.checks_references import REFERENCE_CHECKS
from clprun.products.clpconf.configuration import LISTED_TYPES, OBJECT_NUMBER, Configuration
from clprun.products.clpconf.elements import Element
from clprun.products.clpconf.encoding import encoding_name, names_codec
from clprun.products.clpconf.findings import Finding, FindingCode, Severity
from clprun.products.clpconf.paths import Path, Segment

__all__ = ["check", "new_findings"]


def check(configuration: Configuration) -> list[Finding]:
    """Everything that stands out, in the order of the file."""
    found = chain.from_iterable(look(configuration) for look in _CHECKS)
    return sorted(found, key=lambda finding: (finding.line, finding.code, str(finding.path)))


def new_findings(before: Configuration, after: Configuration) -> list[Finding]:
    """The findings that a change brought in; a site's own oddities are not the change's fault."""
    old = Counter(map(_identity, check(before)))
    new: list[Finding] = []
    for finding in check(after):
        if old[_identity(finding)]:
            old[_identity(finding)] -= 1
        else:
            new.append(finding)
    return new


def _identity(finding: Finding) -> tuple[FindingCode, Path, tuple[tuple[str, str], ...]]:
    return finding.code, finding.path, tuple(sorted(finding.details.items()))


def _charset(configuration: Configuration) -> Iterator[Finding]:
    """The first line declares the cluster's encoding, or UTF-8 after a pull (reference/clusterpro.md 2.1)."""
    charset, codec = configuration.charset, configuration.document.decoded.codec
    element = configuration.document.root.first("all", "charset")
    pulled = codec == "utf-8" and configuration.document.text.isascii()
    if element is not None and not pulled and not names_codec(charset, codec):
        details = {"charset": charset, "encoding": encoding_name(codec)}
        yield Finding(
            FindingCode.CHARSET_DIFFERS,
            Severity.WARNING,
            Path.parse("all/charset"),
            configuration.document.line(element),
            details,
        )


def _mistaken_encoding(configuration: Configuration) -> Iterator[Finding]:
    """Text that is well-formed UTF-8 but declared as something else is hardly ever meant so.

    It is no error: a few half-width katakana in SJIS are well-formed UTF-8 by chance, and no byte is lost.
    """
    document = configuration.document
    if document.decoded.codec == "utf-8" or document.text.isascii():
        return
    try:
        document.content.decode("utf-8")
    except UnicodeDecodeError:
        return
    details = {"encoding": encoding_name(document.decoded.codec)}
    yield Finding(FindingCode.ENCODING_DOUBTFUL, Severity.WARNING, Path(), 1, details)


def _object_number(configuration: Configuration) -> Iterator[Finding]:
    element = configuration.document.root.first("webmgr", "client", "objectnumber")
    if element is None:
        return
    line = configuration.document.line(element)
    details = {"stated": element.value, "counted": str(configuration.counted_objects)}
    if configuration.object_number is None:
        yield Finding(FindingCode.OBJECT_NUMBER_BAD, Severity.WARNING, OBJECT_NUMBER, line, details)
    elif configuration.object_number != configuration.counted_objects:
        yield Finding(FindingCode.OBJECT_NUMBER_WRONG, Severity.WARNING, OBJECT_NUMBER, line, details)


def _types(configuration: Configuration) -> Iterator[Finding]:
    """Each type in use is listed once in its section (reference/clusterpro.md 2.2, I); the WebUI lists others, too."""
    for section in ("heartbeat", "networkpartition", "resource", "monitor"):
        for element in configuration.document.root.all(section):
            yield from _section_types(configuration, element)


def _section_types(configuration: Configuration, section: Element) -> Iterator[Finding]:
    line = configuration.document.line
    listed = Counter(child.key or "" for child in section.all(LISTED_TYPES))
    used = {child.tag: child for child in reversed(section.children) if child.tag != LISTED_TYPES}
    for kind, element in used.items():
        if kind not in listed:
            path = Path().child(section.tag).child(element.tag, element.key)
            details = {"type": kind, "section": section.tag}
            yield Finding(FindingCode.TYPE_NOT_LISTED, Severity.ERROR, path, line(element), details)
    for kind, times in listed.items():
        path = Path().child(section.tag).child(LISTED_TYPES, kind)
        details = {"type": kind, "section": section.tag}
        if times > 1:
            yield Finding(FindingCode.TYPE_LISTED_TWICE, Severity.WARNING, path, line(section), details)


def _duplicate_elements(configuration: Configuration) -> Iterator[Finding]:
    """Elements that nothing tells apart: an edit could not say which of them it means."""
    return _duplicates(configuration, configuration.document.root, Path())


def _duplicates(configuration: Configuration, element: Element, path: Path) -> Iterator[Finding]:
    seen: set[Segment] = set()
    for child in element.children:
        segment = Segment(child.tag, child.key)
        below = Path((*path.segments, segment))
        named_object = child.key is not None and len(below.segments) <= len(("resource", "exec@exec1"))
        if segment in seen and not named_object:
            line = configuration.document.line(child)
            details = {"path": str(below)}
            yield Finding(FindingCode.ELEMENT_DUPLICATE, Severity.WARNING, below, line, details)
        seen.add(segment)
        yield from _duplicates(configuration, child, below)


_CHECKS: tuple[Callable[[Configuration], Iterable[Finding]], ...] = (
    _charset,
    _mistaken_encoding,
    _object_number,
    _types,
    _duplicate_elements,
    *OBJECT_CHECKS,
    *REFERENCE_CHECKS,
    *DEPENDENCY_CHECKS,
)
