"""Bytes in, elements with positions out: every charset, every way to write XML, every hostile input."""

import codecs
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.document import Document
from clprun.products.clpconf.elements import BLANKS, Element
from clprun.products.clpconf.encoding import MAXIMUM_BYTES, decode
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.objects import set_value
from clprun.products.clpconf.scanner import MAXIMUM_DEPTH, MAXIMUM_ELEMENTS, MAXIMUM_TAG

EXAMPLES = sorted((Path(__file__).parent / "clpconf").glob("*.conf"))
CODECS = {"ASCII": "ascii", "UTF-8": "utf-8", "EUC-JP": "euc_jp", "SJIS": "cp932", "GB2312": "gb2312"}

SIGNS = "aZ09-_.:;=/]>?! 表ソ能ゾ予噂構十ﾞ日本语髙①é\u3000\U0001f600"
"""In SJIS several of these end in bytes that are ASCII signs; not every codec has every one."""


def encodable(codec: str) -> str:
    return SIGNS.encode(codec, errors="ignore").decode(codec)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, str, str]:
    """Text of a well-formed document, the name of its encoding and its codec."""
    name = draw(st.sampled_from(sorted(CODECS)))
    codec = CODECS[name]
    quote = draw(st.sampled_from("\"'"))
    newline = draw(st.sampled_from(["\n", "\r\n", ""]))
    body = draw(elements(encodable(codec), newline))
    standalone = draw(st.sampled_from(["", " standalone='no'", " "]))
    return f"<?xml version='1.0' encoding={quote}{name}{quote}{standalone}?>{newline}{body}{newline}", name, codec


def elements(signs: str, newline: str) -> st.SearchStrategy[str]:
    words = st.text(alphabet=signs, max_size=6)
    tags = st.sampled_from(["a", "list", "comment", "x-y.z", "_1"])
    blanks = st.sampled_from(["", " ", "\t", newline, f"{newline}  "])
    data = words.map(lambda text: text.replace("]]>", "").replace(">", "&gt;"))
    references = st.sampled_from(["&lt;", "&amp;", "&quot;", "&#x41;", "&#66;", "&apos;&gt;"])
    sections = words.map(lambda text: "<![CDATA[<x>&" + text.replace("]", "") + "]]>")
    comments = words.map(lambda text: "<!-- <a> " + text.replace("-", "") + "-->")
    instructions = words.map(lambda text: "<?p " + text.replace("?", "") + "?>")
    values = st.tuples(st.sampled_from(['"', "'"]), words, references).map(
        lambda parts: f"{parts[0]}{parts[1]}{parts[2]}>{parts[0]}"
    )
    names = st.lists(st.sampled_from(["name", "id", "other"]), unique=True, max_size=2)
    attributes = names.flatmap(lambda chosen: st.tuples(*(st.tuples(st.just(name), values) for name in chosen))).map(
        lambda pairs: "".join(f" {name} = {value}" for name, value in pairs)
    )
    empties = st.tuples(tags, attributes, blanks, st.booleans()).map(
        lambda parts: (
            f"<{parts[0]}{parts[1]}{parts[2]}/>"
            if parts[3]
            else f"<{parts[0]}{parts[1]}{parts[2]}></{parts[0]}{parts[2]}>"
        )
    )

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        content = st.one_of(inner, data, references, sections, comments, instructions, blanks)
        return st.tuples(tags, attributes, st.lists(content, max_size=5)).map(
            lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"
        )

    return st.recursive(empties, around, max_leaves=8)


def pairs(element: Element, other: etree._Element) -> Iterator[tuple[Element, etree._Element]]:
    yield element, other
    others = [child for child in other if isinstance(child.tag, str)]
    assert len(element.children) == len(others)
    for child, twin in zip(element.children, others, strict=True):
        yield from pairs(child, twin)


def own_text(element: etree._Element) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


@settings(max_examples=150, deadline=None)
@given(documents(), st.booleans())
def test_reads_what_lxml_reads_and_keeps_every_byte(document: tuple[str, str, str], marked: bool) -> None:
    text, name, codec = document
    mark = codecs.BOM_UTF8 if marked and name == "UTF-8" else b""
    content = mark + text.encode(codec)

    read = Document.parse(content)

    assert read.content == content
    twin = etree.fromstring(text.encode("utf-8"), etree.XMLParser(encoding="utf-8", resolve_entities=False))
    for element, other in pairs(read.root, twin):
        assert element.tag == other.tag
        assert dict(element.attributes) == dict(other.attrib.items())
        assert element.value == own_text(other).strip(BLANKS)


