"""known_hosts: what is found, what is enforced, what is noted."""

import base64
import hmac
import os
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.errors import NodeUnreachable
from clprun.transport.hostkeys import HostKey, HostKeys, UnknownHostKey, fingerprint, known_keys
from clprun.transport.openssh import OpenSshConfiguration
from tests.support.sshd import Sshd, generate_key, running_sshd
from tests.transport.desk import Keys, connected, node_at

KEY = base64.b64encode(b"key one").decode()
OTHER = base64.b64encode(b"key two").decode()


def shown(blob: bytes = b"key one", key_type: str = "ssh-ed25519", port: int = 22) -> HostKey:
    return HostKey("clu1.example", port, key_type, blob)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "known_hosts"


@pytest.fixture
def host_keys(keys: Keys, file: Path) -> HostKeys:
    return HostKeys(keys, [file])


@pytest.mark.parametrize(
    ("names", "host", "port", "found"),
    [
        ("clu1", "clu1", 22, True),
        ("clu1", "CLU1", 22, True),
        ("clu1", "clu2", 22, False),
        ("clu1", "clu1", 2222, False),
        ("[clu1]:2222", "clu1", 2222, True),
        ("[clu1]:2222", "clu1", 22, False),
        ("clu2,10.0.0.111", "10.0.0.111", 22, True),
        ("*.example", "clu1.example", 22, True),
        ("*.example,!clu1.example", "clu1.example", 22, False),
        ("!clu1.example,*.example", "clu1.example", 22, False),
        ("!clu2.example", "clu1.example", 22, False),
        ("clu?", "clu1", 22, True),
        ("clu?", "clu10", 22, False),
        ("[clu?]:2222", "clu1", 2222, True),
        ("[fe80::1]:2222", "fe80::1", 2222, True),
    ],
)
def test_names_of_a_line(file: Path, names: str, host: str, port: int, found: bool) -> None:
    file.write_text(f"# a comment\n\n{names} ssh-ed25519 {KEY} somebody\n")

    assert [key.blob for key in known_keys([file], host, port)] == ([b"key one"] if found else [])


@given(host=st.from_regex(r"[a-z0-9.-]{1,30}", fullmatch=True), port=st.sampled_from([22, 2222]))
def test_names_that_ssh_keygen_hashes_are_found(tmp_path_factory: pytest.TempPathFactory, host: str, port: int) -> None:
    salt, name = os.urandom(20), host if port == 22 else f"[{host}]:{port}"
    parts = [base64.b64encode(part).decode() for part in (salt, hmac.digest(salt, name.encode(), "sha1"))]
    file = tmp_path_factory.mktemp("hashed") / "known_hosts"
    file.write_text(f"|1|{parts[0]}|{parts[1]} ssh-ed25519 {KEY}\n")

    assert len(known_keys([file], host, port)) == 1
    assert known_keys([file], host + "x", port) == []


def test_hashed_by_ssh_keygen(file: Path, tmp_path: Path) -> None:
    public = generate_key(tmp_path / "key").with_suffix(".pub").read_text()
    file.write_text(f"[10.0.0.111]:2022 {public}")
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", str(file)], check=True, capture_output=True)
    printed = subprocess.run(["ssh-keygen", "-lf", str(tmp_path / "key")], check=True, capture_output=True, text=True)

    (key,) = known_keys([file], "10.0.0.111", 2022)
    assert fingerprint(key.blob) == printed.stdout.split()[1]
    assert "10.0.0.111" not in file.read_text()


@pytest.mark.parametrize(
    "line",
    [
        "clu1",
        "clu1 ssh-ed25519",
        "clu1 ssh-ed25519 not*base64",
        "|1|broken ssh-ed25519 AAAA",
        "|1|%%|%% ssh-ed25519 AAAA",
        "@revoked",
        "\x00\xff",
    ],
)
def test_lines_without_sense_are_passed_over(file: Path, line: str) -> None:
    file.write_bytes(line.encode("latin-1") + f"\nclu1 ssh-ed25519 {KEY}\n".encode())

    assert [key.line for key in known_keys([file], "clu1", 22)] == [2]


