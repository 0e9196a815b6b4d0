"""Who a node is, its packages and services: this machine, and replies of systems that are not at hand."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from clprun.model.question import Raw, Unanswerable
from clprun.node.questions import Identity, IdentityAnswer, Package, Service, ServiceAnswer
from clprun.node.reader import Reader
from tests.node.helpers import shown


def test_this_machine_is_described(reader: Reader) -> None:
    before = time.time()
    answer = reader.ask_one(Identity())
    after = time.time()

    assert before <= answer.clock <= after
    assert answer.boot_id == Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    assert answer.user_id == os.geteuid()
    system = os.uname()
    assert (answer.host_name, answer.kernel) == (system.nodename, f"Linux {system.release}")
    assert f"\nID={answer.os_id}\n" in Path("/etc/os-release").read_text()


def identity(release: str) -> IdentityAnswer:
    return Identity().answer(Raw(0, f"clu1\n0\nLinux 4.18.0\nb00t\n1700000000.250000000\n{release}".encode()))


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ('NAME="Red Hat Enterprise Linux"\nID="rhel"\nVERSION_ID="8.9"\n', ("rhel", "8.9")),
        ("ID=debian\nVERSION_ID='12'\n# comment\nPRETTY_NAME=\"a = b\"\n", ("debian", "12")),
        ("Red Hat Enterprise Linux Server release 6.10 (Santiago)\n", ("rhel", "6.10")),
        ("CentOS release 6.9 (Final)\n", ("centos", "6.9")),
        ("", ("", "")),
        ("something else\n", ("", "")),
        ("ID='broken\n", ("'broken", "")),
        ("ID=$(reboot)\n", ("$(reboot)", "")),
    ],
)
def test_releases_are_read_and_never_run(release: str, expected: tuple[str, str]) -> None:
    answer = identity(release)

    assert (answer.os_id, answer.os_version) == expected
    assert answer.clock == 1700000000.25


@pytest.mark.parametrize("printed", [b"", b"clu1\n0\n", b"clu1\nroot\nLinux\nb\n1.0\n", b"clu1\n0\nLinux\nb\nnoon\n"])
def test_half_an_identity_is_none(printed: bytes) -> None:
    with pytest.raises(Unanswerable):
        Identity().answer(Raw(0, printed))


def test_an_installed_package_has_its_version(reader: Reader) -> None:
    ask = ["dpkg-query", "-W", "-f", "${Version}", "coreutils"]
    version = subprocess.run(ask, capture_output=True, text=True, check=True).stdout

    assert reader.ask([Package("coreutils"), Package("no-such-package"), Package("-x")]) == [version, None, None]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (b"ii  16.1-1\n", "16.1-1"),
        (b"rc  1.0\n", None),
        (b"un  \n", None),
        (b"package NECJC is not installed\n", None),
        (b"no packages found\nii  16.1-1\n", "16.1-1"),
    ],
)
def test_only_what_is_installed_now_counts(printed: bytes, expected: str | None) -> None:
    assert Package("NECJC").answer(Raw(0, printed)) == expected


def test_without_a_package_tool_nothing_is_said_about_packages() -> None:
    with pytest.raises(Unanswerable) as caught:
        Package("NECJC").answer(Raw(1, b""))
    assert "neither rpm nor dpkg-query" in shown(caught.value.problem)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            b"Restart=no\nMainPID=321\nLoadState=loaded\nActiveState=active\nUnitFileState=disabled\n",
            ServiceAnswer("loaded", "disabled", "active", 321, "no"),
        ),
        (
            b"Restart=always\nMainPID=0\nLoadState=not-found\nActiveState=inactive\nUnitFileState=\n",
            ServiceAnswer("not-found", "", "inactive", None, "always"),
        ),
        (b"ActiveState=inactive\n", ServiceAnswer("", "", "inactive", None, "")),
    ],
)
def test_units_are_described_in_systemd_s_words(printed: bytes, expected: ServiceAnswer) -> None:
    assert Service("jcclweb").answer(Raw(0, printed)) == expected


@pytest.mark.parametrize(
    ("unit_file", "is_enabled", "expected"),
    [
        ("disabled", "disabled", "disabled"),
        ("static", "static", "static"),
        ("masked", "masked", "masked"),
        # Init scripts that systemd runs: RHEL 7, then systemd 235 and later.
        ("", "enabled", "enabled"),
        ("bad", "disabled", "disabled"),
        ("generated", "enabled", "enabled"),
        ("generated", "generated", "generated"),
        ("", "not-found", ""),
        ("", "", ""),
    ],
)
def test_an_init_script_of_systemd_is_enabled_as_chkconfig_says(unit_file: str, is_enabled: str, expected: str) -> None:
    printed = f"LoadState=loaded\nActiveState=active\nUnitFileState={unit_file}\nIsEnabled={is_enabled}\n"
    assert Service("jcclweb").answer(Raw(0, printed.encode())).enabled == expected


@pytest.mark.parametrize("raw", [Raw(1, b"", b"Failed to connect to bus\n"), Raw(0, b""), Raw(137, b"Act")])
def test_a_silent_systemd_is_no_stopped_service(raw: Raw) -> None:
    with pytest.raises(Unanswerable):
        Service("jcclweb").answer(raw)


def test_without_systemd_it_says_so() -> None:
    with pytest.raises(Unanswerable) as caught:
        Service("jcclweb").answer(Raw(127, b""))
    assert "no systemctl" in shown(caught.value.problem)
