"""Changes a node: the one class that can. Plan mode never makes one (DESIGN.md 1.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from time import sleep as real_sleep
from typing import assert_never

from clprun.errors import Problem, StepFailed, Value
from clprun.model.change import Action, Launch, MakeFolder, Rename, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.node import edits
from clprun.node.jobs import JobAnswer, Jobs
from clprun.node.reader import Reader
from clprun.node.shell import STATE_FOLDER, tail
from clprun.transport.base import Connection

__all__ = ["ActionResult", "Writer"]

_SECONDS = 120.0


@dataclass(frozen=True)
class ActionResult:
    """What an action left.

    Args:
        exit_code: of a program that ended; 0 for a finished file action; ``None`` for a launched program that runs.
        output_tail: the end of what was printed, untrusted.
    """

    exit_code: int | None
    output_tail: str = ""


class Writer(Reader):
    """The changing side of a node.

    Args:
        connection: the way to the node.
        platform: its operating system family.
        node_name: its name, for problems.
        run: id of the run its jobs belong to.
        state_folder: where clprun keeps its things on the node.
        link_patience: seconds to go on trying when the link is lost while a command runs.
        sleep: how to wait between tries.
    """

    def __init__(
        self,
        connection: Connection,
        platform: Platform,
        node_name: str,
        *,
        run: str,
        state_folder: str = STATE_FOLDER,
        link_patience: float = 120.0,
        sleep: Callable[[float], None] = real_sleep,
    ) -> None:
        super().__init__(connection, platform, node_name)
        self._jobs = Jobs(
            connection, node_name, run, state_folder=state_folder, link_patience=link_patience, sleep=sleep
        )

    def perform(self, action: Action, job: str) -> ActionResult:
        """Carry out one action.

        Args:
            action: what to do; whether it is done already is not looked at.
            job: name of the action within the run; a program is never started twice under one name.

        Raises:
            StepFailed: it was refused or failed, or a program could not be started, got lost or takes too long. The
                exit code of a program is the caller's to judge.
            LinkLost: the link went away; whether the action was carried out is unknown.
        """
        match action:
            case WriteFile():
                return self._edit(edits.write_file(action), action.path, data=action.content)
            case Rename():
                return self._edit(edits.rename(action), action.source, destination=action.destination)
            case MakeFolder():
                return self._edit(edits.make_folder(action), action.path)
            case Run():
                return _result(self._jobs.finish(job, action.argv, folder=action.folder, within=action.within))
            case Launch():
                return _result(self._jobs.launch(job, action.argv))
            case _:
                assert_never(action)

    def fence(self, job: str) -> JobAnswer:
        """Tell how a job stands; one that has not begun is kept from ever beginning.

        To be asked about the jobs of an attempt that was cut, before the step is planned again: what was sent before
        may still be on its way to the node.

        Raises:
            StepFailed: the node has no room for the fence.
            LinkLost: the link went away and stayed away.
        """
        return self._jobs.fence(job)

    def _edit(self, script: str, path: str, *, destination: str = "", data: bytes = b"") -> ActionResult:
        raw = self._connection.run(script, deadline=_SECONDS, data=data)
        output = tail(raw.out, raw.err)
        if raw.exit_code != 0:
            code = edits.REFUSALS.get(raw.exit_code, "node.edit_failed")
            values: dict[str, Value] = {"path": path, "destination": destination, "exit": raw.exit_code}
            raise StepFailed(Problem(code, values, node=self.node_name, output=output or None))
        return ActionResult(0, output)


def _result(answer: JobAnswer) -> ActionResult:
    return ActionResult(answer.exit_code, tail(answer.output_tail))