def test_known_key_passes_unasked(host_keys: HostKeys, keys: Keys, file: Path) -> None:
    file.write_text(f"clu1.example ssh-rsa {OTHER}\nclu1.example ssh-ed25519 {KEY}\n")
    host_keys.check(shown(), "clu1")

    assert keys.asked == []
    assert not keys.accepted.exists()


def test_types_known_are_told(host_keys: HostKeys, file: Path) -> None:
    file.write_text(f"clu1.example ssh-rsa {OTHER}\n@revoked clu1.example ssh-ed25519 {KEY}\n")

    assert host_keys.known_types("clu1.example", 22) == ("ssh-rsa",)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"clu1.example ssh-ed25519 {OTHER}", "node.host_key_changed"),
        (f"clu1.example ssh-rsa {OTHER}", "node.host_key_changed"),
        (f"clu1.example ssh-ed25519 {KEY}\n@revoked * ssh-ed25519 {KEY}", "node.host_key_revoked"),
        (f"@cert-authority *.example ssh-ed25519 {OTHER}", "node.host_key_authority"),
        (f"@cert-authority *.example ssh-ed25519 {KEY}", "node.host_key_authority"),
    ],
)
def test_what_is_refused(host_keys: HostKeys, keys: Keys, file: Path, line: str, code: str) -> None:
    file.write_text(line + "\n")
    with pytest.raises(NodeUnreachable) as caught:
        host_keys.check(shown(), "clu1")

    assert caught.value.problem.code == code
    assert caught.value.problem.values["fingerprint"] == fingerprint(b"key one")
    assert keys.asked == []


def test_changed_key_is_said_with_both_fingerprints_and_place(host_keys: HostKeys, file: Path) -> None:
    file.write_text(f"\nclu1.example ssh-ed25519 {OTHER}\n")
    with pytest.raises(NodeUnreachable) as caught:
        host_keys.check(shown(), "clu1")

    values = caught.value.problem.values
    assert values["known_fingerprint"] == fingerprint(b"key two")
    assert values["where"] == f"{file}:2"


def test_revoked_line_of_another_key_says_nothing_about_this(host_keys: HostKeys, file: Path) -> None:
    file.write_text(f"@revoked clu1.example ssh-ed25519 {OTHER}\n")
    with pytest.raises(UnknownHostKey):
        host_keys.check(shown(), "clu1")


def test_accepted_key_is_noted_for_the_next_run(host_keys: HostKeys, keys: Keys) -> None:
    with pytest.raises(UnknownHostKey):
        host_keys.check(shown(port=2022), "clu1")
    host_keys.ask(shown(port=2022), "clu1")

    assert keys.asked == [("clu1.example", 2022, "ssh-ed25519", fingerprint(b"key one"))]
    assert keys.accepted.read_text() == f"[clu1.example]:2022 ssh-ed25519 {KEY}\n"
    assert keys.accepted.stat().st_mode & 0o777 == 0o600
    HostKeys(keys).check(shown(port=2022), "clu1")
    assert len(keys.asked) == 1


def test_refused_key_is_not_noted(host_keys: HostKeys, keys: Keys) -> None:
    keys.accepts = False
    with pytest.raises(NodeUnreachable) as caught:
        host_keys.ask(shown(), "clu1")

    assert caught.value.problem.code == "node.host_key_unknown"
    assert caught.value.exit_code == 4
    assert not keys.accepted.exists()


def test_noting_ends_a_torn_line_first(host_keys: HostKeys, keys: Keys) -> None:
    keys.accepted.parent.mkdir()
    keys.accepted.write_text("clu2 ssh-ed25519 AAAA")
    host_keys.ask(shown(), "clu1")

    assert keys.accepted.read_text() == f"clu2 ssh-ed25519 AAAA\nclu1.example ssh-ed25519 {KEY}\n"


def test_file_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    host_keys = HostKeys(Keys(tmp_path / "file" / "known_hosts"))
    with pytest.raises(NodeUnreachable) as caught:
        host_keys.ask(shown(), "clu1")

    assert caught.value.problem.code == "node.host_key_not_noted"


