"""Many questions in few command lines, none of which can spoil another's answer."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.files import FileFacts, FileKind
from clprun.node.reader import Reader
from clprun.node.windows.batch import batches, cut
from clprun.node.windows.cmd import LONGEST_LINE
from tests.node.helpers import shown
from tests.node.windows_double import Answering, printed

MARKER = "0123456789abcdef"


def test_one_question_is_asked_by_this_line() -> None:
    (batch,) = batches(["echo hi"], MARKER)

    assert batch.count == 1
    assert batch.line == (
        f"echo off&echo {MARKER} !errorlevel!&>&2 echo {MARKER} !errorlevel!"
        f"&ver>nul&(echo hi)<nul&echo {MARKER} !errorlevel!&>&2 echo {MARKER} !errorlevel!"
    )


@given(lengths=st.lists(st.integers(1, 7000), min_size=1, max_size=12))
def test_all_are_asked_in_order_in_lines_that_cmd_takes(lengths: list[int]) -> None:
    scripts = [f"{index:03}" + "x" * length for index, length in enumerate(lengths)]

    packed = batches(scripts, MARKER)

    assert all(len(batch.line) <= LONGEST_LINE for batch in packed)
    assert sum(batch.count for batch in packed) == len(scripts)
    found = [part.split(")<nul")[0] for batch in packed for part in batch.line.split("&ver>nul&(")[1:]]
    assert found == scripts
    assert all(len(one.line) + len(two.line) > LONGEST_LINE for one, two in pairwise(packed))


@pytest.mark.parametrize("script", ["x" * LONGEST_LINE, "echo a\necho b"])
def test_what_is_no_command_line_is_refused(script: str) -> None:
    with pytest.raises(ValueError, match="not a command line"):
        batches([script], MARKER)


@given(
    replies=st.lists(
        st.builds(Raw, st.integers(-(1 << 31), (1 << 31) - 1), st.binary(max_size=80), st.binary(max_size=80)),
        min_size=1,
        max_size=6,
    ),
    end=st.sampled_from([b"\r\n", b"\n"]),
)
def test_any_bytes_come_back_unchanged(replies: list[Raw], end: bytes) -> None:
    def stream(name: str) -> bytes:
        marks = [b"%s %d%s" % (MARKER.encode(), reply.exit_code, end) for reply in replies]
        parts = [getattr(reply, name) + mark for reply, mark in zip(replies, marks, strict=True)]
        return b"%s 0%s" % (MARKER.encode(), end) + b"".join(parts)

    assert cut(Raw(0, stream("out"), stream("err")), MARKER, len(replies)) == replies


def test_what_cmd_did_not_get_to_is_unanswered() -> None:
    reply = Raw(1, f"{MARKER} 0\r\nfirst{MARKER} 0\r\nhal".encode(), f"{MARKER} 0\r\n{MARKER} 0\r\n".encode())

    assert cut(reply, MARKER, 3) == [Raw(0, b"first"), None, None]


def test_a_line_that_shows_the_command_itself_is_no_mark() -> None:
    (batch,) = batches(["tasklist"], MARKER)
    own = f"{batch.line}\r\n".encode()
    mark = f"{MARKER} 0\r\n".encode()

    assert cut(Raw(0, mark + own + mark, mark + mark), MARKER, 1) == [Raw(0, own)]


def test_a_value_that_cannot_be_sent_is_no_answer_and_the_others_are_asked() -> None:
    node = Answering([printed("facts d-------- 0", "folder")])
    reader = Reader(node, Platform.WINDOWS, "win1")

    refused, answered = reader.ask([FileFacts(r"C:\50%"), FileFacts(r"C:\a")])

    assert isinstance(refused, Unanswerable)
    assert refused.problem.node == "win1"
    assert "50%" in shown(refused.problem)
    assert getattr(answered, "kind", None) is FileKind.FOLDER


def test_nothing_is_sent_where_nothing_can_be() -> None:
    node = Answering([])

    (refused,) = Reader(node, Platform.WINDOWS, "win1").ask([FileFacts("relative")])

    assert isinstance(refused, Unanswerable)
    assert node.lines == []


def test_more_than_one_line_is_sent_only_where_needed() -> None:
    questions = [FileFacts(rf"C:\{index:04}{'x' * 200}", content=True) for index in range(20)]
    node = Answering([printed("facts  ")] * 20)

    answers = Reader(node, Platform.WINDOWS, "win1").ask(questions)

    assert [getattr(answer, "kind", None) for answer in answers] == [FileKind.ABSENT] * 20
    assert 3 < len(node.lines) < 10
