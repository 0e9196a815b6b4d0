"""What stands in place of names, addresses and secrets: the same one always has the same substitute. Pure.

A name's substitute is as long as the name, so that columns stay where they were and a name that clpstat cut stays the
beginning of the whole one. Addresses of one network stay in one network, with their last number.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Literal

__all__ = ["Kind", "Replacement", "Substitutes"]

Kind = Literal["host", "domain", "user", "word", "address", "hardware", "secret"]

_LETTERS: Mapping[Kind, str] = {"host": "h", "domain": "d", "user": "u", "word": "w"}
_CUTS = (16, 32)
"""Columns at which clpstat cuts names."""

_DOCUMENTATION = ("192.0.2", "198.51.100", "203.0.113")
"""Networks that nobody has (RFC 5737); further ones come from 198.18.0.0/15 (RFC 2544), then 100.64.0.0/10."""

_FURTHER = ("198.18", "198.19")
_SPECIAL_OCTETS = {0, 127, 255}
_MULTICAST = 224
_DOCUMENTATION_6 = b"\x20\x01\x0d\xb8"

_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{3,39}(?![\w:])")
_HARDWARE = re.compile(r"(?<![\w:-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}(?![\w:-])")
_ACCOUNT = re.compile(r"\bS-1-5-21-\d+-\d+-\d+")
_MAIL = re.compile(
    r"(?<![:\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?!service|socket|target|mount|timer|slice)[A-Za-z]{2,}\b"
)

_KEY = re.compile(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(?:-----END \1PRIVATE KEY-----|\Z)", re.DOTALL)
_VALUE = r"(?P<value>\"[^\"\n]+\"|'[^'\n]+'|[^\s<>\"',;]+)"
_SECRETS = (
    re.compile(
        r"(?P<before><(?!encrypwd|use)(?P<tag>\w*(?:passw|pwd|passphrase|secret|community|privatekey|serial)\w*)>)"
        r"(?P<value>[^<]+)(?P<after></(?P=tag)>)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<before>[\w-]*(?:password|passwd|passphrase|secret|token|community(?:name)?|credential)s?[\"']?\s*[=:]\s*)"
        rf"{_VALUE}(?P<after>)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<before>--?(?:password|passwd|passphrase|pass|pwd|secret|token)[ =]){_VALUE}(?P<after>)", re.IGNORECASE
    ),
    re.compile(r"(?P<before>://[^/\s:@]+:)(?P<value>[^/\s@]+)(?P<after>@)"),
)
"""Where a secret stands: in clp.conf, in a setting, on a command line, in an address of the web."""

_NO_SECRET = re.compile(r"[$%!`(].*|secret\d+|\*+")
"""What stands for a secret that is elsewhere: variables, commands, what was replaced already."""

_PLAIN_WORD = re.compile(r"[a-z]*|[A-Z]?[a-z]*|\d*")
_SHORTEST_SECRET = 6
"""Characters; a shorter one, or a plain word, is replaced where it is seen to be a secret, and nowhere else."""


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


class Substitutes:
    """What replaces what.

    Args:
        names: the names that are replaced, each with its kind; the first host gets the first substitute.
        taken: the whole text, so that nothing made up stands in it already.
    """

    def __init__(self, names: Mapping[str, Kind], taken: str) -> None:
        self._made: dict[tuple[Kind, str], str] = {}
        self._counts: Counter[tuple[Kind, str]] = Counter()
        self._networks: dict[str, str] = {}
        self._secrets: set[str] = set()
        self._shown = {name.casefold(): name for name in names}
        for name, kind in names.items():
            self._made[kind, name.casefold()] = self._invented(name, kind, taken.casefold())
        self._meant = _with_cuts(self._made)
        self._names = _any_of(self._meant)

    def learn(self, text: str) -> str:
        """Note the secrets that a text gives away by where they stand: elsewhere they may stand without a sign."""
        for pattern in _SECRETS:
            values = (found["value"].strip("\"'") for found in pattern.finditer(text))
            self._secrets.update(value for value in values if _is_known_anywhere(value))
        return text

    def applied(self, text: str) -> str:
        """A text with everything replaced."""
        text = _KEY.sub("[private key]", text)
        for secret in sorted(self._secrets, key=len, reverse=True):
            if secret in text:
                text = text.replace(secret, self._secret(secret))
        for pattern in _SECRETS:
            text = pattern.sub(self._without_secret, text)
        text = _MAIL.sub("mail@example.com", text)
        text = _HARDWARE.sub(lambda found: self._hardware(found[0], found[1]), text)
        text = _ACCOUNT.sub(lambda found: self._noted("hardware", found[0], "S-1-5-21-1-1-{}".format), text)
        text = _IPV6.sub(lambda found: self._ipv6(found[0]), text)
        text = _IPV4.sub(lambda found: self._ipv4(found[0]), text)
        return self._names.sub(lambda found: self._name(found[0]), text) if self._names else text

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        """What was replaced, as far as it occurred."""
        return tuple(
            Replacement(kind, "" if kind == "secret" else self._shown.get(original, original), substitute, count)
            for (kind, original), substitute in self._made.items()
            if (count := self._counts[kind, original])
        )

    def _without_secret(self, found: re.Match[str]) -> str:
        value = found["value"].strip("\"'")
        if _NO_SECRET.fullmatch(value):
            return found[0]
        return found["before"] + found["value"].replace(value, self._secret(value)) + found["after"]

    def _secret(self, text: str) -> str:
        return self._noted("secret", text, "secret{}".format)

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
        is_nobodys = address.is_loopback or address.is_unspecified or address.is_multicast
        if is_nobodys or address.packed.startswith(_DOCUMENTATION_6):
            return text
        prefix = "fe80" if address.is_link_local else "2001:db8"
        return self._noted("address", text.casefold(), lambda number: f"{prefix}::{number:x}")

    def _name(self, text: str) -> str:
        """A name's substitute; of a name that was cut, as much of it."""
        name = text.casefold()
        kind, original = self._meant[name]
        self._counts[kind, original] += 1
        whole = self._made[kind, original]
        substitute = whole if len(original) == len(name) else whole[: len(name)]
        return substitute.upper() if text.isupper() else substitute

    def _invented(self, name: str, kind: Kind, taken: str) -> str:
        number = self._next(kind)
        ending = ".example" if kind == "domain" else ""
        while True:
            made = f"{_LETTERS[kind]}{number}"
            made = made + "x" * max(0, len(name) - len(made) - len(ending)) + ending
            if made not in taken and made not in self._made.values():
                return made
            number += 1

    def _noted(self, kind: Kind, text: str, make: Callable[[int], str]) -> str:
        """The substitute of something, made when it is met for the first time."""
        if (kind, text) not in self._made:
            self._made[kind, text] = make(self._next(kind))
        self._counts[kind, text] += 1
        return self._made[kind, text]

    def _next(self, kind: Kind) -> int:
        return 1 + sum(made == kind for made, _ in self._made)


def _with_cuts(made: Iterable[tuple[Kind, str]]) -> dict[str, tuple[Kind, str]]:
    """What stands for which name: the names, and what is left of them where clpstat cuts."""
    meant: dict[str, tuple[Kind, str]] = {}
    for kind, name in sorted(made, key=lambda each: -len(each[1])):
        for text in (name, *(name[:cut] for cut in _CUTS if len(name) > cut)):
            meant.setdefault(text, (kind, name))
    return meant


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of some words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return None
    either = "|".join(map(re.escape, longest_first))
    return re.compile(f"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])", re.IGNORECASE)


def _is_known_anywhere(value: str) -> bool:
    """Whether a secret can be told from other text where nothing says that it is one."""
    is_telling = len(value) >= _SHORTEST_SECRET and not _PLAIN_WORD.fullmatch(value)
    return is_telling and not _NO_SECRET.fullmatch(value)


def _network(number: int) -> str:
    if number < len(_DOCUMENTATION):
        return _DOCUMENTATION[number]
    high, low = divmod(number - len(_DOCUMENTATION), 256)
    first = _FURTHER[high] if high < len(_FURTHER) else f"100.{64 - len(_FURTHER) + high}"
    return f"{first}.{low}"
