"""What the form of an inventory can't say: two nodes, one of each role, nothing that both claim for themselves."""

import ipaddress
from collections.abc import Callable, Iterator

from clprun.errors import Place, Problem, Value
from clprun.lang.document import Document, Path
from clprun.lang.inventory_file import ClusterEntry, NodeEntry
from clprun.lang.inventory_winrm import winrm_problems
from clprun.lang.refused import Refused
from clprun.lang.values import check_host_name, check_ip_address, check_name, is_ip_address
from clprun.model.cluster import Platform, Role

__all__ = ["cluster_problems"]


def cluster_problems(name: str, entry: ClusterEntry, document: Document) -> list[Problem]:
    """All that is wrong with a cluster whose form is right.

    Args:
        name: its name.
        entry: the cluster as written.
        document: the file it is written in.
    """
    path: Path = ("clusters", name)
    return [
        *_refusal(check_name, name, document.key_place(path), "clusters"),
        *_refusal(check_name, entry.group, document.value_place((*path, "group")), "group"),
        *_parts(name, entry, document),
        *_folder(name, entry, document),
        *_shared(entry, document, (*path, "nodes")),
        *(
            problem
            for node, it in entry.nodes.items()
            for problem in _node(node, it, entry.platform, document, (*path, "nodes", node))
        ),
    ]


def _parts(name: str, entry: ClusterEntry, document: Document) -> Iterator[Problem]:
    """A cluster has one primary and one standby."""
    path: Path = ("clusters", name, "nodes")
    if len(entry.nodes) != len(Role):
        yield Problem("input.not_two_nodes", {"name": name, "count": len(entry.nodes)}, place=document.key_place(path))
        return
    first, second = entry.nodes
    if entry.nodes[first].role == entry.nodes[second].role:
        values: dict[str, Value] = {"role": entry.nodes[first].role.value, "first": first, "second": second}
        yield Problem("input.role_twice", values, place=document.value_place((*path, second, "role")))


def _folder(name: str, entry: ClusterEntry, document: Document) -> Iterator[Problem]:
    """On Linux CLUSTERPRO lies where it always does."""
    if entry.clusterpro_folder is not None and entry.platform is Platform.LINUX:
        place = document.value_place(("clusters", name, "clusterpro_folder"))
        yield Problem("input.folder_on_linux", {"name": name}, place=place)


def _shared(entry: ClusterEntry, document: Document, path: Path) -> Iterator[Problem]:
    """No address and no machine id stands for two nodes."""
    addresses: dict[str, str] = {}
    machine_ids: dict[int, str] = {}
    for name, node in entry.nodes.items():
        other = addresses.setdefault(_normal(node.address), name)
        if other != name:
            values: dict[str, Value] = {"address": node.address, "first": other, "second": name}
            yield Problem("input.address_twice", values, place=document.value_place((*path, name, "address")))
        if node.machine_id is not None and (other := machine_ids.setdefault(node.machine_id, name)) != name:
            place = document.value_place((*path, name, "machine_id"))
            yield Problem("input.machine_id_taken", {"found": node.machine_id, "owner": other}, place=place)


def _node(name: str, node: NodeEntry, platform: Platform, document: Document, path: Path) -> Iterator[Problem]:
    yield from _refusal(check_host_name, name, document.key_place(path), "nodes")
    check = check_ip_address if is_ip_address(node.address) else check_host_name
    yield from _refusal(check, node.address, document.value_place((*path, "address")), "address")
    key, login, wanted = ("winrm", node.winrm, "ssh") if platform is Platform.LINUX else ("ssh", node.ssh, "winrm")
    if login is not None:
        values: dict[str, Value] = {"name": key, "platform": platform.value, "wanted": wanted}
        yield Problem("input.login_for_other_platform", values, place=document.key_place((*path, key)))
    elif node.winrm is not None:
        yield from winrm_problems(node.winrm, document, (*path, "winrm"))


def _refusal(check: Callable[[str], str], value: str, place: Place, key: str) -> Iterator[Problem]:
    try:
        check(value)
    except Refused as refused:
        yield refused.at(place, key=key)


def _normal(address: str) -> str:
    """Equal for two spellings of one address."""
    try:
        return ipaddress.ip_address(address).compressed
    except ValueError:
        return address.lower().rstrip(".")
