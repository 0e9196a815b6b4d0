"""The cluster configuration of a Windows site, written as a Windows WebUI writes one. Controller side, pure.

Form and ids: reference/clusterpro.md 2.1 to 2.7; no ``gid`` (0.1, fact 14); number of objects: 0.1 (13).
"""

import uuid
from collections.abc import Mapping
from xml.sax.saxutils import escape

from clprun.lab.site import Site, SiteNode
from clprun.lab.standin.default_conf import Resources

__all__ = ["VERSIONS", "windows_configuration"]

VERSIONS: Mapping[str, str] = {"2003": "3.1.10-1", "2008r2": "4.2.0-1", "2022": "5.1.0-1"}
"""The version of CLUSTERPRO X that the stand-ins play, by the Windows they play it on: ClientManager's guide ends with
X 3.1, CL/Web's speaks of X 4.1 and 4.2."""

HELD: Mapping[Resources, tuple[str, ...]] = {
    "none": (),
    "disk": ("sd@sd1",),
    "fip+disk": ("fip@fip1", "sd@sd1"),
    "fip+md": ("fip@fip1", "md@md1"),
    "all": ("fip@fip1", "vcom@vcom1", "sd@sd1"),
}
"""What the group holds, by the same words as on Linux; there a shared disk is a ``disk`` resource."""


def windows_configuration(site: Site, resources: Resources = "fip+disk") -> bytes:
    """``clp.conf`` of a Windows site: two servers, two heartbeats, one group.

    Args:
        site: names, addresses, drive; its ``windows`` must be there.
        resources: what the group holds; each resource has its monitor.

    Raises:
        ValueError: the site is one of Linux.
    """
    if site.windows is None:
        raise ValueError(site.platform)
    names = HELD[resources]
    monitors = [_user_monitor(), *(each for name in names for each in _monitors(name.partition("@")[0]))]
    held = "".join(_resource(site, *name.split("@")) for name in names)
    parts = [
        '<?xml version="1.0" encoding="SJIS"?>\n<root>',
        _element("all", "<charset>SJIS</charset>", "<encode>SJIS</encode>", "<serveros>windows</serveros>"),
        _element("trekking", f"<savedversion>{VERSIONS[site.windows.flavour]}</savedversion>"),
        _element("cluster", "<name>cluster</name>", "<comment/>"),
        *(_server(node, order, mirror="md@md1" in names) for order, node in enumerate(site.nodes)),
        '\t<heartbeat>\n\t\t<types name="lankhb"/>\n' + _heartbeat(0) + _heartbeat(1) + "\t</heartbeat>",
        _element(f'group name="{escape(site.group)}"', "<comment/>", *(f'<resource name="{each}"/>' for each in names)),
        f"\t<resource>\n{held}\t</resource>" if names else "\t<resource></resource>",
        f"\t<monitor>\n{''.join(monitors)}\t</monitor>",
        _element("webmgr", f"<client><objectnumber>{_objects(len(names), len(monitors))}</objectnumber></client>"),
        "</root>\n",
    ]
    return "\n".join(parts).encode("cp932")


def _objects(resources: int, monitors: int) -> int:
    servers, groups, heartbeats = 2, 1, 2
    return 4 + servers + groups + resources + monitors + servers * heartbeats


def _element(opened: str, *inner: str) -> str:
    lines = "".join(f"\t\t{each}\n" for each in inner)
    return f"\t<{opened}>\n{lines}\t</{opened.partition(' ')[0]}>"


def _server(node: SiteNode, priority: int, *, mirror: bool) -> str:
    devices = [
        f'<device id="{number}"><type>lan</type><info>{address}</info></device>'
        for number, address in enumerate((node.interconnect, node.public))
    ]
    if mirror:
        address = f"<info>{node.interconnect}</info>"
        devices.append(f'<device id="400"><type>mdc</type>{address}<mdc>{address}</mdc></device>')
    # The disk's adapter is filtered, as CL/Web's guide asks for (CLWEB, requirements).
    adapter = '<hba id="0"><portnumber>2</portnumber><deviceid>PCI_LAB</deviceid><instanceid>0</instanceid></hba>'
    return _element(f'server name="{escape(node.name)}"', f"<priority>{priority}</priority>", *devices, adapter)


def _heartbeat(number: int) -> str:
    inner = f"<priority>{number}</priority><device>{number}</device>"
    return f'\t\t<lankhb name="lankhb{number + 1}">{inner}</lankhb>\n'


def _resource(site: Site, kind: str, name: str) -> str:
    assert site.windows is not None
    drive = f"<volumemountpoint>{site.windows.drive}</volumemountpoint>"
    parameters = {
        "fip": f"<ip>{site.floating_ip}</ip>",
        "vcom": f"<vcomname>{escape(site.virtual_host.upper()[:15])}</vcomname><target>fip1</target>",
        "sd": drive,
        "md": '<netdev id="0"><priority>0</priority><device>400</device><mdcname>mdc1</mdcname></netdev>'
        f"{drive}<cpvolumemountpoint>X:</cpvolumemountpoint>",
    }[kind]
    inner = f"\t\t\t<comment/>\n\t\t\t<parameters>{parameters}</parameters>\n"
    if kind in {"sd", "md"}:
        inner += "".join(_volumes(site, node, kind) for node in site.nodes)
    return f'\t\t<types name="{kind}"/>\n\t\t<{kind} name="{name}">\n{inner}\t\t</{kind}>\n'


def _volumes(site: Site, node: SiteNode, kind: str) -> str:
    """Each server knows the volumes by GUIDs of its own (2.5, sd and md)."""
    tags = ("volumeguid",) if kind == "sd" else ("volumeguid", "cpvolumeguid")
    inner = "".join(
        f"<{tag}>{uuid.uuid5(uuid.NAMESPACE_DNS, f'{node.name}.{site.group}.{tag}')}</{tag}>" for tag in tags
    )
    return f'\t\t\t<server name="{escape(node.name)}"><parameters>{inner}</parameters></server>\n'


def _user_monitor() -> str:
    return _monitor("userw", "userw", "", ("cls", "LocalServer"))


def _monitors(kind: str) -> list[str]:
    """What watches a resource of this type (2.7)."""
    name, watched = f"{kind}1", ("rsc", f"{kind}1")
    if kind in {"sd", "md"}:
        tags = ("sdw",) if kind == "sd" else ("mdw", "mdnw")
        parameters = f"<parameters><object>{name}</object></parameters>"
        return [_monitor(tag, f"{tag}1", "", watched, parameters) for tag in tags]
    return [_monitor(f"{kind}w", f"{kind}w1", name, watched)]


def _monitor(tag: str, name: str, target: str, recovery: tuple[str, str], extra: str = "") -> str:
    kind, goal = recovery
    relation = f"<relation><type>{kind}</type><name>{goal}</name></relation>"
    inner = f"<comment/><target>{target}</target>{relation}{extra}"
    return f'\t\t<types name="{tag}"/>\n\t\t<{tag} name="{name}">{inner}</{tag}>\n'
