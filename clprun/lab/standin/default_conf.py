"""The cluster configuration of the lab's default site, written as the products' tools write one. Controller side.

Form and ids: reference/clusterpro.md 2.2 to 2.7; number of objects: 0.1 (13).
"""

from typing import Literal
from xml.sax.saxutils import escape

from clprun.lab.site import Site, SiteNode

__all__ = ["Resources", "default_configuration", "default_scripts"]

Resources = Literal["none", "disk", "fip+disk", "fip+md", "all"]
"""Which resources the group holds already: JobCenter's guide (2.2, 3.2) meets them all."""

HELD: dict[Resources, tuple[str, ...]] = {
    "none": (),
    "disk": ("disk@disk1",),
    "fip+disk": ("fip@fip1", "disk@disk1"),
    "fip+md": ("fip@fip1", "md@md1"),
    "all": ("fip@fip1", "disk@disk1", "exec@exec1"),
}

VERSION = "4.3.0-1"
"""The version of CLUSTERPRO X that the stand-ins play."""

START = """\
#! /bin/sh
#***************************************
#*              start.sh               *
#***************************************
exit 0
"""
STOP = START.replace("start.sh", "stop.sh ")
"""What an exec resource holds before anybody wrote its scripts."""


def default_configuration(site: Site, resources: Resources = "fip+disk") -> bytes:
    """``clp.conf`` of the default site: two servers, two heartbeats, one group.

    Args:
        site: names, addresses, disk.
        resources: ``none``, ``disk`` (disk1), ``fip+disk`` (fip1, disk1, fipw1), ``fip+md`` (fip1, md1, fipw1, mdw1,
            mdnw1: the first two disks of the site as cluster and data partition), or ``all`` (fip1, disk1, exec1,
            which starts asynchronously, fipw1, pidw1).
    """
    names = HELD[resources]
    monitors = _monitors(site, resources)
    objects = 4 + 2 + 1 + len(names) + len(monitors) + 2 * 2
    held = "".join(_resource(site, *name.split("@")) for name in names)
    parts = [
        '<?xml version="1.0" encoding="EUC-JP"?>\n<root>',
        "\t<all>\n\t\t<charset>EUC-JP</charset>\n\t\t<encode>EUC-JP</encode>\n\t\t<serveros>linux</serveros>\n\t</all>",
        # The WebUI's own note (clusterpro.md 2.2); where the product's version can be read without rpm.
        f"\t<trekking>\n\t\t<savedversion>{_version(site)}</savedversion>\n\t</trekking>",
        "\t<cluster>\n\t\t<name>cluster</name>\n\t\t<comment></comment>\n\t</cluster>",
        *(_server(node, order, mirror="md@md1" in names) for order, node in enumerate(site.nodes)),
        '\t<heartbeat>\n\t\t<types name="lankhb"/>\n' + _heartbeat(0) + _heartbeat(1) + "\t</heartbeat>",
        _group(site.group, names),
        f"\t<resource>\n{held}\t</resource>" if names else "\t<resource></resource>",
        f"\t<monitor>\n{''.join(monitors)}\t</monitor>",
        f"\t<webmgr>\n\t\t<client>\n\t\t\t<objectnumber>{objects}</objectnumber>\n\t\t</client>\n\t</webmgr>",
        "</root>\n",
    ]
    return "\n".join(parts).encode("euc_jp")


def _version(site: Site) -> str:
    return (site.manner.version if site.manner else "") or VERSION


def default_scripts(site: Site, resources: Resources = "fip+disk") -> dict[str, bytes]:
    """Scripts by path below ``scripts/``: those of exec1 where it is there."""
    if resources != "all":
        return {}
    folder = f"{site.group}/exec1"
    return {f"{folder}/start.sh": START.encode(), f"{folder}/stop.sh": STOP.encode()}


