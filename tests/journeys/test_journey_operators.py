"""Two operators who know nothing of each other, and one with a copy of the other's state folder: never two at work."""

import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.journeys.test_journey_locks import another_controller
from tests.support.bench import Bench, finish_of
from tests.support.lab import eventually

_LOG: Final = "/root/turns"
_WORK: Final = f"echo begin >>{_LOG}; sleep 0.3; echo end >>{_LOG}; touch /root/done."
_CODES: Final = {0, 1, 2, 3, 5, -9}
"""Exit codes of the contract that may come of it, and that of whoever was killed; never a fault of clprun."""

_BOOK: Final = f"""\
runbook: turns
title: {{ja: 交代, en: Turns}}
platform: linux
source: none
phases:
  - id: work
    title: {{ja: 作業, en: Work}}
    minutes: 1
    steps:
      - {{id: first, title: {{ja: 一番, en: First}}, kind: command, on: primary,
         with: {{argv: [sh, -c, "{_WORK}1"], paths: [{{path: /root/done.1}}]}}}}
      - {{id: second, title: {{ja: 二番, en: Second}}, kind: command, on: primary,
         with: {{argv: [sh, -c, "{_WORK}2"], paths: [{{path: /root/done.2}}]}}}}
"""

_VERBS: Final = ("apply", "apply", "resume", "abandon", "unlock")


@pytest.mark.parametrize("rounds", [1, pytest.param(200, marks=pytest.mark.full)])
def test_never_two_commands_at_one_time(fresh: Bench, tmp_path: Path, rounds: int) -> None:
    random, book = Random(rounds), tmp_path / "turns.yaml"
    book.write_text(_BOOK, "utf-8")
    own, other, copy = (another_controller(fresh, tmp_path / name) for name in ("own", "other", "copy"))

    for _ in range(rounds):
        shutil.rmtree(copy.home)
        shutil.copytree(own.home, copy.home, symlinks=True)
        _one_round(fresh, [own, other, copy], str(book), random)

    unlocked = other.clprun("unlock", "lab", "--lab", "--yes")
    abandoned = other.clprun(*_arguments("abandon", other, str(book)))
    finish = other.clprun("apply", str(book), "--lab", "--yes")
    assert (unlocked.code, abandoned.code in {0, 2}, finish.code) == (0, True, 0), (unlocked, abandoned, finish)


def _one_round(lab: Bench, controllers: list[Bench], book: str, random: Random) -> None:
    """Several verbs at once; sometimes one of them is killed while a command runs. What they began ends by itself."""
    begun = _log(lab).count("begin")
    running = [each.start(*_arguments(random.choice(_VERBS), each, book)) for each in random.choices(controllers, k=4)]
    if random.random() < 0.5:
        _await_work(lab, begun, running)
        random.choice(running).kill()
    ended = [finish_of(process) for process in running]

    assert all(finish.code in _CODES for finish in ended), ended
    eventually(lambda: _log(lab)[-1:] in ([], ["end"]), "what was begun ended")
    assert _log(lab) == ["begin", "end"] * (len(_log(lab)) // 2), ended
    lab.sh("clu1", "rm -f /root/done.*")


def _await_work(lab: Bench, begun: int, running: "list[subprocess.Popen[str]]") -> None:
    """Wait until one of them works on the node, or none is left that could."""

    def at_work() -> bool:
        return _log(lab).count("begin") > begun or all(process.poll() is not None for process in running)

    eventually(at_work, "work or an end", seconds=100)


def _arguments(verb: str, controller: Bench, book: str) -> tuple[str, ...]:
    decided = ("--accept", "drift", "--in-doubt", "first=redo", "--in-doubt", "second=redo")
    newest = max((path.name for path in (controller.home / "runs").glob("*")), default="none")
    return {
        "apply": ("apply", book, "--lab", "--yes"),
        "resume": ("resume", "--yes", *decided),
        "abandon": ("abandon", newest, "--yes"),
        "unlock": ("unlock", "lab", "--lab", "--yes"),
    }[verb]


def _log(lab: Bench) -> list[str]:
    return lab.sh("clu1", f"cat {_LOG} 2>/dev/null || :").split()
