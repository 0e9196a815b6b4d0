"""Jobs on Windows: the command lines that are sent, and what is made of the replies."""

import base64
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.errors import InternalFault, LinkLost, NodeUnreachable, Problem, StepFailed
from clprun.model.change import Launch, Reboot, Run
from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw, Unanswerable
from clprun.node.boots import BootAnswer, BootFacts
from clprun.node.jobs import JobAnswer, JobFacts, Jobs, JobState, LiveJob, LiveJobs
from clprun.node.jobscript import MIXED_UP, NO_FOLDER
from clprun.node.reader import Reader
from clprun.node.windows import jobscript
from clprun.node.windows.cmd import LONGEST_LINE
from clprun.node.windows.twins import twin
from clprun.node.writer import ActionResult, Writer
from tests.node.helpers import shown
from tests.node.windows_double import Answering, asked, printed

FOLDER = r"C:\Program Files\clprun\runs\run1\jobs\job-1-0"
PIECE = re.compile(r'>"%~j\\([0-9a-f]{8})\.(\d+)" echo ([A-Za-z0-9+/=]+)')


def batch_file(lines: tuple[str, ...]) -> bytes:
    """The batch file that command lines upload."""
    pieces = [found for line in lines for found in PIECE.findall(line)]
    assert [int(number) for _, number, _ in pieces] == [*range(len(pieces))]
    assert len({token for token, _, _ in pieces}) == 1
    return base64.b64decode("".join(piece for _, _, piece in pieces))


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='"')), min_size=1))
def test_every_command_is_sent_in_lines_that_cmd_takes(argv: list[str]) -> None:
    lines = jobscript.begin(FOLDER, argv, "/", (0.1, 0.5))

    assert all(len(line) <= LONGEST_LINE and line.isprintable() and line.isascii() for line in lines)
    sent = batch_file(lines)
    assert sent.count(b"\n") == sent.count(b"\r\n")
    assert f'"%~zc"=="{len(sent)}"' in lines[-1]


def test_a_long_batch_file_comes_in_pieces_that_may_be_sent_again() -> None:
    text = "rem " + "x" * 20000

    lines = jobscript.begin(FOLDER, (jobscript.BATCH, text), "/", ())

    assert len(lines) > 4
    assert text.encode() in batch_file(lines)
    assert all('if not exist "%~j\\job.cmd" >' in line for line in lines)


@pytest.mark.parametrize(
    ("argument", "code_page", "encoding"),
    [
        ("plain", b"", "ascii"),
        ("表示 ソ", b"chcp 932 >nul", "cp932"),
        ("ü", b"chcp 65001 >nul", "utf-8"),
        ("9時\u301c17時", b"chcp 65001 >nul", "utf-8"),
    ],
)
def test_the_batch_file_says_its_code_page(argument: str, code_page: bytes, encoding: str) -> None:
    sent = batch_file(jobscript.begin(FOLDER, ("program", argument), "/", ()))

    assert (b"chcp" in sent) is bool(code_page)
    assert code_page in sent
    assert argument.encode(encoding) in sent


@pytest.mark.parametrize(
    ("work", "line"), [("/", b'cd /d "%SystemDrive%\\" || exit 1'), (r"E:\a b", b'cd /d "E:\\a b" || exit 1')]
)
def test_the_working_folder(work: str, line: bytes) -> None:
    assert line in batch_file(jobscript.begin(FOLDER, ("program",), work, ()))


@pytest.mark.parametrize("name", ["", ".", "..", "a\\b", "a/b", "a b", "a%b", "a&b", "設定", "x" * 200])
def test_names_of_jobs_stay_within_their_folder(name: str) -> None:
    with pytest.raises(ValueError, match=r"not the name|too long"):
        jobscript.job_folder(r"C:\Program Files\clprun", "run1", name)


def jobs(*replies: Raw | Exception) -> Jobs:
    return Jobs(Losing(list(replies)), "win1", "run1", platform=Platform.WINDOWS, sleep=lambda _: None)


class Losing(Answering):
    """A node some of whose replies get lost."""

    def __init__(self, replies: list[Raw | Exception]) -> None:
        super().__init__([reply for reply in replies if isinstance(reply, Raw)])
        self._order = replies

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        reply = self._order.pop(0)
        if isinstance(reply, Exception):
            self.lines.append(script)
            raise reply
        return super().run(script, deadline=deadline, data=data)


