"""A cluster configuration (clp.conf): the bytes it was read from and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from clprun.products.clpconf.document import Document
from clprun.products.clpconf.elements import Element
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.model import (
    GROUP_DEFAULTS,
    Device,
    Group,
    Monitor,
    Resource,
    ResourceReference,
    Server,
    flatten,
)
from clprun.products.clpconf.paths import Path

__all__ = ["LISTED_TYPES", "OBJECT_NUMBER", "Configuration"]

OBJECT_NUMBER = Path.parse("webmgr/client/objectnumber")
"""Where the WebUI keeps its count of objects."""

LISTED_TYPES = "types"
"""The tag by which a section lists each type it holds."""

_FIXED_OBJECTS = 4


@dataclass(frozen=True)
class Configuration:
    """An immutable cluster configuration; edits are functions that return a new one.

    Args:
        document: the content with the positions of its elements.
    """

    document: Document

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read the content of a clp.conf.

        Args:
            content: the whole file, ASCII, UTF-8, EUC-JP, SJIS or GB2312 as its first line declares.

        Raises:
            ConfigurationError: too large, not decodable, with a document type, ill-formed, or no cluster
                configuration.
        """
        document = Document.parse(content)
        if document.root.tag != "root":
            raise ConfigurationError(Refusal.NOT_A_CONFIGURATION, 1, 1, {"tag": document.root.tag[:80]})
        return cls(document)

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.document.content

    @cached_property
    def cluster_name(self) -> str:
        """The name of the cluster."""
        return self.document.root.text("cluster", "name") or ""

    @cached_property
    def server_os(self) -> str:
        """``linux`` or ``windows``; empty when not said."""
        return self.document.root.text("all", "serveros") or ""

    @cached_property
    def charset(self) -> str:
        """The encoding the cluster works in; the first line of the file should declare the same."""
        return self.document.root.text("all", "charset") or ""

    @cached_property
    def servers(self) -> tuple[Server, ...]:
        """The servers in the order of the file."""
        return tuple(self._server(element) for element in self.document.root.all("server"))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups in the order of the file."""
        return tuple(self._group(element) for element in self.document.root.all("group"))

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """The resources in the order of the file."""
        return tuple(self._resource(element) for element in self._objects("resource"))

    @cached_property
    def monitors(self) -> tuple[Monitor, ...]:
        """The monitors in the order of the file."""
        return tuple(
            Monitor(element.tag, element.key or "", flatten(element), self.document.line(element))
            for element in self._objects("monitor")
        )

    @cached_property
    def object_number(self) -> int | None:
        """The number of objects that the file states; None when it states none or no number."""
        text = self.document.root.text("webmgr", "client", "objectnumber") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else None

    @cached_property
    def counted_objects(self) -> int:
        """The number of objects that the file should state (reference/clusterpro.md 0.1, fact 13).

        4 + servers + groups + resources + monitors + servers x (heartbeats + network partition resources).
        """
        once = len(self.servers) + len(self.groups) + len(self.resources) + len(self.monitors)
        per_server = sum(1 for section in ("heartbeat", "networkpartition") for _ in self._objects(section))
        return _FIXED_OBJECTS + once + len(self.servers) * per_server

    def group(self, name: str) -> Group | None:
        """The group with a name."""
        return self._groups_by_name.get(name)

    def resource(self, name: str) -> Resource | None:
        """The resource with a name, whatever its type."""
        return self._resources_by_name.get(name)

    def monitor(self, name: str) -> Monitor | None:
        """The monitor with a name, whatever its type."""
        return self._monitors_by_name.get(name)

    def monitors_of(self, target: str) -> tuple[Monitor, ...]:
        """The monitors that watch a resource by name."""
        return tuple(monitor for monitor in self.monitors if monitor.values.get("target") == target)

    def group_of(self, resource: str) -> Group | None:
        """The group that holds a resource."""
        return self._holders.get(resource)

    def listed_types(self, section: str) -> tuple[str, ...]:
        """The types that a section (``resource``, ``monitor``, …) lists, in order."""
        return tuple(
            element.key or "" for part in self.document.root.all(section) for element in part.all(LISTED_TYPES)
        )

    # Where a name is given twice, the first of the file counts.

    @cached_property
    def _groups_by_name(self) -> dict[str, Group]:
        return {group.name: group for group in reversed(self.groups)}

    @cached_property
    def _resources_by_name(self) -> dict[str, Resource]:
        return {resource.name: resource for resource in reversed(self.resources)}

    @cached_property
    def _monitors_by_name(self) -> dict[str, Monitor]:
        return {monitor.name: monitor for monitor in reversed(self.monitors)}

    @cached_property
    def _holders(self) -> dict[str, Group]:
        return {entry.name: group for group in reversed(self.groups) for entry in group.resources}

    def _objects(self, section: str) -> Iterator[Element]:
        for part in self.document.root.all(section):
            yield from (element for element in part.children if element.tag != LISTED_TYPES)

    def _server(self, element: Element) -> Server:
        devices = (
            Device(device.key or "", device.text("type") or "", device.text("info") or "")
            for device in element.all("device")
        )
        line = self.document.line(element)
        return Server(element.key or "", element.text("priority") or "", tuple(devices), line)

    def _group(self, element: Element) -> Group:
        return Group(
            name=element.key or "",
            gid=element.text("gid"),
            type=element.text("type") or GROUP_DEFAULTS["type"],
            resources=tuple(self._reference(entry) for entry in element.all("resource")),
            values=flatten(element),
            line=self.document.line(element),
        )

    def _reference(self, element: Element) -> ResourceReference:
        kind, _, name = (element.key or "").partition("@")
        return ResourceReference(kind, name, self.document.line(element))

    def _resource(self, element: Element) -> Resource:
        depends = [entry.key or "" for entry in element.all("depend")]
        return Resource(
            kind=element.tag,
            name=element.key or "",
            values=flatten(element),
            depends=tuple(filter(None, depends)) if depends else None,
            line=self.document.line(element),
        )
