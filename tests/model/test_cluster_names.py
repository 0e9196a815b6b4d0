"""Which node a server's name means: the product may know it by a shorter name than the inventory, or a longer one."""

import pytest

from clprun.model.cluster import Cluster, Node, Platform, Role


def cluster(first: str, second: str) -> Cluster:
    nodes = (
        Node(name=first, role=Role.PRIMARY, address="192.0.2.1"),
        Node(name=second, role=Role.STANDBY, address="192.0.2.2"),
    )
    return Cluster(name="lab", platform=Platform.LINUX, group="failover", nodes=nodes)


@pytest.mark.parametrize(
    ("names", "server", "found"),
    [
        (("clu1", "clu2"), "clu2", "clu2"),
        (("clu1", "clu2"), "CLU2", "clu2"),
        (("clu1.example.com", "clu2.example.com"), "clu2", "clu2.example.com"),
        (("clu1", "clu2"), "clu2.example.com", "clu2"),
        (("clu.example.com", "clu.example.net"), "clu.example.net", "clu.example.net"),
        (("clu1.example.com", "clu2.example.com"), "clu2.example.net", None),
        (("clu1", "clu2"), "clu3", None),
        (("clu1", "clu2"), None, None),
    ],
)
def test_a_servers_name_means_a_node(names: tuple[str, str], server: str | None, found: str | None) -> None:
    node = cluster(*names).called(server)
    assert (node and node.name) == found


def test_a_node_is_called_by_its_first_label_until_the_product_tells_its_name() -> None:
    assert cluster("clu1.example.com", "clu2").primary.label == "clu1"
