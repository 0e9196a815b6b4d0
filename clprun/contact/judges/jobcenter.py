"""What is judged of JobCenter and CL/Web."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from clprun.contact.judgement import Judge, Judgement, confirmed, different, per_node, unknown
from clprun.contact.record import Reply
from clprun.node.processes import Process, ProcessTable
from clprun.products.jobcenter import FOLDER, LOCAL_MINIMA, MANAGER, Mode, database
from clprun.products.jobcenter_agent import UnreadableAgents, agent_state
from clprun.products.jobcenter_sites import Site, SiteId, Sites, lacking

__all__ = ["JUDGES"]

_PROCESS = re.compile(r"^== (\d+) (.*)$")
_OPEN_FILE = re.compile(r"^fd (.*)$")
_RESTART = re.compile(r"^Restart=(.*)$", re.MULTILINE)
_UNIT = re.compile(r"^== (\S+)\n((?:[A-Za-z]+=.*\n?)*)", re.MULTILINE)
_AGENT_UNIT = re.compile(r"^jcexecutor_agent_\S+\s+(\S+)", re.MULTILINE)
_SAMPLE = re.compile(r"^\s*#?\s*local_daemon\s*=", re.MULTILINE)
_SETTING = re.compile(r"\s*(#.*|[A-Za-z_][\w.]*\s*=.*)?")
_BIND = re.compile(r'\d*:?[^:]*:?\s*#?\s*\$bind\s*=\s*"[^"]*"')
_WORDS_OF_LINE = re.compile(r"(\d+) words")
_TWO = 2
_COLUMNS = ("ACTIVE", "ENABLE")


def _table(processes: Reply) -> tuple[Process, ...]:
    return ProcessTable().answer(processes.raw)


def _used(surroundings: Reply) -> Iterator[tuple[int, str]]:
    """Processes, and the paths that each works in or has open."""
    pid = 0
    for line in surroundings.out:
        if found := _PROCESS.match(line):
            pid = int(found[1])
            yield pid, found[2]
        elif opened := _OPEN_FILE.match(line):
            yield pid, opened[1]


def _sites(processes: Reply, surroundings: Reply) -> tuple[list[Site], tuple[Process, ...], Mode]:
    """The cluster sites that run, and what runs of JobCenter beside them, as a run would tell them apart."""
    table, used = _table(processes), list(_used(surroundings))
    mode = Mode.STANDARD if any(each.args.startswith(MANAGER) for each in table) else Mode.CLASSIC
    found: dict[SiteId, Site] = {site.id: site for site in Sites(table, mode=mode).cluster_sites}
    local: set[Process] = set(Sites(table, mode=mode).local)
    for site in list(found):
        folder = database(site.database_path)
        users = frozenset(pid for pid, path in used if path == folder or path.startswith(f"{folder}/"))
        seen = Sites(table, site, users, mode)
        found.update({each.id: each for each in seen.cluster_sites if each.id == site})
        local &= set(seen.local)
    return list(found.values()), tuple(local), mode


@per_node("processes", "surroundings")
def _tree(processes: Reply, surroundings: Reply) -> Judgement:
    """What a site lacks runs elsewhere: beside a whole local site, or alone."""
    sites, local, _ = _sites(processes, surroundings)
    is_local_up = not lacking(local, {"nqsdaemon": 1})
    strayed = [
        f"{name} of {site.id.virtual_host}"
        for site in sites
        for name in site.lacking
        if not lacking(local, {name: 1 + is_local_up * LOCAL_MINIMA.get(name, 0)})
    ]
    if strayed:
        return different(*strayed, *(f"{each.pid} {each.parent} {each.program}" for each in local))
    whole = [site.id.virtual_host for site in sites if not site.lacking]
    return confirmed(*whole) if whole else unknown()


@per_node("processes", "surroundings")
def _names(processes: Reply, surroundings: Reply) -> Judgement:
    sites, local, _ = _sites(processes, surroundings)
    if not sites and not local:
        return unknown()
    absent = [name for site in sites for name in site.lacking]
    if not sites:
        absent = list(lacking(local, LOCAL_MINIMA))
    strangers = [
        each.program for each in _table(processes) if f"{FOLDER}/" in each.args and each not in _known(sites, local)
    ]
    return different(*absent, *strangers[:5]) if absent else confirmed()


@per_node("processes", "surroundings")
def _database(processes: Reply, surroundings: Reply) -> Judgement:
    """A site that runs has processes in its database."""
    sites, _, _ = _sites(processes, surroundings)
    used = {path for _, path in _used(surroundings)}
    folders = [database(site.id.database_path) for site in sites]
    idle = [folder for folder in folders if not any(path == folder or path.startswith(f"{folder}/") for path in used)]
    if not folders:
        return unknown()
    return different(*idle) if idle else confirmed(*folders)


def _known(sites: Sequence[Site], local: Sequence[Process]) -> set[Process]:
    return {*local, *(process for site in sites for process in site.processes)}


@per_node("jobcenter-files", "processes")
def _folder(files: Reply, processes: Reply) -> Judgement:
    listed = {line.split()[-1] for line in files.out if line.strip()}
    if {"cjcpw", "daemon.conf"} <= listed:
        return confirmed(FOLDER)
    elsewhere = {
        each.program for each in _table(processes) if re.search(r"/(cjcpw|jnwengine|nqsdaemon)$", each.program)
    }
    return different(*sorted(elsewhere)) if any(not path.startswith(FOLDER) for path in elsewhere) else unknown()


@per_node("daemon-conf")
def _daemon_conf(reply: Reply) -> Judgement:
    if reply.exit != 0:
        return unknown()
    strange = [line for line in reply.out if not _SETTING.fullmatch(line)]
    if strange:
        return different(*strange[:3])
    return confirmed() if _SAMPLE.search(reply.text) else different("local_daemon: -")


@per_node("code-words")
def _code_words(reply: Reply) -> Judgement:
    counts = [int(count) for count in _WORDS_OF_LINE.findall(reply.text)]
    if reply.exit != 0 or not counts:
        return unknown()
    told = f"{', '.join(map(str, counts))} words"
    return confirmed(told) if all(count in {0, _TWO} for count in counts) else different(told)


def _with_agents(function: Callable[[Reply], Judgement]) -> Callable[[Reply], Judgement]:
    def judge(reply: Reply, *_: Reply) -> Judgement:
        return unknown() if reply.exit is None or reply.exit != 0 else function(reply)

    return judge


def _agents(reply: Reply) -> Judgement:
    lines = [line for line in reply.out if line.strip(" |+-=")]
    names = {word for line in lines[1:] for word in re.split(r"[\s|]+", line) if word}
    read = {}
    for name in names - {"true", "false"}:
        try:
            state = agent_state(reply.text, name)
        except UnreadableAgents:
            return different(lines[0] if lines else "-")
        if state is not None:
            read[name] = state
    return confirmed(lines[0]) if read or len(lines) == 1 else different(*lines[:1])


@per_node("agents", "units")
def _enable(agents: Reply, units: Reply) -> Judgement:
    """Where the unit is not enabled by systemd and ENABLE is true, it is a flag of its own."""
    if agents.exit != 0:
        return unknown()
    disabled = "enabled" not in _AGENT_UNIT.findall(units.text)
    words = {word.strip().lower() for line in agents.out[1:] for word in re.split(r"[\s|]+", line)}
    if not disabled or not _AGENT_UNIT.search(units.text) or not words & {"true", "false"}:
        return unknown()
    return confirmed("disabled, true") if "false" not in words else different("disabled, false")


@per_node("clweb-bind")
def _bind(reply: Reply) -> Judgement:
    lines = [line for line in reply.out if "bind" in line]
    if reply.exit != 0 or not reply.text.strip():
        return unknown()
    return confirmed(lines[0]) if any(_BIND.search(line) for line in lines) else different(*lines[:2])


@per_node("clweb-bind")
def _conf_place(reply: Reply) -> Judgement:
    paths = {line.partition(":")[0] for line in reply.out if "clweb.conf" in line}
    if not paths:
        return unknown()
    return confirmed(*paths) if all("/config/" in path for path in paths) else different(*sorted(paths))


@per_node("processes", "units")
def _clweb_process(processes: Reply, units: Reply) -> Judgement:
    """Where the unit is active."""
    if not re.search(r"^== jcclweb\n(?:(?!== ).*\n)*ActiveState=active", units.text, re.MULTILINE):
        return unknown()
    found = [each for each in _table(processes) if each.program.rpartition("/")[2].startswith("clweb_serv")]
    told = [f"{each.parent} {each.args}" for each in found]
    return confirmed(*told[:1]) if any(each.parent == 1 for each in found) else different(*told, f"{len(found)}")


@per_node("units")
def _restart(reply: Reply) -> Judgement:
    unit = next((text for name, text in _UNIT.findall(reply.text) if name == "jcclweb"), "")
    found = _RESTART.search(unit)
    if found is None or "LoadState=loaded" not in unit:
        return unknown()
    return confirmed(found[0]) if found[1] == "no" else different(found[0])


JUDGES: Mapping[str, Judge] = {
    "site-tree": _tree,
    "site-names": _names,
    "site-database": _database,
    "jobcenter-folder": _folder,
    "daemon-conf": _daemon_conf,
    "code-words": _code_words,
    "agent-list": per_node("agents")(_with_agents(_agents)),
    "agent-enable": _enable,
    "clweb-bind": _bind,
    "clweb-conf-place": _conf_place,
    "clweb-process": _clweb_process,
    "clweb-restart": _restart,
}
"""By id of the assumption."""
