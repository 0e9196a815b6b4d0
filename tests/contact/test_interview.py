"""Nothing that a node does ends an interview: what can't be answered is an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from clprun.api.access import Access
from clprun.api.contact import interview
from clprun.contact.looks import Look, Topic
from clprun.contact.record import Record
from clprun.errors import LinkLost, NodeUnreachable, Problem
from clprun.model.cluster import Node
from clprun.model.question import Raw
from clprun.transport.base import Meter
from clprun.transport.local import LocalConnection
from tests.steps.given import CLUSTER

TOPICS = (
    Topic("system", (Look("one", "echo one"), Look("two", "echo two >&2; exit 4"))),
    Topic("tools", (Look("three", "echo three"), Look("bad", "echo bad"), Look("four", "echo four"))),
    Topic("network", (Look("five", "echo five"),)),
)
LOST = LinkLost(Problem("node.link_lost", {}, node="clu1"))


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clprun.api.contact.topics_of", lambda _: TOPICS)


@dataclass
class Losing:
    """A connection to this machine that is lost whenever a script holds a word."""

    name: str
    word: str
    inner: LocalConnection = field(init=False)
    lost: bool = False
    meter: Meter = field(default_factory=Meter)

    def __post_init__(self) -> None:
        self.inner = LocalConnection(self.name)

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        if self.lost or self.word in script:
            self.lost = True
            raise LOST
        return self.inner.run(script, deadline=deadline, data=data)

    def close(self) -> None:
        self.inner.close()


def asked(connect: Callable[[Node], object]) -> Record:
    told: list[tuple[str, str]] = []
    record = interview(CLUSTER, Access(connect), lambda node, topic: told.append((node, topic.id)))  # type: ignore[arg-type]
    assert len(told) == len(TOPICS) * len(CLUSTER.nodes)
    return record


def test_every_answer_of_both_nodes_is_kept() -> None:
    record = asked(lambda node: LocalConnection(node.name))

    assert [node.name for node in record.nodes] == ["clu1", "clu2"]
    two = record.nodes[1].replies["two"]
    assert (two.exit, two.errors, two.refused) == (4, "two\n", None)
    assert record.nodes[0].opened >= 0


def test_a_question_that_loses_the_link_is_refused_and_the_others_are_asked_anew() -> None:
    record = asked(lambda node: Losing(node.name, "echo bad"))

    replies = record.nodes[0].replies
    assert replies["bad"].refused == "node.link_lost"
    assert [replies[name].text for name in ("one", "three", "four", "five")] == ["one\n", "three\n", "four\n", "five\n"]


def test_a_node_that_is_gone_for_good_has_refused_the_rest() -> None:
    reached: set[str] = set()

    def once(node: Node) -> Losing:
        if node.name in reached:
            raise NodeUnreachable(Problem("node.unreachable", {}, node=node.name))
        reached.add(node.name)
        return Losing(node.name, "echo three")

    record = asked(once)

    replies = record.nodes[0].replies
    assert replies["one"].text == "one\n"
    assert {replies[name].refused for name in ("three", "bad", "four", "five")} == {"node.link_lost"}


def test_a_node_that_was_never_reached_is_no_interview() -> None:
    def never(node: Node) -> Losing:
        raise NodeUnreachable(Problem("node.unreachable", {}, node=node.name))

    with pytest.raises(NodeUnreachable):
        asked(never)
