"""What a step finds on the nodes may be accepted by its name: each finding by itself, for the whole run, on record."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from clprun.api import apply, plan, resume, unfinished
from clprun.errors import NeedsAcceptance, Problem
from clprun.model.acceptance import Acceptance
from clprun.model.change import Change
from clprun.model.events import Accepted
from clprun.model.plan import Verdict
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.files import FileFacts
from clprun.steps.base import Kind, Target
from tests.engine import toys
from tests.engine.toys import HEAD, Agreeable, TextWant, Witness, toy_access, toy_around, toy_prepared

BOOK = f"""\
{HEAD}
  - id: only
    title: &title {{ja: 一, en: Only}}
    minutes: 1
    steps:
      - id: first
        title: *title
        kind: found
        nature: lasting
        on: primary
        with: &seen {{path: "{{{{ folder }}}}/seen", text: WHAT}}
      - id: made
        title: *title
        kind: text
        on: primary
        with: {{path: "{{{{ folder }}}}/seen", text: MAKES}}
      - id: last
        title: *title
        kind: found
        nature: lasting
        on: primary
        with: *seen
"""


class Found(Kind[TextWant]):
    """Each line of a file is a finding of the name that the text says."""

    name, nature, want = "found", Nature.CHECK, TextWant

    def asks(self, want: TextWant, target: Target) -> Sequence[Ask[Any]]:
        return [Ask(target.node.name, FileFacts(want.path, content=True))]

    def plan(self, want: TextWant, target: Target, answers: Answers) -> Change | None:
        lines = (answers(target.node.name, FileFacts(want.path, content=True)).content or b"").decode().split()
        found = (Problem("cluster.monitor_doubtful", {"name": name, "state": "Caution"}, node="one") for name in lines)
        if left := target.not_accepted(*found):
            raise NeedsAcceptance(want.text, *left)
        return None


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(toys.KINDS, "found", Found)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "seen").write_text("disk")
    return tmp_path


def book(what: Acceptance, makes: str = "disk") -> str:
    return BOOK.replace("WHAT", what).replace("MAKES", makes)


def accepting(*what: str) -> Agreeable:
    return Agreeable(accepts=frozenset(what))


def test_a_finding_is_accepted_once_and_written_down_with_all_that_it_says(work: Path) -> None:
    witness = Witness()
    apply(
        toy_prepared(work, book(Acceptance.MONITORS)),
        toy_access(work),
        toy_around(work, accepting("monitors"), witness),
    )
    accepted = [event for event in witness.events if isinstance(event, Accepted)]
    assert [(event.what, event.codes) for event in accepted] == [
        ("monitors", ("cluster.monitor_doubtful one name=disk state=Caution",))
    ]


def test_it_needs_its_own_name(work: Path) -> None:
    prepared = toy_prepared(work, book(Acceptance.MONITORS))
    assert [each.accept for each in plan(prepared, toy_access(work)).of(Verdict.TO_ACCEPT)] == ["monitors", "monitors"]
    operator = accepting("drift", "input", "version", "takeover", "services")
    with pytest.raises(NeedsAcceptance) as stopped:
        apply(prepared, toy_access(work), toy_around(work, operator))
    assert (stopped.value.what, stopped.value.exit_code) == ("monitors", 3)


def test_a_monitor_that_changed_since_is_not_covered_by_an_option_given_before(work: Path) -> None:
    """It may be the run's own doing: a person looks, and resumes the run."""
    prepared = toy_prepared(work, book(Acceptance.MONITORS, "disk own"))
    with pytest.raises(NeedsAcceptance) as stopped:
        apply(prepared, toy_access(work), toy_around(work, accepting("monitors")))
    assert [each.values["name"] for each in stopped.value.problems] == ["own"]
    (run, _), *_ = unfinished(work / "home")
    with pytest.raises(NeedsAcceptance):
        resume(run, prepared, toy_access(work), toy_around(work, accepting("drift")))
    resume(run, prepared, toy_access(work), toy_around(work, accepting("monitors", "drift")))


def test_what_else_comes_up_on_the_way_is_covered(work: Path) -> None:
    prepared, witness = toy_prepared(work, book(Acceptance.NOT_ENABLED, "disk own")), Witness()
    apply(prepared, toy_access(work), toy_around(work, accepting("not-enabled"), witness))
    assert [len(event.codes) for event in witness.events if isinstance(event, Accepted)] == [1, 1]
