"""stop.sh and the checker tell one and the same site's processes from the same table of processes.

A made ``/proc`` holds their working folders and open files; ``ps`` and the checker's own question are given the table.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from clprun.lang.expression import render_text
from clprun.model.cluster import Platform
from clprun.model.question import Raw
from clprun.node.processes import Process
from clprun.products.jobcenter import CJCPW, FOLDER
from clprun.products.jobcenter_sites import DatabaseUsers, SiteId, Sites
from tests.runbooks.machine import FILES, SHELLS

SITE = SiteId("cluv", "/mnt/sdb2")
OTHER = SiteId("cluv2", "/mnt/sdb2x")
NQS = "NQS nqsdaemon"
CASTER, AGENT, STORE = f"{FOLDER}/jnwcaster", f"{FOLDER}/combase/comagent", f"{FOLDER}/gui/bin/jcdbs"
BELOW = (CASTER, CASTER, f"{FOLDER}/gui/bin/jnwengine", f"{FOLDER}/gui/bin/sclaunchd", AGENT, STORE)
REST = (*BELOW, f"{FOLDER}/gui/bin/jnwlauncher")


@dataclass(frozen=True)
class Row:
    """A process: number, parent, command line, what it uses, and whether it is the site's."""

    pid: int
    parent: int
    args: str
    uses: str = "/"
    ours: bool = False


def _tree(first: int, parent: int, titles: tuple[str, ...], *, uses: str = "/", ours: bool = False) -> list[Row]:
    return [Row(first + index, parent, title, uses, ours) for index, title in enumerate(titles)]


USED = "/mnt/sdb2/nqs/spool"
LOCAL = [Row(500, 1, NQS, "/usr/lib/nqs"), *_tree(501, 500, REST)]
OTHERS = [
    Row(600, 1, f"{CJCPW} cluv2 /mnt/sdb2x", "/mnt/sdb2x/nqs"),
    *_tree(601, 600, (NQS, *REST), uses="/mnt/sdb2x/nqs"),
]
STARTED = Row(100, 1, f"{CJCPW} cluv /mnt/sdb2", ours=True)

TABLES: dict[str, list[Row]] = {
    "cjcpw above all": [STARTED, *_tree(101, 100, (NQS, *REST), ours=True)],
    "cjcpw and below it nqsdaemon": [
        STARTED,
        Row(101, 100, NQS, ours=True),
        *_tree(102, 101, REST, ours=True),
    ],
    "nqsdaemon with parent 1 beside cjcpw": [
        STARTED,
        Row(101, 1, NQS, USED, ours=True),
        *_tree(102, 101, REST, ours=True),
    ],
    "only children of nqsdaemon use the database": [
        STARTED,
        Row(101, 1, NQS, ours=True),
        *_tree(102, 101, REST, uses=USED, ours=True),
    ],
    "comagent with parent 1": [
        STARTED,
        *_tree(101, 100, (NQS, *BELOW[:4], STORE, REST[-1]), ours=True),
        Row(120, 1, AGENT, USED, ours=True),
    ],
    "comagent with parent 1 alone": [Row(120, 1, AGENT, USED, ours=True)],
    "all orphans": _tree(101, 1, (NQS, *REST), uses=USED, ours=True),
    "cjcpw typed in its folder": [
        Row(100, 90, "./cjcpw cluv /mnt/sdb2/", ours=True),
        *_tree(101, 100, (NQS, *REST), ours=True),
    ],
    "cjcpw in the background": [
        Row(100, 1, f"{CJCPW} -c cluv /mnt/sdb2", ours=True),
        *_tree(101, 100, (NQS, *REST), ours=True),
    ],
    "a tool of JobCenter in the database": [Row(100, 1, f"{FOLDER}/nqschk -a", USED, ours=True)],
    "started by a job of the local site": [
        Row(520, 500, "/bin/sh /home/user/job.sh"),
        Row(100, 520, f"{CJCPW} cluv /mnt/sdb2", ours=True),
        *_tree(101, 100, (NQS, *REST), uses=USED, ours=True),
    ],
    "a job of the site starts another one": [
        STARTED,
        *_tree(101, 100, (NQS, *REST), uses=USED, ours=True),
        Row(130, 101, "/bin/sh /home/user/job.sh", USED),
        Row(131, 130, f"{CJCPW} cluv3 /mnt/sdc1"),
        *_tree(132, 131, (NQS, *REST), uses="/mnt/sdc1/nqs"),
    ],
    "nothing of the site": [
        Row(100, 1, f"tail -f {CJCPW} cluv /mnt/sdb2", USED),
        Row(101, 1, f"vi {CJCPW}", USED),
        Row(102, 1, f"{CJCPW} ???stop cluv"),
        Row(103, 1, f"{CJCPW}"),
        Row(104, 1, f"{CJCPW} cluv2 /mnt/sdb2x"),
        Row(105, 1, "NQS", USED),
        Row(106, 1, "bash", USED),
    ],
}


