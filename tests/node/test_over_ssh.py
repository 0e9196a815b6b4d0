"""The node layer through a real sshd, whose sessions get killed."""

import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clprun.model.change import Launch, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.node.questions import FileFacts, JobFacts, JobState, NameLookup, Package, ProcessTable
from clprun.node.writer import ActionResult, Writer
from clprun.transport.ssh import SshConnection
from tests.node.conftest import RUN
from tests.node.helpers import OneShot, eventually
from tests.support.sshd import SSHD, Sshd, running_sshd
from tests.transport.desk import Keys, connected, node_at


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    if not SSHD or os.geteuid() != 0:
        pytest.skip("needs sshd, and root to log in as")
    with running_sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture
def link(server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SshConnection]:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with connected(node_at(server), Keys(tmp_path / "known_hosts")) as connection:
        yield connection


@pytest.fixture
def remote(link: SshConnection, state_folder: Path) -> Writer:
    return Writer(link, Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder))


def test_questions_are_answered_as_they_are_on_the_spot(remote: Writer) -> None:
    questions = (FileFacts("/etc/passwd", content=True), NameLookup("localhost"), Package("coreutils"))

    assert remote.ask(questions) == Writer(OneShot(), Platform.LINUX, "clu1", run=RUN).ask(questions)


def test_the_session_s_own_shell_is_not_in_the_process_table(remote: Writer) -> None:
    table = remote.ask_one(ProcessTable())

    assert os.getpid() in {process.pid for process in table}
    assert not [process for process in table if process.args.startswith("ps -e -ww")]


def test_a_large_file_travels_both_ways(remote: Writer, tmp_path: Path) -> None:
    content = random.Random(1).randbytes(1 << 20)

    remote.perform(WriteFile("clu1", f"{tmp_path}/file", content), "job")

    assert (tmp_path / "file").read_bytes() == content
    assert remote.ask_one(FileFacts(f"{tmp_path}/file", content=True)).content == content


def test_a_killed_session_neither_kills_nor_repeats_a_command(
    remote: Writer, server: Sshd, state_folder: Path, tmp_path: Path
) -> None:
    text = f"echo started >>{tmp_path}/count; until [ -e {tmp_path}/gate ]; do sleep 0.01; done; echo done; exit 6"
    look = Writer(OneShot(), Platform.LINUX, "clu1", run=RUN)
    facts = JobFacts(RUN, "job", str(state_folder))
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(remote.perform, Run("clu1", ("sh", "-c", text)), "job")
        eventually(lambda: look.ask_one(facts).state is JobState.RUNNING, "start")
        server.cut()
        eventually(lambda: server.sessions() != [], "a new session")
        (tmp_path / "gate").touch()

        assert result.result(60) == ActionResult(6, "done")
    assert (tmp_path / "count").read_text() == "started\n"


def test_a_launched_program_outlives_its_session(
    remote: Writer, link: SshConnection, server: Sshd, state_folder: Path, tmp_path: Path
) -> None:
    text = f"until [ -e {tmp_path}/gate ]; do sleep 0.01; done; exit 6"
    facts = JobFacts(RUN, "job", str(state_folder))

    assert remote.perform(Launch("clu1", ("sh", "-c", text)), "job") == ActionResult(None)
    link.close()
    server.cut()
    eventually(lambda: server.sessions() == [], "the session's end")
    assert remote.ask_one(facts).state is JobState.RUNNING
    (tmp_path / "gate").touch()

    eventually(lambda: remote.ask_one(facts).state is JobState.ENDED, "the program's end")
    assert remote.ask_one(facts).exit_code == 6
