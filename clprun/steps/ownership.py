"""Whose the objects and scripts are that a push would change: that a name is alike makes nothing ours.

A script says whose it is in its first comment line; each of clprun's has had one since its first release, with the site
or service it is for. That stays with the cluster, whoever pulls and pushes it and whichever controller built it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clprun.errors import Problem
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.model import Monitor, Resource
from clprun.products.clpconf.uses import WATCHED_OBJECT
from clprun.products.clusterpro_commands import is_of_monitor, owner_of
from clprun.steps.push import Script

__all__ = ["Ownership", "heading", "service_of", "watchers"]

_OPENING = re.compile(rb"\s*|#!.*|\s*@echo off\s*", re.IGNORECASE)
_COMMENT = re.compile(rb"\s*(?:#|rem\s)(.*)", re.IGNORECASE)
_READ, _SHOWN = 4096, 120
"""Bytes of a script that are looked at, and characters of its heading that are shown."""

_WATCHED = ("target", WATCHED_OBJECT, "parameters/processname")
_ASKED = tuple(f"parameters/{key}" for key in ("servername", "ipaddress", "port", "requesturi", "https"))
_SERVICE = "parameters/name"


def heading(script: bytes) -> bytes:
    """The first comment line of a shell script or batch file, without its frame; empty where it has none.

    A line of one word says nothing: the product's own samples begin so.
    """
    for line in script[:_READ].split(b"\n"):
        if _OPENING.fullmatch(line):
            continue
        comment = _COMMENT.fullmatch(line.rstrip())
        if comment is None:
            break
        text = comment[1].strip(b"#*=- \t")
        if len(text.split()) > 1:
            return text
    return b""


@dataclass(frozen=True)
class Ownership:
    """A push that may touch what its step did not make.

    Args:
        before: the installed configuration.
        after: the new one.
        scripts: what the push brings along.
        held: by the path of each script, what the nodes hold there.
    """

    before: Configuration
    after: Configuration
    scripts: Sequence[Script]
    held: Mapping[str, Collection[bytes]]

    def strangers(self) -> Iterator[Problem]:
        """What would be overwritten or made to watch something else, although it only bears a name of ours."""
        foreign = {script.path: other for script in self.scripts if (other := self._other(script)) is not None}
        for resource in self.before.resources:
            if self._is_strange(resource, foreign):
                yield self._resource(resource)
        for monitor in self.before.monitors:
            kept = self.after.monitor(monitor.name)
            if kept is not None and _watched(kept) != _watched(monitor):
                yield _monitor(monitor)
        for path, other in foreign.items():
            if self.before.resource(owner_of(path)) is None or is_of_monitor(path):
                yield Problem("configuration.script_of_another", {"path": path, "says": _shown(other)})

    def twins(self, same: Collection[str] = ()) -> Iterator[Problem]:
        """What would be added although it is there under another name.

        Args:
            same: names of resources that are the step's own work.
        """
        for resource, each in self._beside():
            if each.name in same or _is_same_service(each, resource):
                yield self._twin("configuration.there_already", resource, each)
        for monitor in self.after.monitors:
            if self.before.monitor(monitor.name) is None:
                alike = (each for each in self.before.monitors if each.kind == monitor.kind)
                same_watch = (each for each in alike if _asked(each) == _asked(monitor))
                yield from (self._twin("configuration.there_already", monitor, each) for each in same_watch)

    def doubles(self, alike: Collection[str]) -> Iterator[Problem]:
        """What would be added beside somebody else's work that seems to do the same.

        Args:
            alike: names of resources that do.
        """
        for resource, each in self._beside():
            if each.name in alike:
                yield self._twin("configuration.does_the_same", resource, each)

    def _beside(self) -> Iterator[tuple[Resource, Resource]]:
        """Each new resource with each that is there of its type."""
        for new in self.after.resources:
            if self.before.resource(new.name) is None:
                yield from ((new, each) for each in self.before.resources if each.kind == new.kind)

    def _other(self, script: Script) -> bytes | None:
        """A script of somebody else that lies where this one is to be."""
        own = heading(script.content)
        others = (held for held in self.held[script.path] if held != script.content)
        return next((held for held in others if not own or heading(held) != own), None)

    def _is_strange(self, resource: Resource, foreign: Collection[str]) -> bool:
        kept = self.after.resource(resource.name)
        if kept is None:
            return False
        paths = self._paths_of(resource)
        touched = paths and dict(kept.values) != dict(resource.values)
        nothing_known = touched and not any(self.held[path] for path in paths)
        return bool(nothing_known) or any(path in foreign for path in paths) or service_of(kept) != service_of(resource)

    def _paths_of(self, resource: Resource) -> list[str]:
        paths = (script.path for script in self.scripts if not is_of_monitor(script.path))
        return [path for path in paths if owner_of(path) == resource.name]

    def _resource(self, resource: Resource) -> Problem:
        held = [other for path in self._paths_of(resource) for other in self.held[path]]
        says = service_of(resource) or next(map(_shown, held), "-")
        group = self.before.group_of(resource.name)
        values = {"name": _named(resource), "group": group.name if group else "-", "says": says}
        watched_by = watchers(self.before, resource.name)
        return Problem("configuration.resource_of_another", {**values, "watchers": watched_by})

    def _twin(self, code: str, new: Resource | Monitor, there: Resource | Monitor) -> Problem:
        watched_by = watchers(self.before, there.name) if isinstance(there, Resource) else "-"
        values = {"name": new.name, "found": _named(there), "watchers": watched_by}
        return Problem(code, {**values})


def watchers(configuration: Configuration, resource: str) -> str:
    """The monitors that watch a resource, for people."""
    return ", ".join(map(_named, configuration.monitors_of(resource))) or "-"


def _monitor(monitor: Monitor) -> Problem:
    watched = ", ".join(filter(None, _watched(monitor))) or "-"
    return Problem("configuration.monitor_of_another", {"name": _named(monitor), "watched": watched})


def _named(thing: Resource | Monitor) -> str:
    return f"{thing.kind}@{thing.name}"


def _watched(monitor: Monitor) -> tuple[str, ...]:
    """What a monitor watches."""
    return tuple(monitor.values.get(path, "") for path in _WATCHED)


def _asked(monitor: Monitor) -> tuple[str, ...]:
    """What a monitor watches, and whom it asks; several of one type may watch a resource, each asking another way."""
    return (*_watched(monitor), *(monitor.effective(path) or "" for path in _ASKED))


def service_of(resource: Resource) -> str:
    """The service that a service resource runs; Windows does not tell capitals from small letters there."""
    return resource.values.get(_SERVICE, "").lower() if resource.kind == "service" else ""


def _is_same_service(one: Resource, other: Resource) -> bool:
    return bool(service_of(one)) and service_of(one) == service_of(other)


def _shown(script: bytes) -> str:
    return heading(script)[:_SHOWN].decode("ascii", "replace") or "-"