LOST = LinkLost(Problem("node.link_lost", node="win1"))
RUNNING = printed("RUNNING - - - 0")


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([printed("ENDED 0 - - 0")], JobAnswer(JobState.ENDED, 0)),
        ([RUNNING, RUNNING, printed("ENDED 3 - - 0", "said")], JobAnswer(JobState.ENDED, 3, b"said\r\n")),
        ([LOST, RUNNING, LOST, printed("ENDED -1073741510 - - 0")], JobAnswer(JobState.ENDED, -1073741510)),
        ([Raw(NO_FOLDER, b""), RUNNING, printed("ENDED 3 - - 0")], JobAnswer(JobState.ENDED, 3)),
    ],
    ids=["at once", "after a while", "over a link that comes and goes", "begun before its fence"],
)
def test_a_command_is_watched_to_its_end(replies: list[Raw | Exception], expected: JobAnswer) -> None:
    assert jobs(*replies).finish("job", ("program",), folder="/", within=60) == expected


FENCED = printed("ABSENT - - - 0")
REFUSED = Raw(NO_FOLDER, b"", b"Access is denied.\r\n")


@pytest.mark.parametrize(
    ("replies", "code", "left_running"),
    [
        ([printed("LOST - - - 0", "said")] * 2, "node.job_lost", False),
        ([printed("ENDED - - - 0")] * 2, "node.job_lost", False),
        ([printed("UNKNOWN - - - 0")] * 2, "node.job_unknown", True),
        ([printed("ABSENT - - - 0"), FENCED], "node.job_not_started", False),
        ([REFUSED, FENCED], "node.job_not_started", False),
        ([REFUSED, REFUSED], "node.job_unfenced", True),
        ([printed("RUNNING 1 2 3")], "node.reply_not_understood", True),
        ([RUNNING], "node.job_goes_on", True),
    ],
)
def test_why_a_command_did_not_come_to_its_end_is_told(
    replies: list[Raw | Exception], code: str, left_running: bool
) -> None:
    with pytest.raises(StepFailed) as caught:
        jobs(*replies).finish("job", ("program",), folder="/", within=0)

    assert caught.value.problem.code == code
    assert caught.value.left_running is left_running
    assert shown(caught.value.problem)


def test_another_command_under_the_same_name_is_a_fault() -> None:
    with pytest.raises(InternalFault):
        jobs(Raw(MIXED_UP, b"")).finish("job", ("program",), folder="/", within=0)


def test_an_argument_that_cannot_be_passed_on_is_told() -> None:
    with pytest.raises(StepFailed) as caught:
        jobs().finish("job", ("program", 'say "x"'), folder="/", within=0)

    assert 'say "x"' in shown(caught.value.problem)


def test_a_piece_that_can_not_be_written_ends_it() -> None:
    long = ("program", "x" * 9000)

    with pytest.raises(StepFailed) as caught:
        jobs(Raw(NO_FOLDER, b"", b"disk full"), FENCED).finish("job", long, folder="/", within=0)

    assert caught.value.problem.output == "disk full"


@pytest.mark.parametrize(("replies", "state"), [([LOST], JobState.ABSENT), ([RUNNING], JobState.RUNNING)])
def test_a_command_that_takes_the_link_away(replies: list[Raw | Exception], state: JobState) -> None:
    assert jobs(*replies).set_going("job", ("shutdown", "/r")).state is state


def test_the_writer_starts_jobs_on_windows() -> None:
    node = Answering([printed("ENDED 5 - - 0"), printed("RUNNING - - - 0"), printed("RUNNING - - - 0")])
    writer = Writer(node, Platform.WINDOWS, "win1", run="run1")

    assert writer.perform(Run("win1", ("program",)), "a-1") == ActionResult(5)
    assert writer.perform(Launch("win1", ("program",)), "b-1") == ActionResult(None)
    assert writer.perform(Reboot("win1", ("shutdown",)), "c-1") == ActionResult(None)
    assert all(r"C:\Program Files\clprun\runs\run1\jobs" in line for line in node.lines)


def test_a_fence_takes_the_place_of_the_claim_and_removes_the_task() -> None:
    line = jobscript.fence(FOLDER)

    assert re.search(
        r'md "%~j\\fence\.[0-9a-f]{8}\\fenced"&&\(set "renamed="&.*ren "%~j\\fence\.[0-9a-f]{8}" claim', line
    )
    assert "schtasks /delete /tn clprun-run1-job-1-0 /f" in line


def test_a_job_removes_its_task_before_its_command_which_may_reboot_the_node() -> None:
    sent = batch_file(jobscript.begin(FOLDER, ("shutdown", "/r"), "/", (), guard="rem guard\n")).decode()

    remove = "schtasks /delete /tn clprun-run1-job-1-0 /f"
    assert sent.count(remove) == 1
    assert sent.index("md claim") < sent.index(remove) < sent.index("rem guard") < sent.index("job.cmd command")


def ask(question: Question[Any], reply: Raw) -> object:
    return Reader(Answering([reply]), Platform.WINDOWS, "win1").ask_one(question)


