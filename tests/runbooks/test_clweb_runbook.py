"""What runbook clweb comes to for sites that differ."""

from typing import Any

import pytest

from clprun.api import Request, prepare
from clprun.lang.bind import BoundRunbook
from clprun.lang.load import data_folder


def bound(**arguments: str) -> BoundRunbook:
    inventory = data_folder() / "inventory" / "lab" / "lab.yaml"
    return prepare(Request(runbook="clweb", inventory=(inventory,), lab=True, values=arguments)).bound


def wants(runbook: BoundRunbook, identifier: str) -> list[dict[str, Any]]:
    step = runbook.step(identifier)
    assert step is not None
    return [instance.want.model_dump() for instance in step.instances]


def test_a_setting_below_config_is_shared_by_both_nodes() -> None:
    runbook = bound()
    assert wants(runbook, "bind")[0]["path"] == "/usr/local/jcclweb/config/clweb.conf"
    assert wants(runbook, "bind-kept")[0]["path"] == "/mnt/export/config/clweb.conf"
    assert wants(runbook, "bind-kept-standby") == []


def test_a_setting_elsewhere_is_made_on_both_nodes() -> None:
    runbook = bound(settings_file="/etc/jcclweb/clweb.conf")
    for step in ("bind", "bind-standby", "bind-again", "bind-kept", "bind-kept-standby"):
        assert [want["path"] for want in wants(runbook, step)] == ["/etc/jcclweb/clweb.conf"], step


@pytest.mark.parametrize(
    ("address", "url"), [("10.0.0.114", "https://10.0.0.114/"), ("fd00::14", "https://[fd00::14]/")]
)
def test_the_url_is_that_of_the_floating_ip(address: str, url: str) -> None:
    assert {want["url"] for want in wants(bound(floating_ip=address), "clweb-answers")} == {url}


@pytest.mark.parametrize(("manager", "command"), [("systemd", "systemctl"), ("chkconfig", "chkconfig")])
def test_that_it_is_installed_is_asked_of_the_service_manager(manager: str, command: str) -> None:
    runbook = bound(service_manager=manager, install_command="[/media/jcclweb/install.sh]")
    assert {want["probe"][0] for want in wants(runbook, "install-clweb")} == {command}
