"""What a killed cjcpw leaves: whether ``cjcpw -stop`` finds it is not public, so stop.sh is tried with both.

The script is the runbook's own, with the stand-ins of ``clplogcmd`` and ``cjcpw``.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clprun.lab.site import default_site
from clprun.lang.expression import render_text
from tests.runbooks.machine import FILES
from tests.standin.rehearsal import FACTOR, NAMES, Rehearsal, rehearsing

CJCPW = "/usr/lib/nqs/cluster/cjcpw"
GIVEN = {
    "virtual_host": "cluv",
    "database_path": "/mnt/sdb2",
    "jobcenter_folder": "/usr/lib/nqs",
    "process_monitoring": True,
    "stop_limit": 2,
    "kill_after": 10,
}


@pytest.fixture(params=[pytest.param("stopped", marks=pytest.mark.full), "unreachable"])
def lab(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsing(tmp_path, replace(default_site(), time_factor=FACTOR, orphans=request.param)) as made:
        made.stop_local_sites("SITE")
        made.good("clu1", "/usr/lib/nqs/cluster/cjcmksite cluv 114 /mnt/sdb2")
        for name in ("start.sh", "stop.sh"):
            text = render_text((FILES / f"{name}.j2").read_text(encoding="ascii"), GIVEN)
            made.write("clu1", f"/root/{name}", text, "755")
        yield made


def test_orphans_of_a_killed_cjcpw_are_stopped_either_way_and_reasons_are_told(lab: Rehearsal) -> None:
    lab.good("clu1", "CLP_EVENT=START CLP_DISK=SUCCESS setsid /root/start.sh </dev/null >/root/start.log 2>&1 &")
    lab.wait_for_site("clu1")
    lab.good("clu1", "pkill -KILL -x cjcpw")
    left = {name: count for name, count in NAMES.items() if "cjcpw" not in name}
    lab.wait("orphans", lambda: lab.processes("clu1") == left)

    said = lab.run("clu1", "CLP_EVENT=FAILOVER CLP_DISK=SUCCESS /root/stop.sh")

    assert said.code == 0, said.text
    assert lab.processes("clu1") == {}
    alerts = lab.good("clu1", "cat /opt/nec/clusterpro/alert/log/alert.log.cur")
    unreachable = lab.site.orphans == "unreachable"
    assert ("JobCenter site cluv: not stopped by cjcpw within 2 s; TERM is sent" in alerts) is unreachable

    lab.good("clu1", "mv /mnt/sdb2/nqs /mnt/sdb2/elsewhere")
    assert lab.run("clu1", "CLP_EVENT=START CLP_DISK=SUCCESS /root/start.sh").code == 1
    alerts = lab.good("clu1", "cat /opt/nec/clusterpro/alert/log/alert.log.cur")
    assert "not started: its database /mnt/sdb2/nqs is not there" in alerts
