"""The kept shell against the shells that nodes really have: what scripts do to it, and what they can't."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import LinkLost, NodeUnreachable, StepFailed
from clprun.transport.local import LocalConnection, ProcessDuplex
from clprun.transport.shell import KeptShell, OutputTooLong, ShellEnded

SHELLS = {"dash": ("dash",), "bash": ("bash", "--posix"), "busybox": ("busybox", "sh")}
BINARY = st.binary(max_size=3000)
ALL_BYTES = bytes(range(256))


@pytest.fixture(scope="module", params=[name for name, argv in SHELLS.items() if shutil.which(argv[0])])
def local(request: pytest.FixtureRequest) -> Iterator[LocalConnection]:
    shell = LocalConnection(argv=SHELLS[request.param])
    yield shell
    shell.close()


@given(data=BINARY)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_pass_both_ways(local: LocalConnection, data: bytes) -> None:
    raw = local.run("cat", data=data, deadline=20)

    assert (raw.exit_code, raw.out, raw.err) == (0, data, b"")


@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_stand_in_a_script(local: LocalConnection, text: str) -> None:
    quoted = "'" + text.replace("'", "'\\''") + "'"
    raw = local.run(f"printf %s {quoted}; printf %s {quoted} >&2", deadline=20)

    assert (raw.out, raw.err) == (text.encode(), text.encode())


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("", 0),
        ("true", 0),
        ("false", 1),
        ("exit 37", 37),
        ("(exit 5)", 5),
        ("trap 'exit 9' EXIT; exit 3", 9),
        ("set -e; false; exit 8", 1),
        ("kill -TERM $(exec sh -c 'echo $PPID')", 128 + 15),
        ("-not-an-option", 127),
        ("# only a comment", 0),
        ("exit 6 #", 6),
        ("cat <<'EOT'\nexit 1\nEOT\nexit 4", 4),
    ],
)
def test_exit_codes(local: LocalConnection, script: str, code: int) -> None:
    assert local.run(script, deadline=20).exit_code == code


@pytest.mark.parametrize(
    "script",
    [
        "cd /usr",
        "PATH=/nowhere; LC_ALL=ja_JP.UTF-8",
        "trap 'echo trapped' EXIT",
        "trap '' TERM HUP INT; umask 0; ulimit -n 10",
        "exec true",
        "exec >/dev/null 2>&1 </dev/null; echo lost",
        "exec >&- 2>&-",
        "set -euf",
        "set -x",
        "set -n",
        "printf() { :; }; cat() { :; }; eval() { :; }",
        "alias printf=true 2>/dev/null",
        "echo 'unbalanced",
        "( echo open",
        "cat <<EOT",
        "fi; done; }",
        "} ; exit 2; {",
        ") ; exit 2; (",
        "exit 200",
        "sleep 30 >/dev/null 2>&1 &",
        "readonly HOME; unset PATH",
        "IFS=0123456789",
    ],
)
def test_no_script_harms_the_next(local: LocalConnection, script: str) -> None:
    local.run(script, deadline=20)
    raw = local.run('pwd; echo "$LC_ALL"; command -v fdisk >/dev/null || echo "$PATH"; umask', deadline=20)

    lines = raw.out.decode().splitlines()
    assert raw.exit_code == 0
    assert lines[:2] == ["/", "C"]
    assert lines[-1] != "0000"
    assert raw.err == b""


def test_no_data_is_the_end_of_input(local: LocalConnection) -> None:
    assert local.run("cat; echo read", deadline=20).out == b"read\n"


def test_script_that_leaves_its_data_unread_does_not_shift_the_next(local: LocalConnection) -> None:
    data = b"echo intruder\n" * 100_000
    assert local.run("head -c 14", data=data, deadline=20).out == b"echo intruder\n"
    assert local.run("echo next", deadline=20).out == b"next\n"


def test_script_can_put_another_script_into_a_shell_of_its_own(local: LocalConnection) -> None:
    raw = local.run("sh -s one two", data=b'echo "$2"; exit 12', deadline=20)

    assert (raw.exit_code, raw.out) == (12, b"two\n")


def test_fake_markers_change_nothing(local: LocalConnection) -> None:
    """All that is secret are the random digits; a script that prints its own surroundings does not see them."""
    fake = "".join(f"B{digit * 32}\\nE{digit * 32}000\\nE{digit * 32}\\n" for digit in "0123456789abcdef")
    script = f"printf '{fake}'; printf '{fake}' >&2; set; env; tr '\\0' '\\n' </proc/$$/cmdline; exit 11"
    raw = local.run(script, deadline=20)

    assert raw.exit_code == 11
    assert raw.out.startswith(fake.encode().decode("unicode_escape").encode())
    assert local.run("echo next", deadline=20).out == b"next\n"


def test_long_output_on_both_streams_at_once(local: LocalConnection) -> None:
    size = 3_000_000
    script = f"head -c {size} /dev/zero & head -c {size} /dev/zero >&2; wait"
    raw = local.run(script, deadline=60)

    assert (len(raw.out), len(raw.err)) == (size, size)


def test_late_output_of_an_earlier_script_is_not_taken_for_an_answer(local: LocalConnection, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    local.run(f"{{ read -r go <'{fifo}'; echo late; echo done >'{fifo}'; }} &", deadline=20)
    fifo.write_text("go\n")
    fifo.read_text()

    assert local.run("echo mine", deadline=20).out == b"mine\n"


def test_meter_counts_one_round_trip_a_run() -> None:
    shell = LocalConnection()
    for _ in range(3):
        shell.run("cat", data=b"12345", deadline=20)
    shell.close()

    assert shell.meter.round_trips == 3
    assert shell.meter.bytes_sent > 3 * 5
    assert shell.meter.bytes_received > 3 * 5
    assert shell.meter.seconds > 0


def test_deadline_passes_and_the_next_script_has_a_fresh_shell() -> None:
    shell = LocalConnection()
    with pytest.raises(LinkLost) as caught:
        shell.run("sleep 60", deadline=0.1)
    assert caught.value.problem.code == "node.deadline_passed"

    assert shell.run("echo back", deadline=20).out == b"back\n"
    assert shell.meter.round_trips == 1
    shell.close()


def states_of_session(session: int) -> list[str]:
    """States of the processes of a session, as ps letters."""
    listed = subprocess.run(["ps", "-o", "stat=", "--sid", str(session)], check=False, capture_output=True, text=True)
    return listed.stdout.split()


def test_closing_ends_a_hung_script_with_its_shell() -> None:
    duplex = ProcessDuplex()
    give_up = time.monotonic() + 20
    duplex.send(b"( echo $$; exec sleep 61 )\n", give_up)
    shell_pid = int(duplex.receive(give_up)[1])
    duplex.close()

    while any(not state.startswith("Z") for state in states_of_session(shell_pid)):
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_shell_that_dies_is_a_lost_link_with_its_last_words() -> None:
    shell = LocalConnection(argv=("sh", "-c", "echo This account is not available. >&2; exec sleep 0"))
    with pytest.raises(LinkLost) as caught:
        shell.run("true", deadline=20)

    assert caught.value.problem.code == "node.link_lost"
    assert caught.value.problem.output == "This account is not available."


def test_missing_shell_is_said() -> None:
    with pytest.raises(NodeUnreachable) as caught:
        LocalConnection(argv=("/no/such/shell",)).run("true", deadline=20)

    assert caught.value.problem.code == "node.no_shell"


def test_too_long_output_is_given_up() -> None:
    shell = KeptShell(ProcessDuplex())
    with pytest.raises(OutputTooLong):
        shell.run("yes", deadline=20, limit=100_000)
    shell.close()


def test_too_long_output_is_said_and_harms_nothing() -> None:
    shell = LocalConnection()
    with pytest.raises(StepFailed) as caught:
        shell.run("yes", deadline=60)

    assert caught.value.problem.code == "node.output_too_long"
    assert shell.run("echo next", deadline=20).out == b"next\n"
    shell.close()


def test_killed_shell_is_noticed_without_waiting_for_the_deadline() -> None:
    shell = KeptShell(ProcessDuplex())
    pid = int(shell.run("echo $$", deadline=20).out)
    with pytest.raises(ShellEnded):
        shell.run(f"kill -9 {pid}", deadline=600)
    shell.close()
