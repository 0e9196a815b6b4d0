"""WinRM logins in an inventory: read as written, and refused at the place of the mistake."""

from pathlib import Path

import pytest

from clprun.errors import InputError
from clprun.lang.inventory import load_inventory
from clprun.messages.catalog import render
from clprun.model.cluster import Platform, WinrmLogin
from clprun.model.secret import SecretReference
from clprun.model.text import Language
from tests.lang.desk import INVENTORY

WINDOWS = """\
  portal:
    platform: windows
    group: failover
    nodes:
      web1: {role: primary, address: web1.example.com, winrm: {user: Administrator}}
      web2: {role: standby, address: 192.0.2.22, winrm: {LOGIN}}
"""
MARK = "«"
PIN = "ab" * 32


def written(folder: Path, login: str) -> tuple[Path, tuple[int, int]]:
    """An inventory with a Linux and a Windows cluster, and where the mark in the login stands in it."""
    text = INVENTORY + WINDOWS.replace("LOGIN", login)
    before = text.partition(MARK)[0]
    file = folder / "site.yaml"
    file.write_text(text.replace(MARK, ""), "utf-8")
    return file, (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_clusters_of_both_platforms_stand_in_one_file(tmp_path: Path) -> None:
    login = r"user: EXAMPLE\op, password: !secret {keyring: a/b}, scheme: http, jump: gate, code_page: 932, port: 80"
    sites = load_inventory([written(tmp_path, login)[0]]).sites

    assert [site.cluster.platform for site in sites.values()] == [Platform.LINUX, Platform.WINDOWS]
    assert sites["lab"].cluster.primary.winrm is None
    assert sites["portal"].cluster.primary.winrm == WinrmLogin(user="Administrator")
    assert sites["portal"].cluster.standby.winrm == WinrmLogin(
        user=r"EXAMPLE\op",
        password=SecretReference("keyring", "a/b"),
        scheme="http",
        jump="gate",
        code_page=932,
        port=80,
    )
    assert sites["portal"].cluster.standby.secrets == (SecretReference("keyring", "a/b"),)


@pytest.mark.parametrize(
    "login",
    [
        f"user: a, fingerprint: {PIN}",
        f"user: a, fingerprint: '{':'.join(['0A'] * 32)}'",
        "user: a, ca_file: ca.pem, verify: true",
        "user: a, verify: false",
        "user: a, transport: basic",
        "user: a, transport: basic, scheme: http, allow_unencrypted: true",
        "transport: kerberos, scheme: http",
        "transport: certificate, certificate: c.pem, certificate_key: k.pem",
    ],
)
def test_what_is_right_is_taken(tmp_path: Path, login: str) -> None:
    assert load_inventory([written(tmp_path, login)[0]]).select("portal")


@pytest.mark.parametrize(
    ("login", "code"),
    [
        ("user: a, «pasword: x", "input.unknown_key_like"),
        ("user: a, password: «tiger", "input.not_secret"),
        ("user: a, transport: «digest", "input.not_a_choice"),
        ("user: a, scheme: «ftp", "input.not_a_choice"),
        ("user: a, code_page: «437", "input.not_a_choice"),
        ("user: a, verify: «no thanks", "input.not_boolean"),
        ("user: a, port: «70000", "input.too_large"),
        ("user: a, transport: «basic, scheme: http", "input.winrm_basic_in_the_clear"),
        ("user: a, scheme: http, «ca_file: x", "input.winrm_needs_https"),
        ("user: a, scheme: http, «verify: false", "input.winrm_needs_https"),
        (f"user: a, scheme: http, «fingerprint: {PIN}", "input.winrm_needs_https"),
        (f"user: a, ca_file: x, «fingerprint: {PIN}", "input.winrm_trust_twice"),
        (f"user: a, fingerprint: {PIN}, «verify: false", "input.winrm_trust_twice"),
        ("user: a, fingerprint: «abcd", "input.not_a_fingerprint"),
        (f"user: a, fingerprint: «{PIN}ab", "input.not_a_fingerprint"),
        ("user: a, fingerprint: «'" + "0" * 40 + "'", "input.not_a_fingerprint"),
        ("user: a, «certificate: c.pem", "input.winrm_certificate_unused"),
        ("transport: certificate, certificate: c.pem, certificate_key: k.pem, scheme: http", "input.winrm_needs_https"),
    ],
)
def test_what_is_wrong_is_shown_at_its_place(tmp_path: Path, login: str, code: str) -> None:
    file, place = written(tmp_path, login)
    with pytest.raises(InputError) as caught:
        load_inventory([file])

    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.place is not None
    if MARK in login:
        assert (problem.place.line, problem.place.column) == place
    assert render(problem, Language.JA).what != render(problem, Language.EN).what


def test_a_client_certificate_has_two_files(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_inventory([written(tmp_path, "transport: certificate")[0]])

    assert [problem.code for problem in caught.value.problems] == ["input.winrm_certificate_missing"] * 2
    assert [problem.values["name"] for problem in caught.value.problems] == ["certificate", "certificate_key"]
