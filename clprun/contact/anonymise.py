"""A record as it may leave the site: what names it and what is secret is found, and replaced wherever it stands.

A name that is also a word of the product's is left, and said to be.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from clprun.contact.looks import OWN_PROGRAMS, host_name
from clprun.contact.record import NodeRecord, Record, Reply
from clprun.contact.substitutes import Kind, Replacement, Substitutes

__all__ = ["Anonymised", "Known", "anonymised"]


_SHORTEST_NAME = 2

_PROCESS_ROW = re.compile(r"( *\d+ +\d+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} )(.*)")
_OWN_ROW = re.compile(OWN_PROGRAMS)
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*")
_HOME = re.compile(r"(?:/home/|[A-Za-z]:\\Users\\)([A-Za-z0-9._-]+)")
_SUFFIX = re.compile(r"^\s*(?:search|domain)\s+(.+)$|DNS[^:\n]*:\s*(\S+\.\S+)\s*$", re.MULTILINE)
_SHARE = re.compile(
    r"^(?P<host>[A-Za-z][\w.-]*):/|^//(?P<server>[A-Za-z][\w.-]*)/|\b(?:username|domain)=(?P<user>[\w.-]+)",
    re.MULTILINE,
)
_SERVER = re.compile(r'<server name="([^"]+)"')
_TAG = re.compile(r"<([A-Za-z_]\w*)")
_COMMON = frozenset(
    {
        *("localhost", "localhost4", "localhost6", "localdomain", "localdomain4", "localdomain6", "broadcasthost"),
        *("ip6-localhost", "ip6-loopback", "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters"),
        *("root", "system", "administrator", "administrators", "everyone", "user", "users", "public", "default"),
        *("guest", "authority", "nt", "builtin", "linux", "windows", "bin", "lib", "usr", "opt", "etc", "var", "home"),
        *("mnt", "dev", "local", "all", "cluster", "server", "group", "monitor", "current", "resource", "primary"),
        *("online", "offline", "normal", "none", "failover", "nec", "nqs", "jobcenter", "clusterpro", "expresscluster"),
    }
)
"""Names that say nothing of a site, or that are words of the products."""


@dataclass(frozen=True)
class Known:
    """What is known to be a site's own before anything is read.

    Args:
        hosts: names of nodes and other machines.
        users: logins.
        words: whatever else a person wants replaced.
    """

    hosts: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Anonymised:
    """A record that can be sent, and what was done to it.

    Args:
        record: it.
        replacements: what was replaced, by kind.
        kept: names that were left, since they are words of the product, or too short to be told from others.
    """

    record: Record
    replacements: tuple[Replacement, ...]
    kept: tuple[str, ...]


def anonymised(record: Record, known: Known, redact: Callable[[str], str] = str) -> Anonymised:
    """The record with everything of a site's own replaced.

    Args:
        record: what the nodes told.
        known: what is a site's own.
        redact: takes the secrets out that clprun itself was told.
    """
    tidy = _each_text(_without_strangers(record), redact)
    names, kept = _names(tidy, known)
    substitutes = Substitutes(names, taken=_all_text(tidy))
    _each_text(tidy, substitutes.learn)
    done = _each_text(tidy, substitutes.applied)
    nodes = tuple(node.model_copy(update={"name": substitutes.applied(node.name)}) for node in done.nodes)
    found = done.model_copy(update={"nodes": nodes, "group": substitutes.applied(done.group), "judgements": {}})
    return Anonymised(found, substitutes.replacements, kept)


def _names(record: Record, known: Known) -> tuple[dict[str, Kind], tuple[str, ...]]:
    """The names to be replaced, and those that are left."""
    found: dict[str, Kind] = {}
    for host in (*known.hosts, *_hosts(record)):
        short, _, domain = host.partition(".")
        found.setdefault(short, "host")
        if "." in domain or (domain and domain not in _COMMON):
            found.setdefault(domain, "domain")
    for suffix in _suffixes(record):
        found.setdefault(suffix, "domain")
    everything = _all_text(record)
    for domain in [name for name, kind in found.items() if kind == "domain"]:
        for host in re.findall(rf"([A-Za-z0-9][\w-]*)\.{re.escape(domain)}\b", everything, re.IGNORECASE):
            found.setdefault(host, "host")
    for user in (*known.users, *_users(record)):
        found.setdefault(user, "user")
    words = _COMMON | {tag.casefold() for text in _texts(record, "clp-conf") for tag in _TAG.findall(text)}

    def is_left(name: str) -> bool:
        return len(name) < _SHORTEST_NAME or name.casefold() in words or not re.search("[A-Za-z]", name)

    unique = {name.casefold(): name for name in reversed(found)}
    kept = tuple(name for name in found if is_left(name) and name.casefold() not in _COMMON)
    named = {name: kind for name, kind in found.items() if not is_left(name) and unique[name.casefold()] == name}
    return {**dict.fromkeys(known.words, "word"), **named}, kept


def _hosts(record: Record) -> Iterator[str]:
    for node in record.nodes:
        yield node.name
    for text in _texts(record, "clp-conf"):
        yield from _SERVER.findall(text)
    for _, reply in record.replies("identity"):
        yield host_name(record.platform, reply)
    for text in _texts(record, "hosts"):
        for line in text.partition("\n\n")[0].splitlines():
            yield from (word for word in line.partition("#")[0].split()[1:] if _HOST_NAME.fullmatch(word))
    yield from (host for share in _shares(record) if (host := share["host"] or share["server"]))
    for text in _texts(record, "own-name"):
        for line in text.splitlines():
            yield from (word for word in line.split()[1:] if _HOST_NAME.fullmatch(word) and not word.isupper())


def _shares(record: Record) -> Iterator[re.Match[str]]:
    """What is mounted over the network, as ``host:/path`` or ``//host/share``, or with a login."""
    for text in (*_texts(record, "fstab"), *_texts(record, "mounts")):
        yield from _SHARE.finditer(text)


