"""``systemctl``: the small init is held against the real systemd, by running the same cases on all tiers."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.lab.contents.systemd import unit_files
from clprun.lab.files import Unit
from clprun.lab.inside import unitfile
from clprun.lab.inside.unitfile import parse, seconds
from tests.support.lab import Lab, eventually

FOLDER = "/etc/systemd/system"


@contextlib.contextmanager
def unit(lab: Lab, name: str, service: str) -> Iterator[None]:
    """A service on clu1, gone again at the end."""
    text = f"[Unit]\nDescription=A test\n[Service]\n{service}\n[Install]\nWantedBy=multi-user.target\n"
    lab.sh("clu1", f"cat > {FOLDER}/{name}.service <<'END'\n{text}END\nsystemctl daemon-reload")
    try:
        yield
    finally:
        lab.run("clu1", f"systemctl disable --now {name}; rm {FOLDER}/{name}.service; systemctl daemon-reload")


def ctl(lab: Lab, words: str) -> "subprocess.CompletedProcess[bytes]":
    return lab.run("clu1", f"systemctl {words}")


def show(lab: Lab, name: str, *properties: str) -> dict[str, str]:
    lines = lab.sh("clu1", f"systemctl show {name} -p {','.join(properties)}").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_a_service_starts_and_stops(lab: Lab) -> None:
    with unit(lab, "nap", "ExecStart=/bin/sleep 600"):
        assert (ctl(lab, "is-active nap").stdout, ctl(lab, "is-active nap").returncode) == (b"inactive\n", 3)
        assert ctl(lab, "start nap").returncode == 0
        assert (ctl(lab, "is-active nap").stdout, ctl(lab, "is-active nap").returncode) == (b"active\n", 0)
        pid = show(lab, "nap", "MainPID")["MainPID"]
        eventually(lambda: lab.sh("clu1", f"ps -o args= -p {pid}") == "/bin/sleep 600", "the program runs")
        assert ctl(lab, "status nap").returncode == 0
        assert ctl(lab, "restart nap").returncode == 0
        assert show(lab, "nap", "MainPID")["MainPID"] not in {pid, "0"}
        assert ctl(lab, "stop nap").returncode == 0

        assert show(lab, "nap", "ActiveState", "SubState", "MainPID") == {
            "ActiveState": "inactive",
            "SubState": "dead",
            "MainPID": "0",
        }
        assert ctl(lab, "status nap").returncode == 3


def test_enabling_and_disabling(lab: Lab) -> None:
    with unit(lab, "nap", "ExecStart=/bin/sleep 600"):
        answers = []
        for words in ("is-enabled nap", "enable nap", "is-enabled nap", "disable nap", "is-enabled nap", "mask nap"):
            done = ctl(lab, words)
            answers.append((done.stdout.decode().strip(), done.returncode))

        assert answers[:5] == [("disabled", 1), ("", 0), ("enabled", 0), ("", 0), ("disabled", 1)]
        assert ctl(lab, "is-active nap").stdout == b"inactive\n"


def test_enable_now_starts_too(lab: Lab) -> None:
    with unit(lab, "nap", "ExecStart=/bin/sleep 600"):
        assert ctl(lab, "enable --now nap").returncode == 0
        assert ctl(lab, "is-active nap").returncode == 0
        assert ctl(lab, "disable --now nap").returncode == 0
        assert ctl(lab, "is-active nap").returncode == 3


def test_a_failing_service_is_failed(lab: Lab) -> None:
    with unit(lab, "bad", "ExecStart=/bin/sh -c 'exit 7'"):
        ctl(lab, "start bad")
        eventually(lambda: ctl(lab, "is-failed bad").returncode == 0, "bad has failed")

        shown = show(lab, "bad", "ActiveState", "Result", "ExecMainStatus")
        assert shown == {"ActiveState": "failed", "Result": "exit-code", "ExecMainStatus": "7"}
        assert ctl(lab, "is-active bad").stdout == b"failed\n"


def test_a_failing_oneshot_fails_the_start(lab: Lab) -> None:
    with unit(lab, "once", "Type=oneshot\nExecStart=/bin/sh -c 'exit 1'"):
        assert ctl(lab, "start once").returncode == 1


def test_a_oneshot_that_remains_is_active(lab: Lab) -> None:
    with unit(
        lab, "once", "Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\nExecStop=/usr/bin/touch /root/stopped"
    ):
        assert ctl(lab, "start once").returncode == 0
        assert show(lab, "once", "ActiveState", "SubState") == {"ActiveState": "active", "SubState": "exited"}
        assert ctl(lab, "stop once").returncode == 0

        lab.sh("clu1", "rm /root/stopped")


def test_a_forking_service_is_known_by_its_pid_file(lab: Lab) -> None:
    script = "sleep 600 & echo $! > /run/forked.pid"
    with unit(
        lab, "forked", f"Type=forking\nPIDFile=/run/forked.pid\nExecStart=/bin/sh -c '{script.replace('$', '$$')}'"
    ):
        assert ctl(lab, "start forked").returncode == 0
        pid = show(lab, "forked", "MainPID")["MainPID"]
        assert lab.sh("clu1", "cat /run/forked.pid") == pid
        assert ctl(lab, "stop forked").returncode == 0
        eventually(lambda: lab.run("clu1", f"kill -0 {pid}").returncode == 1, "it has ended")


def test_a_service_that_dies_is_started_again_when_it_says_so(lab: Lab) -> None:
    with unit(lab, "phoenix", "ExecStart=/bin/sleep 600\nRestart=always"):
        ctl(lab, "start phoenix")
        pid = show(lab, "phoenix", "MainPID")["MainPID"]
        lab.sh("clu1", f"kill -9 {pid}")
        eventually(lambda: show(lab, "phoenix", "MainPID")["MainPID"] not in {"0", pid}, "phoenix lives again")

        ctl(lab, "stop phoenix")
        assert ctl(lab, "is-active phoenix").returncode == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("start no-such", 5),
        ("stop no-such", 5),
        ("status no-such", 4),
        ("is-enabled no-such", 1),
        ("enable no-such", 1),
    ],
)
def test_an_unknown_unit_is_refused(lab: Lab, words: str, code: int) -> None:
    assert ctl(lab, words).returncode == code


def test_an_unknown_unit_is_inactive(lab: Lab) -> None:
    assert ctl(lab, "is-active no-such").stdout == b"inactive\n"
    assert show(lab, "no-such", "LoadState", "ActiveState") == {"LoadState": "not-found", "ActiveState": "inactive"}
    assert ctl(lab, "show -p LoadState --value no-such").stdout == b"not-found\n"


def test_running_services_are_listed(lab: Lab) -> None:
    assert b"sshd.service" in ctl(lab, "list-units --type=service --no-legend --no-pager").stdout


def test_services_are_stopped_in_good_order_at_a_reboot(lab: Lab) -> None:
    script = 'trap "sleep 0.2; echo stopped > /root/last-words; exit" TERM; while :; do sleep 0.05; done'
    with unit(lab, "tidy", f"KillMode=process\nExecStart=/bin/sh -c '{script}'"):
        lab.sh("clu1", "rm -f /root/last-words; systemctl start tidy")
        before = lab.boot_id("clu1")
        lab.fault("reboot", node="clu1")
        eventually(lambda: lab.boot_id("clu1") not in {"", before}, "clu1 boots again")
        eventually(lambda: lab.greets("clu1"), "clu1 answers SSH again")

        assert lab.sh("clu1", "cat /root/last-words") == "stopped"


UNIT = """\
# comment
[Unit]
Description=Old
Description=A service
[Service]
Type=forking
ExecStart=-/bin/one "two words" %%n $$HOME
ExecStop=/bin/stop
ExecStop=
ExecStop=/bin/stop --again \\
  more
