"""Addresses, names and secrets of a record replaced, the same one always by the same.

What stands in a name's place is as long as the name, so that columns stay where they were and a name that clpstat cut
stays the beginning of the whole one. Addresses of one network stay in one network, with their last number. A name that
is also a word of the product's is left, and said to be.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Literal

from clprun.contact.looks import OWN_PROGRAMS, host_name
from clprun.contact.record import NodeRecord, Record, Reply

__all__ = ["Anonymised", "Known", "Replacement", "anonymised"]

Kind = Literal["host", "domain", "user", "word", "address", "hardware", "secret"]

_CUTS = (16, 32)
"""Columns at which clpstat cuts names."""

_LETTERS: Mapping[Kind, str] = {"host": "h", "domain": "d", "user": "u", "word": "w"}
_DOCUMENTATION = ("192.0.2", "198.51.100", "203.0.113")
"""Networks that nobody has (RFC 5737); further ones come from 198.18.0.0/15 (RFC 2544), then 100.64.0.0/10."""

_FURTHER = ("198.18", "198.19")
_SPECIAL_OCTETS = {0, 127, 255}
_MULTICAST = 224
_SHORTEST_NAME = 2
_SHORTEST_SECRET = 6

_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{3,39}(?![\w:])")
_HARDWARE = re.compile(r"(?<![\w:-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])")
_ACCOUNT = re.compile(r"\bS-1-5-21-\d+-\d+-\d+")
_MAIL = re.compile(
    r"(?<![:\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?!service|socket|target|mount|timer|slice)[A-Za-z]{2,}\b"
)
_KEY = re.compile(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(?:-----END \1PRIVATE KEY-----|\Z)", re.DOTALL)
_SECRET_TAG = re.compile(
    r"(<(\w*(?:passw|pwd|passphrase|secret|community|privatekey|licen[cs]ekey|serial)\w*)>)([^<]+)(</\2>)",
    re.IGNORECASE,
)
_FLAG_TAG = re.compile(r"encrypwd|use\w*", re.IGNORECASE)
_SETTING = re.compile(
    r"((?:[\w-]*(?:password|passwd|passphrase|secret|token|community(?:name)?|credential)s?)[\"']?\s*[=:]\s*)"
    r"(\"[^\"\n]+\"|'[^'\n]+'|[^\s<>\"',;]+)",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(--?(?:password|passwd|passphrase|pass|pwd|secret|token)[ =])(\"[^\"\n]+\"|'[^'\n]+'|\S+)", re.IGNORECASE
)
_LOGIN_IN_ADDRESS = re.compile(r"(://[^/\s:@]+:)([^/\s@]+)(@)")

_PROCESS_ROW = re.compile(r"( *\d+ +\d+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} )(.*)")
_OWN_ROW = re.compile(OWN_PROGRAMS)
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*")
_HOME = re.compile(r"(?:/home/|[A-Za-z]:\\Users\\)([A-Za-z0-9._-]+)")
_SUFFIX = re.compile(r"^\s*(?:search|domain)\s+(.+)$|DNS[^:\n]*:\s*(\S+\.\S+)\s*$", re.MULTILINE)
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
        secrets: texts that nobody may see.
        words: whatever else a person wants replaced.
    """

    hosts: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replacement:
    """What stands in something's place.

    Args:
        kind: what it is.
        original: what was there; nothing for secrets.
        substitute: what is there now.
        count: how often.
    """

    kind: Kind
    original: str
    substitute: str
    count: int


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


def anonymised(record: Record, known: Known) -> Anonymised:
    """The record with everything of a site's own replaced."""
    tidy = _each_text(_without_strangers(record), _without_keys)
    names, kept = _names(tidy, known)
    substitutes = _Substitutes(names, known.secrets, taken=_all_text(tidy).casefold())
    _each_text(tidy, substitutes.learn)
    done = _each_text(tidy, substitutes.applied)
    nodes = tuple(node.model_copy(update={"name": substitutes.applied(node.name)}) for node in done.nodes)
    found = done.model_copy(update={"nodes": nodes, "group": substitutes.applied(done.group), "judgements": {}})
    return Anonymised(found, substitutes.replacements, kept)


