"""What is judged of CLUSTERPRO, by the parsers that runs use."""

import re
from collections.abc import Iterable, Iterator, Mapping

from clprun.contact.judgement import Judge, Judgement, confirmed, different, judged, per_node, together, unknown
from clprun.contact.looks import BUSY_WORDS, PUSH, SUSPENDED_WORDS, host_name, parts, tried
from clprun.contact.record import NodeRecord, Record, Reply
from clprun.products.clpconf.checks import check
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.dialect import FAILOVER_TAGS, failover_tag, required_failover_tag
from clprun.products.clpconf.errors import ConfigurationError
from clprun.products.clpconf.findings import Severity
from clprun.products.clpstat import BUSY_EXIT, ClpstatError, ClpstatProblem, ClusterStatus, Status, parse
from clprun.products.clusterpro import PACKAGES, is_at_least
from clprun.products.clusterpro_commands import COMPATIBILITY_CHECK

__all__ = ["JUDGES"]

_PLAIN_WIDTH, _LONG_WIDTH = 16, 32
_FILE = re.compile(r"^== \.?[/\\]?(.*)$", re.MULTILINE)
_SCRIPT_NAMES = {"start.sh", "stop.sh", "start.bat", "stop.bat", "genw.sh", "genw.bat"}
_CLP = re.compile(r"^CLP_EVENT=", re.MULTILINE)
_LANG = re.compile(r"""^\s*LANG=["']?([^"'\s]*)""", re.MULTILINE)
_KEPT = re.compile(r"^kept ([0-9a-f]{64}) ", re.MULTILINE)
_PROCESS = re.compile(r"^== (\d+) .*$", re.MULTILINE)


def _status(reply: Reply, *, long: bool = False) -> ClusterStatus | ClpstatError:
    """The state that a reply tells, or why it tells none."""
    try:
        return parse(reply.text, long=long)
    except ClpstatError as error:
        return error


def _states_nothing(found: ClusterStatus | ClpstatError) -> bool:
    return isinstance(found, ClpstatError) and found.code is ClpstatProblem.NO_STATUS


def _configuration(node: NodeRecord) -> Configuration | None:
    reply = node.reply("clp-conf")
    return None if reply is None or reply.exit != 0 else _parsed(reply.raw.out)


def _parsed(content: bytes) -> Configuration | None:
    try:
        return Configuration.parse(content)
    except ConfigurationError:
        return None


def _configured(node: NodeRecord) -> dict[str, set[str]]:
    """Names of the objects that clpstat should show."""
    found = _configuration(node)
    if found is None:
        return {}
    return {
        "server": {server.name for server in found.servers},
        "group": {group.name for group in found.groups},
        "resource": {entry.name for group in found.groups for entry in group.resources},
        "monitor": {monitor.name for monitor in found.monitors},
    }


def _shown(status: ClusterStatus) -> dict[str, list[str]]:
    return {
        "server": [server.name for server in status.servers],
        "group": [group.name for group in status.groups],
        "resource": [resource.name for group in status.groups for resource in group.resources],
        "monitor": [monitor.name for monitor in status.monitors],
    }


def _of_each(record: Record, *looks: str) -> Iterator[tuple[NodeRecord, tuple[Reply, ...]]]:
    for node in record.nodes:
        replies = tuple(reply for look in looks if (reply := node.reply(look)) is not None)
        if len(replies) == len(looks):
            yield node, replies


def _named(node: NodeRecord, found: Judgement) -> Judgement:
    return Judgement(found.verdict, tuple(f"{node.name}: {each}" for each in found.seen))


@judged("clpstat-plain", "clp-conf")
def _layout(record: Record) -> Judgement:
    """Whether every object of the configuration is found where it should be."""
    return together(_named(node, _layout_of(node, reply)) for node, (reply,) in _of_each(record, "clpstat-plain"))


