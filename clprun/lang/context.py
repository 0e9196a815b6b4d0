"""What templates can see of a cluster: names, addresses and machine ids, nothing that logs in or changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from clprun.lang.expression import Use
from clprun.lang.refused import Refused
from clprun.lang.unknown import unknown
from clprun.model.cluster import Cluster, Node

__all__ = ["CLUSTER_NAMES", "NODE_NAMES", "cluster_context", "node_context", "refusals"]

CLUSTER_NAMES = frozenset({"cluster", "primary", "standby"})
"""Names that mean the same for every node; known to parameters and to ``when``."""

NODE_NAMES = CLUSTER_NAMES | {"node", "peer"}
"""Names known to the ``with`` of a step: the node it works on and the other one, too."""


@dataclass(frozen=True)
class NodeView:
    """A node as templates see it."""

    name: str
    role: str
    address: str
    machine_id: int | None


@dataclass(frozen=True)
class ClusterView:
    """A cluster as templates see it."""

    name: str
    group: str
    platform: str


def _attributes(view: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(view))


_ATTRIBUTES = {
    name: _attributes(ClusterView) if name == "cluster" else _attributes(NodeView) for name in sorted(NODE_NAMES)
}


def cluster_context(cluster: Cluster) -> dict[str, Any]:
    """The values of :data:`CLUSTER_NAMES`."""
    view = ClusterView(cluster.name, cluster.group, cluster.platform.value)
    return {"cluster": view, "primary": _view(cluster.primary), "standby": _view(cluster.standby)}


def node_context(cluster: Cluster, node: Node, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """All that the ``with`` of a step on ``node`` can see."""
    here = {"node": _view(node), "peer": _view(cluster.peer(node))}
    return {**parameters, **cluster_context(cluster), **here}


def refusals(text: str, read: Callable[[str], list[Use]], names: frozenset[str]) -> Iterator[Refused]:
    """What is wrong with an expression or template before it is filled in.

    Args:
        text: the expression or template.
        read: finds the names it needs.
        names: the names it may use.
    """
    try:
        uses = read(text)
    except Refused as refused:
        yield refused
        return
    for name, attribute, line in uses:
        if name not in names:
            yield unknown("input.unknown_name", name, names, line)
        elif attribute is not None and name in _ATTRIBUTES and attribute not in _ATTRIBUTES[name]:
            yield unknown("input.unknown_attribute", f"{name}.{attribute}", _dotted(name), line)


def _dotted(name: str) -> list[str]:
    return [f"{name}.{attribute}" for attribute in _ATTRIBUTES[name]]


def _view(node: Node) -> NodeView:
    return NodeView(node.name, node.role.value, node.address, node.machine_id)
