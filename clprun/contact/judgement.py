"""What an interview says about each assumption: that it holds, that it is otherwise, or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

from clprun.contact.assumption import Assumption
from clprun.contact.record import NodeRecord, Record, Reply
from clprun.contact.table import ASSUMPTIONS
from clprun.model.question import Unanswerable

__all__ = ["Judge", "Judgement", "Verdict", "confirmed", "different", "judge_all", "judged", "per_node", "unknown"]

_LONGEST = 200


class Verdict(StrEnum):
    """What was found."""

    CONFIRMED = "confirmed"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judgement:
    """What was found about an assumption.

    Args:
        verdict: see :class:`Verdict`.
        seen: what it rests on: names, codes and words of the nodes; untrusted, in no language.
    """

    verdict: Verdict
    seen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judge:
    """Who judges.

    Args:
        looks: ids of the looks that it needs.
        judge: from a record to a judgement.
    """

    looks: tuple[str, ...]
    judge: Callable[[Record], Judgement]


def confirmed(*seen: str) -> Judgement:
    """It is so."""
    return Judgement(Verdict.CONFIRMED, seen)


def different(*seen: str) -> Judgement:
    """It is otherwise."""
    return Judgement(Verdict.DIFFERENT, seen)


def unknown(*seen: str) -> Judgement:
    """Nothing can be said."""
    return Judgement(Verdict.UNKNOWN, seen)


def judged(*looks: str) -> Callable[[Callable[[Record], Judgement]], Judge]:
    """Makes a judge of a function that looks at both nodes."""
    return lambda function: Judge(looks, function)


def per_node(*looks: str) -> Callable[[Callable[..., Judgement]], Judge]:
    """Makes a judge of a function that looks at one node at a time and takes the replies to ``looks``.

    A node that did not answer all of them says nothing. What is otherwise on one node is otherwise.
    """

    def made(function: Callable[..., Judgement]) -> Judge:
        def of_node(node: NodeRecord) -> Judgement:
            replies = [node.reply(look) for look in looks]
            given = [reply for reply in replies if isinstance(reply, Reply)]
            if len(given) < len(replies):
                return unknown()
            try:
                found = function(*given)
            except Unanswerable as unanswerable:
                found = different(_told(unanswerable))
            return Judgement(found.verdict, tuple(f"{node.name}: {each[:_LONGEST]}" for each in found.seen))

        @wraps(function)
        def of_record(record: Record) -> Judgement:
            return together(of_node(node) for node in record.nodes)

        return Judge(looks, of_record)

    return made


def together(judgements: Iterable[Judgement]) -> Judgement:
    """One for both nodes: otherwise anywhere is otherwise, unknown only where neither knows."""
    found = list(judgements)
    for verdict in (Verdict.DIFFERENT, Verdict.CONFIRMED, Verdict.UNKNOWN):
        seen = [each.seen for each in found if each.verdict is verdict]
        if seen:
            return Judgement(verdict, tuple(dict.fromkeys(line for lines in seen for line in lines)))
    return unknown()


def judge_all(record: Record) -> dict[Assumption, Judgement]:
    """All assumptions that are said of the pair's platform, in the order of the table."""
    from clprun.contact.judges import JUDGES  # noqa: PLC0415  (they are made with what stands here)

    return {
        assumption: _judged(JUDGES.get(name), record)
        for name, assumption in ASSUMPTIONS.items()
        if record.platform in assumption.platforms
    }


def _judged(judge: Judge | None, record: Record) -> Judgement:
    """A judge that fails over what a node told, which is untrusted, knows nothing."""
    if judge is None:
        return unknown()
    try:
        return judge.judge(record)
    except (ValueError, LookupError) as error:
        return unknown(type(error).__name__)


def _told(unanswerable: Unanswerable) -> str:
    problem = unanswerable.problem
    values: Mapping[str, Any] = problem.values
    return " ".join((problem.code, *(f"{name}={value}" for name, value in values.items())))