def _server(node: SiteNode, priority: int, *, mirror: bool) -> str:
    devices = [_device(0, "lan", node.interconnect), _device(1, "lan", node.public)]
    if mirror:
        inner = f"\t\t\t<mdc>\n\t\t\t\t<info>{node.interconnect}</info>\n\t\t\t</mdc>\n"
        devices.append(_device(400, "mdc", node.interconnect, inner))
    priorities = f"\t\t<priority>{priority}</priority>\n"
    return f'\t<server name="{escape(node.name)}">\n{priorities}{"".join(devices)}\t</server>'


def _device(number: int, kind: str, address: str, inner: str = "") -> str:
    values = f"\t\t\t<type>{kind}</type>\n\t\t\t<info>{address}</info>\n{inner}"
    return f'\t\t<device id="{number}">\n{values}\t\t</device>\n'


def _heartbeat(number: int) -> str:
    inner = f"\t\t\t<priority>{number}</priority>\n\t\t\t<device>{number}</device>\n"
    return f'\t\t<lankhb name="lankhb{number + 1}">\n{inner}\t\t</lankhb>\n'


def _group(name: str, resources: tuple[str, ...]) -> str:
    listed = "".join(f'\t\t<resource name="{each}"/>\n' for each in resources)
    return f'\t<group name="{escape(name)}">\n\t\t<comment></comment>\n\t\t<gid>0</gid>\n{listed}\t</group>'


def _resource(site: Site, kind: str, name: str) -> str:
    disk = site.shared_file_system
    device, system = (disk.device, disk.file_system) if disk else ("/dev/sdb2", "ext4")
    raw = next((each.device for each in site.disks if not each.file_system), "/dev/sdb1")
    mount = f"<mount><point>{escape(site.mount_point)}</point></mount>"
    parameters = {
        "fip": (f"<ip>{site.floating_ip}</ip>",),
        "disk": ("<disktype>disk</disktype>", f"<device>{device}</device>", f"<fs>{system}</fs>", mount),
        "md": (
            '<netdev id="0"><priority>0</priority><device>400</device><mdcname>mdc1</mdcname></netdev>',
            "<nmppath>/dev/NMP1</nmppath>",
            mount,
            f"<diskdev><dppath>{device}</dppath><cppath>{raw}</cppath></diskdev>",
            f"<fs>{system}</fs>",
        ),
        "exec": ("<act><path>start.sh</path><sync>0</sync></act>", "<deact><path>stop.sh</path></deact>"),
    }
    lines = "".join(f"\t\t\t\t{each}\n" for each in parameters[kind])
    inner = f"\t\t\t<comment></comment>\n\t\t\t<parameters>\n{lines}\t\t\t</parameters>\n"
    return f'\t\t<types name="{kind}"/>\n\t\t<{kind} name="{name}">\n{inner}\t\t</{kind}>\n'


def _monitors(site: Site, resources: Resources) -> list[str]:
    found = [_monitor("userw", "userw", "", "cls", "LocalServer")]
    if "fip@fip1" in HELD[resources]:
        found.append(_monitor("fipw", "fipw1", "fip1", "rsc", "fip1"))
    if resources == "fip+md":
        mirror = "\t\t\t<parameters>\n\t\t\t\t<object>md1</object>\n\t\t\t</parameters>\n"
        found += [_monitor(kind, f"{kind}1", "", "cls", "LocalServer", mirror) for kind in ("mdw", "mdnw")]
    if resources == "all":
        found.append(_monitor("pidw", "pidw1", "exec1", "grp", escape(site.group)))
    return found


def _monitor(tag: str, name: str, target: str, kind: str, recovery: str, extra: str = "") -> str:
    relation = f"\t\t\t<relation>\n\t\t\t\t<type>{kind}</type>\n\t\t\t\t<name>{recovery}</name>\n\t\t\t</relation>\n"
    inner = f"\t\t\t<comment></comment>\n\t\t\t<target>{target}</target>\n{relation}{extra}"
    return f'\t\t<types name="{tag}"/>\n\t\t<{tag} name="{name}">\n{inner}\t\t</{tag}>\n'
