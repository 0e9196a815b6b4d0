"""The stand-ins of JobCenter, standard mode: a manager's site, an agent's instance, what each refuses."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from clprun.lab.site import site_for
from tests.standin.rehearsal import FACTOR, Rehearsal, rehearsing

SITE = replace(
    site_for("jobcenter-standard-mg"),
    time_factor=FACTOR,
    software=("jobcenter-standard-mg", "jobcenter-standard-ag"),
    seed=3,
)
"""Both on one pair of nodes, which the guide allows; by the seed, jcagctrl lists instances without their disk, too."""

MG, AG = (f"/media/jobcenter-standard-{kind}" for kind in ("mg", "ag"))
CJCPW = "/usr/lib/nqs/cluster/cjcpw"
DISK = "/mnt/jobmgdb"
MAKE_SITE = f"{MG}/create-site.sh jcmgcluster 100 {DISK}"
MAKE_INSTANCE = f"{AG}/create-instance.sh jcagcluster clusterinstance {DISK}"
ELEVEN = {
    f"{CJCPW} jcmgcluster {DISK}": 1,
    "/usr/lib/nqs/jcexecutor/jcexecutor_manager": 1,
    "/usr/lib/nqs/jcexecutor/jcexecutor_webserver": 1,
    "/usr/lib/nqs/jcexecutor/nats_start": 1,
    "/usr/lib/nqs/jnwcaster": 2,
    "/usr/lib/nqs/gui/bin/jnwengine": 1,
    "/usr/lib/nqs/gui/bin/sclaunchd": 1,
    "/usr/lib/nqs/combase/comagent": 1,
    "/usr/lib/nqs/gui/bin/jcdbs": 1,
    "/usr/lib/nqs/gui/bin/jnwlauncher": 1,
    "/usr/lib/nqs/gui/bin/jcwebserver": 1,
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    with rehearsing(tmp_path_factory.mktemp("standard"), SITE) as made:
        yield made


def test_a_site_is_made_once_and_shows_its_eleven_names(lab: Rehearsal) -> None:
    assert lab.run("clu1", f"{CJCPW} jcmgcluster {DISK}").code != 0
    assert "is not active" in lab.run("clu2", MAKE_SITE).text
    assert "in use" in lab.run("clu1", f"{MG}/create-site.sh jcmgcluster 111 {DISK}").text
    lab.good("clu1", MAKE_SITE)
    assert lab.run("clu1", MAKE_SITE).code != 0

    lab.good("clu1", f"setsid {CJCPW} jcmgcluster {DISK} </dev/null >/dev/null 2>&1 &")
    lab.wait("the site", lambda: lab.processes("clu1") == ELEVEN)
    assert lab.run("clu1", f"{CJCPW} \N{EN DASH}stop jcmgcluster").code != 0
    assert lab.processes("clu1") == ELEVEN
    lab.good("clu1", f"{CJCPW} -stop jcmgcluster")
    assert lab.processes("clu1") == {}


def test_an_instance_needs_a_registered_agent_and_the_disk(lab: Rehearsal) -> None:
    assert "does not know agent" in lab.run("clu1", MAKE_INSTANCE).text
    assert lab.run("clu1", f"{AG}/agent-registered.sh jcagcluster").code == 1
    lab.good("clu2", f"{AG}/register-agent.sh jcagcluster")
    assert lab.good("clu1", f"{AG}/agent-registered.sh jcagcluster") == "jcagcluster\n"
    assert "is not active" in lab.run("clu2", MAKE_INSTANCE).text
    assert lab.run("clu1", "jcagctrl create").code != 0

    lab.good("clu1", MAKE_INSTANCE)
    unit = lab.good("clu1", "cd /etc/systemd/system && ls -d jcexecutor_agent_*.service").strip()
    assert lab.run("clu1", MAKE_INSTANCE).code != 0
    assert _listed(lab, "clu1") == {"INSTANCE": "clusterinstance", "ACTIVE": "false", "ENABLE": "true"}

    lab.good("clu1", f"systemctl start {unit}")
    assert _listed(lab, "clu1")["ACTIVE"] == "true"
    assert lab.good("clu1", "pgrep -c -f ^/usr/lib/nqs/jcexecutor/jcexecutor_agent") == "3\n"
    lab.good("clu1", f"systemctl stop {unit}")
    assert _listed(lab, "clu1")["ACTIVE"] == "false"
    assert lab.run("clu1", "pgrep -f ^/usr/lib/nqs/jcexecutor/").code == 1

    lab.good("clu1", "clpgrp -m failover -a clu2")
    lab.wait_for("clu1", current="clu2")
    assert lab.run("clu1", f"systemctl start {unit}").code != 0, "its files are elsewhere"
    assert _listed(lab, "clu1") == {"INSTANCE": "clusterinstance", "ACTIVE": "false", "ENABLE": "false"}
    assert lab.run("clu2", f"systemctl start {unit}").code != 0, "this node does not know it yet"
    lab.good("clu2", MAKE_INSTANCE)
    assert lab.good("clu2", "cd /etc/systemd/system && ls -d jcexecutor_agent_*.service").strip() == unit

    registered = lab.good("clu2", "cat /run/clprun-lab/manager.json")
    assert json.loads(registered) == {"agents": ["jcagcluster"]}
    lab.write("clu2", "/run/clprun-lab/manager.json", "{}")
    assert lab.run("clu2", f"systemctl start {unit}").code != 0, "the manager does not know it any more"
    lab.write("clu2", "/run/clprun-lab/manager.json", registered)
    lab.good("clu2", f"systemctl start {unit}")
    assert "split brain" not in lab.warnings()


def _listed(lab: Rehearsal, node: str) -> dict[str, str]:
    """The instance's line of jcagctrl list by its head, without what names it otherwise."""
    head, row = (line.replace("|", " ").split() for line in lab.good(node, "jcagctrl list").splitlines())
    return {name: value for name, value in zip(head, row, strict=True) if name in {"INSTANCE", "ACTIVE", "ENABLE"}}
