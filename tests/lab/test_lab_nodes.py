"""Both nodes are machines of their own: names, processes, trees, addresses, logins."""

import json

import paramiko
import pytest

from clprun.lab import client
from clprun.lab.contents import etc
from tests.support.lab import Lab, eventually

NODES = ("clu1", "clu2")


def output(session: paramiko.SSHClient, command: str, *, terminal: bool = False) -> str:
    _, out, _ = session.exec_command(command, get_pty=terminal)
    return out.read().decode().strip()


@pytest.mark.parametrize(
    ("address", "node"),
    [("clu1", "clu1"), ("10.0.0.112", "clu2"), ("192.168.0.111", "clu1"), ("192.168.0.112", "clu2")],
)
def test_each_node_answers_ssh_as_itself(lab: Lab, address: str, node: str) -> None:
    with lab.ssh(address) as session:
        assert output(session, "hostname; uname -n; cat /etc/hostname").split() == [node] * 3


def test_ssh_gives_streams_and_exit_codes(lab: Lab) -> None:
    with lab.ssh("clu1") as session:
        given, out, errors = session.exec_command("cat; echo bad >&2; exit 7")
        given.write("in\n")
        given.channel.shutdown_write()

        assert (out.read(), errors.read(), out.channel.recv_exit_status()) == (b"in\n", b"bad\n", 7)


def test_ssh_gives_a_terminal_of_its_own_size(lab: Lab) -> None:
    with lab.ssh("clu2") as session:
        assert output(session, "test -t 0 && stty size", terminal=True) == "24 80"
        assert output(session, "test -t 0 || echo none") == "none"


def test_a_kept_shell_answers_line_by_line(lab: Lab) -> None:
    with lab.ssh("clu1") as session:
        given, out, _ = session.exec_command("sh")
        for number in range(3):
            given.write(f"echo answer {number}\n")
            given.flush()
            assert out.readline() == f"answer {number}\n"


def test_a_login_shell_starts_in_the_home(lab: Lab) -> None:
    with lab.ssh("clu1", user="operator") as session:
        channel = session.invoke_shell()
        channel.sendall(b"pwd; exit\n")
        said = channel.makefile("rb").read().decode()

        assert "/home/operator" in said


def test_a_program_killed_by_a_signal_is_told_as_such(lab: Lab) -> None:
    with lab.ssh("clu1") as session:
        _, out, _ = session.exec_command("kill -9 $$")

        assert out.channel.recv_exit_status() == -1  # paramiko's answer when there was a signal instead of a code


def test_passwords_are_refused_until_they_are_allowed(lab: Lab) -> None:
    settings = etc.sshd_settings(password=True, root=False)
    with (
        pytest.raises(paramiko.BadAuthenticationType),
        lab.ssh("clu1", "operator", etc.OPERATOR_PASSWORD),
    ):
        pass
    try:
        lab.sh("clu1", f"printf '%s' '{settings}' > /etc/ssh/sshd_config.d/lab.conf; systemctl restart sshd")
        eventually(lambda: lab.greets("clu1"), "sshd is back")
        with lab.ssh("clu1", "operator", etc.OPERATOR_PASSWORD) as session:
            assert output(session, "echo in") == "in"
        with pytest.raises(paramiko.AuthenticationException), lab.ssh("clu1", "operator", "wrong"):
            pass
        with pytest.raises(paramiko.AuthenticationException), lab.ssh("clu1", "root"):
            pass
    finally:
        lab.sh("clu1", "rm /etc/ssh/sshd_config.d/lab.conf; systemctl restart sshd")
        eventually(lambda: lab.greets("clu1"), "sshd is back")


def test_processes_of_one_node_are_not_seen_on_the_other(lab: Lab) -> None:
    lab.sh("clu1", "sleep 4321 >/dev/null 2>&1 & sleep 0")
    try:
        assert "sleep 4321" in lab.sh("clu1", "ps -eo args")
        assert "sleep 4321" not in lab.sh("clu2", "ps -eo args")
    finally:
        lab.sh("clu1", "pkill -x sleep")


def test_the_process_table_is_small_and_starts_with_an_init(lab: Lab) -> None:
    assert lab.sh("clu1", "ps -o args= -p 1").startswith("/sbin/init")
    assert int(lab.sh("clu1", "ps -e --no-headers | wc -l")) < 20


def test_files_of_one_node_are_not_seen_on_the_other(lab: Lab) -> None:
    for path in ("/etc/only-here", "/usr/lib/only-here", "/opt/only-here", "/var/lib/only-here", "/root/only-here"):
        lab.sh("clu1", f"echo 1 > {path}")
        assert lab.run("clu2", f"test -e {path}").returncode == 1
        lab.sh("clu1", f"rm {path}")