@settings(max_examples=100, deadline=None)
@given(documents())
def test_spans_hold_the_element_they_belong_to(document: tuple[str, str, str]) -> None:
    text, _, codec = document
    read = Document.parse(text.encode(codec))

    for element in read.root.walk():
        piece = text[element.start : element.end]
        assert piece.startswith(f"<{element.tag}")
        assert etree.fromstring(piece).tag == element.tag
        assert text[: element.start].encode(codec) == read.content[: read.decoded.byte_offset(element.start)]
        if not element.self_closing:
            assert text[element.close_start :].startswith(f"</{element.tag}")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_example_stays_identical_in_bytes(path: Path) -> None:
    content = path.read_bytes()

    assert Configuration.parse(content).content == content


@pytest.mark.parametrize("codec", sorted(set(CODECS.values())))
def test_all_codes_of_a_character_have_one_length(codec: str) -> None:
    """What byte offsets rest on; cp932 has characters with two codes, and EUC-JP one with two lengths."""
    codes = [bytes([first, second]) for first in range(256) for second in range(0x40, 256)]
    codes += [b"\x8f" + code for code in codes if code >= b"\xa1"] + [bytes([first]) for first in range(256)]
    lengths: dict[str, set[int]] = {}
    for code in codes:
        with suppress(UnicodeDecodeError):
            lengths.setdefault(code.decode(codec), set()).add(len(code))

    several = {character for character, found in lengths.items() if len(found) > 1}
    assert several == ({"~"} if codec == "euc_jp" else set())
    assert all(len(character.encode(codec)) == min(found) for character, found in lengths.items())


def test_the_long_tilde_would_move_what_follows_and_is_refused() -> None:
    content = b'<?xml version="1.0" encoding="EUC-JP"?>\n<root>\n <a>\x8f\xa2\xb7</a></root>'

    with pytest.raises(ConfigurationError) as caught:
        Document.parse(content)

    assert (caught.value.code, caught.value.line, caught.value.column) == (Refusal.UNDECODABLE, 3, 5)


FOREIGN = {
    "NEC in EUC-JP": ("EUC-JP", b"\xad\xa1\xad\xa2"),
    "IBM in EUC-JP": ("EUC-JP", b"\x8f\xf4\xa3"),
    "half a character of EUC-JP": ("EUC-JP", b"\xad"),
    "the long tilde": ("EUC-JP", b"\x8f\xa2\xb7"),
    "GBK in GB2312": ("GB2312", b"\x81\x40\xfe\xa1"),
    "half a character of SJIS": ("SJIS", b"\x81 "),
    "torn UTF-8": ("UTF-8", b"\xe3\x81"),
    "anything in ASCII": ("ASCII", b"\xe3\x81\x82"),
}