Environment=A=1 "B=two words"
TimeoutStopSec=1min 30s
RemainAfterExit=yes
[Install]
WantedBy=multi-user.target graphical.target
"""


def test_a_unit_file_is_read() -> None:
    found = parse("x.service", Path("/x"), UNIT)

    assert found.description == "A service"
    assert found.kind == "forking"
    assert found.start == [["/bin/one", "two words", "%n", "$HOME"]]
    assert found.stop == [["/bin/stop", "--again", "more"]]
    assert found.environment == {"A": "1", "B": "two words"}
    assert found.stop_seconds == 90
    assert found.remain
    assert found.wanted_by == ["multi-user.target", "graphical.target"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5", 5), ("5s", 5), ("2min 3s", 123), ("100ms", 0.1), ("1h", 3600), ("infinity", float("inf"))],
)
def test_time_spans(text: str, expected: float) -> None:
    assert seconds(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "words", [("/bin/x",), ("/bin/x", "two words"), ("/bin/x", 'say "hi"', "it's", "100%", "$HOME", "back\\slash", "")]
)
def test_words_of_a_unit_survive_its_file(words: tuple[str, ...]) -> None:
    file, _link = unit_files([Unit("x", words, enabled=True, description="d")])

    assert parse("x.service", Path("/x"), file.content.decode()).start == [list(words)]


@pytest.mark.parametrize(("name", "expected"), [("sshd", "sshd.service"), ("lab.target", "lab.target")])
def test_names_are_completed(name: str, expected: str) -> None:
    assert unitfile.full_name(name) == expected
