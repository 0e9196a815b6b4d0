"""The checks of the monitors that Windows only has (clusterpro.md 2.7). Part of a stand-in, not the product."""

from ..model import Cluster, Monitor
from . import drives, services

__all__ = ["is_healthy"]


def is_healthy(monitor: Monitor, cluster: Cluster) -> bool:
    """Whether the service of a ``servicew`` runs, or the drive of an ``sdw`` is as it should be."""
    if monitor.kind == "servicew":
        return services.is_running(cluster.resource(monitor.target).text("name"))
    return drives.is_sound(cluster.resource(monitor.parameters.get("object", "")))
