"""Where a link leads is read from numbers, in every language of Windows."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.node.windows.reparse import target_of

SYMBOLIC_LINK, MOUNT_POINT = 0xA000000C, 0xA0000003


def shown(tag: int, data: bytes, words: str = "Reparse Tag Value") -> str:
    """What ``fsutil reparsepoint query`` prints of some data."""
    rows = [data[at : at + 16] for at in range(0, len(data), 16)]
    dump = [
        f"{16 * number:04x}:  {row[:8].hex(' ')}  {row[8:].hex(' ')}".ljust(55)
        + "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        for number, row in enumerate(rows)
    ]
    return "\n".join([f"{words} : 0x{tag:08x}", "", f"Reparse Data Length: 0x{len(data):08x}", "Reparse Data:", *dump])


def data_of(tag: int, substitute: str, printed: str) -> bytes:
    """REPARSE_DATA_BUFFER of a link, from its names on."""
    first, second = substitute.encode("utf-16-le"), printed.encode("utf-16-le")
    head = struct.pack("<4H", 0, len(first), len(first), len(second))
    return head + (struct.pack("<I", 0) if tag == SYMBOLIC_LINK else b"") + first + second


@pytest.mark.parametrize("tag", [SYMBOLIC_LINK, MOUNT_POINT])
@given(target=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_target_is_read(tag: int, target: str) -> None:
    assert target_of(shown(tag, data_of(tag, rf"\??\{target}", target))) == target
    assert target_of(shown(tag, data_of(tag, rf"\??\{target}", ""))) == target


def test_the_words_do_not_matter() -> None:
    data = data_of(SYMBOLIC_LINK, r"\??\E:\共有", r"E:\共有")
    assert target_of(shown(SYMBOLIC_LINK, data, "再解析タグの値")) == r"E:\共有"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Error 4390: The file or directory is not a reparse point.",
        shown(0x80000013, data_of(MOUNT_POINT, "a", "a")),
        "Reparse Tag Value : 0xa000000c",
    ],
    ids=["nothing", "no link", "another tag", "no data"],
)
def test_what_is_no_link_is_none(text: str) -> None:
    assert target_of(text) is None
