"""jobcenter-standard-ag with what its site does not know or have yet."""

from pathlib import Path

import pytest

from clprun.api.prepare import Prepared, Request, prepare
from clprun.errors import WaitingForPerson
from clprun.lang.bind import BoundStep
from clprun.steps.manual import Manual, ManualWant
from tests.runbooks.machine import ROOT
from tests.steps.given import CLU1, Given, target

BOOK = "jobcenter-standard-ag"
LAB = ROOT / "inventory" / "lab" / "lab.yaml"


def bound(folder: Path, *left_out: str) -> Prepared:
    """The lab's inventory without some of its values."""
    lines = [line for line in LAB.read_text("utf-8").splitlines() if not line.strip().startswith(tuple(left_out))]
    inventory = folder / "lab.yaml"
    inventory.write_text("\n".join(lines) + "\n", "utf-8")
    return prepare(Request(runbook=BOOK, inventory=(inventory,), cluster="lab"))


def step(prepared: Prepared, identifier: str) -> BoundStep:
    found = prepared.bound.step(identifier)
    assert found is not None
    return found


def test_an_instance_that_is_not_made_yet_needs_no_id(tmp_path: Path) -> None:
    prepared = bound(tmp_path, "instance_id:")
    identifiers = [each.id for each in prepared.bound.steps if not each.skipped]
    asked = identifiers.index("instance-id-known")
    assert identifiers[asked - 1].startswith("make-instance")
    (instance,) = step(prepared, "instance-id-known").instances
    assert isinstance(instance.want, ManualWant)
    with pytest.raises(WaitingForPerson):
        Manual().plan(instance.want, target(CLU1), Given().answers(Manual(), instance.want, target(CLU1)))


def test_what_needs_the_id_comes_after_it_is_asked_for(tmp_path: Path) -> None:
    prepared = bound(tmp_path, "instance_id:")
    identifiers = [each.id for each in prepared.bound.steps]
    needing = ("no-autostart", "exec-and-monitor", "agent-works")
    assert all(identifiers.index("instance-id-known") < identifiers.index(each) for each in needing)
    (phase,) = (each for each in prepared.bound.phases if each.id == "instance")
    assert "instance-id-known" in phase.goal, "--from a later phase is refused without it"


def test_a_known_id_is_not_asked_for(tmp_path: Path) -> None:
    assert step(bound(tmp_path, "none-of-these"), "instance-id-known").skipped


def test_a_registration_that_no_command_can_check_is_a_persons_word(tmp_path: Path) -> None:
    prepared = bound(tmp_path, "registration_check:")
    assert step(prepared, "register-agent").skipped, "nothing would prove what the command did"
    for identifier in ("register-agent-by-hand", "registration-confirmed"):
        (instance,) = step(prepared, identifier).instances
        assert isinstance(instance.want, ManualWant)
        assert not instance.want.proves
        with pytest.raises(WaitingForPerson, match=r"manual\.by_word"):
            Manual().plan(instance.want, target(CLU1), Given().answers(Manual(), instance.want, target(CLU1)))
