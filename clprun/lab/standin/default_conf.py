"""The cluster configuration of the lab's default site, written as the products' tools write one. Controller side.

Form and ids: reference/clusterpro.md 2.2 to 2.7; number of objects: 0.1 (13).
"""

from typing import Literal
from xml.sax.saxutils import escape

from clprun.lab.site import Site

__all__ = ["Resources", "default_configuration", "default_scripts"]

Resources = Literal["none", "fip+disk", "all"]
"""Which resources the group holds already: JobCenter's guide (2.2) meets all three."""

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
        resources: ``none``, ``fip+disk`` (fip1, disk1, fipw1), or ``all`` (also exec1, asynchronous, and pidw1).
    """
    names = {"none": (), "fip+disk": ("fip@fip1", "disk@disk1"), "all": ("fip@fip1", "disk@disk1", "exec@exec1")}[
        resources
    ]
    monitors = {"none": 1, "fip+disk": 2, "all": 3}[resources]
    objects = 4 + 2 + 1 + len(names) + monitors + 2 * 2
    parts = [
        '<?xml version="1.0" encoding="EUC-JP"?>\n<root>',
        "\t<all>\n\t\t<charset>EUC-JP</charset>\n\t\t<encode>EUC-JP</encode>\n\t\t<serveros>linux</serveros>\n\t</all>",
        "\t<cluster>\n\t\t<name>cluster</name>\n\t\t<comment></comment>\n\t</cluster>",
        *(_server(node.name, order, (node.interconnect, node.public)) for order, node in enumerate(site.nodes)),
        '\t<heartbeat>\n\t\t<types name="lankhb"/>\n' + _heartbeat(0) + _heartbeat(1) + "\t</heartbeat>",
        _group(site.group, names),
        f"\t<resource>\n{_resources(site, names)}\t</resource>" if names else "\t<resource></resource>",
        f"\t<monitor>\n{_monitors(site, resources)}\t</monitor>",
        f"\t<webmgr>\n\t\t<client>\n\t\t\t<objectnumber>{objects}</objectnumber>\n\t\t</client>\n\t</webmgr>",
        "</root>\n",
    ]
    return "\n".join(parts).encode("euc_jp")


def default_scripts(site: Site, resources: Resources = "fip+disk") -> dict[str, bytes]:
    """Scripts by path below ``scripts/``: those of exec1 where it is there."""
    if resources != "all":
        return {}
    folder = f"{site.group}/exec1"
    return {f"{folder}/start.sh": START.encode(), f"{folder}/stop.sh": STOP.encode()}


def _server(name: str, priority: int, addresses: tuple[str, str]) -> str:
    devices = "".join(
        f'\t\t<device id="{number}">\n\t\t\t<type>lan</type>\n\t\t\t<info>{address}</info>\n\t\t</device>\n'
        for number, address in enumerate(addresses)
    )
    return f'\t<server name="{escape(name)}">\n\t\t<priority>{priority}</priority>\n{devices}\t</server>'


def _heartbeat(number: int) -> str:
    inner = f"\t\t\t<priority>{number}</priority>\n\t\t\t<device>{number}</device>\n"
    return f'\t\t<lankhb name="lankhb{number + 1}">\n{inner}\t\t</lankhb>\n'


def _group(name: str, resources: tuple[str, ...]) -> str:
    listed = "".join(f'\t\t<resource name="{each}"/>\n' for each in resources)
    return f'\t<group name="{escape(name)}">\n\t\t<comment></comment>\n\t\t<gid>0</gid>\n{listed}\t</group>'


def _resources(site: Site, names: tuple[str, ...]) -> str:
    disk = site.shared_file_system
    device, kind = (disk.device, disk.file_system) if disk else ("/dev/sdb2", "ext4")
    texts = {
        "fip": f"\t\t\t\t<ip>{site.floating_ip}</ip>\n",
        "disk": (
            f"\t\t\t\t<disktype>disk</disktype>\n\t\t\t\t<device>{device}</device>\n\t\t\t\t<fs>{kind}</fs>\n"
            f"\t\t\t\t<mount>\n\t\t\t\t\t<point>{escape(site.mount_point)}</point>\n\t\t\t\t</mount>\n"
        ),
        "exec": (
            "\t\t\t\t<act>\n\t\t\t\t\t<path>start.sh</path>\n\t\t\t\t\t<sync>0</sync>\n\t\t\t\t</act>\n"
            "\t\t\t\t<deact>\n\t\t\t\t\t<path>stop.sh</path>\n\t\t\t\t</deact>\n"
        ),
    }
    found = []
    for each in names:
        tag, _, name = each.partition("@")
        inner = f"\t\t\t<comment></comment>\n\t\t\t<parameters>\n{texts[tag]}\t\t\t</parameters>\n"
        found.append(f'\t\t<types name="{tag}"/>\n\t\t<{tag} name="{name}">\n{inner}\t\t</{tag}>\n')
    return "".join(found)


def _monitors(site: Site, resources: Resources) -> str:
    found = [_monitor("userw", "userw", "", "cls", "LocalServer")]
    if resources != "none":
        found.append(_monitor("fipw", "fipw1", "fip1", "rsc", "fip1"))
    if resources == "all":
        found.append(_monitor("pidw", "pidw1", "exec1", "grp", escape(site.group)))
    return "".join(found)


def _monitor(tag: str, name: str, target: str, kind: str, recovery: str) -> str:
    relation = f"\t\t\t<relation>\n\t\t\t\t<type>{kind}</type>\n\t\t\t\t<name>{recovery}</name>\n\t\t\t</relation>\n"
    inner = f"\t\t\t<comment></comment>\n\t\t\t<target>{target}</target>\n{relation}"
    return f'\t\t<types name="{tag}"/>\n\t\t<{tag} name="{name}">\n{inner}\t\t</{tag}>\n'
