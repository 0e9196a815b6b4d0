"""JobCenter's processes told apart: each cluster site's, and the local site's.

All sites show the same names; the parent tells them apart (guide JC 2.4 (2) step 4; ERRATA G2-14 to G2-17), which may
be cjcpw or nqsdaemon (NEC FAQ 3150101977). What descends from ``cjcpw NAME PATH`` is the site NAME's, the nearest such
ancestor counts. What has none forms trees of its own, below an nqsdaemon or another: of an unwatched site (``-c``), or
left by a cjcpw that has died. Such a tree is the site's in whose database a process of it works; else it is local.

``stop.sh`` of the runbooks tells them apart by the same rules (tests/runbooks/test_jobcenter_processes.py).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.files import FileFacts
from clprun.node.processes import Process
from clprun.node.shell import absolute, linux_only
from clprun.products.jobcenter import (
    CJCPW,
    FOLDER,
    LOCAL_MINIMA,
    NQS_DAEMON,
    PROGRAMS,
    SITE_MINIMA,
    Mode,
    database,
    start_site,
)

__all__ = [
    "DatabaseFolder",
    "DatabaseUsers",
    "Site",
    "SiteId",
    "Sites",
    "imagined_local",
    "imagined_site",
    "lacking",
    "without",
]

_PID = re.compile(rb"\d{1,10}")
_RESOLVED_WITHIN = 5
_WATCHER = PROGRAMS[CJCPW]


@dataclass(frozen=True)
class SiteId:
    """What names a cluster site: its virtual host and its database path."""

    virtual_host: str
    database_path: str


@dataclass(frozen=True)
class DatabaseFolder(FileFacts):
    """What lies where a site's database should be; a question of its own, for it comes and goes with the mount."""


@dataclass(frozen=True)
class DatabaseUsers(Question[frozenset[int]]):
    """Process ids that work in the database below a database path or have a file of it open."""

    database_path: str

    def script(self, platform: Platform) -> str:
        """The working folders and open files of all processes; they show paths without links.

        The folder itself is not touched, and a disk that does not answer is not waited for.
        """
        linux_only(platform)
        folder = absolute(database(self.database_path))
        used = f'-lname {folder} -o -lname {folder}"/*" -o -lname "$real" -o -lname "$real/*"'
        return (
            f"real=$(timeout {_RESOLVED_WITHIN} readlink -f {folder}) || real={folder}\n"
            f"find /proc/[0-9]*/cwd /proc/[0-9]*/fd \\( {used} \\) -print 2>/dev/null | cut -d / -f 3 | sort -u\n"
        )

    def answer(self, raw: Raw) -> frozenset[int]:
        """The process ids."""
        return frozenset(int(line) for line in raw.out.splitlines() if _PID.fullmatch(line))


@dataclass(frozen=True)
class Site:
    """A cluster site that runs on a node.

    Args:
        id: its name and path.
        watched: whether a cjcpw watches its processes.
        processes: JobCenter's own processes of this site.
        mode: how JobCenter was set up there.
    """

    id: SiteId
    watched: bool
    processes: tuple[Process, ...]
    mode: Mode = Mode.CLASSIC

    @property
    def lacking(self) -> tuple[str, ...]:
        """Names of which there are too few; an unwatched site need not have a cjcpw."""
        names = lacking(self.processes, SITE_MINIMA[self.mode])
        return names if self.watched else tuple(name for name in names if name != "cjcpw")