def _layout_of(node: NodeRecord, reply: Reply) -> Judgement:
    status = _status(reply)
    if isinstance(status, ClpstatError):
        if _states_nothing(status) and reply.exit != 0:
            return unknown(f"exit {reply.exit}")
        return different(f"{status.code} line {status.line}: {status.text}")
    shown = _shown(status)
    lacking = [
        f"{kind} {name}"
        for kind, names in _configured(node).items()
        for name in sorted(names)
        if not any(each == name or (len(each) >= _PLAIN_WIDTH and name.startswith(each)) for each in shown[kind])
    ]
    if lacking or not status.servers:
        return different(f"not shown: {', '.join(lacking)}", f"parts: {_headings(reply)}")
    return confirmed(f"{len(status.servers)} servers, {len(status.groups)} groups, {len(status.monitors)} monitors")


def _headings(reply: Reply) -> str:
    return " ".join(re.findall(r"<[^<>\n]*>", reply.text)) or "-"


@per_node("clpstat-plain")
def _words(reply: Reply) -> Judgement:
    return _words_of([reply])


@per_node("clpstat-c", "clpstat-ja")
def _language(*replies: Reply) -> Judgement:
    return _words_of(replies)


def _words_of(replies: Iterable[Reply]) -> Judgement:
    found = [status for reply in replies if isinstance(status := _status(reply), ClusterStatus)]
    if not found:
        return unknown()
    if strange := sorted({word for status in found for word in status.unknown_words}):
        return different(", ".join(strange))
    states = {word for status in found for word in _states(status)}
    return confirmed(", ".join(sorted(states)))


def _states(status: ClusterStatus) -> Iterator[str]:
    for item in (*status.servers, *status.groups, *status.monitors):
        yield item.state.word


@judged("clpstat-plain", "clpstat-long", "clp-conf")
def _long(record: Record) -> Judgement:
    looks = ("clpstat-plain", "clpstat-long")
    return together(_named(node, _long_of(node, *both)) for node, both in _of_each(record, *looks))


def _long_of(node: NodeRecord, plain: Reply, long: Reply) -> Judgement:
    states, long_states = _status(plain), _status(long, long=True)
    if isinstance(states, ClpstatError):
        return unknown()
    if isinstance(long_states, ClpstatError) or long.exit != 0:
        return different(f"clpstat --long: exit {long.exit}")
    names = {name for kind in _configured(node).values() for name in kind}
    for status, width in ((states, _PLAIN_WIDTH), (long_states, _LONG_WIDTH)):
        printed = {name for kind in _shown(status).values() for name in kind}
        lengths = {len(short) for short in printed - names if any(name.startswith(short) for name in names)}
        too_long = {len(name) for name in printed & names if len(name) > width}
        if wrong := (lengths - {width}) | too_long:
            return different(f"cut at {', '.join(map(str, sorted(wrong)))} instead of {width}")
    return confirmed("--long")


@per_node("clpstat-plain")
def _exit(reply: Reply) -> Judgement:
    status = _status(reply)
    if isinstance(status, ClusterStatus):
        told = f"exit {reply.exit}"
        return confirmed(told) if reply.exit == 0 else different(told)
    if reply.exit == 0 and _states_nothing(status):
        return different("exit 0", _first(reply))
    if BUSY_WORDS.search(_printed(reply)) or SUSPENDED_WORDS.search(_printed(reply)):
        return unknown(_first(reply))
    return unknown(f"exit {reply.exit}", _first(reply))


@per_node("clpstat-plain")
def _busy(reply: Reply) -> Judgement:
    says_busy = bool(BUSY_WORDS.search(_printed(reply)))
    ends_busy = reply.exit == BUSY_EXIT
    if says_busy and reply.exit not in {0, BUSY_EXIT}:
        return different(f"exit {reply.exit}", _first(reply))
    if ends_busy and not says_busy and isinstance(_status(reply), ClusterStatus):
        return different(f"exit {BUSY_EXIT} with a state")
    return confirmed(f"exit {BUSY_EXIT}") if ends_busy and says_busy else unknown()


@judged("clpstat-plain", "clpstat-suspended", "trials")
def _suspended(record: Record) -> Judgement:
    """Reading answers where it was tried, or happens to be suspended now; else the program's own texts are a hint."""
    return together(_named(node, _suspended_of(node, reply)) for node, (reply,) in _of_each(record, "clpstat-plain"))


