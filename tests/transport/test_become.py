"""Becoming root by sudo and su, against the real programs, with accounts and rules of their own."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import LinkLost, NodeUnreachable
from clprun.model.cluster import Become, Node
from clprun.model.secret import SecretReference
from clprun.transport.ssh import SshConnection
from tests.support.accounts import Accounts, missing_for_accounts
from tests.support.sshd import Sshd, running_sshd
from tests.transport.desk import Keys, Vault, connected, node_at

USERS = ("asked", "free", "ttyasked", "ttyfree", "ptyfree", "barred")
OWN_PASSWORD, ROOT_PASSWORD = "own-horse", "root-horse"
SUDOERS = (
    "asked ALL=(root) ALL",
    "free ALL=(root) NOPASSWD: ALL",
    "Defaults:ttyasked requiretty",
    "ttyasked ALL=(root) ALL",
    "Defaults:ttyfree requiretty",
    "ttyfree ALL=(root) NOPASSWD: ALL",
    "Defaults:ptyfree requiretty, use_pty",
    "ptyfree ALL=(root) NOPASSWD: ALL",
    "Defaults timestamp_timeout=0, passwd_tries=3, logfile=/dev/null, !syslog",
)
SUDO = {"sudo": Become(method="sudo", password=SecretReference("prompt", "own"))}
SU = Become(method="su", password=SecretReference("prompt", "root"))
SECRETS = {"own": OWN_PASSWORD, "root": ROOT_PASSWORD}

pytestmark = [
    pytest.mark.skipif(missing_for_accounts() is not None, reason=str(missing_for_accounts())),
]
needs_sudo = pytest.mark.skipif(shutil.which("sudo") is None, reason="sudo is not installed")

WAYS = {
    "sudo, free": ("free", Become(method="sudo"), False),
    "sudo, asked": ("asked", SUDO["sudo"], False),
    "sudo, requiretty": ("ttyfree", Become(method="sudo"), True),
    "sudo, requiretty and asked": ("ttyasked", SUDO["sudo"], True),
    "sudo, requiretty and use_pty": ("ptyfree", Become(method="sudo"), True),
    "su": ("barred", SU, True),
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    accounts = Accounts(ROOT_PASSWORD, dict.fromkeys(USERS, OWN_PASSWORD), SUDOERS)
    with running_sshd(tmp_path_factory.mktemp("become"), accounts=accounts) as running:
        yield running


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, host: Sshd) -> Node:
    user, become, _ = WAYS[request.param]
    if become.method == "sudo" and shutil.which("sudo") is None:
        pytest.skip("sudo is not installed")
    return node_at(host, user=user, become=become)


@pytest.fixture(scope="module", params=WAYS)
def rooted(
    request: pytest.FixtureRequest, host: Sshd, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SshConnection]:
    """A kept connection for every way to become root."""
    user, become, _ = WAYS[request.param]
    if become.method == "sudo" and shutil.which("sudo") is None:
        pytest.skip("sudo is not installed")
    keys = Keys(tmp_path_factory.mktemp("home") / "known_hosts")
    with connected(node_at(host, user=user, become=become), keys, Vault(SECRETS)) as connection:
        yield connection


def test_scripts_run_as_root_and_streams_are_apart(rooted: SshConnection) -> None:
    raw = rooted.run("id -un; echo err >&2; exit 42", deadline=20)

    assert (raw.exit_code, raw.out, raw.err) == (42, b"root\n", b"err\n")


def test_surroundings_are_those_of_any_other_script(rooted: SshConnection) -> None:
    raw = rooted.run('echo "$LC_ALL"; pwd; echo "$HOME"; command -v fdisk sysctl | head -1; cat', deadline=20)

    assert raw.out.splitlines()[:3] == [b"C", b"/", b"/root"]


@given(data=st.binary(max_size=3000))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_pass_both_ways(rooted: SshConnection, data: bytes) -> None:
    assert rooted.run("cat", data=data, deadline=20).out == data
    assert rooted.run("cat >&2", data=data, deadline=20).err == data


def test_control_characters_of_a_terminal_have_no_effect(rooted: SshConnection) -> None:
    data = bytes(range(256)) * 40
    raw = rooted.run("cat; cat /dev/null >&2", data=data, deadline=20)

    assert raw.out == data


def test_long_output_on_both_streams(rooted: SshConnection) -> None:
    size = 1_000_000
    raw = rooted.run(f"head -c {size} /dev/zero & head -c {size} /dev/zero >&2; wait", deadline=60)

    assert (len(raw.out), len(raw.err)) == (size, size)


def test_long_data(rooted: SshConnection) -> None:
    data = bytes(range(256)) * 2000

    assert rooted.run("cat", data=data, deadline=60).out == data


@pytest.mark.parametrize(
    "script",
    [
        "exit 3",
        "cd /usr; LC_ALL=x",
        "set -x",
        "trap '' HUP",
        "exec >&- 2>&-",
        "echo 'open",
        "stty sane 2>/dev/null </dev/null",
    ],
)
def test_no_script_harms_the_next(rooted: SshConnection, script: str) -> None:
    rooted.run(script, deadline=20)
    raw = rooted.run('pwd; echo "$LC_ALL"', deadline=20)

    assert (raw.exit_code, raw.out, raw.err) == (0, b"/\nC\n", b"")


def test_one_round_trip_a_run(rooted: SshConnection) -> None:
    before = rooted.meter.round_trips
    for _ in range(3):
        rooted.run("true", deadline=20)

    assert rooted.meter.round_trips == before + 3


def test_no_password_in_any_command_line_or_environment(rooted: SshConnection) -> None:
    script = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c 'horse$'"

    assert rooted.run(script, deadline=20).out == b"0\n"


def test_file_for_standard_error_has_no_name_and_does_not_grow(rooted: SshConnection) -> None:
    rooted.run("head -c 100000 /dev/zero >&2", deadline=20)
    raw = rooted.run("readlink /proc/$$/fd/5; stat -L -c %s /proc/$$/fd/5", deadline=20)

    if raw.out:
        name, size = raw.out.split(b"\n")[:2]
        assert name.endswith(b"(deleted)")
        assert size == b"0"


def test_standard_error_opened_by_name(rooted: SshConnection) -> None:
    raw = rooted.run("echo one >>/dev/stderr; echo two >&2", deadline=20)

    assert raw.err == b"one\ntwo\n"
    assert rooted.run("echo three >&2", deadline=20).err == b"three\n"


def test_password_is_asked_for_once_even_when_the_link_is_made_again(way: Node, keys: Keys, host: Sshd) -> None:
    vault = Vault(SECRETS)
    with connected(way, keys, vault) as connection:
        connection.run("true", deadline=20)
        with pytest.raises(LinkLost):
            connection.run("kill -9 $$", deadline=30)
        assert connection.run("id -un", deadline=20).out == b"root\n"

    assert len(vault.given) <= 1


def test_nothing_is_left_on_the_node(way: Node, keys: Keys, host: Sshd) -> None:
    with connected(way, keys, Vault(SECRETS)) as connection:
        shell = int(connection.run("echo $$", deadline=20).out)
    with connected(node_at(host), keys) as root:
        gone = f"while kill -0 {shell} 2>/dev/null; do sleep 0.05; done; echo gone"
        assert root.run(gone, deadline=20).out == b"gone\n"


@pytest.mark.parametrize(
    ("user", "become", "secrets", "code"),
    [
        ("asked", SUDO["sudo"], {"own": "wrong-horse"}, "node.become_password_wrong"),
        ("ttyasked", SUDO["sudo"], {"own": "wrong-horse"}, "node.become_password_wrong"),
        ("asked", Become(method="sudo"), {}, "node.become_password_missing"),
        ("ttyasked", Become(method="sudo"), {}, "node.become_password_missing"),
        ("barred", SUDO["sudo"], SECRETS, "node.become_password_wrong"),
        ("barred", Become(method="sudo"), {}, "node.become_password_missing"),
        ("barred", SU, {"root": "wrong-horse"}, "node.become_password_wrong"),
        ("barred", Become(method="su"), {}, "node.become_password_missing"),
    ],
)
def test_refusals_are_said_at_once(
    host: Sshd,
    keys: Keys,
    caplog: pytest.LogCaptureFixture,
    user: str,
    become: Become,
    secrets: dict[str, str],
    code: str,
) -> None:
    if become.method == "sudo" and shutil.which("sudo") is None:
        pytest.skip("sudo is not installed")
    caplog.set_level(logging.DEBUG)
    with (
        pytest.raises(NodeUnreachable) as caught,
        connected(node_at(host, user=user, become=become), keys, Vault(secrets), timeout=60),
    ):
        pass

    problem = caught.value.problem
    assert (problem.code, problem.node, caught.value.exit_code) == (code, "clu1", 4)
    assert "horse" not in repr(problem) + str(caught.value) + caplog.text


@needs_sudo
def test_password_of_the_login_serves_for_sudo(host: Sshd, keys: Keys, tmp_path: Path) -> None:
    node = node_at(host, user="asked", password="own", become=Become(method="sudo"))
    vault = Vault(SECRETS)
    with connected(node, keys, vault) as connection:
        assert connection.run("id -un", deadline=20).out == b"root\n"

    assert vault.given == ["own"]


def test_root_needs_no_becoming(host: Sshd, keys: Keys) -> None:
    with connected(node_at(host, become=SU), keys) as connection:
        assert connection.run("id -un", deadline=20).out == b"root\n"


def test_without_becoming_the_user_stays_who_it_is(host: Sshd, keys: Keys) -> None:
    with connected(node_at(host, user="asked"), keys) as connection:
        assert connection.run("id -un", deadline=20).out == b"asked\n"


def test_program_that_hangs_is_given_up(host: Sshd, keys: Keys, tmp_path: Path) -> None:
    command = "echo Insert token; exec cat"
    with running_sshd(tmp_path, [f"ForceCommand {command}"], accounts=Accounts("x", {"clpop": "y"})) as server:
        node = node_at(server, user="clpop", become=Become(method="sudo"))
        with pytest.raises(NodeUnreachable) as caught, connected(node, keys, timeout=0.5):
            pass

    assert caught.value.problem.code == "node.become_timeout"
    assert caught.value.problem.output == "Insert token"


def test_prompt_in_other_words_is_answered_once(tmp_path: Path, keys: Keys) -> None:
    """PAM may ask as it likes, and a program that echoes the answer must not bring it into a message."""
    command = "printf 'LDAP パスワード: '; read -r given; echo \"got $given\"; exit 1"
    with running_sshd(tmp_path, [f"ForceCommand {command}"], accounts=Accounts("x", {"clpop": "y"})) as server:
        node = node_at(server, user="clpop", become=SUDO["sudo"])
        with pytest.raises(NodeUnreachable) as caught, connected(node, keys, Vault(SECRETS)):
            pass

    assert caught.value.problem.code == "node.become_password_wrong"
    assert caught.value.problem.output == "***"
