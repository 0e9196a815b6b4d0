"""What is somebody else's is overwritten only by a person's word, which is asked before anything is done."""

from pathlib import Path

import pytest

from clprun.api import apply, plan, resume, unfinished
from clprun.errors import InDoubt, NeedsAcceptance
from clprun.model.events import Accepted
from clprun.model.plan import Verdict
from tests.engine.toys import HEAD, Agreeable, Witness, toy_access, toy_around, toy_prepared

BOOK = f"""\
{HEAD}
  - id: only
    title: &title {{ja: 一, en: Only}}
    minutes: 1
    steps:
      - id: seen
        title: *title
        kind: signed
        on: primary
        with: {{path: "{{{{ folder }}}}/seen", text: ours now}}
      - id: first
        title: *title
        kind: once
        on: primary
        with: {{counter: "{{{{ folder }}}}/counter", result: "{{{{ folder }}}}/done"}}
      - id: later
        title: *title
        kind: signed
        on: primary
        with: {{path: "{{{{ folder }}}}/later", text: ours now}}
"""
"""The first step hides what the later ones will find."""

NOT_ACCEPTED = Agreeable(accepts=frozenset({"drift", "input", "version"}))
ACCEPTED = Agreeable(accepts=frozenset({"takeover"}))


def work(folder: Path, seen: str, later: str) -> Path:
    (folder / "work").mkdir()
    for name, text in (("seen", seen), ("later", later)):
        (folder / "work" / name).write_text(text)
    return folder / "work"


def test_each_is_named_before_the_first_change(tmp_path: Path) -> None:
    files = work(tmp_path, "theirs", "theirs")
    with pytest.raises(NeedsAcceptance) as stopped:
        apply(toy_prepared(tmp_path, BOOK), toy_access(tmp_path), toy_around(tmp_path, NOT_ACCEPTED))
    assert (stopped.value.what, stopped.value.exit_code) == ("takeover", 3)
    assert [problem.step for problem in stopped.value.problems] == ["seen", "later"]
    assert not (files / "counter").exists()
    assert {(files / name).read_text() for name in ("seen", "later")} == {"theirs"}


def test_what_was_accepted_is_done_and_written_down(tmp_path: Path) -> None:
    files, witness = work(tmp_path, "theirs", "theirs"), Witness()
    apply(toy_prepared(tmp_path, BOOK), toy_access(tmp_path), toy_around(tmp_path, ACCEPTED, witness))
    assert {(files / name).read_text() for name in ("seen", "later")} == {"ours now"}
    assert [event.what for event in witness.events if isinstance(event, Accepted)] == ["takeover"]


def test_a_run_that_was_not_given_it_asks_again_before_the_first_change(tmp_path: Path) -> None:
    files = work(tmp_path, "theirs", "ours before")
    with pytest.raises(NeedsAcceptance):
        apply(toy_prepared(tmp_path, BOOK), toy_access(tmp_path), toy_around(tmp_path, NOT_ACCEPTED))
    (run, _), *_ = unfinished(tmp_path / "home")
    with pytest.raises(NeedsAcceptance):
        resume(run, toy_prepared(tmp_path, BOOK), toy_access(tmp_path), toy_around(tmp_path, NOT_ACCEPTED))
    assert not (files / "counter").exists()
    resume(run, toy_prepared(tmp_path, BOOK), toy_access(tmp_path), toy_around(tmp_path, ACCEPTED))
    assert (files / "seen").read_text() == "ours now"


def test_what_was_accepted_stays_so_when_the_run_is_resumed(tmp_path: Path) -> None:
    files = work(tmp_path, "ours before", "theirs")
    failing = BOOK.replace('/done"}', '/done", fails: true}')
    with pytest.raises(InDoubt):
        apply(toy_prepared(tmp_path, failing), toy_access(tmp_path), toy_around(tmp_path, ACCEPTED))
    (run, _), *_ = unfinished(tmp_path / "home")
    (files / "done").write_text("whole")
    resume(run, toy_prepared(tmp_path, failing), toy_access(tmp_path), toy_around(tmp_path, NOT_ACCEPTED))
    assert (files / "later").read_text() == "ours now"


def test_what_comes_meanwhile_is_asked_about_at_its_step(tmp_path: Path) -> None:
    files = work(tmp_path, "ours before", "ours before")
    book = BOOK.replace("kind: once", "kind: command").replace(
        'counter: "{{ folder }}/counter", result: "{{ folder }}/done"',
        'argv: [sh, -c, "echo theirs >{{ folder }}/later; touch {{ folder }}/done"], paths: ["{{ folder }}/done"]',
    )
    with pytest.raises(NeedsAcceptance) as stopped:
        apply(toy_prepared(tmp_path, book), toy_access(tmp_path), toy_around(tmp_path, NOT_ACCEPTED))
    assert [problem.step for problem in stopped.value.problems] == ["later"]
    assert (files / "seen").read_text() == "ours now"
    assert (files / "later").read_text() == "theirs\n"


def test_a_plan_shows_it_and_what_would_be_done(tmp_path: Path) -> None:
    work(tmp_path, "theirs", "theirs")
    made = plan(toy_prepared(tmp_path, BOOK), toy_access(tmp_path))
    seen, later = made.of(Verdict.TO_ACCEPT)
    assert (seen.step, seen.change is not None, later.step, later.after) == ("seen", True, "later", "seen")
    assert made.changes_anything