def _suspended_of(node: NodeRecord, reply: Reply) -> Judgement:
    trials = node.reply("trials")
    trial = tried(trials, PUSH, "clpstat") if trials is not None else None
    if trial is not None:
        code, text = trial
        told = f"exit {code}: {text.strip().partition(chr(10))[0]}"
        return confirmed(told) if code != 0 else different(told)
    status = _status(reply)
    if isinstance(status, ClusterStatus):
        if any(server.state.status is Status.SUSPENDED for server in status.servers):
            return different("a state is told while suspended")
        hint = node.reply("clpstat-suspended")
        return unknown(*(hint.out[:3] if hint is not None else ()))
    if SUSPENDED_WORDS.search(_printed(reply)) and reply.exit != 0:
        return confirmed(f"exit {reply.exit}: {_first(reply)}")
    return unknown()


@per_node("trials", "clp-conf-sum")
def _pushed(reply: Reply, installed: Reply) -> Judgement:
    """A cluster is resumed only after a proven push; whether the product wrote the file anew is told beside it."""
    push, resumed = tried(reply, PUSH, "push"), tried(reply, PUSH, "resume")
    if push is None:
        return unknown()
    told = f"clpcfctrl: exit {push[0]}"
    if push[0] != 0 or resumed is None or resumed[0] != 0:
        return different(told, push[1])
    kept = _KEPT.findall(reply.text)[-1:]
    is_same = kept == installed.text.split()[:1]
    about = "same bytes" if is_same else "other bytes than were pushed, or changed since"
    return confirmed(told, *([about] if kept else []))


@judged("clpstat-plain", "identity")
def _servers(record: Record) -> Judgement:
    return together(
        _named(node, _server_of(host_name(record.platform, identity), reply))
        for node, (reply, identity) in _of_each(record, "clpstat-plain", "identity")
    )


def _server_of(host: str, reply: Reply) -> Judgement:
    status = _status(reply)
    if isinstance(status, ClpstatError) or not host:
        return unknown()
    own = host.partition(".")[0].casefold()
    marked = [server.name for server in status.servers if server.is_local]
    told = f"host {own}, marked {', '.join(marked) or '-'}"
    return (
        confirmed(told)
        if [name.partition(".")[0].casefold() for name in marked] == [own[:_PLAIN_WIDTH]]
        else (different(told))
    )


@per_node("clp-conf")
def _read(reply: Reply) -> Judgement:
    if reply.exit != 0:
        return different(f"exit {reply.exit}", reply.err[0] if reply.err else "")
    if reply.cut:
        return unknown("cut")
    try:
        found = Configuration.parse(reply.raw.out)
    except ConfigurationError as error:
        return different(str(error))
    return confirmed(f"{found.cluster_name}, {found.charset or '-'}, {reply.encoding}")


@judged("clp-conf")
def _checks(record: Record) -> Judgement:
    return together(_named(node, _checked(found)) for node in record.nodes if (found := _configuration(node)))


def _checked(found: Configuration) -> Judgement:
    errors = [finding for finding in check(found) if finding.severity is Severity.ERROR]
    return different(*(f"{each.code} {each.path}" for each in errors)) if errors else confirmed()


@judged("clp-conf-sum")
def _same(record: Record) -> Judgement:
    sums = {node.name: "".join(reply.text.split()) for node, reply in record.replies("clp-conf-sum") if reply.exit == 0}
    if len(sums) < len(("primary", "standby")):
        return unknown(", ".join(sums))
    return confirmed() if len(set(sums.values())) == 1 else different(", ".join(sums))


@judged("clp-conf")
def _count(record: Record) -> Judgement:
    return together(_named(node, _counted(found)) for node in record.nodes if (found := _configuration(node)))


def _counted(found: Configuration) -> Judgement:
    if found.object_number is None:
        return unknown()
    told = f"{found.object_number} stated, {found.counted_objects} counted"
    return confirmed(told) if found.object_number == found.counted_objects else different(told)


@judged("scripts", "clp-conf")
def _scripts(record: Record) -> Judgement:
    return together(_named(node, _scripts_of(node, reply)) for node, (reply,) in _of_each(record, "scripts"))


