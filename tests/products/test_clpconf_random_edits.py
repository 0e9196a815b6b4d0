"""Random edits of random configurations: they touch what they mean, keep the books right, and can be read again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clprun.products.clpconf import (
    Configuration,
    ConfigurationError,
    FindingCode,
    ObjectKind,
    Recovery,
    Refusal,
    Wanted,
    check,
    compare,
    ensure_group,
    ensure_monitor,
    ensure_resource,
    exec_resource,
    new_findings,
    process_monitor,
    remove_group,
    remove_monitor,
    remove_resource,
    set_dependencies,
    set_value,
    wanted,
)

CODECS = {"ASCII": "ascii", "UTF-8": "utf-8", "EUC-JP": "euc_jp", "SJIS": "cp932"}
SIGNS = {"ascii": "aZ9 &<>\"'", "utf-8": "a表ソ能①é\U0001f600&", "euc_jp": "a表ソ能予<", "cp932": "a表ソ能①髙ﾞ&"}
"""Signs of each charset; in SJIS several end in bytes that are ASCII signs."""

RESOURCE_TYPES = ("exec", "fip", "disk", "script", "volmgr")
MONITOR_TYPES = ("pidw", "genw", "ipw")
NAMES = ("a1", "b2", "c3", "d4", "e5", "f6")


@dataclass(frozen=True)
class Style:
    """How a file is laid out."""

    charset: str
    newline: str
    unit: str
    empty: str
    closes_apart: bool

    def close(self, tag: str) -> str:
        """An end tag, in a line of its own or behind the last element."""
        return self.lines(1, f"</{tag}>") if self.closes_apart else f"</{tag}>"

    def lines(self, level: int, *texts: str) -> str:
        return "".join(f"{self.newline}{self.unit * level}{text}" for text in texts)


styles = st.builds(
    Style,
    st.sampled_from(sorted(CODECS)),
    st.sampled_from(["\n", "\r\n", ""]),
    st.sampled_from(["  ", "\t"]),
    st.sampled_from(["/>", " />"]),
    st.booleans(),
)


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """A configuration whose books are right, with groups, resources, monitors and things nobody knows."""
    style = draw(styles)
    signs = SIGNS[CODECS[style.charset]]
    remarks = st.text(alphabet=re.sub("[-&<>]", "", signs), max_size=6)
    resources = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
    monitors = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    groups = draw(st.lists(st.sampled_from(["g0", "g1", "g2"]), unique=True, min_size=1, max_size=3))
    parts = [style.lines(1, f"<all><charset>{style.charset}</charset><serveros>linux</serveros></all>")]
    homes = {name: draw(st.sampled_from(groups)) for name in resources}
    kinds = {name: draw(st.sampled_from(RESOURCE_TYPES)) for name in resources}
    for number, group in enumerate(groups):
        entries = [f'<resource name="{kinds[name]}@{name}"{style.empty}' for name in resources if homes[name] == group]
        inner = style.lines(2, f"<comment{style.empty}", f"<gid>{number}</gid>", *entries)
        parts.append(style.lines(1, f'<group name="{group}">') + inner + style.close("group"))
    parts.append(_section(draw, style, "resource", kinds, remarks))
    parts.append(_section(draw, style, "monitor", {n: draw(st.sampled_from(MONITOR_TYPES)) for n in monitors}, remarks))
    number = 4 + len(groups) + len(resources) + len(monitors)
    parts.append(style.lines(1, f"<webmgr><client><objectnumber>{number}</objectnumber></client></webmgr>"))
    remark = f"<!--{draw(remarks)}-->"
    parts.insert(draw(st.integers(0, len(parts))), style.lines(1, remark))
    text = (
        f'<?xml version="1.0" encoding="{style.charset}"?>{style.newline}<root>{"".join(parts)}{style.newline}</root>'
    )
    return Configuration.parse(text.encode(CODECS[style.charset]))


def _section(
    draw: st.DrawFn, style: Style, section: str, kinds: dict[str, str], remarks: st.SearchStrategy[str]
) -> str:
    listed = [f'<types name="{kind}"{style.empty}' for kind in dict.fromkeys(kinds.values())]
    objects = [
        f'<{kind} name="{name}"><comment>{draw(remarks).strip()}</comment><!--{draw(remarks)}--><odd>1</odd></{kind}>'
        for name, kind in kinds.items()
    ]
    body = style.lines(2, *(draw(st.permutations(listed)) + objects))
    return style.lines(1, f"<{section}>") + body + style.close(section)


@dataclass(frozen=True)
class Edit:
    """An edit and the objects it may touch, as kind and name."""

    apply: Callable[[Configuration], Configuration]
    touches: frozenset[tuple[ObjectKind, str]]


def _edit(apply: Callable[[Configuration], Configuration], *touches: tuple[ObjectKind, str]) -> Edit:
    return Edit(apply, frozenset(touches))


@st.composite
def edits(draw: st.DrawFn, signs: str) -> Edit:
    name, group = draw(st.sampled_from(NAMES)), draw(st.sampled_from(["g0", "g1", "g2"]))
    comment = draw(st.text(alphabet=signs, max_size=8)).strip()
    kind, watch = draw(st.sampled_from(RESOURCE_TYPES)), draw(st.sampled_from(MONITOR_TYPES))
    depends = draw(st.none() | st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(tuple))
    resource, monitor, home = (ObjectKind.RESOURCE, name), (ObjectKind.MONITOR, name), (ObjectKind.GROUP, group)
    all_groups = [(ObjectKind.GROUP, each) for each in ("g0", "g1", "g2")]
    choices = [
        _edit(lambda c: ensure_group(c, group, {"comment": comment}), home),
        _edit(lambda c: ensure_resource(c, group, kind, name, {"comment": comment}), resource, home),
        _edit(lambda c: ensure_monitor(c, watch, name, {"comment": comment, "polling/interval": "9"}), monitor),
        _edit(lambda c: set_dependencies(c, name, depends), resource),
        _edit(
            lambda c: wanted(
                c,
                Wanted(
                    group,
                    (exec_resource(name, starts_synchronously=True, depends_on=depends),),
                    (process_monitor("psw1", target=name, process="x*", recovery=Recovery(group, 0, 1)),),
                ),
            ),
            resource,
            home,
            (ObjectKind.MONITOR, "psw1"),
        ),
        _edit(lambda c: remove_monitor(c, name), monitor),
        _edit(lambda c: remove_resource(c, name), resource, *all_groups),
        _edit(lambda c: remove_group(c, group), *all_groups, *((ObjectKind.RESOURCE, each) for each in NAMES)),
        _edit(lambda c: set_value(c, "cluster/comment", comment), (ObjectKind.CLUSTER, "")),
    ]
    return draw(st.sampled_from(choices))


EXPECTED = {Refusal.NOT_FOUND, Refusal.NAME_TAKEN, Refusal.RESOURCE_ELSEWHERE, Refusal.STILL_USED}
"""What an edit may refuse for good reasons; anything else is a fault."""

BOOKS = {
    FindingCode.TYPE_NOT_LISTED,
    FindingCode.TYPE_LISTED_TWICE,
    FindingCode.OBJECT_NUMBER_WRONG,
    FindingCode.OBJECT_NUMBER_BAD,
    FindingCode.GID_DUPLICATE,
    FindingCode.GID_WRONG,
    FindingCode.CHARSET_DIFFERS,
    FindingCode.ELEMENT_DUPLICATE,
    FindingCode.RESOURCE_UNDEFINED,
    FindingCode.TARGET_UNKNOWN,
    FindingCode.RECOVERY_UNKNOWN,
}
"""What no edit may bring in, in whatever order they come."""


def pieces(configuration: Configuration) -> dict[tuple[ObjectKind, str], bytes]:
    """The bytes of each object as they stand in the file."""
    document = configuration.document

    def piece(start: int, end: int) -> bytes:
        return document.content[document.decoded.byte_offset(start) : document.decoded.byte_offset(end)]

    found: dict[tuple[ObjectKind, str], bytes] = {}
    for element in document.root.children:
        if element.tag == "group":
            found[ObjectKind.GROUP, element.key or ""] = piece(element.start, element.end)
        for child in element.children if element.tag in {"resource", "monitor"} else ():
            if child.tag != "types":
                found[ObjectKind(element.tag), child.key or ""] = piece(child.start, child.end)
    return found


def attempted(edit: Edit, configuration: Configuration) -> Configuration | Refusal:
    """What an edit leads to."""
    try:
        return edit.apply(configuration)
    except ConfigurationError as refusal:
        return refusal.code


def remarks_of(configuration: Configuration) -> Iterator[str]:
    """The comments that stand in no object, in order."""
    text = re.sub(r"(?s)<(\w+) name=\"\w+\"><comment>.*?</\1>", "", configuration.document.text)
    return iter(re.findall(r"<!--.*?-->", text))


@settings(max_examples=120, deadline=None)
@given(configurations(), st.data())
def test_edits_touch_what_they_mean_and_keep_the_books_right(start: Configuration, data: st.DataObject) -> None:
    before = start
    assert not [finding for finding in check(start) if finding.code in BOOKS]
    for _ in range(data.draw(st.integers(1, 4), label="edits")):
        edit = data.draw(edits(SIGNS[start.document.decoded.codec]))
        after = attempted(edit, before)
        if isinstance(after, Refusal):
            assert after in EXPECTED
            continue
        assert Configuration.parse(after.content).content == after.content
        assert after.document.decoded.codec == start.document.decoded.codec
        assert after.content.startswith(start.content[: start.content.index(b"<root>")])
        assert not [finding for finding in check(after) if finding.code in BOOKS]
        old, new = pieces(before), pieces(after)
        assert {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)} <= edit.touches
        assert list(remarks_of(after)) == list(remarks_of(before))
        told = {
            (each.object, each.name) for each in compare(before, after) if each.object is not ObjectKind.BOOKKEEPING
        }
        assert told <= edit.touches
        again = attempted(edit, after)
        assert again is Refusal.NOT_FOUND or again == after
        before = after


@settings(max_examples=80, deadline=None)
@given(configurations(), st.data())
def test_what_is_added_and_removed_leaves_the_bytes_as_they_were(start: Configuration, data: st.DataObject) -> None:
    group = data.draw(st.sampled_from([group.name for group in start.groups]))
    assume(start.document.root.first("resource", "types") and start.document.root.first("monitor", "types"))
    want = Wanted(
        group,
        (
            exec_resource(
                "new1", starts_synchronously=False, depends_on=data.draw(st.sampled_from([None, (), ("a1",)]))
            ),
        ),
        (process_monitor("new1", target="new1", process="x*", recovery=Recovery(group, 0, 1)),),
    )

    there = wanted(ensure_group(start, "new0"), want)

    assert not [finding for finding in new_findings(start, there) if finding.code in BOOKS]
    gone = remove_group(remove_resource(remove_monitor(there, "new1"), "new1"), "new0")
    assert gone.content == start.content


@settings(max_examples=60, deadline=None)
@given(configurations(), st.text(max_size=3), st.data())
def test_a_comment_is_written_as_meant_or_refused(start: Configuration, text: str, data: st.DataObject) -> None:
    """In every charset, with CRLF or not; a sign that the charset does not have is no question mark."""
    codec = start.document.decoded.codec
    comment = "業務 " + data.draw(st.text(alphabet=SIGNS[codec], max_size=4)) + text

    after = attempted(_edit(lambda c: ensure_group(c, "g0", {"comment": comment})), start)

    held = comment.encode(codec, errors="ignore").decode(codec) == comment
    if isinstance(after, Refusal):
        encodable = {Refusal.NOT_ENCODABLE, Refusal.LOOK_ALIKE}
        assert after is Refusal.NOT_WRITABLE or (after in encodable and not held)
        return
    assert held
    group = after.group("g0")
    assert group is not None
    assert group.values["comment"] == comment
