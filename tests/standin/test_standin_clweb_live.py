"""CL/Web's stand-in on a lab: where it listens, when it refuses, what it writes, its updater, RHEL 6's manager."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from clprun.lab import client
from clprun.lab.site import site_for
from tests.standin.rehearsal import FACTOR, Rehearsal, rehearsing

pytestmark = pytest.mark.xdist_group("standin-clweb")

HOME: Final = "/usr/local/jcclweb"
SERVES: Final = "ps -eo ppid=,args= | grep -q '^ *1 clweb_serv'"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    with rehearsing(tmp_path_factory.mktemp("clweb"), replace(site_for("clweb"), time_factor=FACTOR)) as made:
        yield made


@pytest.fixture
def clu2(lab: Rehearsal) -> Iterator[Rehearsal]:
    """CL/Web stopped on clu2, which has neither floating IP nor disk; as installed again afterwards."""
    lab.good("clu2", f"systemctl stop jcclweb; cp -a {HOME} /root/installed")
    yield lab
    lab.good("clu2", f"systemctl stop jcclweb; rm -rf {HOME} /mnt/export/config; mv /root/installed {HOME}")


def rules(lab: Rehearsal) -> list[str]:
    return [warning["rule"] for warning in client.status(lab.home)["warnings"]]


def test_it_is_installed_running_and_started_at_boot(lab: Rehearsal) -> None:
    assert lab.good("clu1", "systemctl is-enabled jcclweb").strip() == "enabled"
    lab.good("clu1", f"systemctl is-active jcclweb && {SERVES}")
    assert lab.good("clu1", "curl -ksS -o /dev/null -w '%{http_code}' https://10.0.0.111/") == "200"


def test_it_listens_on_the_floating_ip_where_that_is(lab: Rehearsal) -> None:
    for node in ("clu1", "clu2"):
        lab.good(node, f"""sed -i 's/^# $bind = .*/$bind = "10.0.0.114"/' {HOME}/config/clweb.conf""")
    assert lab.run("clu1", "systemctl restart jcclweb").code == 0
    assert lab.run("clu2", "systemctl restart jcclweb").code != 0
    assert lab.run("clu2", SERVES).code != 0
    lab.good("clu2", "curl -ksS https://10.0.0.114/")
    assert lab.run("clu1", "curl -ksS https://10.0.0.111/").code != 0


def test_it_keeps_what_users_edit_and_what_it_did(lab: Rehearsal) -> None:
    url = "https://10.0.0.114/mypage"
    lab.good("clu1", f"systemctl start jcclweb; curl -ksSf -X PUT -d '{{}}' {url}/kanri {url}/operator")
    assert lab.good("clu1", f"cd {HOME}/config/mypage && cat kanri.json operator.json").strip() == "{}{}"
    assert lab.good("clu1", f"stat -c '%a %G' {HOME}/config/mypage/kanri.json").strip() == "640 operator"
    assert lab.run("clu1", f"curl -ksSf -X PUT -d '{{}}' {url}/..%2fclweb").code != 0
    assert "PUT /mypage/kanri" in lab.good("clu1", f"cat {HOME}/config/log/clweb.log")


def test_a_killed_master_takes_its_workers_along(lab: Rehearsal) -> None:
    lab.good("clu1", "systemctl start jcclweb; kill -9 $(systemctl show -p MainPID jcclweb | cut -d= -f2)")
    lab.wait("its end", lambda: lab.run("clu1", "ps -eo args= | grep -q '^clweb_serv'").code != 0)
    assert lab.run("clu1", "systemctl is-active jcclweb").code != 0


def test_without_a_config_it_starts_with_a_fresh_one(clu2: Rehearsal) -> None:
    clu2.good("clu2", f"rm -r {HOME}/config && systemctl start jcclweb && {SERVES}")
    assert "0.0.0.0" in clu2.good("clu2", f"cat {HOME}/config/clweb.conf")
    assert rules(clu2)[-1] == "fresh config"


@pytest.mark.parametrize(
    "change",
    [
        f"rm -r {HOME}/config && ln -s /mnt/export/config {HOME}/config",
        f"rm {HOME}/config/clweb.conf",
        f"""echo ' = "10.0.0.112"' >{HOME}/config/clweb.conf""",
    ],
)
def test_it_refuses_a_config_it_can_not_read(clu2: Rehearsal, change: str) -> None:
    clu2.good("clu2", change)
    assert clu2.run("clu2", "systemctl start jcclweb").code != 0
    assert clu2.run("clu2", SERVES).code != 0


def test_the_update_wants_a_stopped_service_and_a_real_folder(clu2: Rehearsal) -> None:
    assert clu2.run("clu1", "systemctl start jcclweb; /media/jcclweb/update.sh").code != 0
    clu2.good("clu2", "/media/jcclweb/update.sh")
    assert clu2.good("clu2", f"cat {HOME}/version").strip() == "R15.2.1"
    clu2.good("clu2", f"rm -r {HOME}/config && ln -s /mnt/export/config {HOME}/config")
    through = clu2.run("clu2", "/media/jcclweb/update.sh")
    made = clu2.run("clu2", "test -d /mnt/export/config").code == 0
    assert made is (through.code == 0)
    assert (rules(clu2)[-1:] == ["dangling config"]) is made


def test_chkconfig_and_service_know_what_rhel_6_knows(tmp_path: Path) -> None:
    site = replace(site_for("clweb"), time_factor=FACTOR, service_manager="chkconfig")
    with rehearsing(tmp_path, site) as lab:
        assert lab.run("clu1", "systemctl status jcclweb").code == 4
        lab.good("clu1", "service jcclweb status && chkconfig jcclweb")
        assert lab.good("clu1", "chkconfig jcclweb off; chkconfig --list jcclweb").count("off") == 7
        assert lab.run("clu1", "chkconfig jcclweb").code == 1
        lab.good("clu1", "service jcclweb stop")
        assert lab.run("clu1", "service jcclweb status").code == 3
        assert lab.good("clu1", "chkconfig --add jcclweb; chkconfig jcclweb on; chkconfig --list").count(":on") == 4
        assert lab.run("clu1", "service nosuch start").code == 1
        assert lab.run("clu1", "chkconfig --list nosuch").code == 1
        lab.good("clu1", "reboot || :")
        lab.wait("the boot", lambda: lab.run("clu1", f"service jcclweb status && {SERVES}").code == 0)