@pytest.mark.parametrize(("encoding", "foreign"), FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize(
    "comment", [b"<comment>%s</comment>", b"<comment/><!-- %s -->", b"<comment><![CDATA[%s]]></comment>"]
)
def test_bytes_without_a_character_stay_in_comments(encoding: str, foreign: bytes, comment: bytes) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>\n<root><cluster>'.encode()
    content += comment.replace(b"%s", foreign) + b"</cluster><group name='g'><gid>0</gid></group></root>"
    before = Configuration.parse(content)

    after = set_value(before, "group@g/gid", "17")

    assert after.content == content.replace(b"<gid>0<", b"<gid>17<")
    assert all(element.value.isprintable() for element in after.document.root.walk())


@pytest.mark.parametrize(("encoding", "foreign"), FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("place", ["<a>%s</a>", '<a name="%s"/>', "<%s/>", "<a b='%s'><comment/></a>"])
def test_bytes_without_a_character_stand_nowhere_else(encoding: str, foreign: bytes, place: str) -> None:
    before = f'<?xml version="1.0" encoding="{encoding}"?>\n<root>'.encode()
    element = place.encode().replace(b"%s", foreign)

    with pytest.raises(ConfigurationError) as caught:
        Configuration.parse(before + element + b"</root>")

    assert (caught.value.code, caught.value.line) == (Refusal.UNDECODABLE, 2)
    assert caught.value.column == len("<root>") + place.index("%s") + 1


def test_codes_that_would_not_come_back_from_text_stay() -> None:
    """Windows writes some kanji with IBM's codes, for which Python's codec writes NEC's."""
    content = b'<?xml version="1.0" encoding="SJIS"?><root><a>\xfb\xfc</a><b>1</b></root>'
    document = Document.parse(content)
    assert document.text.encode("cp932") != content

    element = document.root.children[1]

    assert content[document.decoded.byte_offset(element.start) :].startswith(b"<b>")


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", Refusal.ILL_FORMED, (1, 1)),
        (b"no markup", Refusal.ILL_FORMED, (1, 1)),
        (b"<root>\n<a></root>", Refusal.ILL_FORMED, None),
        (b"<root>\n  <a", Refusal.ILL_FORMED, (2, 3)),
        (b"<root><!-- </root>", Refusal.ILL_FORMED, (1, 7)),
        (b"<root>&nbsp;</root>", Refusal.ILL_FORMED, None),
        (b"<root a='1' a='2'/>", Refusal.ILL_FORMED, None),
        (b"<root>\x00</root>", Refusal.ILL_FORMED, None),
        (b"<root/><root/>", Refusal.ILL_FORMED, None),
        (b"<other/>", Refusal.NOT_A_CONFIGURATION, (1, 1)),
        (b"<!DOCTYPE root><root/>", Refusal.DOCUMENT_TYPE, (1, 1)),
        (b'\n<!DOCTYPE root SYSTEM "file:///etc/passwd"><root/>', Refusal.DOCUMENT_TYPE, (2, 1)),
        (
            b'<!DOCTYPE root [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><root>&b;</root>',
            Refusal.DOCUMENT_TYPE,
            (1, 1),
        ),
        (b'<?xml version="1.0" encoding="EBCDIC"?><root/>', Refusal.UNKNOWN_ENCODING, (1, 1)),
        ("<root/>".encode("utf-16"), Refusal.UNKNOWN_ENCODING, (1, 1)),
        (codecs.BOM_UTF8 + b'<?xml version="1.0" encoding="SJIS"?><root/>', Refusal.ENCODING_CONFLICT, (1, 1)),
        (b'<?xml version="1.0" encoding="ASCII"?>\n<root>\n \xe3</root>', Refusal.UNDECODABLE, (3, 2)),
        (b"<root>\n\xff</root>", Refusal.UNDECODABLE, (2, 1)),
        ('<?xml version="1.0" encoding="SJIS"?><root>日'.encode("cp932")[:-1], Refusal.UNDECODABLE, (1, 44)),
        (b"<root>" + b"<a>" * MAXIMUM_DEPTH + b"</a>" * MAXIMUM_DEPTH + b"</root>", Refusal.TOO_DEEP, None),
        (b"<root>" + b"<a/>" * (2 * MAXIMUM_ELEMENTS) + b"</root>", Refusal.TOO_MANY_ELEMENTS, None),
        (b"<root a='" + b"x" * MAXIMUM_TAG + b"'/>", Refusal.TOO_LARGE, (1, 1)),
        (b" " * (MAXIMUM_BYTES + 1), Refusal.TOO_LARGE, None),
        (b"<" * MAXIMUM_BYTES, Refusal.ILL_FORMED, (1, 1)),
        (b"<a " + b" " * (MAXIMUM_BYTES - 10), Refusal.TOO_LARGE, (1, 1)),
        (b"<a b='" * (MAXIMUM_BYTES // 8), Refusal.ILL_FORMED, (1, 1)),
        (b"<![CDATA[" * (MAXIMUM_BYTES // 10), Refusal.ILL_FORMED, (1, 1)),
    ],
)
def test_refuses(content: bytes, code: Refusal, place: tuple[int, int] | None) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Configuration.parse(content)

    assert caught.value.code is code
    assert place is None or (caught.value.line, caught.value.column) == place


def test_refuses_fifty_megabytes_without_decoding_them() -> None:
    with pytest.raises(ConfigurationError) as caught:
        decode(bytes(50 * 1024 * 1024))

    assert caught.value.code is Refusal.TOO_LARGE


def outcome(content: bytes) -> bytes | Refusal:
    """What is read, or why not; anything else than a refusal is a fault."""
    try:
        return Configuration.parse(content).content
    except ConfigurationError as error:
        return error.code


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(alphabet="<>/!?[]-='\"ab& \n&;CDAT\0", max_size=40).map(str.encode)))
def test_never_raises_anything_else(content: bytes) -> None:
    for candidate in (content, b"<root>" + content + b"</root>", b'<?xml version="1.0" encoding="SJIS"?>' + content):
        assert outcome(candidate) in {candidate, *Refusal}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_damaged_files_are_read_whole_or_refused(path: Path, data: st.DataObject) -> None:
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    damaged = content[:start] + data.draw(st.binary(max_size=3)) + content[data.draw(st.integers(start, start + 9)) :]
    assert outcome(damaged) in {damaged, *Refusal}


def test_accepts_a_large_file() -> None:
    """Bounds are no nearer than they must be: a file of 4 MiB with thousands of elements is read."""
    filler = b"<comment>" + b"x" * 1000 + b"</comment>\n"
    content = b"<root>" + filler * 4000 + b"</root>"

    assert len(Document.parse(content).root.children) == 4000
