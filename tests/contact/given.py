"""A pair that answered an interview: the lab's, after jobcenter-classic; and the same pair answering otherwise."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from clprun.contact.judgement import Judgement, Verdict, judge_all
from clprun.contact.record import NodeRecord, Record, Reply, load

__all__ = ["answering", "built", "built_on_windows", "judged", "otherwise", "said", "without"]


@cache
def built() -> Record:
    """The file that ``clprun contact --lab --out FILE`` wrote."""
    return load(Path(__file__).with_name("built.json"))


@cache
def built_on_windows() -> Record:
    """The same of the lab's Windows nodes."""
    return load(Path(__file__).with_name("windows.json"))


def said(text: str, code: int = 0, err: str = "") -> Reply:
    """A reply."""
    return Reply(exit=code, out=tuple(text.split("\n")), err=tuple(err.split("\n")) if err else ())


def answering(record: Record, change: Callable[[NodeRecord], dict[str, Reply]], node: int | None = None) -> Record:
    """A record with other replies of a node, or of both."""
    nodes = [
        each.model_copy(update={"replies": {**each.replies, **change(each)}}) if node in {None, number} else each
        for number, each in enumerate(record.nodes)
    ]
    return record.model_copy(update={"nodes": tuple(nodes)})


def without(record: Record, look: str) -> Record:
    """A record in which a look was refused."""
    return answering(record, lambda _: {look: Reply(refused="node.link_lost")})


def judged(record: Record) -> dict[str, Judgement]:
    """What is made of a record, by id of the assumption."""
    return {assumption.id: judgement for assumption, judgement in judge_all(record).items()}


def otherwise(record: Record) -> set[str]:
    """What is otherwise."""
    return {name for name, judgement in judged(record).items() if judgement.verdict is Verdict.DIFFERENT}