def _make(proc: Path, rows: list[Row]) -> None:
    for row in rows:
        place = proc / str(row.pid)
        (place / "fd").mkdir(parents=True)
        (place / "stat").write_text(f"{row.pid} (a b) S {row.parent}{' 0' * 17} {row.pid}00 0 0\n")
        # Either way is a use; every second process has a file open instead of working there.
        (place / ("cwd" if row.pid % 2 else "fd/7")).symlink_to(row.uses)


def _told_by_script(rows: list[Row], proc: Path, shell: tuple[str, ...]) -> set[int]:
    given = {
        "virtual_host": SITE.virtual_host,
        "database_path": SITE.database_path,
        "jobcenter_folder": FOLDER,
        "stop_limit": 0,
        "kill_after": 1,
    }
    text = render_text((FILES / "stop.sh.j2").read_text(encoding="ascii"), given).partition("\nreal=")[0]
    lines = "".join(f"{row.pid} {row.parent} S {row.args}\n" for row in rows)
    (proc / "ps").write_text(f"#!/bin/sh\ncat <<'TABLE'\n{lines}TABLE\n")
    (proc / "ps").chmod(0o755)
    script = proc / "part"
    script.write_text(text.replace("\nproc=/proc\n", f"\nproc={proc}\n") + '\nreal=$database\nsite_processes ""\n')
    argv = ["env", f"PATH={proc}:/usr/bin:/bin", "timeout", "30", *shell, str(script)]
    said = subprocess.run(argv, capture_output=True, text=True, check=True)
    found = [re.fullmatch(r"(\d+) (?:\1)00", line) for line in said.stdout.splitlines()]
    assert all(found), said.stdout
    return {int(each[1]) for each in found if each}


def _sites(rows: list[Row], proc: Path) -> Sites:
    script = DatabaseUsers(SITE.database_path).script(Platform.LINUX)
    script = script.replace("/proc/", f"{proc}/").replace("-f 3", f"-f {len(proc.parts) + 1}")
    ran = subprocess.run(["sh", "-c", script], capture_output=True, check=False)
    users = DatabaseUsers(SITE.database_path).answer(Raw(ran.returncode, ran.stdout))
    return Sites(tuple(Process(row.pid, row.parent, "", row.args) for row in rows), SITE, users)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("table", TABLES)
def test_both_tell_the_same_processes(table: str, shell: str, tmp_path: Path) -> None:
    rows = [*LOCAL, *OTHERS, *TABLES[table]]
    _make(tmp_path, rows)
    expected = {row.pid for row in rows if row.ours}
    assert _told_by_script(rows, tmp_path, SHELLS[shell]) == expected
    site = _sites(rows, tmp_path).named(SITE.virtual_host)
    assert {process.pid for process in (site.processes if site else ())} == expected


WHOLE = [
    name
    for name in TABLES
    if name not in {"comagent with parent 1 alone", "nothing of the site"} and "tool" not in name
]


@pytest.mark.parametrize("table", WHOLE)
def test_a_site_is_one_however_many_trees_it_forms(table: str, tmp_path: Path) -> None:
    rows = [*LOCAL, *OTHERS, *TABLES[table]]
    _make(tmp_path, rows)
    sites = _sites(rows, tmp_path)
    assert [site.lacking for site in sites.cluster_sites if site.id == SITE] == [()]
    assert [site.lacking for site in sites.cluster_sites if site.id == OTHER] == [()]
    assert {process.pid for process in sites.local} == {row.pid for row in LOCAL}
