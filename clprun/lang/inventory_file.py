"""The form of an inventory file, before its parts are brought together."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from clprun.model.cluster import Platform, Role, SshLogin, WinrmLogin

__all__ = ["ClusterEntry", "InventoryFile", "NodeEntry"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class NodeEntry(_Entry):
    """A node as written beneath its name; see :class:`clprun.model.cluster.Node`.

    Args:
        role: primary or standby.
        address: IP address or host name it is reached by.
        machine_id: JobCenter's machine id of the node.
        ssh: how to log in to a Linux node.
        winrm: how to log in to a Windows node.
    """

    role: Role
    address: str
    machine_id: int | None = Field(default=None, ge=1, le=2147483647)
    ssh: SshLogin | None = None
    winrm: WinrmLogin | None = None


class ClusterEntry(_Entry):
    """A cluster as written beneath its name; see :class:`clprun.model.cluster.Cluster`."""

    platform: Platform
    group: str
    cluster_config: Literal["push", "manual"] = "push"
    clusterpro_folder: str | None = Field(default=None, pattern=r"^[A-Za-z]:\\[^<>|?*/:\"%!^]+[^\\ <>|?*/:\"%!^]$")
    nodes: dict[str, NodeEntry]
    parameters: dict[str, dict[str, Any]] = Field(default_factory=dict)


class InventoryFile(_Entry):
    """A whole inventory file."""

    clusters: dict[str, ClusterEntry]
