"""Check that a name and its address belong together, forward and reverse, as the node itself resolves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from clprun.errors import Problem
from clprun.model.cluster import Platform
from clprun.model.question import Answers, Ask, Question
from clprun.node.questions import Addresses, AddressLookup, InterfaceAddress, Lookup, NameLookup
from clprun.node.shell import linux_only, quote
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import Address, HostName

__all__ = ["NameAndBack", "NameResolution", "NameResolutionWant"]

_Wrong = tuple[str, dict[str, str]]
"""Code of a problem, and its values."""


@dataclass(frozen=True)
class NameAndBack(AddressLookup):
    """The names of the first address that a name resolves to; ``address`` is the name."""

    def script(self, platform: Platform) -> str:
        """``getent`` twice."""
        linux_only(platform)
        limit = f"timeout -s KILL {self.seconds}"
        first = f"{limit} getent ahosts -- {quote(self.address)} | sed -n '1s/[[:blank:]].*//p'"
        return f'address=$({first}); [ -n "$address" ] || exit 2\n{limit} getent hosts -- "$address"\n'


class NameResolutionWant(Want):
    """A name that must resolve.

    Args:
        name: the name.
        address: its one address; when not given, any one address will do.
        not_alias: whether the name must be the canonical one, as JobCenter wants a site's (guide JC table 2-2).
        own: whether it is the name of the node itself: then a full name beside the short one will do, as installers
            write it, and several addresses, when the node has all of them (guide JC 2.3).
    """

    name: HostName
    address: Address | None = None
    not_alias: bool = True
    own: bool = False


class NameResolution(Check[NameResolutionWant]):
    """One address, forward and reverse (guide JC 2.3, 2.3 (1) and table 2-2; ERRATA G2-21)."""

    name = "name-resolution"
    want = NameResolutionWant

    def asks(self, want: NameResolutionWant, target: Target) -> Sequence[Ask[Any]]:
        """The name, and the names of its address; of its own name, the node's addresses, too."""
        questions: list[Question[Any]] = [NameLookup(want.name), _back(want)]
        if want.own:
            questions.append(Addresses())
        return tuple(Ask(target.node.name, question) for question in questions)

    def missing(self, want: NameResolutionWant, target: Target, answers: Answers) -> Problem | None:
        """The first thing that does not agree."""
        node = target.node.name
        found, names = answers(node, NameLookup(want.name)), answers(node, _back(want))
        problem = (
            _not_usable(found)
            or (_of_others(found, answers(node, Addresses())) if want.own else _forward(want, found))
            or _reverse(want, found, names)
        )
        return None if problem is None else Problem(problem[0], {"name": want.name, **problem[1]}, node=node)


def _back(want: NameResolutionWant) -> AddressLookup:
    return NameAndBack(want.name) if want.address is None else AddressLookup(want.address)


def _not_usable(found: Lookup) -> _Wrong | None:
    if not found.addresses:
        return "check.name_unknown", {}
    if loopback := next((each for each in found.addresses if ip_address(_plain(each)).is_loopback), None):
        return "check.name_is_loopback", {"found": loopback}
    return None


def _of_others(found: Lookup, addresses: tuple[InterfaceAddress, ...]) -> _Wrong | None:
    known = {ip_address(_plain(each.ip)) for each in addresses}
    foreign = [each for each in found.addresses if ip_address(_plain(each)) not in known]
    return ("check.name_is_of_another", {"found": ", ".join(foreign)}) if foreign else None


def _plain(address: str) -> str:
    """An address without the interface that a link-local one is told with."""
    return address.partition("%")[0]


def _forward(want: NameResolutionWant, found: Lookup) -> _Wrong | None:
    if want.not_alias and found.canonical is not None and found.canonical.lower() != want.name.lower():
        return "check.name_is_alias", {"canonical": found.canonical}
    if len(found.addresses) > 1:
        return "check.name_has_many_addresses", {"found": ", ".join(found.addresses)}
    if want.address is not None and found.addresses[0] != want.address:
        return "check.name_has_other_address", {"found": found.addresses[0], "wanted": want.address}
    return None


def _reverse(want: NameResolutionWant, found: Lookup, names: tuple[str, ...]) -> _Wrong | None:
    address = want.address or found.addresses[0]
    if not names:
        return "check.address_unknown", {"address": address}
    canonical_only = want.not_alias and not want.own
    fitting = {want.name.lower()} if canonical_only else {want.name.lower(), (found.canonical or "").lower()}
    if fitting.isdisjoint(each.lower() for each in (names if want.own else names[:1])):
        return "check.address_has_other_name", {"address": address, "found": names[0]}
    return None
