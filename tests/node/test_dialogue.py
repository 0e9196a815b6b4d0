"""Programs that ask and are answered: each prompt once, whatever happens to links, controllers and output."""

import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clprun.errors import LinkLost, Problem, StepFailed
from clprun.model.cluster import Platform
from clprun.model.converse import Converse, Exchange
from clprun.model.question import Raw
from clprun.model.secret import Secret, SecretReference
from clprun.node.questions import JobFacts, JobState
from clprun.node.writer import Writer
from clprun.transport.base import Connection
from clprun.transport.local import LocalConnection
from tests.node.conftest import RUN
from tests.node.helpers import OneShot, eventually, names, shown

KEY = "A1b2C3d4-5e6F7g8"
KEY_REFERENCE = SecretReference("file", "key")
SECRETS = {KEY_REFERENCE: Secret(KEY)}

EXCHANGE = (
    Exchange(r"\[1 or 2\]", "1"),
    Exchange("serial number", "XXX0000000"),
    Exchange("licen[sc]e key", KEY_REFERENCE),
)

REGISTER = """\
printf 'Software licence\\n 1 Product version\\n 2 Trial version\\nSelect [1 or 2]...'; read version
printf 'Enter serial number [Ex. XXX0000000]... '; read serial
printf 'Enter license key\\n[Ex. XXXXXXXX-XXXXXXX] ... '; read key
echo "$version/$serial/$key" >>{noted}
echo 'Command succeeded.'
"""


def registering(noted: Path, script: str = REGISTER, **values: object) -> Converse:
    values = {"patience": 20, "within": 20, **values}
    return Converse("clu1", ("sh", "-c", script.format(noted=noted)), EXCHANGE, **values)  # type: ignore[arg-type]  # keywords of Converse


def writer_over(connection: Connection, state_folder: Path, link_patience: float = 10.0) -> Writer:
    return Writer(
        connection,
        Platform.LINUX,
        "clu1",
        run=RUN,
        state_folder=str(state_folder),
        link_patience=link_patience,
        sleep=lambda _: None,
        secrets=SECRETS.__getitem__,
    )


def job_folder(state_folder: Path) -> Path:
    return state_folder / "runs" / RUN / "jobs" / "job"


def job_state(state_folder: Path) -> JobState:
    return writer_over(OneShot(), state_folder).ask_one(JobFacts(RUN, "job", str(state_folder))).state


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def asking(connection: LocalConnection, state_folder: Path) -> Writer:
    return writer_over(connection, state_folder)


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    return tmp_path / "noted"


def test_a_program_is_answered_prompt_by_prompt(asking: Writer, noted: Path) -> None:
    result = asking.perform(registering(noted), "job")

    assert result.exit_code == 0
    assert result.output_tail.endswith("... Command succeeded.")
    assert noted.read_text() == f"1/XXX0000000/{KEY}\n"


def test_no_secret_stays_on_the_node_or_stands_on_a_command_line(
    asking: Writer, noted: Path, state_folder: Path
) -> None:
    """Looked at while the program holds the key, and after it has ended; the program's own note apart."""
    holding = REGISTER + "until [ -e {noted}.gate ]; do sleep 0.01; done\n"
    process = subprocess.Popen([sys.executable, "-c", CONTROLLER, RUN, str(state_folder), str(noted), holding])
    try:
        eventually(noted.exists, "the key was given")
        lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
        environments = [_read(path) for path in Path("/proc").glob("[0-9]*/environ")]
        assert not [line for line in (*lines, *environments) if KEY.encode() in line]
        assert KEY.encode() not in bytes_below(state_folder)
        assert (job_folder(state_folder) / "in").stat().st_mode & 0o177 == 0
    finally:
        Path(f"{noted}.gate").touch()
        assert process.wait(30) == 0
    assert KEY.encode() not in bytes_below(state_folder)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_a_secret_that_the_program_prints_is_starred_on_the_node_too(
    asking: Writer, noted: Path, state_folder: Path
) -> None:
    echoing = REGISTER.replace("echo 'Command", 'echo "key was <$key>"; echo \'Command')

    result = asking.perform(registering(noted, echoing), "job")

    assert result.output_tail.endswith("\n***\nCommand succeeded.")
    assert KEY.encode() not in bytes_below(state_folder)
    assert f"key was <{'*' * len(KEY)}>".encode() in (job_folder(state_folder) / "output").read_bytes()


