"""First contact in the lab: asked in both languages and on both platforms; what it taught the lab; what is tried."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.contact.judgement import Verdict, judge_all
from clprun.contact.record import Record, load
from clprun.lab.site import site_for
from tests.journeys.stage import EIGHT, SITE, lab_of, reads_only_since, settle, site_on, stands_on
from tests.support.bench import NODES, Bench, Finish
from tests.support.windows import needs_wine
from tests.support.windows_bench import windows_bench_of

pytestmark = pytest.mark.full

CONFIRMED_WITH_A_SITE = {"site-tree", "site-names", "script-places", "script-environment", "clpstat-layout"}


@pytest.fixture(scope="module", params=["en", "ja"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A cluster that jobcenter-classic has built, its products in one of both languages."""
    with lab_of(tmp_path_factory.mktemp(request.param), replace(SITE, language=request.param)) as bench:
        finish = bench.apply()
        assert finish.code == 0, finish
        yield bench


def contact(bench: Bench, out: Path, *more: str) -> Finish:
    return bench.clprun("contact", "--lab", "--out", str(out), "--yes", "--json", *more, seconds=300)


def otherwise(record: Record) -> set[str]:
    return {each.id for each, found in judge_all(record).items() if found.verdict is Verdict.DIFFERENT}


def test_everything_is_asked_nothing_is_changed_and_the_lab_is_as_it_is_taken_to_be(
    built: Bench, tmp_path: Path
) -> None:
    count, trees = len(built.calls()), built.trees()

    finish = contact(built, tmp_path / "pair.json")

    assert finish.code == 0, finish
    assert (reads_only_since(built, count), built.trees()) == (True, trees)
    told = {each["id"]: each["verdict"] for each in json.loads(finish.out)["assumptions"]}
    assert {told[name] for name in CONFIRMED_WITH_A_SITE} == {"confirmed"}
    record = load(tmp_path / "pair.json")
    assert otherwise(record) == set()
    text = (tmp_path / "pair.json").read_text("utf-8")
    assert not [name for name in (*NODES, "cluv", "10.0.0.11", "192.168.0.11") if name in text]


def test_the_lab_learns_from_the_file_and_a_build_there_ends_well(built: Bench, tmp_path: Path) -> None:
    assert contact(built, tmp_path / "pair.json").code == 0
    bench = Bench(tmp_path / "home")
    (tmp_path / "home").mkdir()

    up = bench.clprun("lab", "up", "--from", str(tmp_path / "pair.json"), "--time-factor", "600")
    try:
        assert up.code == 0, up
        settle(bench)
        assert bench.node("clu1", "clpstat").splitlines()[0] == built.node("clu1", "clpstat").splitlines()[0]
        finish = bench.apply()
        assert finish.code == 0, finish
        assert site_on(bench, "clu1") == EIGHT
    finally:
        bench.clprun("lab", "down")


def test_a_pair_with_words_of_its_own_teaches_them_and_is_judged_by_them(built: Bench, tmp_path: Path) -> None:
    assert contact(built, tmp_path / "pair.json").code == 0
    text = (tmp_path / "pair.json").read_text("utf-8")
    for word in (": Online ", ": 起動済 "):
        text = text.replace(word, ": Running")
    (tmp_path / "other.json").write_text(text, "utf-8")
    (tmp_path / "home").mkdir()
    bench = Bench(tmp_path / "home")

    up = bench.clprun("lab", "up", "--from", str(tmp_path / "other.json"), "--time-factor", "600")
    try:
        assert up.code == 0, up
        asked = contact(bench, tmp_path / "again.json")
        build = bench.apply()
    finally:
        bench.clprun("lab", "down")

    assert asked.code == 1
    assert otherwise(load(tmp_path / "again.json")) == {"clpstat-words", "clpstat-language"}
    assert build.code == 1
    assert "[cluster.unknown_word]" in build.err


def test_what_only_a_change_can_tell_is_tried_and_everything_is_as_before(built: Bench, tmp_path: Path) -> None:
    calls = len(built.changing_calls("clpcfctrl"))
    count, trees = len(built.calls()), built.trees()
    assert built.clprun("plan", "first-contact", "--lab").code == 0
    assert (reads_only_since(built, count), built.trees()) == (True, trees)

    finish = built.clprun("apply", "first-contact", "--lab", "--yes", "--json", seconds=300)

    assert finish.code == 0, finish
    assert len(built.changing_calls("clpcfctrl")) == calls + 1
    assert [event["step"] for event in finish.events("step-ended") if event["outcome"] == "changed"][-4:] == [
        "move-to-standby",
        "move-back",
        "kill-cjcpw",
        "restore-place",
    ]
    assert stands_on(built, "clu1")()
    assert built.owed() == []

    asked = contact(built, tmp_path / "pair.json")
    told = {each["id"]: each["verdict"] for each in json.loads(asked.out)["assumptions"]}
    assert (told["clpstat-suspended"], told["push-unchanged"]) == ("confirmed", "confirmed")


@needs_wine
def test_a_pair_of_windows_nodes_is_asked(tmp_path: Path) -> None:
    site = replace(site_for("clweb", "windows"), time_factor=600.0)
    site = replace(site, windows=site.windows and replace(site.windows, flavour="2022"))
    with windows_bench_of(tmp_path, site) as bench:
        state = bench.state()
        finish = contact(bench, tmp_path / "pair.json")
        again = bench.state()

    assert finish.code == 0, finish
    assert again == state
    assert otherwise(load(tmp_path / "pair.json")) == set()
    assert "win1" not in (tmp_path / "pair.json").read_text("utf-8")
