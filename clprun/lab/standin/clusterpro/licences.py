"""The licences registered on a server (ISA chapter 1; clusterpro.md 1.9). A stand-in, not the product."""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ..wire import Message
from .places import HOME

__all__ = ["DATE", "PRODUCTS", "Licence", "Verdict", "american", "answer", "judge", "read", "register", "today"]

PRODUCTS = {"ISAG10": "CLUSTERPRO X Internet Server Agent 1.0"}
"""Product ids that can be registered in the lab, and their names."""
DATE = "%Y/%m/%d"


@dataclass(frozen=True)
class Licence:
    """One licence.

    Args:
        key: tells it from all others.
        serial: serial number of a product's licence.
        since: first day of a trial, ``yyyy/mm/dd``; empty for a product's licence.
        till: its last day.
    """

    key: str
    serial: str = ""
    since: str = ""
    till: str = ""

    @property
    def trial(self) -> bool:
        """Whether it is one for a trial."""
        return bool(self.till)

    def covers(self, day: str) -> bool:
        """Whether it holds on ``day`` (``yyyy/mm/dd``)."""
        return not self.trial or self.since <= day <= self.till


@dataclass(frozen=True)
class Verdict:
    """Whether a monitor command may run, and the message to write.

    Args:
        good: whether it may.
        event: id of the message (ISA chapter 3), none for a product's licence in order.
        detail: a date in it, ``mm/dd/yyyy``.
    """

    good: bool
    event: int | None = None
    detail: str = ""


def american(day: str) -> str:
    """``yyyy/mm/dd`` as the messages write it."""
    year, month, number = day.split("/")
    return f"{month}/{number}/{year}"


def judge(own: Iterable[Licence], others: Iterable[str], day: str) -> Verdict:
    """Whether the licences of this server let a monitor command run.

    Args:
        own: those registered here.
        others: keys of the products' licences on the other servers; each server needs its own (ISA chapter 1).
        day: today, ``yyyy/mm/dd``.
    """
    licences = list(own)
    bought = [licence for licence in licences if not licence.trial]
    if bought:
        return Verdict(True) if {licence.key for licence in bought} - set(others) else Verdict(False, 56)
    if not licences:
        return Verdict(False, 51)
    last = max(licences, key=lambda licence: (licence.covers(day), licence.till))
    if last.covers(day):
        return Verdict(True, 52, american(last.till))
    return Verdict(False, 53, american(last.till)) if last.till < day else Verdict(False, 55, american(last.since))


def today() -> str:
    """Today, in local time."""
    return time.strftime(DATE)


def _store(product: str, home: Path) -> Path:
    return home / f"etc/license-{product}.json"


def read(product: str, home: Path = HOME) -> list[Licence]:
    """The licences of ``product`` registered here.

    Raises:
        ValueError: the store is damaged.
        OSError: it cannot be read.
    """
    try:
        text = _store(product, home).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    try:
        return [Licence(**values) for values in json.loads(text)]
    except TypeError as failure:
        raise ValueError(str(failure)) from failure


def register(product: str, licence: Licence, home: Path = HOME) -> bool:
    """Add ``licence``; whether it was not there yet. Raises as :func:`read`."""
    known = read(product, home)
    if any(each.key == licence.key for each in known):
        return False
    store = _store(product, home)
    store.parent.mkdir(parents=True, exist_ok=True)
    store.touch(mode=0o600)
    store.write_text(json.dumps([asdict(each) for each in (*known, licence)]), encoding="utf-8")
    return True


def answer(request: Message) -> Message:
    """Answer another server: the keys of the products' licences here, or take a trial's licence over.

    A licence that is here already is as good as a new one.
    """
    product, values = str(request.get("product")), request.get("licence")
    try:
        if request.get("op") == "register licence":
            register(product, Licence(**(values if isinstance(values, dict) else {})))
            return {"good": True, "text": ""}
        return {"good": True, "keys": [licence.key for licence in read(product) if not licence.trial]}
    except (OSError, ValueError, TypeError) as failure:
        return {"good": False, "text": str(failure)}
