"""What a run owes may keep what it left from being seen: that is no drift, and is looked at once it is given back."""

import signal
from pathlib import Path

import pytest

from clprun.api import resume, state_of, unfinished
from clprun.errors import NeedsAcceptance, Problem
from clprun.model.events import StepEnded
from tests.engine.test_resume import drive
from tests.engine.toys import Veil, Witness, toy_access, toy_around, toy_prepared

BOOK = (Path(__file__).parent / "veiledbook.yaml").read_text("utf-8")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A run was killed while the veil lay over what its first step left."""
    toy_prepared(tmp_path, BOOK)
    assert drive(tmp_path, "apply", "acted:veil:one:0").wait() == -signal.SIGKILL
    assert (tmp_path / "work" / "veil").exists()
    return tmp_path


def test_what_cannot_be_seen_because_of_what_the_run_owes_is_no_drift(folder: Path) -> None:
    assert drive(folder, "resume").wait() == 0
    assert {path.name for path in (folder / "work").iterdir()} == {"text", "lifted", "later"}


def test_what_has_drifted_meanwhile_is_found_before_the_next_step(folder: Path) -> None:
    (folder / "work" / "text").write_text("other")
    (run, _), *_ = unfinished(folder / "home")
    witness = Witness()

    with pytest.raises(NeedsAcceptance) as drifted:
        resume(run, toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder, witness=witness))

    assert (drifted.value.what, [each.step for each in drifted.value.problems]) == ("drift", ["text"])
    assert [each.step for each in witness.events if isinstance(each, StepEnded)] == ["veil"]
    assert not state_of(run).debts


def test_what_nothing_explains_is_drift_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(kind: Veil, problem: Problem) -> bool:
        del kind, problem
        return False

    monkeypatch.setattr(Veil, "explains", never)
    (run, _), *_ = unfinished(folder / "home")
    with pytest.raises(NeedsAcceptance) as drifted:
        resume(run, toy_prepared(folder, BOOK), toy_access(folder), toy_around(folder))
    assert [each.code for each in drifted.value.problems] == ["cluster.status_refused"]
    assert (folder / "work" / "veil").exists()