def _scripts_of(node: NodeRecord, reply: Reply) -> Judgement:
    found = _configuration(node)
    if found is None:
        return unknown()
    paths = {path.replace("\\", "/").lower() for path in _FILE.findall(reply.text)}
    holders = [
        f"{group.name}/{entry.name}".lower()
        for group in found.groups
        for entry in group.resources
        if (resource := found.resource(entry.name)) is not None and resource.kind in {"exec", "script"}
    ]
    if not holders:
        return unknown()
    lacking = [
        holder
        for holder in holders
        if not any(path.endswith(f"{holder}/{name}") for path in paths for name in _SCRIPT_NAMES)
    ]
    return different(*lacking) if lacking else confirmed(*holders[:1])


@per_node("compcheck", "packages")
def _compcheck(reply: Reply, packages: Reply) -> Judgement:
    versions = _versions(packages)
    counted = reply.text.strip()
    if not versions or not counted.isdecimal():
        return unknown()
    told = f"{versions[0]}: {counted}"
    expected = is_at_least(versions[0], COMPATIBILITY_CHECK)
    return confirmed(told) if (counted != "0") is expected else different(told)


@per_node("packages")
def _packages(reply: Reply) -> Judgement:
    if versions := _versions(reply):
        return confirmed(versions[0])
    others = [line for line in reply.out if re.match(r"(?i)clusterpro|expresscl", line)]
    return different(*others) if others else unknown()


def _versions(reply: Reply) -> list[str]:
    """Versions of the product's package."""
    rows = (line.split() for line in reply.out)
    return [row[1] for row in rows if len(row) == len(("name", "version")) and row[0].lower() in PACKAGES]


@per_node("surroundings")
def _environment(reply: Reply) -> Judgement:
    """Only what was started by the cluster has it: one process is enough."""
    started = [about for about in _processes(reply) if _CLP.search(about)]
    return confirmed(started[0].splitlines()[0]) if started else unknown()


@per_node("surroundings", "locale")
def _locale(reply: Reply, locale: Reply) -> Judgement:
    wanted = _LANG.findall(f"\n{locale.text}".partition("\n\n")[0])[:1]
    found = {lang for about in _processes(reply) if _CLP.search(about) for lang in _LANG.findall(about) or [""]}
    if not found or not wanted:
        return unknown()
    told = f"node {wanted[0]}, cluster {', '.join(sorted(found)) or '-'}"
    return confirmed(told) if found == set(wanted) else different(told)


@judged("clp-conf")
def _failover_tag(record: Record) -> Judgement:
    return together(_named(node, _tag_of(found)) for node in record.nodes if (found := _configuration(node)))


def _tag_of(found: Configuration) -> Judgement:
    """Only where a file says in which the threshold of some monitor stands."""
    wanted = required_failover_tag(found) or failover_tag(found)
    used = {tag for monitor in found.monitors for tag in FAILOVER_TAGS if tag in monitor.values}
    if not used:
        return unknown()
    return confirmed(*used) if used == {wanted} else different(*sorted(used))


@per_node("alert-log")
def _alert_log(reply: Reply) -> Judgement:
    return confirmed() if reply.exit == 0 else different(_first(reply))


@per_node("isa")
def _isa(reply: Reply) -> Judgement:
    return confirmed() if reply.exit == 0 else unknown()


def _processes(reply: Reply) -> list[str]:
    """What is told of each process."""
    return [f"{head[0]}{about}" for head, about in parts(_PROCESS, reply.text)]


def _printed(reply: Reply) -> str:
    return f"{reply.text}\n{reply.errors}"


def _first(reply: Reply) -> str:
    return next((line.strip() for line in (*reply.err, *reply.out) if line.strip()), "-")


JUDGES: Mapping[str, Judge] = {
    "clpstat-layout": _layout,
    "clpstat-words": _words,
    "clpstat-long": _long,
    "clpstat-exit": _exit,
    "clpstat-busy": _busy,
    "clpstat-language": _language,
    "clpstat-suspended": _suspended,
    "server-names": _servers,
    "configuration-read": _read,
    "configuration-checks": _checks,
    "configuration-same": _same,
    "configuration-count": _count,
    "script-places": _scripts,
    "compatibility-check": _compcheck,
    "product-packages": _packages,
    "script-environment": _environment,
    "service-locale": _locale,
    "push-unchanged": _pushed,
    "failover-tag": _failover_tag,
    "alert-log": _alert_log,
    "isa-commands": _isa,
}
"""By id of the assumption."""