class Sites:
    """All of JobCenter that runs on a node.

    Args:
        table: the node's processes.
        known: a cluster site that may run unwatched.
        users: process ids that use that site's database.
        mode: how JobCenter was set up there.
    """

    def __init__(
        self,
        table: tuple[Process, ...],
        known: SiteId | None = None,
        users: frozenset[int] = frozenset(),
        mode: Mode = Mode.CLASSIC,
    ) -> None:
        self._mode = mode
        self._processes = {process.pid: process for process in table}
        self._own = {pid: process for pid, process in self._processes.items() if _is_own(process)}
        self._started = {pid: started for pid, process in self._own.items() if (started := _started(process))}
        members: dict[int, list[Process]] = {}
        for process in self._own.values():
            members.setdefault(self._leader(process), []).append(process)
        self._members = members
        self._sites = {leader: self._started[leader] for leader in members if leader in self._started}
        if known is not None:
            for leader, processes in members.items():
                if leader not in self._sites and any(process.pid in users for process in processes):
                    self._sites[leader] = (known, False)

    @property
    def cluster_sites(self) -> tuple[Site, ...]:
        """The cluster sites, each once, however many trees its processes form."""
        found: dict[SiteId, list[Process]] = {}
        watched: set[SiteId] = set()
        for leader, (site, watches) in self._sites.items():
            found.setdefault(site, []).extend(self._members[leader])
            if watches:
                watched.add(site)
        return tuple(Site(site, site in watched, tuple(each), self._mode) for site, each in found.items())

    @property
    def local(self) -> tuple[Process, ...]:
        """JobCenter's processes that belong to no cluster site: those of the local site."""
        names = (None, "cjcpw")
        return tuple(
            process
            for leader, processes in self._members.items()
            if leader not in self._sites
            for process in processes
            if _name(process) not in names
        )

    def named(self, virtual_host: str) -> Site | None:
        """The cluster site of a virtual host."""
        return next((site for site in self.cluster_sites if site.id.virtual_host == virtual_host), None)

    def _leader(self, process: Process) -> int:
        """The process by which a tree is told: the nearest cjcpw that runs a site, else the topmost of JobCenter's."""
        line = [each.pid for each in (process, *self._above(process)) if each.pid in self._own]
        return next((pid for pid in line if pid in self._started), line[-1])

    def _above(self, process: Process) -> Iterator[Process]:
        """What a process descends from, its parent first."""
        seen = {process.pid}
        above = self._processes.get(process.parent)
        while above is not None and above.pid not in seen:
            seen.add(above.pid)
            yield above
            above = self._processes.get(above.parent)


def lacking(processes: Iterable[Process], minima: Mapping[str, int]) -> tuple[str, ...]:
    """The names of ``minima`` of which there are fewer processes than demanded, in order."""
    found = Counter(_name(process) for process in processes)
    return tuple(name for name, least in minima.items() if found[name] < least)


def without(table: Iterable[Process], processes: Iterable[Process]) -> tuple[Process, ...]:
    """A process table after ``processes`` ended."""
    gone = set(processes)
    return tuple(process for process in table if process not in gone)


def imagined_site(table: Sequence[Process], site: SiteId, mode: Mode = Mode.CLASSIC) -> tuple[Process, ...]:
    """A process table after a cluster site was started, as far as it can be foreseen; its process ids are negative."""
    pids = _unused_pids(table)
    watcher = Process(next(pids), 1, "", " ".join(start_site(site.virtual_host, site.database_path)))
    children = {name: least for name, least in SITE_MINIMA[mode].items() if name != "cjcpw"}
    return (*table, watcher, *_imagined(children, pids, watcher.pid))


def imagined_local(table: Sequence[Process]) -> tuple[Process, ...]:
    """A process table after the local site was started, as far as it can be foreseen; its process ids are negative."""
    return (*table, *_imagined(LOCAL_MINIMA, _unused_pids(table), 1))


def _imagined(minima: Mapping[str, int], pids: Iterator[int], parent: int) -> Iterator[Process]:
    titles = {name: path for path, name in PROGRAMS.items()} | {"nqsdaemon": " ".join(NQS_DAEMON)}
    for name, least in minima.items():
        yield from (Process(next(pids), parent, "", titles[name]) for _ in range(least))


def _unused_pids(table: Iterable[Process]) -> Iterator[int]:
    return count(min((process.pid for process in table if process.pid < 0), default=0) - 1, -1)


def _is_own(process: Process) -> bool:
    """Whether it is one of JobCenter's; a shell or editor that merely mentions one is not (ERRATA G2-17)."""
    return _name(process) is not None or process.args.startswith(f"{FOLDER}/")


def _name(process: Process) -> str | None:
    """JobCenter's name of a process; ``None`` for any other, and for JobCenter's tools.

    cjcpw has no folder where it was typed in its own (guide JC 2.4 (2) step 3).
    """
    words = tuple(process.args.split())
    if words[:2] == NQS_DAEMON:
        return NQS_DAEMON[1]
    if words and PurePosixPath(words[0]).name == _WATCHER:
        return _WATCHER
    return PROGRAMS.get(words[0]) if words else None


def _started(process: Process) -> tuple[SiteId, bool] | None:
    """The site that a cjcpw runs and whether it watches it; ``None`` for any other process."""
    if _name(process) != _WATCHER:
        return None
    arguments = process.args.split()[1:]
    watched = arguments[:1] != ["-c"]
    match arguments if watched else arguments[1:]:
        case [name, path] if not name.startswith("-") and path.startswith("/"):
            return SiteId(name, path.rstrip("/")), watched
        case _:
            return None
