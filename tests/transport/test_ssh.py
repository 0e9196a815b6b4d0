"""Requests to a node over a real sshd: bytes, links that break, deadlines."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import LinkLost, NodeUnreachable, StepFailed
from clprun.model.cluster import Node, Role, SshLogin
from clprun.model.question import Raw
from clprun.transport.base import Connection
from clprun.transport.openssh import OpenSshConfiguration
from clprun.transport.ssh import SshConnection, connect
from clprun.transport.wire import PromptSocket
from tests.support.sshd import Sshd, running_sshd
from tests.transport.desk import Keys, Vault, connected, node_at


@pytest.fixture
def own(server: Sshd, keys: Keys) -> Iterator[SshConnection]:
    """A connection that a test may break."""
    with connected(node_at(server), keys) as connection:
        yield connection


def poll(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    give_up = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def serving(connection: SshConnection) -> int:
    """Process id of the sshd child that serves a connection."""
    return int(connection.run("ps -o ppid= -p $$", deadline=20).out)


@given(data=st.binary(max_size=5000))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_pass_both_ways(connection: SshConnection, data: bytes) -> None:
    raw = connection.run("cat", data=data, deadline=20)

    assert (raw.exit_code, raw.out, raw.err) == (0, data, b"")


@pytest.mark.parametrize(
    ("script", "out"),
    [
        ('printf \'%s\' "it\'s \\"quoted\\" \\\\ $((1+1))"', 'it\'s "quoted" \\ 2'),
        ("printf %s 'two\nlines'", "two\nlines"),
        ("printf %s '運用系 フェイルオーバ 🙂'", "運用系 フェイルオーバ 🙂"),
        ("cat <<'EOT'\n$HOME `id` 'x'\nEOT\n", "$HOME `id` 'x'\n"),
        ('echo "$LC_ALL"; pwd', "C\n/\n"),
        ("id -u", "0\n"),
        ("cat", ""),
    ],
)
def test_scripts_arrive_as_they_are(connection: SshConnection, script: str, out: str) -> None:
    raw = connection.run(script, deadline=20)

    assert (raw.exit_code, raw.out.decode(), raw.err) == (0, out, b"")


def test_streams_and_exit_code_are_kept_apart(connection: SshConnection) -> None:
    raw = connection.run("echo out; echo err >&2; exit 42", deadline=20)

    assert (raw.exit_code, raw.out, raw.err) == (42, b"out\n", b"err\n")


def test_long_output_on_both_streams_with_long_input(connection: SshConnection) -> None:
    size, data = 5_000_000, os.urandom(1_000_000)
    raw = connection.run(f"cat; head -c {size} /dev/zero & head -c {size} /dev/zero >&2; wait", data=data, deadline=60)

    assert len(raw.out) == size + len(data)
    assert len(raw.err) == size


def test_one_round_trip_a_run(connection: SshConnection) -> None:
    before = connection.meter.round_trips
    for _ in range(5):
        connection.run("cat", data=b"x", deadline=20)

    assert connection.meter.round_trips == before + 5


def test_it_is_what_the_rest_of_clprun_expects(connection: SshConnection) -> None:
    as_expected: Connection = connection

    assert as_expected.run("true", deadline=20) == Raw(0, b"")


def test_all_runs_go_through_one_shell(connection: SshConnection) -> None:
    assert connection.run("echo $$", deadline=20).out == connection.run("echo $$", deadline=20).out


def test_link_cut_in_the_middle_is_lost_at_once_and_made_again(server: Sshd, own: SshConnection, keys: Keys) -> None:
    pid = serving(own)
    with pytest.raises(LinkLost) as caught:
        own.run(f"kill -9 {pid}; exec sleep 3", deadline=600)
    assert caught.value.problem.code == "node.link_lost"
    assert caught.value.problem.node == "clu1"

    assert caught.value.problem.output is None
    assert own.run("echo back", deadline=20).out == b"back\n"
    assert len(keys.asked) == 1


def test_link_cut_between_runs_is_lost_and_made_again(own: SshConnection) -> None:
    os.kill(serving(own), signal.SIGKILL)
    with pytest.raises(LinkLost):
        own.run("true", deadline=20)

    assert own.run("echo back", deadline=20).out == b"back\n"


def test_killed_shell_is_a_lost_link(own: SshConnection) -> None:
    with pytest.raises(LinkLost):
        own.run("kill -9 $$", deadline=600)

    assert own.run("echo back", deadline=20).out == b"back\n"


def test_deadline_passes_and_the_next_run_connects_again(own: SshConnection) -> None:
    with pytest.raises(LinkLost) as caught:
        own.run("sleep 3", deadline=0.2)
    assert caught.value.problem.code == "node.deadline_passed"

    assert own.run("echo back", deadline=20).out == b"back\n"


def test_hung_server_is_noticed_by_deadline_whatever_is_sent(own: SshConnection) -> None:
    """A stopped sshd takes no more than the buffers hold, so the write itself gets stuck."""
    pid = serving(own)
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(LinkLost) as caught:
            own.run("cat >/dev/null", data=bytes(20_000_000), deadline=0.5)
    finally:
        os.kill(pid, signal.SIGKILL)

    assert caught.value.problem.code == "node.deadline_passed"
    assert own.run("echo back", deadline=20).out == b"back\n"


def test_too_long_output_is_given_up(own: SshConnection) -> None:
    with pytest.raises(StepFailed) as caught:
        own.run("yes", deadline=120)

    assert caught.value.problem.code == "node.output_too_long"
    assert own.run("echo next", deadline=20).out == b"next\n"


def test_late_background_job_does_not_hold_an_answer_up(own: SshConnection) -> None:
    job = int(own.run("sleep 60 & echo $!", deadline=20).out)

    assert own.run(f"kill {job}", deadline=20).exit_code == 0


def test_greeting_of_the_login_is_not_part_of_an_answer(tmp_path: Path, keys: Keys) -> None:
    greeting = "ForceCommand echo Authorized use only; echo warning >&2; MARK=1 exec sh"
    with running_sshd(tmp_path, [greeting]) as server, connected(node_at(server), keys) as connection:
        raw = connection.run("echo mine; echo $MARK >&2", deadline=20)

    assert (raw.out, raw.err) == (b"mine\n", b"1\n")


def test_account_without_a_shell_is_said_with_its_words(tmp_path: Path, keys: Keys) -> None:
    with (
        running_sshd(tmp_path, ["ForceCommand echo This account is not available.; exit 1"]) as server,
        connected(node_at(server), keys) as connection,
        pytest.raises(LinkLost) as caught,
    ):
        connection.run("true", deadline=20)

    assert caught.value.problem.output == "This account is not available."


def test_node_gone_for_good_is_unreachable(tmp_path: Path, keys: Keys) -> None:
    with running_sshd(tmp_path) as server:
        connection = connect(
            node_at(server), secrets=Vault(), host_keys=keys, configuration=OpenSshConfiguration.empty()
        )
    with pytest.raises(LinkLost):
        connection.run("true", deadline=20)
    with pytest.raises(NodeUnreachable) as caught:
        connection.run("true", deadline=20)
    connection.close()

    assert caught.value.problem.code == "node.connection_refused"
    assert caught.value.exit_code == 4


def test_name_that_nobody_knows() -> None:
    node = Node(name="clu1", role=Role.PRIMARY, address="no-such-host.invalid", ssh=SshLogin(user="root"))
    with pytest.raises(NodeUnreachable) as caught, connected(node, Keys(Path("unused"))):
        pass

    assert caught.value.problem.code == "node.name_unknown"


@contextlib.contextmanager
def listener(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[int]]]:
    """A TCP server that is no SSH server; gives its port and counts its callers."""
    callers: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                callers.append(caller.fileno())
                answer(caller)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1], callers
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(20)


def test_server_that_hangs_up_is_tried_again_then_said(keys: Keys, server: Sshd) -> None:
    with listener(socket.socket.close) as (port, callers):
        node = node_at(Sshd(port, server.folder, 0))
        with pytest.raises(NodeUnreachable) as caught, connected(node, keys):
            pass

    assert caught.value.problem.code == "node.not_greeted"
    assert len(callers) > 1


def test_server_that_says_nothing_is_given_up(keys: Keys, server: Sshd) -> None:
    held: list[socket.socket] = []
    with listener(held.append) as (port, _):
        node = node_at(Sshd(port, server.folder, 0))
        with pytest.raises(NodeUnreachable) as caught, connected(node, keys, timeout=0.3):
            pass
    for caller in held:
        caller.close()

    assert caught.value.problem.code == "node.no_greeting"


def test_login_dropped_for_too_many_at_once_is_tried_again(tmp_path: Path, keys: Keys) -> None:
    """sshd drops every connection while another one is at its login."""
    with running_sshd(tmp_path, ["MaxStartups 1:100:1"]) as server:
        other = socket.create_connection(("127.0.0.1", server.port))
        other_port = other.getsockname()[1]
        assert other.recv(4) == b"SSH-"
        dialled = 0

        def dial(address: str, port: int) -> socket.socket:
            nonlocal dialled
            dialled += 1
            if dialled == 2:
                other.close()
                poll(lambda: f"by 127.0.0.1 port {other_port}" in server.log)
            return socket.create_connection((address, port))

        connection = connect(
            node_at(server), secrets=Vault(), host_keys=keys, dial=dial, configuration=OpenSshConfiguration.empty()
        )
        connection.close()

    assert dialled > 1


def test_server_with_nothing_in_common_is_said(tmp_path: Path, keys: Keys) -> None:
    with (
        running_sshd(tmp_path, ["Ciphers chacha20-poly1305@openssh.com"]) as server,
        pytest.raises(NodeUnreachable) as caught,
        connected(node_at(server), keys),
    ):
        pass

    assert caught.value.problem.code == "node.no_agreement"


def test_closing_leaves_nothing_running(server: Sshd, keys: Keys) -> None:
    before = set(threading.enumerate())
    with connected(node_at(server), keys) as connection:
        connection.run("true", deadline=20)
        assert set(threading.enumerate()) > before
    connection.close()

    poll(lambda: set(threading.enumerate()) <= before)


def test_own_socket_is_used_and_prompt(server: Sshd, keys: Keys) -> None:
    dialled: list[tuple[str, int]] = []

    def dial(address: str, port: int) -> socket.socket:
        dialled.append((address, port))
        return socket.create_connection(("127.0.0.1", port))

    connection = connect(
        node_at(server).model_copy(update={"address": "10.255.255.1"}),
        secrets=Vault(),
        host_keys=keys,
        dial=dial,
        configuration=OpenSshConfiguration.empty(),
    )
    out = connection.run("echo hello", deadline=20).out
    connection.close()

    assert set(dialled) == {("10.255.255.1", server.port)}
    assert out == b"hello\n"


def test_adopted_socket_neither_waits_to_send_nor_leaves_its_owner_a_descriptor() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        plain = socket.create_connection(listening.getsockname())
        with PromptSocket.adopt(plain) as prompt:
            assert plain.fileno() == -1
            assert prompt.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_importing_the_transport_does_not_import_paramiko() -> None:
    script = "import sys, clprun.transport.ssh, clprun.transport.local; sys.exit('paramiko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_connecting_leaves_the_slow_half_of_paramiko_out() -> None:
    script = "import sys, clprun.transport.tunnel as tunnel; sys.exit('invoke' in sys.modules); tunnel.Link"
    assert subprocess.run([sys.executable, "-W", "error", "-c", script], check=False).returncode == 0
