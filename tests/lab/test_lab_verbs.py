"""The verbs: lines for people in both languages, documents for machines, refusals with a next step."""

import string
from collections.abc import Sequence
from pathlib import Path

import pytest

from clprun.errors import InputError
from clprun.lab import doctor, verbs
from clprun.lab.doctor import Check, Diagnosis
from clprun.lab.means import Layering, Means, Tier
from clprun.lab.texts import Line
from clprun.messages.catalog import entries
from tests.support.lab import Lab


def spoken(lines: Sequence[Line]) -> str:
    """What a person reads: what happened, and what to do next where that is said."""
    said = []
    for line in lines:
        entry = entries()[line.code]
        said += [text.en.format_map(dict(line.values)) for text in (entry.what, entry.next) if text]
    return "\n".join(said)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_status_tells_people_and_machines(lab: Lab, tier: Tier) -> None:
    lab.sh("clu2", "mount /dev/sdb2 /mnt/sdb2")
    lab.fault("clock", node="clu1", seconds=-5)
    lab.fault("command", name="cjcpw", effect="hang")
    lines, document = verbs.status(lab.home)
    said = spoken(lines)

    assert f"Tier {tier}." in said
    assert "clu1: on, public 10.0.0.111, interconnect 192.168.0.111" in said
    assert "/dev/sdb2 is mounted on clu2 at /mnt/sdb2." in said
    assert "clock clu1 -5 s" in said
    assert "command cjcpw hang" in said
    assert "Not real in this lab:" in said
    assert {"up", "tier", "not_real", "nodes", "faults", "calls", "disk_conflict", "site"} <= document.keys()
    assert document["calls"] == []


def test_warnings_of_the_stand_ins_are_shown(lab: Lab) -> None:
    warning = '{"time": "t", "node": "clu2", "rule": "split", "message": "started twice", "source": "JC 2.1"}'
    lab.sh("clu2", f"printf '%s\n' '{warning}' '{{torn' >> /run/clprun-lab/warnings.jsonl")
    try:
        lines, document = verbs.status(lab.home)
    finally:
        lab.sh("clu2", "rm /run/clprun-lab/warnings.jsonl")

    assert "Warning from clu2: started twice (JC 2.1)" in spoken(lines)
    assert [found["rule"] for found in document["warnings"]] == ["split"]


def test_the_disk_conflict_is_shouted(lab: Lab) -> None:
    lab.sh("clu1", "mount /dev/sdb2 /mnt/sdb2")
    lab.sh("clu2", "mount /dev/sdb2 /mnt/sdb2")

    assert "both nodes at once" in spoken(verbs.status(lab.home)[0])


def test_without_a_lab_status_and_down_say_so(lab_home: Path) -> None:
    lines, document = verbs.status(lab_home)

    assert "clprun lab up" in spoken(lines)
    assert document == {"up": False}
    assert spoken(verbs.down(lab_home)) == "No lab was up."


def test_up_and_down(lab_home: Path) -> None:
    assert spoken(verbs.up(lab_home, "B")).startswith("The lab is up (tier B): both nodes answer SSH.")
    assert spoken(verbs.down(lab_home)) == "The lab is down; nothing of it is left."


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["melt"],
        ["kill", "clu1"],
        ["link", "clu1", "sideways"],
        ["crash"],
        ["disk"],
        ["disk", "half"],
        ["clock", "clu1", "soon"],
        ["clock", "clu1", "+-5"],
        ["command", "cjcpw", "melt"],
        ["clear", "all"],
    ],
)
def test_wrong_words_of_a_fault_are_refused_before_the_lab_is_asked(lab_home: Path, words: list[str]) -> None:
    with pytest.raises(InputError):
        verbs.fault(lab_home, words)


def test_faults_are_made_listed_and_cleared(lab: Lab) -> None:
    assert spoken(verbs.fault(lab.home, ["list"])) == "No fault holds."
    verbs.fault(lab.home, ["link", "clu2", "down"])
    verbs.fault(lab.home, ["clock", "clu2", "+600"])
    verbs.fault(lab.home, ["hang", "clu1"])
    verbs.fault(lab.home, ["disk", "full"])
    listed = spoken(verbs.fault(lab.home, ["list"]))

    assert listed.splitlines() == ["link clu2 down", "clu1 hung", "disk full", "clock clu2 +600 s"]
    assert spoken(verbs.fault(lab.home, ["clear"])) == "All faults are cleared."
    assert spoken(verbs.fault(lab.home, ["list"])) == "No fault holds."


def test_doctor_tells_what_was_tried_and_what_results() -> None:
    lines, document = verbs.doctor()

    assert document["tier"] in document["tiers"]
    assert {"ip", "capability", "user_namespace", "sshd", "paramiko"} <= {check["name"] for check in document["checks"]}
    assert f"The lab would come up as tier {document['tier']}." in spoken(lines)


A = Means("A", user_namespace=False, all_ids=True, layering=Layering.OVERLAY, systemd=True, sshd=True, loop=True)
B = Means("B", user_namespace=True, all_ids=True, layering=Layering.USER_OVERLAY, systemd=False, sshd=True, loop=False)


@pytest.mark.parametrize(
    ("tiers", "disposable", "wanted", "expected"),
    [
        ((A, B), True, None, A),
        ((A, B), False, None, B),
        ((A, B), False, "A", A),
        ((A,), False, None, None),
        ((B,), True, "A", None),
        ((), True, None, None),
    ],
)
def test_real_root_is_used_unasked_only_where_nobody_minds(
    tiers: tuple[Means, ...], disposable: bool, wanted: Tier | None, expected: Means | None
) -> None:
    assert Diagnosis((), tiers, disposable).means(wanted) == expected


def test_the_obstacle_is_the_one_whose_cure_helps_most() -> None:
    failed = (Check("capability", 1), Check("overlay", 1), Check("user_namespace", 1, "lab.advice_apparmor"))

    assert Diagnosis(failed, (), disposable=False).obstacle == failed[2]
    assert Diagnosis((Check("ip"),), (A,), disposable=True).obstacle is None


def test_errors_are_named_as_people_look_them_up() -> None:
    assert doctor.error_text(1) == "EPERM: Operation not permitted"
    assert doctor.error_text(0) == "ok"


@pytest.mark.parametrize(
    ("means", "codes"),
    [
        (A, {"lab.unreal_products", "lab.unreal_kernel"}),
        (
            B.without(["all_ids"]),
            {"lab.unreal_products", "lab.unreal_kernel", "lab.unreal_disk", "lab.unreal_systemd", "lab.unreal_ids"},
        ),
    ],
)
def test_what_is_not_real_follows_from_the_means(means: Means, codes: set[str]) -> None:
    assert set(means.not_real()) == codes
