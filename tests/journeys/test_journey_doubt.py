"""cjcmksite that did not come to its end: what the run says, what a person answers, and where each answer leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.stage import changes_since, commands_of, lab_of, stands_on
from tests.support.bench import BUILT_BY, Bench, Finish, differences, finish_of
from tests.support.lab import eventually

DATABASE = "/mnt/sdb2/nqs"
LISTING = f"find {DATABASE} | sort; find {DATABASE} -type f | sort | xargs sha256sum"


@dataclass(frozen=True)
class Half:
    """A run that stopped because cjcmksite died half-way."""

    bench: Bench
    stopped: Finish
    run: str
    listing: str


def half_made(bench: Bench, *more: str) -> Half:
    bench.fault("command", name="cjcmksite", effect="die")
    stopped = bench.apply(None, *more)
    bench.fault("clear")
    return Half(bench, stopped, stopped.run(), bench.sh("clu1", LISTING))


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Half]:
    with lab_of(tmp_path_factory.mktemp("half")) as bench:
        yield half_made(bench)


def test_the_run_stops_and_names_the_answers(half: Half) -> None:
    said = half.stopped.err

    assert half.stopped.code == 3
    assert f"{DATABASE} exists, and nothing tells whether it is a whole site cluv." in said
    assert "where: node clu1, step create-site" in said
    assert f"redo: set it aside as {DATABASE}.clprun-{half.run} (never deleted)" in said
    assert "done: keep it" in said
    assert "stop: look first" in said
    assert re.search(r"create-site\s+clu1  in doubt\n\s+last command ended with exit code 137", said)
    assert f"clprun resume {half.run} --in-doubt create-site=redo   # redo | done | stop" in said


def test_it_says_so_in_japanese(half: Half) -> None:
    finish = half.bench.clprun("--lang", "ja", "resume", "--yes")

    assert finish.code == 3
    assert f"{DATABASE} がありますが、サイト cluv として完全かどうか判断できません。" in finish.err
    assert f"clprun resume {half.run} --in-doubt create-site=redo   # redo | done | stop" in finish.err


@pytest.mark.parametrize("answer", [(), ("--in-doubt", "create-site=stop"), ("--accept", "drift", "--accept", "input")])
def test_without_an_answer_nothing_is_changed(half: Half, answer: tuple[str, ...]) -> None:
    before = half.bench.trees(), len(half.bench.calls())

    finish = half.bench.resume(None, *answer)

    assert finish.code == 3, finish
    assert half.bench.trees() == before[0]
    assert not changes_since(half.bench, before[1])
    assert half.bench.sh("clu1", LISTING) == half.listing


@pytest.mark.parametrize("answer", ["create-site=maybe", "create-site", "no-such-step=redo"])
def test_an_answer_that_is_none_is_refused(half: Half, answer: str) -> None:
    calls = len(half.bench.calls())

    finish = half.bench.resume(None, "--in-doubt", answer)

    assert finish.code == 2, finish
    assert len(half.bench.calls()) == calls


def test_redo_keeps_the_half_and_ends_as_an_undisturbed_run(half: Half, undisturbed: dict[str, Any]) -> None:
    finish = half.bench.resume(None, "--in-doubt", "create-site=redo")

    assert finish.code == 0, finish
    kept = f"{DATABASE}.clprun-{half.run}"
    assert half.bench.sh("clu1", LISTING.replace(DATABASE, kept)).replace(kept, DATABASE) == half.listing
    half.bench.sh("clu1", f"mv {kept} /run/kept")  # an undisturbed run has none
    assert differences(undisturbed, half.bench.state()) == {}
    half.bench.sh("clu1", f"mv /run/kept {kept}")
    assert len(commands_of(half.bench.changing_calls("cjcmksite"))) == 2


@pytest.mark.full
def test_what_a_person_made_whole_is_kept(fresh: Bench) -> None:
    half = half_made(fresh, "--until", "stop-site")
    fresh.sh("clu1", f"rm -r {DATABASE} && /usr/lib/nqs/cluster/cjcmksite cluv 114 /mnt/sdb2")
    by_hand, calls = fresh.sh("clu1", LISTING), len(fresh.calls())

    finish = fresh.resume(None, "--in-doubt", "create-site=done")

    assert finish.code == 0, finish
    assert "cjcmksite" not in str(fresh.calls()[calls:])
    assert fresh.sh("clu1", LISTING) == by_hand
    assert "clprun" not in fresh.node("clu1", "ls", "/mnt/sdb2")
    assert half.run not in fresh.node("clu1", "ls", "/mnt/sdb2")


@pytest.mark.full
def test_an_answer_given_beforehand_holds_for_one_doubt(fresh: Bench) -> None:
    fresh.fault("command", name="cjcmksite", effect="die")

    finish = fresh.apply(None, "--in-doubt", "create-site=redo")

    assert finish.code == 3, finish
    assert len(commands_of(fresh.changing_calls("cjcmksite"))) == 2, "it died again, and nobody said what to do then"
    kept = fresh.node("clu1", "ls", "/mnt/sdb2").split()
    assert kept == ["lost+found", "nqs", f"nqs.clprun-{finish.run()}"]

    fresh.fault("clear")
    finish = fresh.resume(None, "--in-doubt", "create-site=redo", "--until", "stop-site")
    assert finish.code == 2, "resume takes no part of a runbook"
    finish = fresh.resume(None, "--in-doubt", "create-site=redo")
    assert finish.code == 0, finish
    assert len(fresh.node("clu1", "ls", "/mnt/sdb2").split()) == 4, "both halves are kept"


@pytest.mark.full
def test_a_command_that_hangs_and_is_killed_without_a_trace_is_done_again(fresh: Bench) -> None:
    fresh.fault("command", name="cjcmksite", effect="hang")
    verb = fresh.start("apply", BUILT_BY, "--lab", "--yes", "--until", "stop-site")
    eventually(lambda: "cjcmksite" in str(fresh.calls()), "cjcmksite hangs")
    fresh.fault("kill", node="clu1", name="cjcmksite")
    stopped = finish_of(verb)

    assert stopped.code == 1, stopped
    assert f"cjcmksite left no {DATABASE} (exit code 137)." in stopped.err
    assert "node clu1, step create-site" in stopped.err

    fresh.fault("clear")
    finish = fresh.resume()
    assert finish.code == 0, finish
    assert len(commands_of(fresh.changing_calls("cjcmksite"))) == 1


@pytest.mark.full
def test_a_full_disk_is_told_and_mended(fresh: Bench) -> None:
    fresh.fault("disk", state="full")
    stopped = fresh.apply()

    assert stopped.code == 1, stopped
    assert f"cjcmksite left no {DATABASE} (exit code " in stopped.err
    assert "| cjcmksite: /mnt/sdb2/nqs: No space left on device" in stopped.err

    fresh.fault("clear")
    finish = fresh.resume()
    assert finish.code == 0, finish
    eventually(stands_on(fresh, "clu1"), "the site in the group")


@pytest.mark.full
def test_a_disk_that_fills_in_the_middle_leaves_a_doubt(fresh: Bench) -> None:
    fresh.sh("clu1", "dd if=/dev/zero of=/mnt/sdb2/filler bs=1k 2>/dev/null; truncate -s -8k /mnt/sdb2/filler; sync")
    stopped = fresh.apply(None, "--until", "stop-site")

    assert stopped.code == 3, stopped
    assert "No space left on device" in stopped.err

    fresh.sh("clu1", "rm /mnt/sdb2/filler")
    finish = fresh.resume(None, "--in-doubt", "create-site=redo")
    assert finish.code == 0, finish