def test_many_accepted_at_once_are_all_noted(keys: Keys) -> None:
    hosts = [HostKey(f"node{number}", 22, "ssh-ed25519", b"k" * 300) for number in range(40)]
    threads = [threading.Thread(target=HostKeys(keys).ask, args=(host, "clu1")) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(line.split()[0] for line in keys.accepted.read_text().splitlines()) == sorted(h.host for h in hosts)


def test_key_met_before_must_stay_the_same(host_keys: HostKeys, file: Path) -> None:
    file.write_text(f"clu1.example ssh-ed25519 {KEY}\nclu1.example ssh-ed25519 {OTHER}\n")
    host_keys.check(shown(), "clu1")
    with pytest.raises(NodeUnreachable) as caught:
        host_keys.check(shown(b"key two"), "clu1")

    assert caught.value.problem.code == "node.host_key_changed"


def test_a_file_of_many_hosts_is_searched(file: Path) -> None:
    lines = [f"host{number}.example,10.1.{number // 256}.{number % 256} ssh-rsa {OTHER}" for number in range(5000)]
    file.write_text("\n".join([*lines, f"clu1 ssh-ed25519 {KEY}"]) + "\n")

    assert [key.line for key in known_keys([file], "clu1", 22)] == [5001]


def test_unknown_host_unattended_is_refused(server: Sshd, keys: Keys) -> None:
    keys.accepts = False
    with pytest.raises(NodeUnreachable) as caught, connected(node_at(server), keys):
        pass

    printed = subprocess.run(
        ["ssh-keygen", "-lf", str(server.folder / "host_ed25519")], check=True, capture_output=True, text=True
    ).stdout.split()[1]
    assert caught.value.problem.code == "node.host_key_unknown"
    assert caught.value.problem.values["fingerprint"] == printed


def test_changed_host_key_is_refused_before_any_login(server: Sshd, keys: Keys, tmp_path: Path) -> None:
    other = generate_key(tmp_path / "other").with_suffix(".pub").read_text()
    keys.accepted.parent.mkdir()
    keys.accepted.write_text(f"[127.0.0.1]:{server.port} {other}")
    logged_before = server.log.count("Accepted publickey")
    with pytest.raises(NodeUnreachable) as caught, connected(node_at(server), keys):
        pass

    assert caught.value.problem.code == "node.host_key_changed"
    assert server.log.count("Accepted publickey") == logged_before


def test_host_is_asked_for_the_key_that_is_known(tmp_path: Path, keys: Keys) -> None:
    """A host with several keys shows its Ed25519 key unless another is wanted, which would look like a change."""
    with running_sshd(tmp_path, host_key_kinds=("ed25519", "ecdsa", "rsa")) as server:
        keys.accepted.parent.mkdir()
        for kind in ("rsa", "ecdsa"):
            keys.accepted.write_text(f"[127.0.0.1]:{server.port} {server.host_key(kind)}\n")
            with connected(node_at(server), keys) as connection:
                assert connection.run("echo hello", deadline=20).out == b"hello\n"

    assert keys.asked == []


def test_known_hosts_of_the_engineer_count(server: Sshd, keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {server.host_key()}\n")
    configuration = OpenSshConfiguration(known_hosts=(tmp_path / "known_hosts",))
    with connected(node_at(server), keys, configuration=configuration):
        pass

    assert keys.asked == []


def test_reconnect_insists_on_the_same_host_key(tmp_path: Path, keys: Keys) -> None:
    """A node that comes back with another key is not the one that was agreed to, even if somebody accepts all."""
    with running_sshd(tmp_path) as server, connected(node_at(server), keys) as connection:
        connection.run("true", deadline=20)
        server.renew_host_key()
        server.cut()
        with pytest.raises(NodeUnreachable):
            connection.run("true", deadline=20)
        with pytest.raises(NodeUnreachable) as caught:
            connection.run("true", deadline=20)

    assert caught.value.problem.code == "node.host_key_changed"
    assert len(keys.asked) == 1
