"""Whatever a node prints, a question gives an answer or says that it is none."""

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.questions import (
    Addresses,
    AddressLookup,
    FileFacts,
    FreeSpace,
    Identity,
    JobFacts,
    LiveJobs,
    LockFacts,
    MountTable,
    NameLookup,
    Package,
    Ping,
    Probe,
    ProcessTable,
    RunFolders,
    Service,
)

QUESTIONS: list[Question[Any]] = [
    Addresses(),
    AddressLookup("10.0.0.1"),
    FileFacts("/x", content=True),
    FreeSpace("/"),
    Identity(),
    JobFacts("run", "job"),
    LiveJobs(),
    LockFacts(),
    MountTable(),
    NameLookup("cluv"),
    Package("x"),
    Ping("10.0.0.1"),
    Probe(("x",)),
    ProcessTable(),
    RunFolders(),
    Service("x"),
]

WORDS = [
    *(
        b"\n",
        b" ",
        b"0",
        b"-",
        b"/",
        b"=",
        b"{",
        b"77",
        b"\xff",
        b"\0",
        b"\xc2\xb2",
        b"nan\n",
        b"99999999999999999999999",
    ),
    *(b"81a4\n1\n2\n3\n", b"root\n", b"?\n", b"ENDED ", b"RUNNING ", b"MainPID=", b"ActiveState=", b"[" * 3000),
    *(b"run\n{}", b"Fri Nov 20 23:38:23 2026 ", b"/jobs/", b"inet ", b"ii  1", b"\\040", b"No such file or directory"),
]

REPLIES = st.builds(
    Raw,
    st.sampled_from([0, 1, 2, 74, 127, 137]),
    st.lists(st.sampled_from(WORDS) | st.binary(max_size=8), max_size=20).map(b"".join),
    st.lists(st.sampled_from(WORDS) | st.binary(max_size=8), max_size=5).map(b"".join),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
@settings(max_examples=150, deadline=None)
@given(raw=REPLIES)
def test_a_reply_is_an_answer_or_none(question: Question[Any], raw: Raw) -> None:
    with contextlib.suppress(Unanswerable):
        hash(question.answer(raw))
