"""``lab shell``: the command gets its arguments unchanged, and the caller its exit code."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import InputError, NodeUnreachable
from clprun.lab import client
from tests.support.lab import BARE, Lab, Labs, eventually

AWKWARD = [
    "plain",
    "two words",
    "it's",
    'say "hi"',
    "a\nb",
    "$HOME `id` \\",
    "日本語 テスト",
    "",
    "*",
    "-n",
    "--",
    "a\tb",
    "~",
]


def test_arguments_arrive_unchanged(lab: Lab) -> None:
    done = client.run(lab.home, "clu1", ["printf", "%s\\0", *AWKWARD])

    assert done.stdout.decode().split("\0")[:-1] == AWKWARD


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1, max_size=4)
)
def test_any_arguments_arrive_unchanged(labs: Labs, words: list[str]) -> None:
    done = client.run(labs.get("A", BARE).home, "clu2", ["printf", "%s\\0", *words])

    assert done.stdout.decode().split("\0")[:-1] == words


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["true"], 0),
        (["sh", "-c", "exit 42"], 42),
        (["sh", "-c", "kill -TERM $$"], 143),
        (["no-such-program"], 127),
        (["/etc/passwd"], 126),
    ],
)
def test_the_exit_code_is_the_commands(lab: Lab, argv: list[str], code: int) -> None:
    assert client.run(lab.home, "clu1", argv).returncode == code


def test_streams_pass_through(lab: Lab) -> None:
    done = client.run(lab.home, "clu1", ["sh", "-c", "cat; echo no >&2"], "入力\n".encode())

    assert (done.stdout.decode(), done.stderr) == ("入力\n", b"no\n")


def test_the_command_runs_in_the_node(lab: Lab) -> None:
    assert lab.sh("clu2", "hostname; pwd; echo $HOME; echo $PPID").split() == ["clu2", "/root", "/root", "0"]


def test_a_lab_that_is_not_up_is_said_so(lab_home: Path) -> None:
    with pytest.raises(NodeUnreachable) as caught:
        client.run(lab_home, "clu1", ["true"])

    assert caught.value.problem.code == "lab.not_up"


def test_an_unknown_node_is_said_so(lab: Lab) -> None:
    with pytest.raises(InputError) as caught:
        client.run(lab.home, "clu3", ["true"])

    assert caught.value.problem.values == {"node": "clu3", "nodes": "clu1, clu2"}


def caller(lab: Lab, *argv: str) -> list[str]:
    """A process that calls ``lab shell`` with its own streams."""
    program = "import sys; from pathlib import Path; from clprun.lab.client import shell; "
    program += "sys.exit(shell(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))"
    return [sys.executable, "-c", program, str(lab.home), "clu1", *argv]


def test_on_a_terminal_the_command_gets_one_too(lab: Lab) -> None:
    outer, inner = pty.openpty()
    with subprocess.Popen(
        caller(lab, "sh", "-c", "tty; stty size; exit 3"), stdin=inner, stdout=inner, stderr=inner
    ) as process:
        os.close(inner)
        said = b""
        while process.poll() is None or b"\n" not in said:
            try:
                said += os.read(outer, 1024)
            except OSError:
                break
    os.close(outer)

    assert said.decode().split()[0].startswith("/dev/pts/")
    assert process.returncode == 3


def test_without_arguments_a_shell_reads_what_is_given(lab: Lab) -> None:
    done = subprocess.run(caller(lab), input=b"hostname\nexit 5\n", capture_output=True, check=False)

    assert (done.stdout, done.returncode) == (b"clu1\n", 5)


def test_a_command_does_not_outlive_its_caller(lab: Lab) -> None:
    with subprocess.Popen(caller(lab, "sleep", "4242"), stdin=subprocess.DEVNULL) as process:
        eventually(lambda: lab.run("clu1", "pgrep -f 'sleep 424[2]'").returncode == 0, "the command runs")
        process.kill()

    eventually(lambda: lab.run("clu1", "pgrep -f 'sleep 424[2]'").returncode == 1, "the command is gone")