def test_a_secret_is_starred_wherever_it_stands_in_a_long_output(
    asking: Writer, noted: Path, state_folder: Path
) -> None:
    echoing = REGISTER + 'echo "$key"; head -c 200000 /dev/zero | tr "\\0" .; echo "$key$key"\n'

    asking.perform(registering(noted, echoing), "job")

    assert KEY.encode() not in bytes_below(state_folder)
    assert (job_folder(state_folder) / "output").read_bytes().count(b"*") == 3 * len(KEY)


@pytest.mark.parametrize("secret", ["7", "739", "name", "registered"])
def test_a_short_or_common_secret_is_starred_as_well_and_disturbs_nothing(
    connection: LocalConnection, state_folder: Path, secret: str
) -> None:
    """Prompts and what proves success may hold the same word; what is told does not show where it stood."""
    script = "printf 'PIN: '; read p; printf 'your name and 7 739: '; read n; echo \"got $p\"; echo $n registered"
    exchange = (Exchange("PIN: $", KEY_REFERENCE), Exchange("your name and 7 739: $", "clu"))
    action = Converse("clu1", ("sh", "-c", script), exchange, patience=20, within=20, says="clu registered")
    writer = Writer(
        connection,
        Platform.LINUX,
        "clu1",
        run=RUN,
        state_folder=str(state_folder),
        secrets={KEY_REFERENCE: Secret(secret)}.__getitem__,
    )

    told = writer.perform(action, "job").output_tail

    assert secret not in told
    assert secret.encode() not in (job_folder(state_folder) / "output").read_bytes()
    assert not any("*" in line for line in told.splitlines() if line != "***")


def test_a_secret_is_starred_though_nobody_comes_back(state_folder: Path, noted: Path) -> None:
    """The controller is killed when the program has the key; only then the program prints it, and ends."""
    gate = noted.with_name("gate")
    script = REGISTER + f'until [ -e {gate} ]; do sleep 0.01; done; echo "key was $key"\n'
    argv = [sys.executable, "-c", CONTROLLER, RUN, str(state_folder), str(noted), script]
    with subprocess.Popen(argv, start_new_session=True) as controller:
        eventually(noted.exists, "the key was given")
        controller.send_signal(signal.SIGKILL)
    gate.touch()

    eventually((job_folder(state_folder) / "exit").exists, "the program has ended for others, too")
    assert b"key was ***" in (job_folder(state_folder) / "output").read_bytes()
    assert KEY.encode() not in bytes_below(state_folder)


def test_of_a_program_that_went_down_with_its_node_no_output_stays(asking: Writer, state_folder: Path) -> None:
    """As a power cut leaves it: another boot, no exit code, and nobody who knows the secret any more."""
    folder = job_folder(state_folder)
    folder.mkdir(parents=True)
    (folder / "pid").write_text("4711 1 another-boot 1 1\n")
    (folder / "output").write_text(f"key was {KEY}\nCommand")
    (folder / "kept.2").touch()

    asking.fence("job")

    assert (folder / "output").read_text() == f"{'*' * len(f'key was {KEY}')}\n*******"
    assert names(folder) == ["output", "pid"]


@pytest.mark.parametrize(
    ("script", "limits", "code", "words"),
    [
        ("echo 'not licensed for this'; exit 4", {}, "node.dialogue_ended_early", "exit code 4"),
        ("printf 'Select [1 or 2]...'; read v; echo no; exit 1", {}, "node.dialogue_ended_early", "serial number"),
        ("printf 'Passphrase: '; read p", {"patience": 0}, "node.prompt_missing", "answer 1"),
        ("printf '[1 or 2]'; read v; printf 'Accept?'; read a", {"patience": 0}, "node.prompt_missing", "answer 2"),
        (REGISTER + "printf 'Overwrite? [y/n] '; read y", {"within": 0}, "node.dialogue_goes_on", "all its answers"),
        (REGISTER + "cat", {"within": 0}, "node.dialogue_goes_on", "all its answers"),
        (REGISTER.replace("succeeded", "failed"), {"says": "succeeded"}, "node.dialogue_says_otherwise", "succeeded"),
    ],
    ids=["refuses", "ends-between", "asks-otherwise", "asks-in-between", "asks-more", "reads-on", "says-otherwise"],
)
def test_a_program_that_behaves_otherwise_is_ended_and_told(
    asking: Writer, noted: Path, state_folder: Path, script: str, limits: dict[str, object], code: str, words: str
) -> None:
    with pytest.raises(StepFailed) as caught:
        asking.perform(registering(noted, script, **limits), "job")

    assert caught.value.problem.code == code
    assert words in shown(caught.value.problem)
    assert caught.value.problem.output
    assert KEY not in (caught.value.problem.output or "")
    assert job_state(state_folder) is not JobState.RUNNING