@pytest.mark.parametrize("node", NODES)
def test_addresses_are_the_guides(lab: Lab, node: str) -> None:
    found = json.loads(lab.sh(node, "ip -json -4 address"))
    shown = {link["ifname"]: [entry["local"] for entry in link["addr_info"]] for link in found}

    last = {"clu1": 111, "clu2": 112}[node]
    assert shown == {"lo": ["127.0.0.1"], "eth0": [f"10.0.0.{last}"], "eth1": [f"192.168.0.{last}"]}


@pytest.mark.parametrize("node", NODES)
def test_names_resolve_forward_and_backward(lab: Lab, node: str) -> None:
    for name, address in (("clu1", "10.0.0.111"), ("clu2", "10.0.0.112"), ("cluv", "10.0.0.114")):
        assert lab.sh(node, f"getent ahostsv4 {name} | cut -d' ' -f1 | sort -u") == address
        assert lab.sh(node, f"getent hosts {address}").split() == [address, name]


def test_the_nodes_reach_each_other_on_both_networks(lab: Lab) -> None:
    lab.sh("clu1", "ping -c1 -W5 10.0.0.112 && ping -c1 -W5 192.168.0.112")


def test_the_operator_is_an_ordinary_user(lab: Lab) -> None:
    with lab.ssh("clu2", user="operator") as session:
        assert output(session, "id -un; id -u").split() == ["operator", "1000"]
        assert output(session, "cat /etc/shadow 2>/dev/null || echo refused") == "refused"


def test_nothing_of_the_host_is_seen(lab: Lab) -> None:
    for path in ("/root/.ssh/id_rsa", "/home/ubuntu", "/etc/cron.d", "/dev/sda", "/dev/vda", "/dev/loop0", "/boot"):
        assert lab.run("clu1", f"test -e {path}").returncode == 1
    assert lab.sh("clu1", "ls /home") == "operator"


@pytest.mark.parametrize(
    "command",
    [
        "date -s 2020-01-01",
        "sysctl -w kernel.panic=3",
        "mknod /root/disk b 7 0",
        "dmesg -C",
        "touch /usr/lib/clprun-lab/x",
    ],
)
def test_the_host_is_safe_from_what_a_rehearsal_may_do(lab: Lab, command: str) -> None:
    assert lab.run("clu1", command).returncode != 0


def test_the_controllers_interpreter_runs_in_the_nodes(lab: Lab) -> None:
    script = "import json, ctypes, socket; print(json.dumps([1]))"

    assert lab.sh("clu2", f"/usr/lib/clprun-lab/python -I -S -c '{script}'") == "[1]"


def test_a_connection_to_nowhere_fails_like_an_ordinary_one(lab: Lab) -> None:
    with pytest.raises(ConnectionRefusedError):
        client.connect(lab.home, "10.0.0.111", 9)
    with pytest.raises(OSError, match=r"No route|timed out"):
        client.connect(lab.home, "10.0.0.77", 22, timeout=0.3)


@pytest.mark.parametrize("how", ["su", "sudo"])
def test_the_operator_becomes_root_with_a_password(lab: Lab, how: str) -> None:
    if lab.run("clu1", f"command -v {how}").returncode:
        pytest.skip(f"{how} is not installed on this machine")
    command, password = {
        "su": ("su -c 'id -u'", etc.ROOT_PASSWORD),
        "sudo": ("sudo -S -p Password: id -u", etc.OPERATOR_PASSWORD),
    }[how]
    with lab.ssh("clu1", user="operator") as session:
        given, out, _ = session.exec_command(command, get_pty=True, timeout=20)
        assert out.read(1) != b""  # it asks
        given.write(f"{password}\n")

        assert out.read().decode().split()[-1] == "0"


def test_a_signal_sent_over_ssh_arrives(lab: Lab) -> None:
    command = "trap 'echo caught; exit 9' TERM; echo ready; while :; do sleep 0.05; done"
    with lab.ssh("clu1", user="operator") as session:  # sshd takes signals for root from nobody
        _, out, _ = session.exec_command(command, timeout=20)
        assert out.readline() == "ready\n"
        message = paramiko.Message()
        message.add_byte(bytes([98]))  # SSH_MSG_CHANNEL_REQUEST
        message.add_int(out.channel.remote_chanid)
        message.add_string("signal")
        message.add_boolean(False)
        message.add_string("TERM")
        transport = session.get_transport()
        assert transport is not None
        transport._send_user_message(message)  # type: ignore[attr-defined]  # paramiko has no call for it

        assert (out.read(), out.channel.recv_exit_status()) == (b"caught\n", 9)


def test_a_quick_commands_output_is_never_lost(lab: Lab) -> None:
    with lab.ssh("clu2") as session:
        answers = [session.exec_command(f"echo {number}")[1].read() for number in range(20)]

    assert answers == [f"{number}\n".encode() for number in range(20)]
