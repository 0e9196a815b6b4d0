"""What became of the commands of a step's last attempt: asked and waited for when a run goes on, never assumed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from clprun.engine.desk import Ledger, Nodes
from clprun.engine.machine import Key, Standing
from clprun.errors import StepFailed
from clprun.model.events import JobAwaited
from clprun.node.questions import JobAnswer, JobState

__all__ = ["LookBack", "all_came_to_it", "is_asking"]

_AWAITED = {"run", "rescue"}
"""Jobs that come to an end by themselves."""

_GOOD_END = {"run": JobState.ENDED, "launch": JobState.RUNNING, "converse": JobState.ENDED, "reboot": JobState.LOST}
"""How a job stands that was begun and has come to what it was begun for."""


def all_came_to_it(standing: Standing, left: Mapping[str, JobAnswer]) -> bool:
    """Whether every job but those of a rescue was started, none was lost, and the launched ones still run."""
    modes = standing.jobs
    return all(job.state is _GOOD_END[modes[name]] for name, job in left.items() if modes[name] in _GOOD_END)


def is_asking(standing: Standing, left: Mapping[str, JobAnswer]) -> bool:
    """Whether a program still waits for its answers."""
    return any(standing.jobs[name] == "converse" and job.state is JobState.RUNNING for name, job in left.items())


class LookBack:
    """The jobs of last attempts, by step and node.

    Args:
        nodes: both nodes.
        ledger: what was begun, and who is told what is waited for.
    """

    def __init__(self, nodes: Nodes, ledger: Ledger) -> None:
        self._nodes, self._ledger = nodes, ledger
        self._left: dict[Key, Mapping[str, JobAnswer]] = {}

    def left(self, key: Key) -> Mapping[str, JobAnswer]:
        """What was found; nothing of an attempt that was begun since."""
        return self._left.get(key, {})

    def begin(self, key: Key) -> None:
        """A new attempt is made: what became of the one before does not matter any more."""
        self._left.pop(key, None)

    def look(self, key: Key) -> Mapping[str, JobAnswer]:
        """Fence the jobs of the last attempt, wait for those that come to an end by themselves, and tell how all stand.

        Raises:
            StepFailed: one takes longer than it may, and is left running.
            NodeUnreachable: a node is out of sight.
        """
        standing = self._ledger.state.standing(*key)
        fenced = self._believed({job: self._nodes.fence(job) for job in standing.jobs})
        self._left[key] = {job: self._ended(key, standing, job, answer) for job, answer in fenced.items()}
        return self._left[key]

    def _believed(self, fenced: Mapping[str, JobAnswer]) -> Mapping[str, JobAnswer]:
        """The answers, but of a node that has forgotten a job which had certainly begun: it can't vouch for the others.

        That is so after its disk was restored from a copy, or the folder of its jobs was emptied.
        """
        absent = {job: job.partition("/")[0] for job, answer in fenced.items() if answer.state is JobState.ABSENT}
        forgetful = {node for node in set(absent.values()) if self._has_forgotten(node, fenced)}
        unknown = {job: replace(fenced[job], state=JobState.UNKNOWN) for job in absent if absent[job] in forgetful}
        return {**fenced, **unknown}

    def _has_forgotten(self, node: str, fenced: Mapping[str, JobAnswer]) -> bool:
        witness = self._ledger.state.begun.get(node)
        return witness is not None and (fenced.get(witness) or self._nodes.fence(witness)).state is JobState.ABSENT

    def _ended(self, key: Key, standing: Standing, job: str, answer: JobAnswer) -> JobAnswer:
        if standing.jobs[job] not in _AWAITED:
            return answer
        (step, _), (node, _, name) = key, job.partition("/")
        limit, clock = standing.limits.get(job), self._ledger.desk.clock

        def tell(seconds: int) -> None:
            since = (clock.now() - timedelta(seconds=seconds)).isoformat(timespec="seconds")
            command = standing.commands.get(job, "")
            self._ledger.tell(JobAwaited(step, node, name, command, since, seconds, limit))

        try:
            return self._nodes.attend(job, answer, limit, tell)
        except StepFailed as failure:
            failure.problems = tuple(replace(problem, step=step) for problem in failure.problems)
            raise