def test_a_program_that_ignores_sigterm_is_ended_too(asking: Writer, noted: Path, state_folder: Path) -> None:
    script = "trap '' TERM; printf 'Passphrase: '; while :; do read p; done"
    with pytest.raises(StepFailed):
        asking.perform(registering(noted, script, patience=0), "job")

    assert job_state(state_folder) is not JobState.RUNNING


def test_a_prompt_counts_only_after_the_last_answer(asking: Writer, noted: Path) -> None:
    """The banner names the serial number and the key long before they are asked for."""
    banner = "echo 'Have your serial number and license key ready.'\n" + REGISTER

    assert asking.perform(registering(noted, banner), "job").exit_code == 0
    assert noted.read_text() == f"1/XXX0000000/{KEY}\n"


@pytest.mark.parametrize("answer", ["two\nlines", "", "x" * 1025])
def test_an_answer_is_one_line(asking: Writer, noted: Path, state_folder: Path, answer: str) -> None:
    action = Converse("clu1", ("sh", "-c", f"printf '?'; read a; echo \"$a.\" >{noted}"), (Exchange(r"\?", answer),))

    if answer:
        with pytest.raises(StepFailed) as caught:
            asking.perform(action, "job")
        assert caught.value.problem.code == "node.answer_not_a_line"
        assert not job_folder(state_folder).exists()
    else:
        assert asking.perform(action, "job").exit_code == 0
        assert noted.read_text() == ".\n"


@pytest.mark.parametrize("answer", ["$HOME `id` \\n 'x\" %s -n", "日本語", "-e", "  blanks  "])
def test_an_answer_arrives_as_it_is(asking: Writer, noted: Path, answer: str) -> None:
    script = f"printf '?'; IFS= read -r a; printf %s \"$a\" >{noted}"
    asking.perform(Converse("clu1", ("sh", "-c", script), (Exchange(r"\?", answer),)), "job")

    assert noted.read_text() == answer


PIECES = """\
import os, sys
def say(text, cuts):
    for cut in cuts:
        os.write(1, text[:cut].encode()); text = text[cut:]
    os.write(1, text.encode())
def ask(text, cuts):
    say(text, cuts)
    return sys.stdin.readline().rstrip("\\n")
"""


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.lists(st.integers(0, 12), max_size=5), min_size=3, max_size=3), noise=st.integers(0, 70000))
def test_how_output_is_cut_into_pieces_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[list[int]], noise: int
) -> None:
    folder = tmp_path_factory.mktemp("pieces")
    script = (
        f"{PIECES}first = ask('Select [1 or 2]...', {cuts[0]})\n"
        f"say('.' * {noise} + '\\n', [])\n"
        f"second = ask('Enter serial number: ', {cuts[1]})\nthird = ask('licence key ', {cuts[2]})\n"
        f"open({str(folder / 'noted')!r}, 'w').write('/'.join((first, second, third)))\n"
    )
    action = Converse("clu1", (sys.executable, "-I", "-c", script), EXCHANGE, patience=20, within=20)

    assert writer_over(OneShot(), folder / "state").perform(action, "job").exit_code == 0
    assert (folder / "noted").read_text() == f"1/XXX0000000/{KEY}"


# -- links and controllers that go away -----------------------------------------------------------------------------


class Cut(OneShot):
    """Loses the reply to chosen requests, counted from 0; the script has run all the same, twice where ``twice``."""

    def __init__(self, lost: Sequence[int], *, twice: bool = False) -> None:
        super().__init__()
        self._lost, self._twice, self._requests = set(lost), twice, 0

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        raw = super().run(script, deadline=deadline, data=data)
        if self._twice:
            raw = super().run(script, deadline=deadline, data=data)
        self._requests += 1
        if self._requests - 1 in self._lost:
            raise LinkLost(Problem("node.link_lost", node="clu1"))
        return raw


