"""Requests and answers as bytes, without any shell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.model.question import Raw
from clprun.transport.framing import Answer, OutputTooLong, Request, Stream

TOKEN = "0123456789abcdef0123456789abcdef"
PIECES = st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=20)


def framed(out: bytes, err: bytes, code: int) -> tuple[bytes, bytes]:
    """What a shell prints for a request on its two streams."""
    begin, end = f"B{TOKEN}\n".encode(), f"E{TOKEN}".encode()
    return begin + out + end + b"%03d\n" % code, begin + err + end + b"\n"


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    """Data in pieces whose sizes repeat."""
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(data[at : at + size])
        at += size
    return pieces


@given(out=st.binary(max_size=80), err=st.binary(max_size=80), code=st.integers(0, 255), sizes=PIECES)
def test_answer_is_found_however_it_is_cut(out: bytes, err: bytes, code: int, sizes: list[int]) -> None:
    answer = Answer(Request("", token=TOKEN))
    on_out, on_err = framed(out, err, code)
    for piece in cut(b"Welcome\n" + on_out, sizes):
        assert answer.raw() is None
        answer.feed(Stream.OUT, piece)
    for piece in cut(on_err, sizes):
        assert answer.raw() is None
        answer.feed(Stream.ERR, piece)

    assert answer.raw() == Raw(code, out, err)


@given(out=st.binary(max_size=80), err=st.binary(max_size=80), code=st.integers(0, 255), sizes=PIECES)
def test_answer_on_a_terminal_has_both_streams_in_one(out: bytes, err: bytes, code: int, sizes: list[int]) -> None:
    answer = Answer(Request("", terminal=True, token=TOKEN))
    for piece in cut(framed(out, b"", code)[0] + err + f"E{TOKEN}\n".encode(), sizes):
        assert answer.raw() is None
        answer.feed(Stream.OUT, piece)

    assert answer.raw() == Raw(code, out, err)


def test_markers_of_another_request_mean_nothing() -> None:
    answer = Answer(Request("", token=TOKEN))
    other = f"B{'f' * 32}\nE{'f' * 32}000\n".encode()
    on_out, on_err = framed(other, other, 7)
    answer.feed(Stream.OUT, other + on_out)
    answer.feed(Stream.ERR, other + on_err)

    assert answer.raw() == Raw(7, other, other)


@pytest.mark.parametrize("stream", list(Stream))
@pytest.mark.parametrize("ends", [False, True])
def test_too_long_output_is_given_up(stream: Stream, ends: bool) -> None:
    answer = Answer(Request("", token=TOKEN), limit=100)
    on_out, on_err = framed(b"x" * 101, b"x" * 101, 0)
    whole = on_out if stream is Stream.OUT else on_err
    with pytest.raises(OutputTooLong):
        answer.feed(stream, whole if ends else whole[:-1] + b"x" * 100)


def test_output_of_just_the_limit_passes() -> None:
    answer = Answer(Request("", token=TOKEN), limit=100)
    for stream, data in zip(Stream, framed(b"x" * 100, b"y" * 100, 0), strict=True):
        answer.feed(stream, data)

    assert answer.raw() == Raw(0, b"x" * 100, b"y" * 100)


def test_greeting_without_end_is_not_kept() -> None:
    answer = Answer(Request("", token=TOKEN), limit=100)
    for _ in range(50):
        answer.feed(Stream.OUT, b"noise" * 10)
    on_out, on_err = framed(b"out", b"", 0)
    answer.feed(Stream.OUT, on_out)
    answer.feed(Stream.ERR, on_err)

    assert answer.raw() == Raw(0, b"out", b"")


def test_every_request_has_markers_of_its_own() -> None:
    assert len({Request("true").token for _ in range(100)}) == 100


def test_a_script_with_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        Request("echo a\0b").encode()


@pytest.mark.parametrize(("size", "inline"), [(1, True), (2048, True), (2049, False)])
def test_short_data_is_in_no_here_document(size: int, *, inline: bool) -> None:
    """A here-document is a file for a moment in some shells, and a secret is short."""
    request = Request("cat", b"x" * size).encode()

    assert (b"<<" not in request) is inline
