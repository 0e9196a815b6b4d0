"""Reads a file a person wrote: bounded, UTF-8, and YAML 1.2 with a place for every value."""

from pathlib import Path

from clprun.errors import InputError, Place, Problem
from clprun.lang.compose import compose
from clprun.lang.document import Document, split_lines

__all__ = ["MAX_BYTES", "parse_document", "read_document", "read_text"]

MAX_BYTES = 1 << 20
"""Largest file that is read, in bytes; runbooks and inventories stay far below."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_text(path: Path) -> str:
    """The text of a file; a byte order mark is dropped.

    Raises:
        InputError: there is no such file, it can't be read, is too large or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(Problem("input.file_not_found", {"file": str(path)})) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise InputError(Problem("input.file_unreadable", {"file": str(path), "reason": reason})) from None
    if len(content) > MAX_BYTES:
        place = Place(str(path), 1, 1)
        raise InputError(Problem("input.file_too_large", {"file": str(path), "limit": MAX_BYTES}, place=place))
    content = content.removeprefix(_BYTE_ORDER_MARK)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{content[error.start]:02x}"
        raise InputError(
            Problem(
                "input.not_utf8",
                {"file": str(path), "byte": byte, "offset": error.start},
                place=_byte_place(str(path), content, error.start),
            )
        ) from None


def read_document(path: Path, *, secrets: bool = False) -> Document:
    """A YAML file as data with places.

    Args:
        path: the file.
        secrets: whether ``!secret`` may stand in it.

    Raises:
        InputError: the file can't be read or is no acceptable YAML; all findings together.
    """
    return parse_document(read_text(path), str(path), secrets=secrets)


def parse_document(text: str, file: str, *, secrets: bool = False) -> Document:
    """YAML text as data with places; ``file`` is what messages call it.

    Raises:
        InputError: it is no acceptable YAML; all findings together.
    """
    return compose(text, file, secrets=secrets)


def _byte_place(file: str, content: bytes, offset: int) -> Place:
    before = split_lines(content[:offset].decode("utf-8"))
    lines = split_lines(content.decode("utf-8", "replace"))
    return Place(file, len(before), len(before[-1]) + 1, lines[len(before) - 1])
