"""The order in which a group's resources start; they stop in reverse (clusterpro.md 2.4). Not the product."""

from collections.abc import Mapping

from .configuration import ConfigurationError
from .model import Cluster, Group, Resource

__all__ = ["activation_order", "dependencies"]

RANK = {
    name: rank
    for rank, names in enumerate(
        ("fip vip awsvip", "vcom volmgr", "disk md hd sd", "vm regsync", "exec script service appli")
    )
    for name in names.split()
}
"""The default dependency: a resource waits for all of a lower rank in its group (clusterpro.md 2.4, inferred)."""


def dependencies(resource: Resource, group: Mapping[str, Resource]) -> tuple[str, ...]:
    """The names that must be online before ``resource``: those it declares, else the default of its type."""
    if resource.depends is not None:
        return resource.depends
    own = RANK.get(resource.kind, 3)
    return tuple(name for name, other in group.items() if RANK.get(other.kind, 3) < own)


def activation_order(cluster: Cluster, group: Group) -> tuple[Resource, ...]:
    """The group's resources, each after all it depends on; otherwise as the file lists them.

    Raises:
        ConfigurationError: an unknown name, or resources that wait for each other.
    """
    try:
        waiting = {name: cluster.resource(name) for name in group.resources}
    except KeyError as failure:
        raise ConfigurationError(f"group {group.name}: no resource {failure.args[0]}") from failure
    needs = {name: dependencies(resource, waiting) for name, resource in waiting.items()}
    for name, names in needs.items():
        for other in names:
            if other not in waiting:
                raise ConfigurationError(f"resource {name} depends on {other}, which is not in group {group.name}")
    ordered: list[Resource] = []
    done: set[str] = set()
    while waiting:
        ready = next((name for name in waiting if done.issuperset(needs[name])), None)
        if ready is None:
            raise ConfigurationError(f"group {group.name}: resources depend on each other: {', '.join(waiting)}")
        ordered.append(waiting.pop(ready))
        done.add(ready)
    return tuple(ordered)
