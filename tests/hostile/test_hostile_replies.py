"""Whatever a node prints, a question gives an answer or says that it is none, and soon."""

import contextlib
import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clprun
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.dialled import HttpFromController
from clprun.node.questions import Probe
from clprun.node.reader import Reader
from tests.hostile.bounds import within
from tests.hostile.replies import PIECES, REPLIES, damaged
from tests.node.windows_double import Answering

_EXIT_CODES = (0, 1, 2, 9, 74, 127, 137)
_LONG = 1 << 17
"""Long enough for what grows with the square of it to show."""

each_question = pytest.mark.parametrize(
    ("question", "reply"), REPLIES, ids=[f"{n}-{type(question).__name__}" for n, (question, _) in enumerate(REPLIES)]
)


def kinds(base: type[Question[Any]]) -> Iterator[type[Question[Any]]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_question_is_among_them() -> None:
    for module in pkgutil.walk_packages(clprun.__path__, "clprun."):
        if module.name.split(".")[1] in {"contact", "engine", "node", "products", "steps"}:
            importlib.import_module(module.name)

    known = {kind for kind in kinds(Question) if kind.__module__.startswith("clprun.")}  # type: ignore[type-abstract]

    assert known - {type(question) for question, _ in REPLIES} == {HttpFromController}, "which asks no node"


@each_question
def test_a_whole_reply_is_an_answer(question: Question[Any], reply: bytes) -> None:
    question.answer(Raw(0, reply))


def answered(question: Question[Any], raw: Raw) -> None:
    with contextlib.suppress(Unanswerable):
        question.answer(raw)


def answered_soon(question: Question[Any], reply: bytes, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(_EXIT_CODES))
    out, err = data.draw(damaged(reply)), data.draw(st.just(b"") | damaged(reply))
    with within(10):
        answered(question, Raw(code, out, err))


@settings(max_examples=1000, deadline=None)
@given(asked=st.sampled_from(REPLIES), data=st.data())
def test_a_damaged_reply_is_an_answer_or_none(asked: tuple[Question[Any], bytes], data: st.DataObject) -> None:
    answered_soon(*asked, data)


@pytest.mark.full
@each_question
@settings(max_examples=1000, deadline=None)
@given(data=st.data())
def test_many_damaged_replies_are_answers_or_none(question: Question[Any], reply: bytes, data: st.DataObject) -> None:
    answered_soon(question, reply, data)


@each_question
def test_a_long_reply_takes_no_longer_than_its_length(question: Question[Any], reply: bytes) -> None:
    """What takes the square of the length of one of these takes many times as long as all of them may."""
    with within(5):
        for sign in (b"\n", b" ", b"9", b"a", b"\xff"):
            answered(question, Raw(0, reply + sign * _LONG))


@pytest.mark.full
@each_question
def test_a_reply_long_in_any_way_takes_no_longer_than_its_length(question: Question[Any], reply: bytes) -> None:
    """One thing again and again, alone, after and within a whole reply."""
    lines = re.findall(rb"[^\n]*\n?", reply)
    words = {*PIECES, *lines, *(line.rstrip(b"\r\n") for line in lines), b"\r\n", b"\n ", b"a: ", reply} - {b""}
    for word in sorted(words):
        much = word * (_LONG // len(word) + 1)
        with within(20):
            for out in (much, reply + much, reply[: len(reply) // 2] + much + reply[len(reply) // 2 :]):
                answered(question, Raw(0, out, out))


def test_a_reply_without_an_end_is_not_read() -> None:
    reader = Reader(Answering([Raw(0, b"x" * ((16 << 20) + 1))]), Platform.WINDOWS, "win1")

    with pytest.raises(Unanswerable) as caught:
        reader.ask_one(Probe(("x",)))

    assert caught.value.problem.code == "node.reply_too_long"
