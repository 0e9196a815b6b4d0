"""Nodes behind jump hosts: real servers that forward to each other."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.errors import LinkLost, NodeUnreachable
from clprun.transport.openssh import OpenSshConfiguration
from tests.support.sshd import Sshd, free_port, running_sshd
from tests.transport.desk import Keys, connected, node_at


@pytest.fixture(scope="module")
def jump(tmp_path_factory: pytest.TempPathFactory, server: Sshd) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("jump")) as running:
        yield running


def through(tmp_path: Path, jump: Sshd, further: str = "") -> OpenSshConfiguration:
    """A configuration in which ``bastion`` is the jump host and knows its own port, user and key."""
    (tmp_path / "config").write_text(
        f"{further}\nHost bastion\n HostName 127.0.0.1\n Port {jump.port}\n User root\n IdentityFile {jump.user_key}\n"
    )
    return OpenSshConfiguration(((tmp_path / "config", tmp_path),))


def test_node_behind_a_jump_host(tmp_path: Path, server: Sshd, jump: Sshd, keys: Keys) -> None:
    before = jump.log
    with connected(node_at(server, jump="bastion"), keys, None, through(tmp_path, jump)) as connection:
        assert connection.run("cat", data=bytes(range(256)) * 5000, deadline=30).out == bytes(range(256)) * 5000

    assert [asked[1] for asked in keys.asked] == [jump.port, server.port]
    assert "Accepted publickey" in jump.log[len(before) :]


def test_proxy_jump_of_the_configuration_with_two_hosts(tmp_path: Path, server: Sshd, jump: Sshd, keys: Keys) -> None:
    text = f"Host 127.0.0.*\n ProxyJump bastion,root@second:{server.port}\nHost second\n HostName localhost\n"
    configuration = through(tmp_path, jump, f"{text} IdentityFile {server.user_key}\n")
    with connected(node_at(jump), keys, None, configuration) as connection:
        seen = connection.run("echo $SSH_CONNECTION", deadline=30).out.split()

    assert int(seen[3]) == jump.port
    assert [(host, port) for host, port, *_ in keys.asked] == [
        ("127.0.0.1", jump.port),
        ("localhost", server.port),
    ]


def test_host_key_of_the_jump_host_is_checked(tmp_path: Path, server: Sshd, jump: Sshd, keys: Keys) -> None:
    keys.accepted.parent.mkdir()
    keys.accepted.write_text(f"[127.0.0.1]:{jump.port} {server.host_key()}\n")
    with (
        pytest.raises(NodeUnreachable) as caught,
        connected(node_at(server, jump="bastion"), keys, None, through(tmp_path, jump)),
    ):
        pass

    assert caught.value.problem.code == "node.host_key_changed"
    assert caught.value.problem.values["port"] == jump.port


def test_jump_host_that_can_not_reach_the_node(tmp_path: Path, server: Sshd, jump: Sshd, keys: Keys) -> None:
    gone = Sshd(free_port(), server.folder, 0)
    with (
        pytest.raises(NodeUnreachable) as caught,
        connected(node_at(gone, jump="bastion"), keys, None, through(tmp_path, jump)),
    ):
        pass

    assert caught.value.problem.code == "node.jump_failed"
    assert caught.value.problem.values["jump"] == "127.0.0.1"


def test_jump_host_that_may_not_forward(tmp_path: Path, server: Sshd, keys: Keys) -> None:
    folder = tmp_path / "jump"
    folder.mkdir()
    with (
        running_sshd(folder, ["AllowTcpForwarding no"]) as closed,
        pytest.raises(NodeUnreachable) as caught,
        connected(node_at(server, jump="bastion"), keys, None, through(tmp_path, closed)),
    ):
        pass

    assert caught.value.problem.code == "node.jump_failed"


def test_login_refused_by_the_jump_host_names_it(tmp_path: Path, server: Sshd, jump: Sshd, keys: Keys) -> None:
    wrong = Sshd(jump.port, server.folder, jump.pid)
    with (
        pytest.raises(NodeUnreachable) as caught,
        connected(node_at(server, jump="bastion"), keys, None, through(tmp_path, wrong)),
    ):
        pass

    assert caught.value.problem.code == "node.login_refused"
    assert caught.value.problem.values["port"] == jump.port


def test_lost_jump_host_is_a_lost_link_and_the_way_is_made_again(
    tmp_path: Path, server: Sshd, jump: Sshd, keys: Keys
) -> None:
    with connected(node_at(server, jump="bastion"), keys, None, through(tmp_path, jump)) as connection:
        connection.run("true", deadline=20)
        jump.cut()
        with pytest.raises(LinkLost):
            connection.run("true", deadline=20)
        assert connection.run("echo back", deadline=20).out == b"back\n"

    assert len(keys.asked) == 2


def test_hung_node_behind_a_jump_host_is_noticed_by_deadline(
    tmp_path: Path, server: Sshd, jump: Sshd, keys: Keys
) -> None:
    with connected(node_at(server, jump="bastion"), keys, None, through(tmp_path, jump)) as connection:
        pid = int(connection.run("ps -o ppid= -p $$", deadline=20).out)
        os.kill(pid, signal.SIGSTOP)
        try:
            with pytest.raises(LinkLost) as caught:
                connection.run("cat >/dev/null", data=bytes(20_000_000), deadline=1)
        finally:
            os.kill(pid, signal.SIGKILL)
        assert caught.value.problem.code == "node.deadline_passed"
        assert connection.run("echo back", deadline=20).out == b"back\n"
