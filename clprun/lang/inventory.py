"""Clusters from inventory files, brought together, checked, and chosen from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from clprun.errors import InputError, Place, Problem, Value
from clprun.lang.document import Document, Path, in_order
from clprun.lang.inventory_checks import cluster_problems
from clprun.lang.inventory_file import ClusterEntry, InventoryFile
from clprun.lang.schema import validate
from clprun.lang.source import read_document
from clprun.lang.unknown import unknown
from clprun.model.cluster import Cluster, Node, Role

__all__ = ["Inventory", "Site", "load_inventory"]

_SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True)
class Site:
    """A cluster together with the file it is written in.

    Args:
        cluster: the cluster.
        document: the file.
    """

    cluster: Cluster
    document: Document

    def value_place(self, *path: str | int) -> Place:
        """Where a value beneath the cluster's name stands, or the nearest thing around it."""
        return self.document.value_place(self._path(path))

    def key_place(self, *path: str | int) -> Place:
        """Where a key beneath the cluster's name stands, or the nearest thing around it."""
        return self.document.key_place(self._path(path))

    def _path(self, path: Path) -> Path:
        return ("clusters", self.cluster.name, *path)


@dataclass(frozen=True)
class Inventory:
    """All clusters, by name.

    Args:
        sites: never empty.
    """

    sites: dict[str, Site]

    def select(self, name: str | None = None) -> Site:
        """The cluster called ``name``; without a name, the only one.

        Raises:
            InputError: there is no such cluster, or there are several and none was named.
        """
        if name is None:
            if len(self.sites) > 1:
                raise InputError(Problem("input.cluster_not_named", {"known": ", ".join(sorted(self.sites))}))
            return next(iter(self.sites.values()))
        if name not in self.sites:
            raise InputError(unknown("input.unknown_cluster", name, self.sites).at(None))
        return self.sites[name]


def load_inventory(paths: Sequence[FilePath]) -> Inventory:
    """All clusters of some files; a folder stands for the ``*.yaml`` and ``*.yml`` files in it.

    Raises:
        InputError: a file is refused, a cluster is written twice, or there is none; all findings together.
    """
    problems: list[Problem] = []
    sites: dict[str, Site] = {}
    files = [file for path in paths for file in _files(path)]
    for file in files:
        try:
            found = _read(file)
        except InputError as error:
            problems += error.problems
            continue
        for site in found:
            name = site.cluster.name
            if name in sites:
                first = sites[name].key_place()
                values: dict[str, Value] = {"name": name, "file": first.file, "line": first.line}
                problems.append(Problem("input.cluster_twice", values, place=site.key_place()))
            sites.setdefault(name, site)
    if not files:
        problems.append(Problem("input.inventory_missing", {"path": ", ".join(map(str, paths))}))
    if problems:
        raise InputError(*in_order(problems))
    return Inventory(sites)


def _files(path: FilePath) -> list[FilePath]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in _SUFFIXES)


def _read(file: FilePath) -> list[Site]:
    document = read_document(file, secrets=True)
    clusters = validate(InventoryFile, document).clusters
    if not clusters:
        raise InputError(
            Problem("input.inventory_empty", {"file": str(file)}, place=document.value_place(("clusters",)))
        )
    problems = [found for name, entry in clusters.items() for found in cluster_problems(name, entry, document)]
    if problems:
        raise InputError(*in_order(problems))
    return [Site(_cluster(name, entry, document), document) for name, entry in clusters.items()]


def _cluster(name: str, entry: ClusterEntry, document: Document) -> Cluster:
    nodes = [
        Node(name=node, role=it.role, address=it.address, machine_id=it.machine_id, ssh=it.ssh, winrm=it.winrm)
        for node, it in entry.nodes.items()
    ]
    primary, standby = sorted(nodes, key=lambda node: node.role is Role.STANDBY)
    return Cluster(
        name=name,
        platform=entry.platform,
        group=entry.group,
        cluster_config=entry.cluster_config,
        clusterpro_folder=entry.clusterpro_folder,
        nodes=(primary, standby),
        # As written: validation as JSON has lost which of them are secret references.
        parameters=document.data["clusters"][name].get("parameters", {}),
    )