@dataclass
class _Substitutes:
    """What replaces what.

    Args:
        names: the names that are replaced, each with its kind.
        secrets: secrets that are known by themselves.
        taken: the whole text, so that nothing made up stands in it already.
    """

    names: Mapping[str, Kind]
    secrets: Sequence[str]
    taken: str
    _made: dict[tuple[Kind, str], str] = field(default_factory=dict)
    _counts: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    _networks: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Names get their substitutes at once, in order, so that the first host is the first node."""
        for name, kind in self.names.items():
            self._made[kind, name.casefold()] = self._invented(name, kind)
        self._learnt = {text for text in self.secrets if len(text) >= _SHORTEST_SECRET}
        self._pattern: re.Pattern[str] | None = None
        self._whole = self._table()

    def learn(self, text: str) -> str:
        """Note the secrets that a text gives away by where they stand; they may stand elsewhere without a sign."""
        for pattern, group in ((_SECRET_TAG, 3), (_SETTING, 2), (_OPTION, 2), (_LOGIN_IN_ADDRESS, 2)):
            for match in pattern.finditer(text):
                value = match[group].strip("\"'")
                if len(value) >= _SHORTEST_SECRET and not value.startswith(("$", "%", "!", "`", "(")):
                    self._learnt.add(value)
        return text

    def applied(self, text: str) -> str:
        """A text with everything replaced."""
        text = self._without_secrets(text)
        text = _MAIL.sub("mail@example.com", text)
        text = _HARDWARE.sub(lambda found: self._hardware(found[0], found[1]), text)
        text = _ACCOUNT.sub(lambda found: "S-1-5-21-1-1-" + str(self._number("hardware", found[0])), text)
        text = _IPV6.sub(lambda found: self._ipv6(found[0]), text)
        text = _IPV4.sub(lambda found: self._ipv4(found[0]), text)
        return self._named(text)

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        """What was replaced, as far as it occurred; secrets by their number alone."""
        shown = {name.casefold(): name for name in self.names}
        return tuple(
            Replacement(kind, "" if kind == "secret" else shown.get(original, original), substitute, count)
            for (kind, original), substitute in self._made.items()
            if (count := self._counts[kind, original])
        )

    def _without_secrets(self, text: str) -> str:
        for secret in sorted(self._learnt, key=len, reverse=True):
            if secret in text:
                text = text.replace(secret, self._secret(secret))

        def value(found: re.Match[str], before: int, hidden: int, after: int | None = None) -> str:
            bare = found[hidden].strip("\"'")
            if bare.startswith(("$", "%", "!", "`", "(")) or re.fullmatch(r"secret\d+", bare):
                return found[0]
            return found[before] + found[hidden].replace(bare, self._secret(bare)) + (found[after] if after else "")

        text = _SECRET_TAG.sub(lambda found: found[0] if _FLAG_TAG.fullmatch(found[2]) else value(found, 1, 3, 4), text)
        text = _SETTING.sub(lambda found: value(found, 1, 2), text)
        text = _OPTION.sub(lambda found: value(found, 1, 2), text)
        return _LOGIN_IN_ADDRESS.sub(lambda found: value(found, 1, 2, 3), text)

    def _secret(self, text: str) -> str:
        return self._noted("secret", text, lambda number: f"secret{number}")

    def _hardware(self, text: str, sign: str) -> str:
        def made(number: int) -> str:
            return sign.join(("02", "00", "00", "00", f"{number >> 8:02x}", f"{number & 255:02x}"))

        return self._noted("hardware", text.casefold(), made)

    def _ipv4(self, text: str) -> str:
        try:
            address = IPv4Address(text)
        except AddressValueError:
            return text
        first = address.packed[0]
        if first in _SPECIAL_OCTETS or first >= _MULTICAST or address.is_link_local:
            return text
        network, _, last = text.rpartition(".")
        place = self._networks.setdefault(network, _network(len(self._networks)))
        return self._noted("address", text, lambda _: f"{place}.{last}")

    def _ipv6(self, text: str) -> str:
        try:
            address = IPv6Address(text)
        except AddressValueError:
            return text
        if address.is_loopback or address.is_unspecified or address.is_multicast or address.packed[:2] == b"\x20\x01":
            return text
        prefix = "fe80" if address.is_link_local else "2001:db8"
        return self._noted("address", text.casefold(), lambda number: f"{prefix}::{number:x}")

    def _named(self, text: str) -> str:
        return self._whole.sub(lambda found: self._name(found[0]), text) if self._whole else text

    def _name(self, text: str) -> str:
        name = text.casefold()
        kind, original = self._meant[name]
        self._counts[kind, original] += 1
        whole = self._made[kind, original]
        substitute = whole if len(original) == len(name) else whole[: len(name)]
        return substitute.upper() if text.isupper() and not text.islower() else substitute

    def _table(self) -> re.Pattern[str] | None:
        """One pattern for all names and for what is left of them where clpstat cuts, the longest first."""
        self._meant: dict[str, tuple[Kind, str]] = {}
        for kind, name in sorted(self._made, key=lambda each: -len(each[1])):
            for text in (name, *(name[:cut] for cut in _CUTS if len(name) > cut)):
                self._meant.setdefault(text, (kind, name))
        words = sorted(self._meant, key=len, reverse=True)
        if not words:
            return None
        return re.compile(f"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, words))})(?![A-Za-z0-9])", re.IGNORECASE)

    def _invented(self, name: str, kind: Kind) -> str:
        number = 1 + sum(made == kind for made, _ in self._made)
        while True:
            made = f"{_LETTERS[kind]}{number}"
            ending = ".example" if kind == "domain" else ""
            made = made + "x" * max(0, len(name) - len(made) - len(ending)) + ending
            if made not in self.taken and made not in self._made.values():
                return made
            number += 1

    def _noted(self, kind: Kind, text: str, make: Callable[[int], str]) -> str:
        if (kind, text) not in self._made:
            self._made[kind, text] = make(1 + sum(made == kind for made, _ in self._made))
        self._counts[kind, text] += 1
        return self._made[kind, text]

    def _number(self, kind: Kind, text: str) -> int:
        return int(self._noted(kind, text, str))


def _network(number: int) -> str:
    if number < len(_DOCUMENTATION):
        return _DOCUMENTATION[number]
    high, low = divmod(number - len(_DOCUMENTATION), 256)
    first = _FURTHER[high] if high < len(_FURTHER) else f"100.{64 - len(_FURTHER) + high}"
    return f"{first}.{low}"


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
    for text in _texts(record, "own-name"):
        for line in text.splitlines():
            yield from (word for word in line.split()[1:] if _HOST_NAME.fullmatch(word) and not word.isupper())


def _suffixes(record: Record) -> Iterator[str]:
    for text in (*_texts(record, "hosts"), *_texts(record, "addresses")):
        for found in _SUFFIX.finditer(text):
            yield from (word for word in (found[1] or found[2]).split() if _HOST_NAME.fullmatch(word))


def _users(record: Record) -> Iterator[str]:
    for text in _texts(record, "login"):
        yield text.partition("\n")[0].strip()
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


def _without_keys(text: str) -> str:
    return _KEY.sub("[private key]", text)


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
