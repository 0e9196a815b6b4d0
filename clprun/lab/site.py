"""The lab's site as data: names, addresses, disks and parameters; the guide's values, or a user's own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from pathlib import Path
from typing import Any, Literal

from clprun.model.manner import Manner

__all__ = [
    "REHEARSED",
    "REHEARSED_ON_WINDOWS",
    "Disk",
    "Site",
    "SiteNode",
    "WindowsSite",
    "default_site",
    "site_for",
    "site_from_inventory",
    "windows_site",
]


@dataclass(frozen=True)
class SiteNode:
    """One node.

    Args:
        name: its host name.
        public: its IPv4 address on the public network (eth0).
        interconnect: its IPv4 address on the interconnect (eth1).
        machine_id: JobCenter's machine id of the node, when the site names one.
    """

    name: str
    public: str
    interconnect: str
    machine_id: int | None = None


@dataclass(frozen=True)
class Disk:
    """One shared block device.

    Args:
        device: its name on both nodes, below ``/dev``.
        size_mib: its size in MiB.
        file_system: what it is formatted with before the first boot; empty = raw, as a cluster partition is.
    """

    device: str
    size_mib: int = 64
    file_system: str = "ext4"


@dataclass(frozen=True)
class WindowsSite:
    """What the Windows of a site's nodes is like.

    Args:
        flavour: the Windows Server it looks like: its version numbers and the tools it has.
        drive: letter and colon of the shared disk's drive.
    """

    flavour: Literal["2003", "2008r2", "2022"] = "2022"
    drive: str = "E:"

    @property
    def drive_folder(self) -> str:
        """Where the node's hidden Linux mounts the shared disk, in Wine's view as well."""
        return f"/windows/drives/{self.drive[0].lower()}"


@dataclass(frozen=True)
class Site:
    """Everything the lab is built from.

    Args:
        nodes: the two nodes, primary first.
        floating_ip: IPv4 address that moves with the failover group.
        virtual_host: name of the floating IP address in every hosts file.
        prefix_length: length in bits of both networks' prefix.
        disks: the shared disks.
        mount_point: where the nodes mount the first disk that holds a file system.
        group: name of the failover group.
        configuration: folder with ``clp.conf`` and ``scripts/``, or None to let the stand-ins make one.
        resources: what the group of that made one holds; ``all`` = with the exec resource and its PID monitor.
        jobcenter: ``installed``, or ``media``: only its installer lies in ``/media/jobcenter``.
        clweb: ``installed`` and running, or ``media``: only its installer and updater lie in ``/media/jcclweb``.
        service_manager: what manages CL/Web's service; ``chkconfig`` as on a RHEL 6, without a systemd unit.
        rewrites_configuration: whether a push writes clp.conf anew on its way, in its own layout and encoding.
        orphans: what becomes of a cluster site's processes when their cjcpw is killed, which is not public: they end
            with it, or live on and ``cjcpw -stop`` ends them, or knows nothing of them.
        while_suspended: whether clpstat and its kin ``refuse`` while the cluster is suspended, as the vendor's manuals
            say (clusterpro.md, corrections: R, high), or ``answer``.
        language: language of the products' messages.
        time_factor: the products' waits are divided by it; 1 = the products' own times.
        seed: shuffles the exit codes that nobody knows.
        products: whether CLUSTERPRO and the software are there at all.
        software: what is on the nodes beside CLUSTERPRO, by the names of ``layout.SOFTWARE``.
        windows: what their Windows is like; None = the nodes are Linux.
        manner: how a pair answered that is to be resembled; None = as the guides and public material say.
    """

    nodes: tuple[SiteNode, SiteNode]
    floating_ip: str
    virtual_host: str
    prefix_length: int = 24
    disks: tuple[Disk, ...] = field(default=())
    mount_point: str = "/mnt/sdb2"
    group: str = "failover"
    configuration: Path | None = None
    resources: Literal["none", "disk", "fip+disk", "fip+md", "all"] = "fip+disk"
    jobcenter: Literal["installed", "media"] = "installed"
    clweb: Literal["installed", "media"] = "installed"
    service_manager: Literal["systemd", "chkconfig"] = "systemd"
    rewrites_configuration: bool = False
    orphans: Literal["end", "stopped", "unreachable"] = "end"
    while_suspended: Literal["refuse", "answer"] = "refuse"
    language: Literal["en", "ja"] = "en"
    time_factor: float = 60.0
    seed: int = 0
    products: bool = True
    software: tuple[str, ...] = ("jobcenter-classic",)
    windows: WindowsSite | None = None
    manner: Manner | None = None

    @property
    def platform(self) -> Literal["linux", "windows"]:
        """The operating system of both nodes."""
        return "linux" if self.windows is None else "windows"

    @property
    def shared_folder(self) -> str:
        """The folder where a node's Linux mounts the shared disk."""
        return self.mount_point if self.windows is None else self.windows.drive_folder

    def node(self, name: str) -> SiteNode:
        """The node called ``name``; ``KeyError`` when there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(name)

    def address_of(self, name: str) -> str:
        """The IPv4 address behind a node's name or the virtual host; any other text is given back as it is."""
        names = {node.name: node.public for node in self.nodes} | {self.virtual_host: self.floating_ip}
        return names.get(name, name)

    @property
    def shared_file_system(self) -> Disk | None:
        """The first disk that holds a file system."""
        return next((disk for disk in self.disks if disk.file_system), None)

    def as_json(self) -> dict[str, Any]:
        """The site as plain JSON values."""
        values = asdict(self)
        values["configuration"] = None if self.configuration is None else str(self.configuration)
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Site":
        """The site that :meth:`as_json` wrote."""
        first, second = (SiteNode(**node) for node in values["nodes"])
        folder = values["configuration"]
        rest = {
            key: value
            for key, value in values.items()
            if key not in {"nodes", "disks", "configuration", "software", "windows", "manner"}
        }
        return cls(
            nodes=(first, second),
            disks=tuple(Disk(**disk) for disk in values["disks"]),
            configuration=None if folder is None else Path(folder),
            software=tuple(values["software"]),
            windows=None if values["windows"] is None else WindowsSite(**values["windows"]),
            manner=None if values["manner"] is None else Manner(**values["manner"]),
            **rest,
        )