def _suffixes(record: Record) -> Iterator[str]:
    for text in (*_texts(record, "hosts"), *_texts(record, "addresses")):
        for found in _SUFFIX.finditer(text):
            yield from (word for word in (found[1] or found[2]).split() if _HOST_NAME.fullmatch(word))


def _users(record: Record) -> Iterator[str]:
    for text in _texts(record, "login"):
        yield text.partition("\n")[0].strip()
    yield from (share["user"] for share in _shares(record) if share["user"])
    for text in _texts(record, "rights"):
        domain, slash, user = text.partition("\n")[0].strip().partition("\\")
        yield from (domain, user) if slash else ()
    for text in _texts(record, "sessions"):
        yield from (line[1:].split()[0] for line in text.splitlines()[1:] if line[1:].split())
    for node in record.nodes:
        for reply in node.replies.values():
            yield from _HOME.findall(reply.text)


def _texts(record: Record, look: str) -> list[str]:
    return [reply.text.replace("\r", "") for _, reply in record.replies(look)]


def _all_text(record: Record) -> str:
    return "\n".join(reply.text for node in record.nodes for reply in node.replies.values())


def _each_text(record: Record, change: Callable[[str], str]) -> Record:
    """A record with standard output and standard error of every reply changed."""

    def of_reply(reply: Reply) -> Reply:
        lines = {"out": _changed(reply.out, change), "err": _changed(reply.err, change)}
        refused = None if reply.refused is None else change(reply.refused)
        return reply.model_copy(update={**lines, "refused": refused})

    def of_node(node: NodeRecord) -> NodeRecord:
        return node.model_copy(update={"replies": {name: of_reply(reply) for name, reply in node.replies.items()}})

    return record.model_copy(update={"nodes": tuple(map(of_node, record.nodes))})


def _changed(lines: Sequence[str], change: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(change("\n".join(lines)).split("\n")) if lines else ()


def _without_strangers(record: Record) -> Record:
    """Command lines of other people's programs may hold anything: of them only the program is kept."""

    def of_node(node: NodeRecord) -> NodeRecord:
        reply = node.replies.get("processes")
        if reply is None:
            return node
        kept = reply.model_copy(update={"out": tuple(map(_process, reply.out))})
        return node.model_copy(update={"replies": {**node.replies, "processes": kept}})

    return record.model_copy(update={"nodes": tuple(map(of_node, record.nodes))})


def _process(line: str) -> str:
    """A line of ``ps``; where it has other columns than it should, no more than up to the first path."""
    found = _PROCESS_ROW.fullmatch(line)
    if found is None:
        return " ".join(_up_to_a_path(line.split())) if "/" in line else line
    about, args = found.groups()
    return line if _OWN_ROW.match(args) else f"{about}{args.partition(' ')[0]}"


def _up_to_a_path(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        if "/" in word:
            return
