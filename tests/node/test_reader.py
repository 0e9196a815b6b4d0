"""Many questions travel in one round trip and none can spoil another's answer."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clprun.errors import NodeUnreachable
from clprun.model.cluster import Platform
from clprun.model.question import Ask, Question, Raw, Unanswerable
from clprun.node.questions import FileFacts, FileKind, MountTable
from clprun.node.reader import Reader, ask_all
from clprun.transport.local import LocalConnection
from tests.node.helpers import OneShot, shown


@dataclass(frozen=True)
class Say(Question[Raw]):
    """Runs any text and answers with all it left."""

    text: str

    def script(self, platform: Platform) -> str:
        return self.text

    def answer(self, raw: Raw) -> Raw:
        return raw


def printing(content: bytes) -> Say:
    """Prints exactly these bytes on both streams."""
    octal = "".join(f"\\0{byte:03o}" for byte in content)
    return Say(f"printf %b {shlex.quote(octal)}; printf %b {shlex.quote(octal)} >&2")


def test_all_questions_of_a_call_cost_one_round_trip(reader: Reader, connection: LocalConnection) -> None:
    reader.ask([Say(":")])
    before = connection.meter.round_trips

    answers = reader.ask([MountTable(), FileFacts("/etc/passwd"), Say("exit 7"), FileFacts("/nowhere")])

    assert connection.meter.round_trips == before + 1
    assert [type(answer).__name__ for answer in answers] == ["tuple", "FileAnswer", "Raw", "FileAnswer"]


def test_no_question_costs_no_round_trip(reader: Reader, connection: LocalConnection) -> None:
    assert reader.ask([]) == []
    assert connection.meter.round_trips == 0


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("", Raw(0, b""), id="nothing"),
        pytest.param("echo out; echo err >&2; exit 3", Raw(3, b"out\n", b"err\n"), id="streams apart"),
        pytest.param("printf 'no line end'", Raw(0, b"no line end"), id="no line end"),
        pytest.param("cat; echo end", Raw(0, b"end\n"), id="no standard input"),
        pytest.param("cd /tmp; PATH=/nowhere; clprun_mark() { :; }; f=1", Raw(0, b""), id="changes its surroundings"),
        pytest.param("exec true", Raw(0, b""), id="replaces its shell"),
        pytest.param("set -e; false; echo no", Raw(1, b""), id="stops at errors"),
        pytest.param("echo yes # to the end", Raw(0, b"yes\n"), id="ends in a comment"),
        pytest.param("sh -c 'kill -9 $PPID'; :", Raw(137, b""), id="is killed"),
    ],
)
def test_a_question_leaves_no_trace_on_its_neighbours(reader: Reader, script: str, expected: Raw) -> None:
    neighbour = Say("pwd; echo $f; cat; exit 4")

    first, asked, last = reader.ask([neighbour, Say(script), neighbour])

    assert isinstance(asked, Raw)
    assert (asked.exit_code, asked.out) == (expected.exit_code, expected.out)
    assert asked.err == expected.err or script.startswith("sh -c")
    assert first == last == Raw(4, b"/\n\n")


@settings(max_examples=40, deadline=None)
@given(contents=st.lists(st.binary(max_size=200), min_size=1, max_size=5))
def test_any_bytes_come_back_unchanged(contents: Sequence[bytes]) -> None:
    answers = Reader(OneShot("dash"), Platform.LINUX, "clu1").ask([printing(content) for content in contents])

    assert answers == [Raw(0, content, content) for content in contents]


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_a_script_that_shows_its_own_text_cannot_forge_a_mark(shell: str) -> None:
    own_text = Say("tr '\\0' '\\n' </proc/$$/cmdline; tr '\\0' '\\n' </proc/$$/cmdline >&2")

    shown_text, after = Reader(OneShot(shell), Platform.LINUX, "clu1").ask([own_text, Say("echo after")])

    assert isinstance(shown_text, Raw)
    assert b"clprun_mark" in shown_text.out
    assert after == Raw(0, b"after\n")


def test_what_the_shell_did_not_get_to_is_unanswered(reader: Reader) -> None:
    kill_the_asking_shell = Say("sh -c 'kill -9 $(ps -o ppid= -p $PPID)'; :")

    first, *rest = reader.ask([Say("echo first"), kill_the_asking_shell, Say("echo never")])

    assert first == Raw(0, b"first\n")
    for unanswered in rest:
        assert isinstance(unanswered, Unanswerable)
        assert unanswered.problem.node == "clu1"
        assert "ended before it had answered" in shown(unanswered.problem)


def test_an_unanswerable_question_names_its_node_and_leaves_the_others(reader: Reader) -> None:
    unanswerable, answered = reader.ask([FileFacts("/etc/passwd", content=True, limit=3), FileFacts("/")])

    assert isinstance(unanswerable, Unanswerable)
    assert unanswerable.problem.node == "clu1"
    assert answered == reader.ask_one(FileFacts("/"))


def test_a_single_unanswerable_question_is_raised(reader: Reader) -> None:
    with pytest.raises(Unanswerable):
        reader.ask_one(FileFacts("/etc/passwd", content=True, limit=3))


def test_two_nodes_are_asked_at_the_same_time(tmp_path: Path) -> None:
    def meet(ours: str, theirs: str) -> Say:
        look = f"[ -e {tmp_path}/{theirs} ]"
        return Say(f": >{tmp_path}/{ours}; for i in $(seq 3000); do {look} && break; sleep 0.01; done; {look}")

    readers = {name: Reader(OneShot(), Platform.LINUX, name) for name in ("clu1", "clu2")}
    asks = [Ask("clu1", meet("a", "b")), Ask("clu2", meet("b", "a"))]

    assert [answer for answer in ask_all(readers, asks).values() if answer != Raw(0, b"")] == []


def test_a_question_asked_twice_is_sent_once(tmp_path: Path) -> None:
    counting = Say(f"echo x >>{tmp_path}/count; cat {tmp_path}/count")
    connection = OneShot()

    answers = ask_all({"clu1": Reader(connection, Platform.LINUX, "clu1")}, [Ask("clu1", counting)] * 3)

    assert answers == {Ask("clu1", counting): Raw(0, b"x\n")}
    assert connection.meter.round_trips == 1


def test_all_unreachable_nodes_are_named() -> None:
    names = ("clu1", "clu2")
    readers = {name: Reader(LocalConnection(name, ("/nowhere/sh",)), Platform.LINUX, name) for name in names}

    with pytest.raises(NodeUnreachable) as caught:
        ask_all(readers, [Ask(name, FileFacts("/")) for name in names])

    assert [problem.node for problem in caught.value.problems] == list(names)


def test_one_unreachable_node_is_named_although_the_other_answers(connection: LocalConnection) -> None:
    readers = {
        "clu1": Reader(connection, Platform.LINUX, "clu1"),
        "clu2": Reader(LocalConnection("clu2", ("/nowhere/sh",)), Platform.LINUX, "clu2"),
    }

    with pytest.raises(NodeUnreachable) as caught:
        ask_all(readers, [Ask(name, FileFacts("/")) for name in readers])

    assert [problem.node for problem in caught.value.problems] == ["clu2"]


def test_a_link_is_told_from_what_it_points_to(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    assert reader.ask_one(FileFacts(f"{tmp_path}/link")).kind is FileKind.LINK
