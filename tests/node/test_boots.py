"""Whether a node was booted since a step's jobs began there; and commands that take the link away."""

from pathlib import Path

import pytest

from clprun.errors import LinkLost, Problem, StepFailed
from clprun.model.change import Reboot
from clprun.model.cluster import Platform
from clprun.model.question import Raw, Unanswerable
from clprun.node.boots import BootAnswer, BootFacts
from clprun.node.jobs import JobFacts, JobState
from clprun.node.writer import Writer
from clprun.transport.local import LocalConnection

NOW = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
JOB = "reboot-clu1-1-0"


class Cut(LocalConnection):
    """A link that goes away with the first request, which the node still gets."""

    def run(self, script: str, *, deadline: float, data: bytes = b"") -> Raw:
        super().run(script, deadline=deadline, data=data)
        raise LinkLost(Problem("node.link_lost", node=self.name))


def writer(folder: Path, connection: LocalConnection) -> Writer:
    return Writer(connection, Platform.LINUX, "clu1", run="run1", state_folder=str(folder))


def begun(folder: Path, job: str, boot: str) -> None:
    place = folder / "runs" / "run1" / "jobs" / job
    place.mkdir(parents=True)
    (place / "pid").write_text(f"12 34 {boot} 56 7.8\n", "ascii")


@pytest.fixture(name="local")
def _local() -> LocalConnection:
    return LocalConnection("clu1")


@pytest.mark.parametrize(
    ("jobs", "boots", "another"),
    [
        ({}, set(), True),
        ({JOB: "old"}, {"old"}, True),
        ({JOB: NOW}, {NOW}, False),
        ({JOB: "old", "reboot-clu1-2-0": NOW}, {"old", NOW}, False),
        ({"reboot-clu1-other": NOW, "reboot-clu2-1-0": NOW, "xreboot-clu1-1-0": NOW}, set(), True),
    ],
)
def test_the_boots_of_a_steps_jobs(
    tmp_path: Path, local: LocalConnection, jobs: dict[str, str], boots: set[str], another: bool
) -> None:
    for job, boot in jobs.items():
        begun(tmp_path, job, boot)
    try:
        answer = writer(tmp_path, local).ask_one(BootFacts("run1", "reboot-clu1-", str(tmp_path)))
    finally:
        local.close()
    assert answer == BootAnswer(NOW, frozenset(boots))
    assert answer.is_another is another


def test_a_job_that_was_fenced_began_in_no_boot(tmp_path: Path, local: LocalConnection) -> None:
    try:
        writer(tmp_path, local).fence(JOB)
        answer = writer(tmp_path, local).ask_one(BootFacts("run1", "reboot-clu1-", str(tmp_path)))
    finally:
        local.close()
    assert answer.at_jobs == frozenset()


@pytest.mark.parametrize("out", [b"", b"job a\n", b"now\n", b"now a b\n", b"now a\njob b\n", b"\xff\n"])
def test_a_reply_that_is_no_answer(out: bytes) -> None:
    with pytest.raises(Unanswerable):
        BootFacts("run1", "reboot-clu1-").answer(Raw(0, out))


@pytest.mark.parametrize(("argv", "code"), [(("true",), 0), (("sh", "-c", "exit 3"), 3), (("sleep", "5"), None)])
def test_a_command_that_may_take_the_link_away_is_left_to_itself(
    tmp_path: Path, local: LocalConnection, argv: tuple[str, ...], code: int | None
) -> None:
    try:
        assert writer(tmp_path, local).perform(Reboot("clu1", argv), JOB).exit_code == code
    finally:
        local.close()


def test_a_link_that_goes_away_is_no_failure_and_the_job_is_on_record(tmp_path: Path, local: LocalConnection) -> None:
    marker = tmp_path / "began"
    cut = Cut("clu1")
    try:
        result = writer(tmp_path, cut).perform(Reboot("clu1", ("touch", str(marker))), JOB)
        job = writer(tmp_path, local).ask_one(JobFacts("run1", JOB, str(tmp_path)))
    finally:
        cut.close()
        local.close()
    assert result.exit_code is None
    assert marker.exists()
    assert (job.state, job.exit_code) == (JobState.ENDED, 0)


def test_a_command_that_could_not_be_begun_fails(tmp_path: Path, local: LocalConnection) -> None:
    (tmp_path / "runs").write_text("no folder", "ascii")
    try:
        with pytest.raises(StepFailed):
            writer(tmp_path, local).perform(Reboot("clu1", ("true",)), JOB)
    finally:
        local.close()
