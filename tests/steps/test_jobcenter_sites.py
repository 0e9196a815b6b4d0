import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.questions import Process
from clprun.products.jobcenter import CJCPW, SITE_MINIMA, Mode
from clprun.products.jobcenter_sites import DatabaseUsers, SiteId, Sites, imagined_local, imagined_site, without
from tests.steps.given import PATH, local, process, site, standard_site

CLUV = SiteId("cluv", PATH)


def test_local_and_cluster_sites_are_told_apart_by_their_parents() -> None:
    sites = Sites((*local(), *site(), *site(300, "other", "/mnt/sdc1")))
    assert {each.id for each in sites.cluster_sites} == {CLUV, SiteId("other", "/mnt/sdc1")}
    assert set(sites.local) == set(local())
    assert all(each.lacking == () for each in sites.cluster_sites)


CLASSIC, STANDARD = SITE_MINIMA[Mode.CLASSIC], SITE_MINIMA[Mode.STANDARD]


@pytest.mark.parametrize("name", [name for name in CLASSIC if name not in {"cjcpw", "nqsdaemon", "jnwcaster"}])
def test_a_name_that_lacks_is_told(name: str) -> None:
    found = Sites(site(without=[name])).named("cluv")
    assert found is not None
    assert found.lacking == (name,)


def test_a_standard_site_has_eleven_names_and_no_nqsdaemon() -> None:
    assert (len(STANDARD), sum(STANDARD.values())) == (11, 12)
    found = Sites(standard_site(), mode=Mode.STANDARD).named("cluv")
    assert found is not None
    assert found.lacking == ()
    classic = Sites(standard_site()).named("cluv")
    assert classic is not None
    assert classic.lacking == ("nqsdaemon",)


@pytest.mark.parametrize("name", [name for name in STANDARD if name != "cjcpw"])
def test_a_name_that_a_standard_site_lacks_is_told(name: str) -> None:
    found = Sites(standard_site(without=[name]), mode=Mode.STANDARD).named("cluv")
    assert found is not None
    assert found.lacking == (name,)


def test_one_caster_is_too_few_for_a_cluster_site() -> None:
    found = Sites(site(casters=1)).named("cluv")
    assert found is not None
    assert found.lacking == ("jnwcaster",)


def test_counts_are_minima() -> None:
    forked = process(900, "/usr/lib/nqs/jnwcaster", 150)
    found = Sites((*site(), forked, process(901, "/usr/lib/nqs/gui/bin/jcwebserver", 150))).named("cluv")
    assert found is not None
    assert found.lacking == ()
    assert forked in found.processes


def test_grandchildren_belong_to_their_site() -> None:
    job = process(910, "/bin/sh /home/user/job.sh", 150)
    below = process(911, "/usr/lib/nqs/jnwcaster", 910)
    sites = Sites((*site(), job, below))
    found = sites.named("cluv")
    assert found is not None
    assert below in found.processes
    assert job not in found.processes
    assert sites.local == ()


@pytest.mark.parametrize(
    "args",
    [
        f"grep {CJCPW} cluv {PATH}",
        f"vi {CJCPW}",
        f"sh -c {CJCPW} cluv {PATH}",
        "[nqsdaemon] <defunct>",
        f"{CJCPW} -stop cluv",
        f"{CJCPW} ???stop cluv",
        f"{CJCPW}",
        "NQS",
        "",
    ],
)
def test_what_only_looks_like_jobcenter_is_no_site(args: str) -> None:
    sites = Sites((process(5, args),))
    assert [each for each in sites.cluster_sites if each.id == CLUV] == []
    assert sites.local == ()


def test_an_unwatched_site_is_known_by_its_database() -> None:
    table = (*local(), *local(700, casters=2))
    assert len(Sites(table).local) == len(table)
    sites = Sites(table, CLUV, frozenset({702}))
    found = sites.named("cluv")
    assert found is not None
    assert (found.watched, found.lacking) == (False, ())
    assert set(sites.local) == set(local())


def test_orphans_that_use_the_database_still_belong_to_the_site() -> None:
    orphan = process(42, "/usr/lib/nqs/gui/bin/jcdbs")
    found = Sites((orphan,), CLUV, frozenset({42})).named("cluv")
    assert found is not None
    assert found.processes == (orphan,)


@pytest.mark.parametrize("mode", Mode)
def test_what_is_foreseen_looks_like_the_real_thing(mode: Mode) -> None:
    table = imagined_local(imagined_site(local(), CLUV, mode))
    sites = Sites(table, mode=mode)
    found = sites.named("cluv")
    assert found is not None
    assert found.lacking == ()
    assert len({process.pid for process in table}) == len(table)
    assert Sites(without(table, found.processes)).named("cluv") is None


PIDS = st.integers(1, 8)
ARGS = st.sampled_from([f"{CJCPW} cluv {PATH}", f"{CJCPW} -c x /y", "NQS nqsdaemon", "/usr/lib/nqs/jnwcaster", "sh"])


@given(st.lists(st.tuples(PIDS, PIDS, ARGS), max_size=8))
def test_any_table_is_told_apart_completely(rows: list[tuple[int, int, str]]) -> None:
    table = tuple(Process(pid, parent, "", args) for pid, parent, args in rows)
    sites = Sites(table)
    clustered = {process.pid for each in sites.cluster_sites for process in each.processes}
    assert clustered.isdisjoint(process.pid for process in sites.local)


def test_the_users_of_a_database_are_found_on_a_real_node(tmp_path: Path) -> None:
    (tmp_path / "db" / "nqs" / "spool").mkdir(parents=True)
    (tmp_path / "db" / "nqs2").mkdir()
    opened = tmp_path / "db" / "nqs" / "lock"
    opened.touch()
    question = DatabaseUsers(str(tmp_path / "db"))
    inside = subprocess.Popen(["sleep", "60"], cwd=tmp_path / "db" / "nqs" / "spool")
    beside = subprocess.Popen(["sleep", "60"], cwd=tmp_path / "db" / "nqs2")
    with opened.open() as stream, inside, beside:
        script = ["sh", "-c", question.script(Platform.LINUX)]
        found = subprocess.run(script, capture_output=True, check=False, cwd="/")
        inside.kill()
        beside.kill()
        assert stream.readable()
    assert question.answer(Raw(found.returncode, found.stdout)) == {inside.pid, os.getpid()}
