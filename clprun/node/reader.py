"""Asks a node questions: many in one script, one round trip. Nothing in here can change a node."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic
from typing import Any, Protocol, TypeVar, runtime_checkable

from clprun.errors import ClprunError, LinkLost, NodeUnreachable, Problem
from clprun.model.cluster import Platform
from clprun.model.question import Ask, Question, Raw, Unanswerable
from clprun.node.dialled import HttpFromController
from clprun.node.windows import batch
from clprun.node.windows.cmd import Unquotable
from clprun.node.windows.twins import twin
from clprun.transport.base import Connection

__all__ = ["Reader", "ask_all"]

A = TypeVar("A")

_SECONDS = 30.0
"""What a round trip may take beyond the time its questions ask for."""

_TRIES = 3
"""How often a batch of questions is asked of a Windows node whose replies get lost."""

_LONGEST_REPLY = 16 << 20
"""Bytes of a reply that are still read: a node that prints without an end is not listened to for ever."""


@runtime_checkable
class _Timed(Protocol):
    """A question that may take its time."""

    @property
    def seconds(self) -> int: ...


class Reader:
    """The asking side of a node.

    Args:
        connection: the way to the node.
        platform: its operating system family.
        node_name: its name, for problems.
    """

    def __init__(self, connection: Connection, platform: Platform, node_name: str) -> None:
        self._connection = connection
        self.platform = platform
        self.node_name = node_name

    def ask(self, questions: Sequence[Question[Any]]) -> list[object]:
        """Ask all questions in one round trip; in a few on Windows, where they need more than one command line.

        Returns:
            An answer for each question, in order; :class:`Unanswerable` where the reply is none.

        Raises:
            NodeUnreachable: no link, or it was lost.
        """
        if self.platform is Platform.WINDOWS:
            questions = [twin(question) for question in questions]
        scripts = [self._script_of(question) for question in questions]
        askable = [script for script in scripts if isinstance(script, str)]
        deadline = _SECONDS + sum(question.seconds for question in questions if isinstance(question, _Timed))
        raws = iter(self._raws(askable, deadline) if askable else ())
        return [
            self._answer(question, next(raws)) if isinstance(script, str) else script
            for question, script in zip(questions, scripts, strict=True)
        ]

    def _script_of(self, question: Question[Any]) -> object:
        """What asks a question; its answer where this computer finds that by itself, or why it can't be asked."""
        if isinstance(question, HttpFromController):
            return question.dialled(self._connection)
        try:
            return question.script(self.platform)
        except Unquotable as unquotable:
            return Unanswerable(Problem("node.unquotable", {"value": unquotable.value}, node=self.node_name))

    def _raws(self, scripts: Sequence[str], deadline: float) -> list[Raw | None]:
        """The reply to each script; ``None`` where the shell did not get that far."""
        marker = secrets.token_hex(16)
        if self.platform is Platform.LINUX:
            reply = self._run(_script(scripts, marker), deadline)
            return _dated(_cut(reply, marker.encode(), len(scripts)), reply)
        raws: list[Raw | None] = []
        for each in batch.batches(scripts, marker):
            reply = self._run(each.line, deadline)
            raws += _dated(batch.cut(reply, marker, each.count), reply)
        return raws

    def _run(self, script: str, deadline: float) -> Raw:
        """What a script left, with the time that it took.

        Over WinRM each request can get lost while the node is well; questions change nothing, so they are asked again.
        """
        if self.platform is Platform.WINDOWS:
            for _ in range(_TRIES - 1):
                try:
                    return self._run_once(script, deadline)
                except LinkLost as lost:
                    if lost.problem.code == "node.deadline_passed":
                        raise
        return self._run_once(script, deadline)

    def _run_once(self, script: str, deadline: float) -> Raw:
        sent = monotonic()
        raw = self._connection.run(script, deadline=deadline)
        return replace(raw, sent=sent, answered=monotonic())

    def ask_one(self, question: Question[A]) -> A:
        """Ask a single question.

        Raises:
            Unanswerable: the reply is no answer.
            NodeUnreachable: no link, or it was lost.
        """
        (answer,) = self.ask([question])
        if isinstance(answer, Unanswerable):
            raise answer
        return answer  # type: ignore[return-value]  # the question's own answer

    def _answer(self, question: Question[Any], raw: Raw | None) -> object:
        if raw is None:
            return Unanswerable(Problem("node.reply_cut", {"question": type(question).__name__}, node=self.node_name))
        if len(raw.out) > _LONGEST_REPLY:
            problem = Problem("node.reply_too_long", {"question": type(question).__name__}, node=self.node_name)
            return Unanswerable(problem)
        try:
            answer = question.answer(raw)
        except Unanswerable as unanswerable:
            return Unanswerable(replace(unanswerable.problem, node=self.node_name))
        return answer.dialled(self._connection) if isinstance(answer, HttpFromController) else answer


def ask_all(readers: Mapping[str, Reader], asks: Iterable[Ask[Any]]) -> dict[Ask[Any], object]:
    """Ask all nodes at the same time, one round trip each; a question asked twice is sent once.

    Args:
        readers: by node name.
        asks: what to ask whom.

    Returns:
        By ask, the answer or :class:`Unanswerable`.

    Raises:
        NodeUnreachable: a node can't be reached; the problems of all such nodes are in it.
    """
    by_node: dict[str, list[Ask[Any]]] = {}
    for ask in dict.fromkeys(asks):
        by_node.setdefault(ask.node, []).append(ask)

    def replies(node: str) -> list[object] | ClprunError:
        try:
            return readers[node].ask([ask.question for ask in by_node[node]])
        except ClprunError as error:
            return error

    if len(by_node) <= 1:
        outcomes = [replies(node) for node in by_node]
    else:
        with ThreadPoolExecutor(len(by_node)) as pool:
            outcomes = list(pool.map(replies, by_node))
    if errors := [outcome for outcome in outcomes if isinstance(outcome, ClprunError)]:
        raise errors[0] if len(errors) == 1 else NodeUnreachable(*(p for error in errors for p in error.problems))
    return {
        ask: answer
        for asks_of_node, answers in zip(by_node.values(), outcomes, strict=True)
        if isinstance(answers, list)
        for ask, answer in zip(asks_of_node, answers, strict=True)
    }


def _dated(raws: Iterable[Raw | None], reply: Raw) -> list[Raw | None]:
    """The parts of a reply with its times."""
    return [raw and replace(raw, sent=reply.sent, answered=reply.answered) for raw in raws]


def _script(scripts: Sequence[str], marker: str) -> str:
    """All scripts, each in a subshell without input, a mark on both streams before the first and after each.

    Nothing the node holds can know the marker. The script itself may be seen in a process table; there no number
    follows the marker, as it does in a mark.
    """
    mark = f"clprun_mark() {{ printf '%s %s\\n' {marker} \"$1\"; }}"
    parts = [f"{mark}\nclprun_mark 0; clprun_mark 0 >&2\n"]
    parts += [f"( :\n{script}\n) </dev/null\nset -- $?; clprun_mark $1; clprun_mark $1 >&2\n" for script in scripts]
    return "".join(parts)


def _cut(reply: Raw, marker: bytes, count: int) -> list[Raw | None]:
    """The reply to each script; ``None`` where the shell did not get that far."""
    separator = re.compile(re.escape(marker) + rb" (\d{1,3})\n")
    out, err = separator.split(reply.out), separator.split(reply.err)
    whole = (min(len(out), len(err)) - 3) // 2
    return [
        Raw(int(out[2 * index + 3]), out[2 * index + 2], err[2 * index + 2]) if index < whole else None
        for index in range(count)
    ]
