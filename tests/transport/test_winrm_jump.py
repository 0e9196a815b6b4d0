"""Windows nodes behind an SSH jump host, which is a real server."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.errors import LinkLost, NodeUnreachable
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.way import NotForwarded
from tests.support.lab import eventually
from tests.support.sshd import Sshd, free_port, running_sshd
from tests.transport.desk import Keys
from tests.transport.windesk import Windows, reached, windows


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    with windows(tmp_path_factory.mktemp("windows")) as running:
        yield running


def through(folder: Path, jump: Sshd) -> OpenSshConfiguration:
    """A configuration in which ``bastion`` is the jump host and knows its own port, user and key."""
    text = f"Host bastion\n HostName 127.0.0.1\n Port {jump.port}\n User root\n IdentityFile {jump.user_key}\n"
    (folder / "config").write_text(text)
    return OpenSshConfiguration(((folder / "config", folder),))


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_node_behind_a_jump_host(tmp_path: Path, node: Windows, server: Sshd, keys: Keys, scheme: str) -> None:
    data = bytes(range(256)) * 2000
    before = server.log
    with reached(node.login(scheme, jump="bastion"), keys, through(tmp_path, server)) as connection:
        assert connection.run("more", data=data, deadline=60).out == data

    assert [asked[1] for asked in keys.asked] == [server.port]
    assert "Accepted publickey" in server.log[len(before) :]


def test_the_certificate_is_checked_through_the_jump_host(
    tmp_path: Path, node: Windows, server: Sshd, keys: Keys
) -> None:
    login = node.login(jump="bastion", ca_file=None)
    with pytest.raises(NodeUnreachable) as caught, reached(login, keys, through(tmp_path, server)):
        pass

    assert caught.value.problem.code == "node.winrm_certificate_not_trusted"
    shown = str(caught.value.problem.values["fingerprint"])
    assert shown.replace(":", "").lower() == node.certificate.fingerprint


def test_jump_host_that_can_not_reach_the_node(tmp_path: Path, node: Windows, server: Sshd, keys: Keys) -> None:
    login = node.login(jump="bastion", port=free_port())
    with pytest.raises(NodeUnreachable) as caught, reached(login, keys, through(tmp_path, server)):
        pass

    assert caught.value.problem.code == "node.jump_failed"
    assert caught.value.problem.values["jump"] == "127.0.0.1"


def test_unknown_jump_host_is_refused(tmp_path: Path, node: Windows, server: Sshd, keys: Keys) -> None:
    keys.accepts = False
    with pytest.raises(NodeUnreachable) as caught, reached(node.login(jump="bastion"), keys, through(tmp_path, server)):
        pass

    assert caught.value.problem.code == "node.host_key_unknown"


def test_lost_jump_host_is_a_lost_link_and_the_way_is_made_again(tmp_path: Path, node: Windows, keys: Keys) -> None:
    folder = tmp_path / "jump"
    folder.mkdir()
    with (
        running_sshd(folder) as own,
        reached(node.login("http", jump="bastion"), keys, through(tmp_path, own)) as connection,
    ):

        def cut() -> None:
            eventually(lambda: node.ran[-1:] == ["hold"], "the command has started")
            own.cut()
            node.released.set()

        cutting = threading.Thread(target=cut)
        cutting.start()
        with pytest.raises(LinkLost):
            connection.run("hold", deadline=60)
        cutting.join()
        assert connection.run("echo back", deadline=20).out == b"back\r\n"


def test_the_controller_reaches_other_ports_the_same_way(
    tmp_path: Path, node: Windows, server: Sshd, keys: Keys
) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        reached(node.login(jump="bastion"), keys, through(tmp_path, server)) as connection,
    ):
        with connection.dial("127.0.0.1", listening.getsockname()[1]) as dialled:
            accepted, _ = listening.accept()
            with accepted:
                dialled.sendall(b"question")
                assert accepted.recv(100) == b"question"
                accepted.sendall(b"answer")
                assert dialled.recv(100) == b"answer"
            assert dialled.recv(100) == b""
        with pytest.raises(NotForwarded):
            connection.dial("127.0.0.1", free_port())


def test_without_a_jump_host_other_ports_are_reached_from_here(node: Windows) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, reached(node.login()) as connection:
        with connection.dial("127.0.0.1", listening.getsockname()[1]) as dialled:
            accepted, peer = listening.accept()
            accepted.close()

            assert peer == dialled.getsockname()
        with pytest.raises(ConnectionRefusedError):
            connection.dial("127.0.0.1", free_port())
