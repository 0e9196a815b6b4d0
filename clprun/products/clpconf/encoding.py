"""Bytes of a clp.conf to text and back, by byte order mark or declared encoding.

The declared encoding of real files is ASCII, EUC-JP, SJIS or GB2312 (reference/clusterpro.md 2.1), and a
file pulled by ``clpcfctrl --pull -l`` is said to declare UTF-8. libxml2 and expat differ in what they make of
these names, so decoding is done here and parsers only ever see text.

Bytes that the encoding has no character for, as a vendor's own characters in EUC-JP, become lone surrogates, one for
each byte, from which the same bytes come back. Where they may stand is for the scanner to say.
"""

import codecs
import re
from dataclasses import dataclass

from clprun.products.clpconf.errors import ConfigurationError, Refusal

__all__ = [
    "MAXIMUM_BYTES",
    "UNDECODED",
    "Decoded",
    "decode",
    "encoding_name",
    "names_codec",
    "shown",
    "undecodable",
]

MAXIMUM_BYTES = 5 * 1024 * 1024
"""Larger contents are refused; real files have a few kilobytes."""

_CODECS = {
    "ascii": "ascii",
    "us-ascii": "ascii",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "euc-jp": "euc_jp",
    "sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "cp932": "cp932",
    "gb2312": "gb2312",
}

_NAMES = {"ascii": "ASCII", "utf-8": "UTF-8", "euc_jp": "EUC-JP", "cp932": "SJIS", "gb2312": "GB2312"}

_LONG_TILDE_CODEC, _LONG_TILDE = "euc_jp", b"\x8f\xa2\xb7"
"""A second code of the tilde, with three bytes: the one code that would move the places of all that follow, so it is
taken for none."""

UNDECODED = re.compile("[\udc80-\udcff]+")
"""Bytes without a character, in a text."""

_KEEPING_BYTES = "surrogateescape"
_FOREIGN = "clprun.clpconf.foreign"
_PAIRED = {"euc_jp", "gb2312"}
_EUC_CHARACTER = re.compile(rb"\x8f?[\xa1-\xff]{2}")

_DECLARATION = re.compile(rb"""<\?xml[ \t\r\n][^<>]{0,200}?\?>""")
_ENCODING = re.compile(rb"""[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(["'])([^"'<>]*)\1""")
_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A content as text.

    In each codec used here all sequences that are accepted for a character have the same length, so the
    place of a character in the bytes follows from encoding the text before it, even where encoding would
    not give the same bytes back (cp932 has several codes for some characters).

    Args:
        text: the content without its byte order mark.
        codec: name of Python's codec.
        mark: the byte order mark, or empty.
    """

    text: str
    codec: str
    mark: bytes

    def byte_offset(self, offset: int) -> int:
        """Where the character at ``offset`` begins in the bytes of the content."""
        return len(self.mark) + len(self.text[:offset].encode(self.codec, _KEEPING_BYTES))


def decode(content: bytes) -> Decoded:
    """Decode a content.

    Raises:
        ConfigurationError: the content is over :data:`MAXIMUM_BYTES`, or its encoding is unknown or contradicts
            its byte order mark.
    """
    if len(content) > MAXIMUM_BYTES:
        raise ConfigurationError(Refusal.TOO_LARGE, details={"size": str(len(content)), "maximum": str(MAXIMUM_BYTES)})
    if content.startswith(_WIDE_MARKS):
        raise ConfigurationError(Refusal.UNKNOWN_ENCODING, 1, 1, {"encoding": "UTF-16 / UTF-32"})
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    body = content[len(mark) :]
    codec = _codec(body, marked=bool(mark))
    pieces = body.split(_LONG_TILDE) if codec == _LONG_TILDE_CODEC else [body]
    return Decoded(_escaped(_LONG_TILDE).join(piece.decode(codec, _FOREIGN) for piece in pieces), codec, mark)


def _escaped(data: bytes) -> str:
    return data.decode("ascii", _KEEPING_BYTES)


def _kept(error: UnicodeError) -> tuple[str, int]:
    """Bytes without a character as surrogates; those that look like one character in EUC stay together."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start, end = error.start, error.start + 1
    if error.encoding in _PAIRED and (whole := _EUC_CHARACTER.match(error.object, start)):
        end = whole.end()
    return _escaped(error.object[start:end]), end


codecs.register_error(_FOREIGN, _kept)


def shown(text: str) -> str:
    r"""A text in which bytes without a character are written by their numbers, as ``\xad``."""
    return UNDECODED.sub(lambda found: "".join(f"\\x{ord(each) & 0xFF:02x}" for each in found[0]), text)


def undecodable(decoded: Decoded, offset: int, place: tuple[int, int]) -> ConfigurationError:
    """That what stands at an offset of the text has no character.

    Args:
        decoded: the content.
        offset: in characters.
        place: its line and column.
    """
    details = {"byte": f"0x{ord(decoded.text[offset]) & 0xFF:02X}", "encoding": encoding_name(decoded.codec)}
    return ConfigurationError(Refusal.UNDECODABLE, *place, details)


def names_codec(name: str, codec: str) -> bool:
    """Whether the product's name of an encoding (``SJIS``, ``EUC-JP``, …) means one of Python's codecs."""
    return _CODECS.get(name.lower()) == codec


def encoding_name(codec: str) -> str:
    """The product's name of one of Python's codecs, for people."""
    return _NAMES[codec]


def _codec(body: bytes, *, marked: bool) -> str:
    declaration = _DECLARATION.match(body)
    encoding = _ENCODING.search(declaration.group()) if declaration else None
    if encoding is None:
        return "utf-8"
    name = encoding.group(2).decode("ascii", errors="backslashreplace")
    codec = _CODECS.get(name.lower())
    if codec is None:
        raise ConfigurationError(Refusal.UNKNOWN_ENCODING, 1, 1, {"encoding": name[:40]})
    if marked and codec != "utf-8":
        raise ConfigurationError(Refusal.ENCODING_CONFLICT, 1, 1, {"encoding": name})
    return codec