@pytest.mark.parametrize("lost", [[0], [1], [2], [3], [0, 2, 4, 6], [1, 3, 5]], ids=str)
def test_a_lost_link_gives_no_answer_twice(state_folder: Path, noted: Path, lost: list[int]) -> None:
    result = writer_over(Cut(lost), state_folder).perform(registering(noted), "job")

    assert result.exit_code == 0
    assert noted.read_text() == f"1/XXX0000000/{KEY}\n"


def test_an_answer_that_is_sent_twice_is_given_once(state_folder: Path, noted: Path) -> None:
    result = writer_over(Cut([], twice=True), state_folder).perform(registering(noted), "job")

    assert result.exit_code == 0
    assert noted.read_text() == f"1/XXX0000000/{KEY}\n"


def test_a_program_that_ends_just_before_its_secret_comes_is_told_to_have_ended(state_folder: Path) -> None:
    """It waits for no answer; whoever would hold the secret is gone with it before anybody has seen it."""

    class Late(OneShot):
        def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
            looked = 'if [ "$state" = RUNNING ] && [ -p'
            dies = "kill -KILL $(ps -o pid= -s $pid); while ps -o stat= -s $pid | grep -q '^[^Z]'; do :; done"
            if data:
                script = script.replace(looked, f"{dies}\n{looked}").replace("9>&- & )", "9>&- )")
            return super().run(script, deadline=deadline, data=data)

    action = Converse("clu1", ("sh", "-c", "printf 'key: '; sleep 60"), (Exchange("key: ", KEY_REFERENCE),))
    with pytest.raises(StepFailed) as caught:
        writer_over(Late(), state_folder).perform(action, "job")

    assert caught.value.problem.code == "node.job_lost"


def test_an_answer_that_was_cut_on_its_way_is_not_given(state_folder: Path, noted: Path) -> None:
    """Standard input ends in the middle of the key: nothing is written, and the program waits on."""
    with pytest.raises(StepFailed):
        writer_over(OneShot(cut=len(KEY) // 2), state_folder).perform(registering(noted, patience=1), "job")

    assert not list(job_folder(state_folder).glob("answered.*"))
    assert not noted.exists()


CONTROLLER = """\
import sys
from pathlib import Path
from clprun.transport.local import LocalConnection
from tests.node.test_dialogue import registering, writer_over
run, state, noted, script = sys.argv[1:]
writer_over(LocalConnection("clu1"), Path(state)).perform(registering(Path(noted), script), "job")
"""


@pytest.mark.parametrize("given", [0, 1, 2, 3])
def test_a_killed_controller_is_gone_on_from_where_the_program_stands(
    asking: Writer, state_folder: Path, noted: Path, given: int
) -> None:
    """Before each prompt, and before the end, the program waits for a file; the controller is killed there."""
    gates = [noted.with_name(f"gate{number}") for number in range(4)]
    wait = "echo at {gate}; until [ -e {gate} ]; do sleep 0.01; done; "
    parts = re.split(r"(?=^printf|^echo 'Command)", REGISTER, flags=re.MULTILINE)[1:]
    script = "".join(wait.format(gate=gate) + part for gate, part in zip(gates, parts, strict=True))
    for gate in gates[:given]:
        gate.touch()
    argv = [sys.executable, "-c", CONTROLLER, RUN, str(state_folder), str(noted), script]
    with subprocess.Popen(argv, start_new_session=True) as controller:
        output = job_folder(state_folder) / "output"
        eventually(lambda: output.exists() and f"at {gates[given]}" in output.read_text(), "the program waits")
        controller.send_signal(signal.SIGKILL)
    for gate in gates:
        gate.touch()

    assert asking.perform(registering(noted, script), "job").exit_code == 0
    assert noted.read_text() == f"1/XXX0000000/{KEY}\n"


def test_a_program_that_was_fenced_is_not_run(asking: Writer, noted: Path) -> None:
    asking.fence("job")

    with pytest.raises(StepFailed) as caught:
        asking.perform(registering(noted), "job")

    assert caught.value.problem.code == "node.job_not_started"
    assert not noted.exists()


def test_a_program_that_fails_after_its_answers_is_told_and_not_run_again(asking: Writer, noted: Path) -> None:
    failing = REGISTER.replace("echo 'Command succeeded.'", "echo 'Command failed.'; exit 3")

    results = [asking.perform(registering(noted, failing), "job") for _ in range(2)]

    assert {result.exit_code for result in results} == {3}
    assert results[1].output_tail.endswith("Command failed.")
    assert noted.read_text().count("\n") == 1
