"""Checks of what starts after what: resources in a group, and groups."""

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.findings import Finding, FindingCode, Severity
from clprun.products.clpconf.model import Group, Resource
from clprun.products.clpconf.uses import WAITED_GROUP

__all__ = ["DEPENDENCY_CHECKS"]

_POLICY_SERVER = re.compile(r"policy@([^/]*)")

_MAXIMUM_CIRCLES = 16
"""More are not shown: a file with that many is broken as a whole."""


def _dependencies(configuration: Configuration) -> Iterator[Finding]:
    names = {resource.name for resource in configuration.resources}
    groups = {entry.name: group.name for group in configuration.groups for entry in group.resources}
    for resource in configuration.resources:
        for other in resource.depends or ():
            details = {"name": resource.name, "other": other}
            if other not in names:
                yield _about(resource, FindingCode.DEPENDENCY_MISSING, Severity.ERROR, **details)
            elif groups.get(other) != groups.get(resource.name):
                yield _about(resource, FindingCode.DEPENDENCY_ELSEWHERE, Severity.ERROR, **details)


def _dependency_cycles(configuration: Configuration) -> Iterator[Finding]:
    """Resources that wait for each other never start."""
    resources = {resource.name: resource for resource in configuration.resources}
    waiting = {name: set(resource.depends or ()) for name, resource in resources.items()}
    for circle in _circles(waiting):
        details = {"name": circle[0], "other": " < ".join(circle)}
        yield _about(resources[circle[0]], FindingCode.DEPENDENCY_CYCLE, Severity.ERROR, **details)


def _group_references(configuration: Configuration) -> Iterator[Finding]:
    """Start and stop dependencies of groups, and the servers of a failover policy (clusterpro.md 2.3)."""
    groups = {group.name for group in configuration.groups}
    servers = {server.name for server in configuration.servers}
    for group in configuration.groups:
        for path in group.values:
            waits = WAITED_GROUP.match(path)
            if waits and waits[1] not in groups:
                code = FindingCode.GROUP_DEPENDENCY_MISSING
                yield _about(group, code, Severity.ERROR, name=group.name, other=waits[1])
            policy = _POLICY_SERVER.match(path)
            if policy and policy[1] not in servers:
                code = FindingCode.SERVER_MISSING
                yield _about(group, code, Severity.ERROR, name=group.name, other=policy[1])


def _group_cycles(configuration: Configuration) -> Iterator[Finding]:
    """Groups that wait for each other's start, or for each other's stop."""
    groups = {group.name: group for group in configuration.groups}
    for moment in ("depend/act/", "depend/deact/"):
        waiting = {name: set(_waited(group, moment)) for name, group in groups.items()}
        for circle in _circles(waiting):
            details = {"name": circle[0], "other": " < ".join(circle)}
            yield _about(groups[circle[0]], FindingCode.GROUP_DEPENDENCY_CYCLE, Severity.ERROR, **details)


def _waited(group: Group, moment: str) -> Iterator[str]:
    return (match[1] for path in group.values if path.startswith(moment) and (match := WAITED_GROUP.match(path)))


def _circles(waiting: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Circles that have no member in common, each as names of which the next waits for the one before."""
    left = {name: others & waiting.keys() for name, others in waiting.items()}
    for _ in range(_MAXIMUM_CIRCLES):
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            yield circle
            left = {name: others - {*circle} for name, others in left.items() if name not in circle}
        else:
            return


def _about(item: Group | Resource, code: FindingCode, severity: Severity, **details: str) -> Finding:
    return Finding(code, severity, item.path, item.line, details)


DEPENDENCY_CHECKS = (_dependencies, _dependency_cycles, _group_references, _group_cycles)
