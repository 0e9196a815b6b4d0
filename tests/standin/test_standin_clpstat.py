"""What clpstat prints: the layouts of clusterpro.md 1.1, in both languages."""

from collections.abc import Mapping

import pytest

from clprun.lab.site import default_site
from clprun.lab.standin.clusterpro import render
from clprun.lab.standin.clusterpro.configuration import parse
from clprun.lab.standin.clusterpro.view import Report, look, worst
from clprun.lab.standin.clusterpro.words import Speech
from clprun.lab.standin.default_conf import default_configuration

CLUSTER = parse(default_configuration(default_site()), "clu1")
RUNNING: Report = {
    "groups": {"failover": {"active": True, "status": "Online", "resources": {"fip1": "Online", "disk1": "Online"}}},
    "monitors": {"userw": "Normal", "fipw1": "Normal"},
}
IDLE: Report = {"groups": {"failover": {"active": False}}, "monitors": {"userw": "Normal", "fipw1": "Offline"}}
BOTH: Mapping[str, Report] = {"clu1": IDLE, "clu2": RUNNING}
PATHS = {"lankhb1": True, "lankhb2": True}

STATUS = """\
 ========================  CLUSTER STATUS  ===========================
  Cluster : cluster
  <server>
   *clu1 ............: Online           Primary server
      lankhb1        : Normal           Kernel Mode LAN Heartbeat
      lankhb2        : Normal           Kernel Mode LAN Heartbeat
    clu2 ............: Online
      lankhb1        : Normal           Kernel Mode LAN Heartbeat
      lankhb2        : Normal           Kernel Mode LAN Heartbeat
  <group>
    failover ........: Online
      current        : clu2
      fip1           : Online
      disk1          : Online
  <monitor>
    userw            : Normal
    fipw1            : Normal
 ====================================================================="""


def shown(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def test_the_status_has_the_product_s_columns() -> None:
    assert shown(render.status(look(CLUSTER, "clu1", BOTH, PATHS), Speech("en"), long=False)) == STATUS


def test_before_the_cluster_starts_everything_reads_offline() -> None:
    text = render.status(look(CLUSTER, "clu1", {}, {}), Speech("en"), long=False)

    assert "Online" not in text
    assert "Normal" not in text
    assert "current        : None" in text


def test_names_are_cut_to_16_columns_unless_long() -> None:
    name = b"container-recovery"
    cluster = parse(default_configuration(default_site()).replace(b"disk1", name), "clu1")
    view = look(cluster, "clu1", BOTH, PATHS)

    assert "container-recove : Offline" in render.status(view, Speech("en"), long=False)
    assert "container-recovery             : Offline" in render.status(view, Speech("en"), long=True)


def test_japanese_words_keep_the_columns() -> None:
    text = render.status(look(CLUSTER, "clu1", BOTH, PATHS), Speech("ja"), long=False)

    assert "   *clu1 ............: 起動済           Primary server" in text
    assert "      現在のサーバ   : clu2" in text
    assert "Online" not in text


def test_a_cut_path_shows_on_its_line_only() -> None:
    lines = render.status(look(CLUSTER, "clu1", BOTH, {"lankhb1": False, "lankhb2": True}), Speech("en"), long=False)

    assert "lankhb1        : Error" in lines
    assert "lankhb2        : Normal" in lines


def test_the_group_map_names_servers_by_number() -> None:
    text = render.group_map(look(CLUSTER, "clu2", BOTH, PATHS), Speech("en"))

    assert "   *server1 : clu2" in text
    assert "server1 [o] : failover[o]" in text


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("Normal", "Offline"), "Normal"),
        (("Offline", "Offline"), "Offline"),
        (("Normal", "Error"), "Caution"),
        (("Error", "Offline"), "Error"),
        (("Suspend", "Suspend"), "Suspend"),
        (("Caution", "Caution"), "Caution"),
    ],
)
def test_a_monitor_s_status_over_all_servers(statuses: tuple[str, ...], expected: str) -> None:
    assert worst(statuses) == expected
