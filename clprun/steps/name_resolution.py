"""Check that a name and its address belong together, forward and reverse, as the node itself resolves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from clprun.errors import Problem
from clprun.model.cluster import Platform
from clprun.model.question import Answers, Ask
from clprun.node.questions import AddressLookup, Lookup, NameLookup
from clprun.node.shell import linux_only, quote
from clprun.steps.base import Target, Want
from clprun.steps.check import Check
from clprun.steps.wants import Address, HostName

__all__ = ["NameAndBack", "NameResolution", "NameResolutionWant"]


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
    """

    name: HostName
    address: Address | None = None
    not_alias: bool = True


class NameResolution(Check[NameResolutionWant]):
    """One address, forward and reverse (guide JC 2.3, 2.3 (1) and table 2-2; ERRATA G2-21)."""

    name = "name-resolution"
    want = NameResolutionWant

    def asks(self, want: NameResolutionWant, target: Target) -> Sequence[Ask[Any]]:
        """The name, and the names of its address."""
        return (Ask(target.node.name, NameLookup(want.name)), Ask(target.node.name, _back(want)))

    def missing(self, want: NameResolutionWant, target: Target, answers: Answers) -> Problem | None:
        """The first thing that does not agree."""
        node = target.node.name
        found = answers(node, NameLookup(want.name))
        problem = _forward(want, found) or _reverse(want, found, answers(node, _back(want)))
        return None if problem is None else Problem(problem[0], {"name": want.name, **problem[1]}, node=node)


def _back(want: NameResolutionWant) -> AddressLookup:
    return NameAndBack(want.name) if want.address is None else AddressLookup(want.address)


def _forward(want: NameResolutionWant, found: Lookup) -> tuple[str, dict[str, str]] | None:
    if not found.addresses:
        return "check.name_unknown", {}
    if loopback := next((each for each in found.addresses if ip_address(each.partition("%")[0]).is_loopback), None):
        return "check.name_is_loopback", {"found": loopback}
    if want.not_alias and found.canonical is not None and found.canonical.lower() != want.name.lower():
        return "check.name_is_alias", {"canonical": found.canonical}
    if len(found.addresses) > 1:
        return "check.name_has_many_addresses", {"found": ", ".join(found.addresses)}
    if want.address is not None and found.addresses[0] != want.address:
        return "check.name_has_other_address", {"found": found.addresses[0], "wanted": want.address}
    return None


def _reverse(want: NameResolutionWant, found: Lookup, names: tuple[str, ...]) -> tuple[str, dict[str, str]] | None:
    address = want.address or found.addresses[0]
    if not names:
        return "check.address_unknown", {"address": address}
    fitting = {want.name.lower()} if want.not_alias else {want.name.lower(), (found.canonical or "").lower()}
    if names[0].lower() not in fitting:
        return "check.address_has_other_name", {"address": address, "found": names[0]}
    return None
