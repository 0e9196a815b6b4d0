"""A job that asks on its output and is answered on its input, over links and controllers that come and go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import NoReturn

from clprun.errors import Problem, StepFailed, Value
from clprun.model.converse import Converse
from clprun.model.pattern import Pattern
from clprun.node import dialoguescript, jobscript
from clprun.node.jobs import JobAnswer, Jobs, JobState
from clprun.node.shell import tail
from clprun.transport.codec import without

__all__ = ["LONGEST_ANSWER", "Dialogue"]

LONGEST_ANSWER = 1024
"""Bytes an answer may have; more might not fit into the FIFO at once."""

_HEARD_LINE = re.compile(rb"(\d{1,9}) (\d{1,18})\n")
_LOOKS = (0.05, 0.05, 0.1, 0.2, 0.3, 0.3, 0.5, 0.5)


@dataclass(frozen=True)
class _Heard:
    """What a look at the job found.

    Args:
        job: its state.
        given: how many answers were given.
        size: bytes of its whole output.
        said: what it printed since the last answer, bounded.
    """

    job: JobAnswer
    given: int
    size: int
    said: bytes


class Dialogue:
    """One program that is answered until it ends.

    Args:
        jobs: the jobs of the run on the node.
        job: name of the job.
        action: what to run and which prompts to expect.
        answers: to the prompts, in order, secrets revealed.
        secrets: those of the answers that must not be told.
    """

    def __init__(
        self,
        jobs: Jobs,
        job: str,
        action: Converse,
        answers: Sequence[str],
        secrets: Sequence[str],
    ) -> None:
        self._jobs, self._job, self._action = jobs, job, action
        self._prompts = [Pattern(each.expect) for each in action.exchange]
        self._answers = [each.encode() for each in answers]
        self._secrets = [each.encode() for each in secrets]

    def hold(self) -> JobAnswer:
        """Start the program unless it was started before, answer what it asks, and wait for its end.

        Raises:
            StepFailed: an answer is not one line; the program could not be started, got lost, did not ask what was
                expected, asked for more, ended before it had all answers, or did not say what it should. It does not
                run any more then, unless the failure says so.
            LinkLost: the node was out of sight for too long; the program waits for its answers.
        """
        for number, answer in enumerate(self._answers, start=1):
            if {*b"\n\0"} & {*answer} or len(answer) > LONGEST_ANSWER:
                self._fail("node.answer_not_a_line", b"", number=number, limit=LONGEST_ANSWER)
        then, guard = jobscript.watch(self._folder), self._jobs.guard()
        script = jobscript.start(self._folder, self._action.argv, "/", then, asks=True, guard=guard.condition)
        self._jobs.begin(self._job, [guard.script + script])
        heard = self._hear(seen=0)
        while heard.job.state is JobState.RUNNING:
            heard = self._next_end(heard) if heard.given >= len(self._answers) else self._next_answer(heard)
        return self._judged(heard)

    def _next_answer(self, heard: _Heard) -> _Heard:
        """Wait for the prompt that comes next and answer it."""
        number, give_up = heard.given, monotonic() + self._action.patience
        while heard.job.state is JobState.RUNNING and heard.given == number:
            if self._prompts[number].is_in(heard.said.decode("utf-8", "replace")):
                data = self._answers[number] + f"\n{dialoguescript.END_OF_ANSWER}\n".encode()
                secret = self._answers[number] in self._secrets
                script = dialoguescript.answer(self._folder, number, _LOOKS, seen=heard.size, secret=secret)
                heard = self._heard(self._jobs.look(self._job, script, data))
            elif monotonic() >= give_up:
                self._cut("node.prompt_missing", prompt=self._action.exchange[number].expect, number=number + 1)
            else:
                heard = self._hear(heard.size)
        return heard

    def _next_end(self, heard: _Heard) -> _Heard:
        """Wait for the end after the last answer."""
        give_up = monotonic() + self._action.within
        while heard.job.state is JobState.RUNNING:
            if monotonic() >= give_up:
                self._cut("node.dialogue_goes_on", seconds=self._action.within)
            heard = self._hear(heard.size)
        return heard

    def _judged(self, heard: _Heard) -> JobAnswer:
        """The end of the program, unless it came too early."""
        output = self._output()
        if heard.job.state is JobState.UNKNOWN:
            self._fail("node.job_unknown", output, True, folder=self._folder)
        if heard.job.state is not JobState.ENDED or heard.job.exit_code is None:
            self._fail("node.job_lost", output, folder=self._folder)
        if heard.given < len(self._answers):
            prompt = self._action.exchange[heard.given].expect
            self._fail("node.dialogue_ended_early", output, prompt=prompt, exit=heard.job.exit_code)
        if self._action.says is not None and not self._has_said(self._action.says.encode(), output):
            self._fail("node.dialogue_says_otherwise", output, says=self._action.says, exit=heard.job.exit_code)
        told = without(output, self._secrets)
        return JobAnswer(JobState.ENDED, heard.job.exit_code, told, heard.job.started, heard.job.pid)

    def _has_said(self, words: bytes, output: bytes) -> bool:
        """Whether the program said some words; of a secret among them, stars are left on the node."""
        starred = words
        for secret in filter(None, self._secrets):
            starred = starred.replace(secret, b"*" * len(secret))
        return words in output or starred in output

    def _hear(self, seen: int) -> _Heard:
        return self._heard(self._jobs.look(self._job, dialoguescript.hear(self._folder, _LOOKS, seen=seen)))

    def _heard(self, job: JobAnswer) -> _Heard:
        """The state of the job and what else was told with it."""
        found = _HEARD_LINE.match(job.output_tail)
        if found is None:
            question = f"job {self._job}"
            self._fail("node.reply_not_understood", job.output_tail, True, question=question)
        return _Heard(job, int(found[1]), int(found[2]), job.output_tail[found.end() :])

    def _cut(self, code: str, **values: Value) -> NoReturn:
        """End the program and say why; or that it can't be ended."""
        left = self._jobs.look(self._job, dialoguescript.end(self._folder))
        if left.state is JobState.RUNNING:
            pid, output = left.pid or 0, self._output()
            self._fail("node.dialogue_not_ended", output, True, pid=pid, folder=self._folder)
        self._fail(code, self._output(), **values)

    def _fail(self, code: str, output: bytes, left_running: bool = False, /, **values: Value) -> NoReturn:
        command, told = self._action.command_line(), tail(without(output, self._secrets))
        problem = Problem(code, {"command": command, **values}, node=self._action.node, output=told or None)
        raise StepFailed(problem, left_running=left_running)

    def _output(self) -> bytes:
        """The end of what the program printed."""
        return self._jobs.run(dialoguescript.read(self._folder)).out

    @property
    def _folder(self) -> str:
        return self._jobs.folder(self._job)
