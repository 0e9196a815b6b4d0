"""Groups, resources and monitors that are to go; ``types``, ``objectnumber`` and ``gid`` are kept right.

What is still named by something else stays: nothing that clprun writes dangles. What was added in one go and is
removed again leaves the original bytes, also where its type was listed before, but for two places: a section or group
that was written ``<a/>`` or ``<a></a>`` keeps the line end between its tags, and a section that was missing stays as an
empty one.
"""

from clprun.products.clpconf import edits
from clprun.products.clpconf.bookkeeping import recounted, renumbered, without_type_of
from clprun.products.clpconf.configuration import Configuration
from clprun.products.clpconf.errors import ConfigurationError, Refusal
from clprun.products.clpconf.model import Resource
from clprun.products.clpconf.paths import Path
from clprun.products.clpconf.uses import uses_of_group, uses_of_resource

__all__ = ["remove_group", "remove_monitor", "remove_resource"]


def remove_monitor(configuration: Configuration, name: str) -> Configuration:
    """The configuration without a monitor; its type goes with the last of it where it was listed for it.

    Raises:
        ConfigurationError: there is no such monitor.
    """
    monitor = configuration.monitor(name)
    if monitor is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"monitor {name}"})
    after = recounted(configuration, edits.remove(configuration.document, monitor.path))
    return without_type_of(monitor, configuration, after)


def remove_resource(configuration: Configuration, name: str) -> Configuration:
    """The configuration without a resource and its entries in groups.

    Its type goes with the last of it where it was listed for it.

    Raises:
        ConfigurationError: there is no such resource, or a monitor, a dependency or a virtual computer name still
            names it.
    """
    resource = configuration.resource(name)
    if resource is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"resource {name}"})
    _require_unused(name, tuple(path for path in uses_of_resource(configuration, name) if path != resource.path))
    return _without(configuration, resource)


def remove_group(configuration: Configuration, name: str) -> Configuration:
    """The configuration without a group and its resources.

    Where the groups were numbered 0, 1, 2 … without a gap, they are so afterwards (clusterpro.md 0.1, fact 14).

    Raises:
        ConfigurationError: there is no such group, or a monitor, another group or a resource of another group still
            names it or one of its resources.
    """
    group = configuration.group(name)
    if group is None:
        raise ConfigurationError(Refusal.NOT_FOUND, details={"path": f"group@{name}"})
    _require_unused(name, uses_of_group(configuration, group))
    result = configuration
    for entry in group.resources:
        resource = result.resource(entry.name)
        result = result if resource is None else _without(result, resource)
    return renumbered(configuration, recounted(result, edits.remove(result.document, group.path)))


def _require_unused(name: str, uses: tuple[Path, ...]) -> None:
    if uses:
        raise ConfigurationError(Refusal.STILL_USED, details={"name": name, "by": ", ".join(map(str, uses))})


def _without(configuration: Configuration, resource: Resource) -> Configuration:
    result = recounted(configuration, edits.remove(configuration.document, resource.path))
    for group in configuration.groups:
        for entry in (entry for entry in group.resources if entry.name == resource.name):
            path = group.path.child("resource", str(entry))
            result = recounted(result, edits.remove(result.document, path))
    return without_type_of(resource, configuration, result)