def default_site() -> Site:
    """The values of the guide (JobCenter cluster guide, chapter 2; reference/lab-linux.md)."""
    return Site(
        nodes=(
            SiteNode("clu1", "10.0.0.111", "192.168.0.111", 111),
            SiteNode("clu2", "10.0.0.112", "192.168.0.112", 112),
        ),
        floating_ip="10.0.0.114",
        virtual_host="cluv",
        disks=(Disk("/dev/sdb1", size_mib=8, file_system=""), Disk("/dev/sdb2")),
    )


_CLWEB = {"software": ("clweb",), "mount_point": "/mnt/export"}

REHEARSED: Mapping[str, Mapping[str, Any]] = {
    "failover-test": {},
    "first-contact": {},
    "jobcenter-classic": {},
    "jobcenter-standard-mg": {
        "software": ("jobcenter-standard-mg",),
        "virtual_host": "jcmgcluster",
        "mount_point": "/mnt/jobmgdb",
    },
    "jobcenter-standard-ag": {
        "software": ("jobcenter-standard-ag",),
        "virtual_host": "jcmgcluster",
        "mount_point": "/mnt/jobagdb",
        "resources": "disk",
    },
    "internet-server-agent": {"software": ("internet-server-agent",)},
    "internet-server-agent-maintenance": {"software": ("internet-server-agent",)},
    "clweb": _CLWEB,
    "clweb-update": _CLWEB,
    "clweb-failover-test": _CLWEB,
}
"""What the guide's site has otherwise than the default one, by the runbook that is rehearsed on it."""

_CLWEB_ON_WINDOWS = {"software": ("clweb",), "resources": "all", "windows": WindowsSite()}
_CLIENTMANAGER = {"software": ("clientmanager",), "group": "ESMPROCM", "windows": WindowsSite(drive="W:")}

