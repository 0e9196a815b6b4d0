"""The site: the guide's, or built from a user's inventory."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.lab import client
from clprun.lab.site import (
    Disk,
    Site,
    WindowsSite,
    default_site,
    site_for,
    site_from_inventory,
    windows_site,
)
from tests.support.lab import Lab

NODES = [
    {"name": "jcs1", "address": "172.16.4.21", "machine_id": 21},
    {"name": "jcs2", "address": "172.16.4.22", "machine_id": 22},
]
PARAMETERS = {
    "floating_ip": "172.16.4.30",
    "virtual_host": "jcv",
    "mount_point": "/data/jc",
    "device": "/dev/sdc1",
}


def test_the_guides_values() -> None:
    site = default_site()

    assert [(node.name, node.public, node.interconnect, node.machine_id) for node in site.nodes] == [
        ("clu1", "10.0.0.111", "192.168.0.111", 111),
        ("clu2", "10.0.0.112", "192.168.0.112", 112),
    ]
    assert (site.floating_ip, site.virtual_host, site.group, site.mount_point) == (
        "10.0.0.114",
        "cluv",
        "failover",
        "/mnt/sdb2",
    )
    assert [disk.device for disk in site.disks] == ["/dev/sdb1", "/dev/sdb2"]
    assert site.shared_file_system == Disk("/dev/sdb2")


@pytest.mark.parametrize("configuration", [None, Path("/some/where")])
def test_a_site_survives_json(configuration: Path | None) -> None:
    site = replace(default_site(), configuration=configuration, language="ja", time_factor=1.5)
    site = replace(site, clweb="media", service_manager="chkconfig")

    assert Site.from_json(json.loads(json.dumps(site.as_json()))) == site
    assert Site.from_json(json.loads(json.dumps(windows_site().as_json()))) == windows_site()


def test_public_addresses_are_known_by_the_floating_ips_network() -> None:
    site = site_from_inventory(NODES, "grp", PARAMETERS)

    assert [(node.name, node.public, node.interconnect) for node in site.nodes] == [
        ("jcs1", "172.16.4.21", "192.168.254.111"),
        ("jcs2", "172.16.4.22", "192.168.254.112"),
    ]
    assert (site.virtual_host, site.mount_point, site.group) == ("jcv", "/data/jc", "grp")
    assert site.disks == (Disk("/dev/sdc1"),)


def test_what_the_inventory_does_not_tell_is_the_runbooks_own() -> None:
    base = site_for("clientmanager")
    site = site_from_inventory(NODES, "grp", {"floating_ip": "172.16.4.30", "drive": "v:\\data"}, base=base)

    assert site.windows == WindowsSite(drive="V:")
    assert (site.platform, site.shared_folder) == ("windows", "/windows/drives/v")
    assert (site.software, site.disks, site.group) == (base.software, base.disks, "grp")


def test_other_addresses_are_interconnects() -> None:
    nodes = [{"name": "a", "address": "192.168.9.1"}, {"name": "b", "address": "192.168.9.2"}]
    site = site_from_inventory(nodes, "grp", {"floating_ip": "10.1.0.114", "cluster_partition": "/dev/sdb1"})

    assert [(node.public, node.interconnect) for node in site.nodes] == [
        ("10.1.0.111", "192.168.9.1"),
        ("10.1.0.112", "192.168.9.2"),
    ]
    assert site.disks == (Disk("/dev/sdb1", size_mib=8, file_system=""),)


@pytest.mark.parametrize(
    ("name", "address"), [("clu1", "10.0.0.111"), ("cluv", "10.0.0.114"), ("10.9.9.9", "10.9.9.9")]
)
def test_names_lead_to_addresses(name: str, address: str) -> None:
    assert default_site().address_of(name) == address


def test_a_users_site_comes_up(lab_home: Path) -> None:
    site = replace(site_from_inventory(NODES, "grp", PARAMETERS), products=False)
    lab = Lab(lab_home, "B", site)
    lab.up()

    with lab.ssh("jcs2") as session:
        _, out, _ = session.exec_command(
            "hostname; getent hosts jcv; ls /dev/sdc1; mount /dev/sdc1 /data/jc && df /data/jc"
        )
        assert out.read().decode().split()[:4] == ["jcs2", "172.16.4.30", "jcv", "/dev/sdc1"]
    settings = json.loads(lab.sh("jcs1", "cat /run/clprun-lab/settings-jcs1.json"))
    assert (settings["node"], settings["tier"], Site.from_json(settings["site"])) == ("jcs1", "B", site)
    assert client.paths(lab_home).known_hosts.read_text().startswith("jcs1,172.16.4.21,192.168.254.111 ssh-ed25519 ")