def test_how_a_job_stands() -> None:
    question = JobFacts("run1", "job-1-0")

    assert ask(question, printed("RUNNING - - - 0", "表示", code_page="cp932")) == JobAnswer(
        JobState.RUNNING, output_tail="表示\r\n".encode("cp932")
    )
    with pytest.raises(Unanswerable):
        ask(question, printed("Access is denied."))


@pytest.mark.parametrize(
    ("code", "said_no"),
    [(0, False), (1, True), (128, True), (1190, True), (-1073741510, False), (0x40010004, False)],
)
def test_an_exit_code_of_its_own_is_told_from_a_status_of_the_system(code: int, said_no: bool) -> None:
    assert JobAnswer(JobState.ENDED, code).said_no is said_no


def test_jobs_that_run() -> None:
    assert ask(LiveJobs(), printed(r"run1\jobs\a-1", r"C:\x\runs\run2\jobs\b-1")) == (
        LiveJob("run1", "a-1"),
        LiveJob("run2", "b-1"),
    )
    assert ask(LiveJobs(), printed()) == ()
    with pytest.raises(Unanswerable):
        ask(LiveJobs(), printed("The system cannot find the path specified."))


def test_boots_of_the_jobs_of_a_step() -> None:
    rows = (
        "job step-win1-1-0 0x1 2026/11/21 6:57",
        "job step-win1-other 0x9 x",
        "job step-win1-2-0 0x2 2026/11/21 7:00",
    )

    answer = ask(BootFacts("run1", "step-win1-"), printed(*rows, "now 0x2 2026/11/21 7:00"))

    assert answer == BootAnswer("0x2 2026/11/21 7:00", frozenset({"0x1 2026/11/21 6:57", "0x2 2026/11/21 7:00"}))


@pytest.mark.parametrize("lines", [(), ("now -",), ("job a b",), ("what", "now 0x1 x")])
def test_boots_that_nobody_knows(lines: tuple[str, ...]) -> None:
    with pytest.raises(Unanswerable):
        ask(BootFacts("run1", "step-win1-"), printed(*lines))


@pytest.mark.parametrize("question", [JobFacts("run1", "job"), LiveJobs(), BootFacts("run1", "step-")])
def test_a_question_changes_nothing(question: JobFacts | LiveJobs | BootFacts) -> None:
    line = asked(twin(question))

    assert not re.search(r"\b(md|rd|del|ren|move|copy|schtasks|certutil)\b", line)
    assert set(re.findall(r"(?<!2)>+(?!nul)\S+", line)) <= {'9>>"%~j\\%h"', '>>"%~j\\%h"'}


def test_an_unreachable_node_is_not_waited_for() -> None:
    down = NodeUnreachable(Problem("node.no_answer", {"host": "win1", "port": 5986, "seconds": 15}, node="win1"))

    with pytest.raises(NodeUnreachable):
        jobs(down).finish("job", ("program",), folder="/", within=60)


def test_a_boot_is_told_by_a_third_source_where_nothing_counts_and_the_page_file_lies_elsewhere() -> None:
    line = asked(twin(BootFacts("run1", "step-")))

    assert line.index("/v BootId") < line.index("if !clprun!==- for") < line.index("/v ShutdownTime")
    assert ask(BootFacts("run1", "step-"), printed("now 7A1B ")) == BootAnswer("7A1B", frozenset())


def plan(folder: str) -> bytes:
    """The task that a job's last command line gives to the Task Scheduler."""
    (sent,) = re.findall(r'\.plan" echo ([A-Za-z0-9+/=]+)\)', jobscript.begin(folder, ("x",), "/", ())[-1])
    return base64.b64decode(sent)


def test_a_job_gets_its_share_of_the_node_and_nothing_but_clprun_starts_it() -> None:
    names = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    task = ET.fromstring(plan(r"D:\共有 & Co\runs\run1\jobs\job-1-0"))
    settings = {each.tag.partition("}")[2]: each.text for each in task.findall("t:Settings/*", names)}

    assert settings == {
        "MultipleInstancesPolicy": "IgnoreNew",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "ExecutionTimeLimit": "PT0S",
        "Priority": "5",
    }
    assert task.findtext(".//t:UserId", "", names) == "S-1-5-18"
    assert task.findtext(".//t:Arguments", "", names) == r'/d /c "D:\共有 & Co\runs\run1\jobs\job-1-0\job.cmd"'
    assert task.find("t:Triggers", names) is None


def test_a_release_that_takes_no_plan_gets_a_task_as_before() -> None:
    line = jobscript.begin(FOLDER, ("x",), "/", ())[-1]

    assert re.search(
        r'schtasks /create /f /tn \S+ /xml "[^"]+"\|\|>"%~j\\said" 2>&1 schtasks /create .* /st 00:00\|\|', line
    )