REHEARSED_ON_WINDOWS: Mapping[str, Mapping[str, Any]] = {
    "failover-test": _CLWEB_ON_WINDOWS,
    "clweb": _CLWEB_ON_WINDOWS,
    "clweb-update": _CLWEB_ON_WINDOWS,
    "clweb-failover-test": _CLWEB_ON_WINDOWS,
    "clientmanager": _CLIENTMANAGER,
    "clientmanager-uninstall": _CLIENTMANAGER,
}
"""The same for a Windows site, against :func:`windows_site`.

Its Windows is one that is sold and kept; the guides' own, and with it their CLUSTERPRO, are flavours to be asked for.
"""


def windows_site() -> Site:
    """The default site with nodes of Windows."""
    first, second = default_site().nodes
    nodes = (replace(first, name="win1", machine_id=None), replace(second, name="win2", machine_id=None))
    return replace(default_site(), nodes=nodes, virtual_host="winv", software=(), windows=WindowsSite())


def site_for(runbook: str, platform: Literal["linux", "windows"] | None = None) -> Site:
    """The site a shipped runbook is rehearsed on: its software on the nodes, and its guide's mount point.

    Args:
        runbook: a name of :data:`REHEARSED` or :data:`REHEARSED_ON_WINDOWS`; ``KeyError`` for any other.
        platform: of the nodes; None = Linux where the runbook is rehearsed there.
    """
    if platform == "windows" or (platform is None and runbook not in REHEARSED):
        return replace(windows_site(), **REHEARSED_ON_WINDOWS[runbook])
    return replace(default_site(), **REHEARSED[runbook])


def site_from_inventory(
    nodes: Sequence[Mapping[str, Any]],
    group: str,
    parameters: Mapping[str, Any],
    configuration: Path | None = None,
    base: Site | None = None,
) -> Site:
    """A site from a user's inventory.

    The lab has one public network and one interconnect. A node's address is taken as public when it shares the
    floating IP's network and as interconnect otherwise; what the inventory doesn't tell is made up beside it.

    Args:
        nodes: per node ``name``, ``address`` and, where known, ``machine_id`` and ``interconnect``; primary first.
        group: the failover group.
        parameters: the values of one runbook: ``floating_ip``, ``virtual_host``, ``mount_point``, ``device``,
            ``cluster_partition``, ``drive`` (a path on it is enough); each may be absent.
        configuration: folder with a pulled ``clp.conf`` and ``scripts/``.
        base: the site that says all that the inventory doesn't; None = the guide's.
    """
    standard = base or default_site()
    windows = standard.windows
    if windows and "drive" in parameters:
        windows = replace(windows, drive=str(parameters["drive"])[:2].upper())
    floating = str(parameters.get("floating_ip", standard.floating_ip))
    network = IPv4Interface(f"{floating}/{standard.prefix_length}").network
    made = [_node(node, index, network) for index, node in enumerate(nodes)]
    disks = tuple(
        Disk(str(parameters[key]), size_mib=size, file_system=kind)
        for key, size, kind in (("cluster_partition", 8, ""), ("device", 64, "ext4"))
        if parameters.get(key) and windows is None
    )
    return replace(
        standard,
        nodes=(made[0], made[1]),
        floating_ip=floating,
        virtual_host=str(parameters.get("virtual_host", standard.virtual_host)),
        disks=disks or standard.disks,
        mount_point=str(parameters.get("mount_point", standard.mount_point)),
        group=group,
        configuration=configuration,
        windows=windows,
    )


def _node(given: Mapping[str, Any], index: int, network: IPv4Network) -> SiteNode:
    """One node of a user's site; the address that the inventory doesn't tell is invented."""
    address = str(given["address"])
    invented = 111 + index
    if IPv4Address(address) in network:
        public, interconnect = address, str(given.get("interconnect") or f"192.168.254.{invented}")
    else:
        public, interconnect = str(given.get("public") or network[invented]), address
    return SiteNode(str(given["name"]), public, interconnect, given.get("machine_id"))
