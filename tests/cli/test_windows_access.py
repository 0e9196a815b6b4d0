"""What the logins of Windows nodes need is known before any node is contacted."""

from pathlib import Path

import pytest

from tests.cli.conftest import Clprun

INVENTORY = """\
clusters:
  portal:
    platform: windows
    group: failover
    nodes:
      web1: {role: primary, address: 192.0.2.1, winrm: {LOGIN}}
      web2: {role: standby, address: 192.0.2.2, winrm: {LOGIN}}
    parameters:
      clweb: {floating_ip: 192.0.2.24, shared_directory: 'E:\\clwebconf'}
"""


@pytest.mark.parametrize(
    ("login", "code", "count"),
    [
        ("user: Administrator", "node.winrm_credentials_missing", 2),
        ("scheme: http", "node.winrm_credentials_missing", 4),
        ("user: a, password: !secret {environment: NO_SUCH_VARIABLE_HERE}", "commands.secret_absent", 1),
    ],
)
def test_a_login_that_lacks_something_is_bad_input(clprun: Clprun, login: str, code: str, count: int) -> None:
    Path("inventory.yaml").write_text(INVENTORY.replace("LOGIN", login), "utf-8")

    assert clprun("inventory", "check", "-i", "inventory.yaml").code == 0
    result = clprun("plan", "clweb", "-i", "inventory.yaml")

    assert result.code == 2
    assert result.err.count(f"[{code}]") == count


def test_a_password_that_nobody_can_type_in_is_waited_for(clprun: Clprun) -> None:
    login = "user: Administrator, password: !secret {prompt: password}"
    Path("inventory.yaml").write_text(INVENTORY.replace("LOGIN", login), "utf-8")

    assert clprun("plan", "clweb", "-i", "inventory.yaml").code == 3


def test_a_certificate_that_nobody_checks_is_warned_about(clprun: Clprun) -> None:
    login = "user: a, password: !secret {environment: PATH}, verify: false, port: 1"
    Path("inventory.yaml").write_text(INVENTORY.replace("LOGIN", login).replace("192.0.2.", "127.0.0."), "utf-8")

    for arguments, code in ((("inventory", "check"), 0), (("plan", "clweb"), 4)):
        result = clprun(*arguments, "-i", "inventory.yaml")

        assert result.code == code, result
        assert result.err.count("[node.winrm_unverified]") == 2
        assert "winrm.fingerprint" in result.err


def test_a_certificate_that_is_known_is_not_warned_about(clprun: Clprun) -> None:
    login = f"user: a, password: !secret {{environment: PATH}}, fingerprint: '{':'.join(['AB'] * 32)}'"
    Path("inventory.yaml").write_text(INVENTORY.replace("LOGIN", login), "utf-8")

    assert "unverified" not in clprun("inventory", "check", "-i", "inventory.yaml").err
