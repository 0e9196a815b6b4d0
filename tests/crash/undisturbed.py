"""What a build leaves that nobody disturbed, and what a disturbed one has otherwise."""

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from clprun.node.shell import WINDOWS_STATE_FOLDER
from tests.crash.controller import Controller
from tests.crash.courses import controller_for
from tests.support.bench import differences

__all__ = ["Damage", "Undisturbed", "damage", "undisturbed"]

_RUN: Final = re.compile(r"([/\\]runs[/\\])[^/\\ ]+")
_ATTEMPT: Final = re.compile(r"-\d+$")
_STAYS: Final = frozenset({"cjcpw"})
"""Programs that end when another one stops them."""
_LOOKS: Final = 5
_SHOWN: Final = 500
"""Letters of a difference that are kept."""

Calls = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Undisturbed:
    """A build that nobody disturbed.

    Args:
        state: what it left on the nodes.
        places: where it could have been cut, in order.
        commands: node and line of each product command that it began, with how often.
        seconds: how long it took.
    """

    state: Mapping[str, Any]
    places: tuple[str, ...]
    commands: Counter[str]
    seconds: float


@dataclass(frozen=True)
class Damage:
    """What is not as after an undisturbed build.

    Args:
        lost: commands that were begun too seldom.
        twice: commands that were begun too often, or while another of the run was under way on the node.
        differing: what is otherwise on the nodes.
    """

    lost: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


def undisturbed(course: str, folder: Path) -> Undisturbed:
    """Build in a fresh lab, and leave everybody alone."""
    with controller_for(course, folder) as controller:
        places, before = folder / "places", len(controller.bench.calls())
        started = time.monotonic()
        finish = controller.begin(f"note:{places}")
        assert finish.code == 0, finish
        assert controller.bench.owed() == []
        seconds = time.monotonic() - started
        calls = controller.bench.calls()[before:]
        state = controller.bench.state()
        return Undisturbed(state, tuple(places.read_text("utf-8").splitlines()), _begun(calls), seconds)


def damage(expected: Undisturbed, controller: Controller, before: int, *, once: bool = True) -> Damage:
    """What a disturbed build has left that an undisturbed one has not, or the other way round.

    Args:
        expected: the undisturbed build.
        controller: whose lab the disturbed one was made in.
        before: how many calls of commands the lab had seen when it began.
        once: whether each command is to be begun as often as in the undisturbed build.
    """
    calls = controller.bench.calls()[before:]
    begun = _begun(calls) if once else expected.commands
    found = _differing(expected, controller)
    return Damage(
        lost=tuple((expected.commands - begun).elements()),
        twice=(*(begun - expected.commands).elements(), *_together(calls)),
        differing=(
            *(f"{place}: {what!r}"[:_SHOWN] for place, what in found.items()),
            *(f"owed: {debt['what']}" for debt in controller.bench.owed()),
        ),
    )


def _differing(expected: Undisturbed, controller: Controller) -> dict[str, Any]:
    """What stays otherwise; a monitor's command that a look comes upon is gone at the next."""
    found: dict[str, Any] = {}
    for _ in range(_LOOKS):
        found = differences(expected.state, controller.bench.state())
        if not found:
            break
    return found


def _ours(calls: Calls) -> list[Mapping[str, Any]]:
    """Calls of product commands that changed something, made by clprun."""
    return [call for call in calls if call["changes"] and call["by"] != "cluster" and not _is_own_affair(call)]


def _is_own_affair(call: Mapping[str, Any]) -> bool:
    """Whether a call is of the run folders, which a resume may write again."""
    return WINDOWS_STATE_FOLDER in " ".join(call["argv"])


def _begun(calls: Calls) -> Counter[str]:
    """How often each command was begun; one that is logged when it begins and when it ends counts once."""
    ours = _ours(calls)
    logged_twice = {_name(call) for call in ours if call["exit"] is None}
    return Counter(_line(call) for call in ours if call["exit"] is None or _name(call) not in logged_twice)


def _line(call: Mapping[str, Any]) -> str:
    """Node and command line, the same in every run and attempt."""
    words = (_ATTEMPT.sub("", _RUN.sub(r"\1RUN", word)) if _RUN.search(word) else word for word in call["argv"])
    return f"{call['node']}: {' '.join(words)}"


def _name(call: Mapping[str, Any]) -> str:
    return PureWindowsPath(PurePosixPath(call["argv"][0]).name).name


def _together(calls: Calls) -> list[str]:
    """Commands that began on a node before the one before them had ended."""
    whole = [call for call in _ours(calls) if call["exit"] is not None and _name(call) not in _STAYS]
    return [
        f"{_line(second)} began during {_line(first)}"
        for node in {call["node"] for call in whole}
        for first, second in pairwise(sorted((c for c in whole if c["node"] == node), key=lambda c: str(c["began"])))
        if second["began"] < first["time"]
    ]
