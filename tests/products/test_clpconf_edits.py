"""Edits are splices: what they say changes, every other byte stays."""

from pathlib import Path as File

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.products.clpconf import edits
from clprun.products.clpconf.document import Document
from clprun.products.clpconf.elements import BLANKS, Element
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.layout import NewElement
from clprun.products.clpconf.paths import Path

EXAMPLES = sorted((File(__file__).parent / "clpconf").glob("*.conf"))
SIGNS = "aZ9 -_/.:<>&\"'表ソ能日本ﾞ"


def edited(text: str, path: str, value: str) -> str:
    return edits.set_value(Document.parse(text.encode()), Path.parse(path), value).content.decode()


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("<r><a>1</a></r>", "a", "2", "<r><a>2</a></r>"),
        ("<r><a>1</a></r>", "a", "1", "<r><a>1</a></r>"),
        ("<r><a> 1\n</a></r>", "a", "1", "<r><a> 1\n</a></r>"),
        ("<r><a> 1\n</a></r>", "a", "2", "<r><a> 2\n</a></r>"),
        ("<r><a>1</a></r>", "a", "", "<r><a></a></r>"),
        ("<r><a/></r>", "a", "2", "<r><a>2</a></r>"),
        ("<r><a /></r>", "a", "2", "<r><a>2</a></r>"),
        ("<r><a name='x'  /></r>", "a@x", "2", "<r><a name='x'>2</a></r>"),
        ("<r><a></a></r>", "a", "2", "<r><a>2</a></r>"),
        ("<r><a> </a></r>", "a", "2", "<r><a>2</a></r>"),
        ("<r><a> </a></r>", "a", "", "<r><a> </a></r>"),
        ("<r><a><!-- c --></a></r>", "a", "2", "<r><a>2<!-- c --></a></r>"),
        ("<r><a>1<!-- c --> 3</a></r>", "a", "2", "<r><a>2<!-- c --> </a></r>"),
        ("<r><a><![CDATA[1]]></a></r>", "a", "2", "<r><a>2</a></r>"),
        ("<r><a>1</a></r>", "a", "<&>\"'", "<r><a>&lt;&amp;&gt;\"'</a></r>"),
        ("<r><a>&lt;</a></r>", "a", "<", "<r><a>&lt;</a></r>"),
        ("<r/>", "a", "1", "<r>\n  <a>1</a>\n</r>"),
        ("<r></r>", "a", "1", "<r>\n  <a>1</a>\n</r>"),
        ("<r><a/></r>", "b", "1", "<r><a/><b>1</b></r>"),
        ("<r><a></a></r>", "b", "", "<r><a></a><b></b></r>"),
        ("<r><a /></r>", "b", "", "<r><a /><b /></r>"),
        ("<r>\n\t<a/>\n</r>", "b", "1", "<r>\n\t<a/>\n\t<b>1</b>\n</r>"),
        ("<r>\r\n <a/>\r\n</r>", "b/c", "1", "<r>\r\n <a/>\r\n <b>\r\n  <c>1</c>\r\n </b>\r\n</r>"),
        ("<r>\n  <a/> <!-- of a -->\n</r>", "b", "1", "<r>\n  <a/> <!-- of a -->\n  <b>1</b>\n</r>"),
        ("<r>\n  <a/></r>", "b", "1", "<r>\n  <a/>\n  <b>1</b></r>"),
        ("<r>\n  <a/> </r>", "b", "1", "<r>\n  <a/>\n  <b>1</b> </r>"),
        ("<r><!-- c --></r>", "b", "1", "<r><!-- c -->\n  <b>1</b>\n</r>"),
        ("<r>\n  <a>\n  </a>\n</r>", "a/b", "1", "<r>\n  <a>\n    <b>1</b>\n  </a>\n</r>"),
        ("<r>\n  <a/>\n</r>", "a/b", "1", "<r>\n  <a>\n    <b>1</b>\n  </a>\n</r>"),
        ("<r>\n  <a/>\n</r>", "list@0/b@x/c", "1", None),
    ],
)
def test_sets_a_value(before: str, path: str, value: str, after: str | None) -> None:
    expected = after or ('<r>\n  <a/>\n  <list id="0">\n    <b name="x">\n      <c>1</c>\n    </b>\n  </list>\n</r>')

    assert edited(before, path, value) == expected


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("<r><a/><b/></r>", "a", "<r><b/></r>"),
        ("<r>\n  <a/>\n  <b/>\n</r>", "a", "<r>\n  <b/>\n</r>"),
        ("<r>\n  <a/>\n  <b/>\n</r>", "b", "<r>\n  <a/>\n</r>"),
        ("<r>\r\n  <a>\r\n  <c/></a>\r\n  <b/>\r\n</r>", "a", "<r>\r\n  <b/>\r\n</r>"),
        ("<r>\n  <a/> <!-- c -->\n</r>", "a", "<r>\n   <!-- c -->\n</r>"),
        ("<r>\n  <a/>\n  <b/></r>", "b", "<r>\n  <a/></r>"),
        ("<r>\n  <a/><b/></r>", "a", "<r>\n  <b/></r>"),
        ("<r>\n  <a name='x'/>\n  <a name='y'/>\n</r>", "a@y", "<r>\n  <a name='x'/>\n</r>"),
    ],
)
def test_removes_an_element(before: str, path: str, after: str) -> None:
    assert edits.remove(Document.parse(before.encode()), Path.parse(path)).content.decode() == after


@pytest.mark.parametrize(
    ("text", "path", "value", "code"),
    [
        ("<r><a/><a/></r>", "a", "1", Refusal.AMBIGUOUS_PATH),
        ("<r><a/><a/></r>", "a/b", "1", Refusal.AMBIGUOUS_PATH),
        ("<r><a>1</a></r>", "a/b", "1", Refusal.UNEXPECTED_CONTENT),
        ("<r><a><b/></a></r>", "a", "1", Refusal.UNEXPECTED_CONTENT),
        ("<r/>", "a", "1\n2", Refusal.NOT_WRITABLE),
        ("<r/>", "a", "\x00", Refusal.NOT_WRITABLE),
        ("<r/>", "a", " 1", Refusal.NOT_WRITABLE),
        ("<r/>", "a", "\ud800", Refusal.NOT_WRITABLE),
        ("<r/>", "a@b\nc", "1", Refusal.NOT_WRITABLE),
        ('<?xml version="1.0" encoding="ASCII"?><r/>', "a", "é", Refusal.NOT_ENCODABLE),
        ('<?xml version="1.0" encoding="ASCII"?><r><a>1</a></r>', "a", "日", Refusal.NOT_ENCODABLE),
        ('<?xml version="1.0" encoding="SJIS"?><r><a>1</a></r>', "a", "9\u301c17", Refusal.LOOK_ALIKE),
        ('<?xml version="1.0" encoding="EUC-JP"?><r/>', "a", "\u00a5", Refusal.LOOK_ALIKE),
        ("<r/>", "", "1", Refusal.BAD_PATH),
        ("<r/>", "a//b", "1", Refusal.BAD_PATH),
        ("<r/>", "a b", "1", Refusal.BAD_PATH),
        ("<r/>", "/a", "1", Refusal.BAD_PATH),
        ("<r/>", "a><b", "1", Refusal.BAD_PATH),
    ],
)
def test_refuses_to_set(text: str, path: str, value: str, code: Refusal) -> None:
    with pytest.raises(ConfigurationError) as caught:
        edited(text, path, value)

    assert caught.value.code is code


@pytest.mark.parametrize("path", ["missing", "a/b"])
def test_refuses_to_remove_what_is_not_there(path: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        edits.remove(Document.parse(b"<r><a/></r>"), Path.parse(path))

    assert caught.value.code is Refusal.NOT_FOUND


def test_keeps_a_key_with_signs_of_markup_apart() -> None:
    document = edits.append(Document.parse(b"<r/>"), Path(), NewElement("a", ("name", "<\"&'>"), "1"))

    assert document.find(Path().child("a", "<\"&'>")) is not None


def paths(element: Element, above: Path) -> list[tuple[Path, Element]]:
    found = [(above, element)]
    for child in element.children:
        found += paths(child, above.child(child.tag, child.key))
    return found


def values(codec: str) -> st.SearchStrategy[str]:
    signs = SIGNS.encode(codec, errors="ignore").decode(codec)
    return st.text(alphabet=signs, max_size=12).map(lambda text: text.strip(BLANKS))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_a_changed_value_touches_its_element_only(file: File, data: st.DataObject) -> None:
    document = Document.parse(file.read_bytes())
    leaves = [(path, element) for path, element in paths(document.root, Path()) if not element.children]
    path, element = data.draw(st.sampled_from(leaves))
    value = data.draw(values(document.decoded.codec))

    after = edits.set_value(document, path, value)

    changed = after.find(path)
    assert changed is not None
    assert changed.value == value
    start, end = (document.decoded.byte_offset(offset) for offset in (element.start, element.end))
    assert after.content.startswith(document.content[:start])
    assert after.content.endswith(document.content[end:])
    assert edits.set_value(after, path, value).content == after.content


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_a_new_element_comes_in_one_piece_and_goes_without_a_trace(file: File, data: st.DataObject) -> None:
    document = Document.parse(file.read_bytes())
    holders = [(path, element) for path, element in paths(document.root, Path()) if element.children]
    holder, element = data.draw(st.sampled_from(holders))
    value = data.draw(values(document.decoded.codec))
    key = data.draw(st.none() | values(document.decoded.codec))
    path = holder.child("inserted", key)

    after = edits.set_value(document, path / "below", value)

    inserted = after.find(path / "below")
    assert inserted is not None
    assert inserted.value == value
    at = document.decoded.byte_offset(element.start)
    assert after.content[:at] == document.content[:at]
    assert sum(1 for _ in after.root.walk()) == sum(1 for _ in document.root.walk()) + 2
    assert edits.remove(after, path).content == document.content


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_a_removed_element_takes_nothing_else_with_it(file: File, data: st.DataObject) -> None:
    document = Document.parse(file.read_bytes())
    path, element = data.draw(st.sampled_from(paths(document.root, Path())[1:]))

    after = edits.remove(document, path)

    assert after.find(path) is None
    gone = len(document.content) - len(after.content)
    start, end = (document.decoded.byte_offset(offset) for offset in (element.start, element.end))
    blanks = gone - (end - start)
    assert document.content[start - blanks : start].strip(BLANKS.encode()) == b""
    assert after.content == document.content[: start - blanks] + document.content[end:]
