"""Changes a node: the one class that can. Plan mode never makes one (DESIGN.md 1.2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import sleep as real_sleep

from clprun.errors import ClusterLocked, Problem, StepFailed, Value
from clprun.model.change import Action, Launch, Reboot, Run, WriteFile
from clprun.model.cluster import Platform
from clprun.model.converse import Converse
from clprun.model.folders import CopyTree, RemoveTree
from clprun.model.question import Raw
from clprun.model.secret import Secret, SecretReference
from clprun.node import edits, trees
from clprun.node.dialogue import Dialogue
from clprun.node.edits import Edit
from clprun.node.jobs import JobAnswer, Jobs
from clprun.node.lockscript import LOST, Guard
from clprun.node.reader import Reader
from clprun.node.shell import STATE_FOLDER, tail
from clprun.node.windows import trees as windows_trees
from clprun.node.windows.cmd import Unquotable
from clprun.node.windows.edits import WindowsEdits
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
        secrets: gives the secrets that actions refer to.
        guard: asked before each change; by default nothing keeps it from the node.
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
        secrets: Callable[[SecretReference], Secret] | None = None,
        guard: Callable[[], Guard] = Guard,
    ) -> None:
        super().__init__(connection, platform, node_name)
        self._jobs = Jobs(
            connection,
            node_name,
            run,
            platform=platform,
            state_folder=state_folder,
            link_patience=link_patience,
            sleep=sleep,
            guard=guard,
        )
        self._secrets = secrets
        self._guard = guard

    def perform(self, action: Action, job: str) -> ActionResult:
        """Carry out one action.

        Args:
            action: what to do; whether it is done already is not looked at.
            job: name of the action within the run; a program is never started twice under one name.

        Raises:
            StepFailed: it was refused or failed, or a program could not be started, got lost or takes too long. The
                exit code of a program is the caller's to judge.
            ClusterLocked: the run has lost the node's lock; nothing was done.
            ClusterLocked: the run has lost the node's lock; the action was not carried out.
            LinkLost: the link went away; whether the action was carried out is unknown.
            InputError: a secret is not where its reference says.
            WaitingForPerson: a secret must be typed in, and nobody is there.
        """
        match action:
            case Run():
                return _result(self._jobs.finish(job, action.argv, folder=action.folder, within=action.within))
            case Launch():
                return _result(self._jobs.launch(job, action.argv))
            case Reboot():
                return _result(self._jobs.set_going(job, action.argv))
            case Converse():
                return self._converse(action, job)
            case CopyTree() | RemoveTree():
                return self._work_on_tree(action, job)
            case _:
                return self._edit(action)

    def fence(self, job: str) -> JobAnswer:
        """Tell how a job stands; one that has not begun is kept from ever beginning.

        To be asked about the jobs of an attempt that was cut, before the step is planned again: what was sent before
        may still be on its way to the node.

        Raises:
            StepFailed: the node has no room for the fence.
            LinkLost: the link went away and stayed away.
        """
        return self._jobs.fence(job)

    def attend(self, job: str, begun: JobAnswer, within: int | None, tell: Callable[[int], None]) -> JobAnswer:
        """Wait for the end of a job of an attempt that was cut; see :meth:`Jobs.attend`."""
        return self._jobs.attend(job, begun, within, tell)

    def _converse(self, action: Converse, job: str) -> ActionResult:
        """Answer a program; nothing is started before all secrets are known."""
        if self.platform is Platform.WINDOWS:
            raise StepFailed(Problem("node.no_dialogue", {"command": action.argv[0]}, node=self.node_name))
        secrets = [self._revealed(reference) for reference in action.secrets]
        answers = [e.answer if isinstance(e.answer, str) else self._revealed(e.answer) for e in action.exchange]
        return _result(Dialogue(self._jobs, job, action, answers, secrets).hold())

    def _revealed(self, reference: SecretReference) -> str:
        assert self._secrets is not None, "whoever plans with secrets gives the writer their source"
        return self._secrets(reference).reveal()

    def _edit(self, edit: Edit) -> ActionResult:
        raw = self._carried_out(edit)
        output = tail(raw.out, raw.err)
        if raw.exit_code == LOST:
            raise ClusterLocked(Problem("node.lock_lost", node=self.node_name))
        if raw.exit_code != 0:
            raise self._refused(edits.REFUSALS, raw.exit_code, edits.places(edit), output)
        return ActionResult(0, output)

    def _carried_out(self, edit: Edit) -> Raw:
        held = self._guard().script
        if self.platform is Platform.WINDOWS:
            hands = WindowsEdits(self.ask, lambda line: self._connection.run(held + line, deadline=_SECONDS))
            try:
                return hands.carry_out(edit)
            except Unquotable as unquotable:
                problem = Problem("node.unquotable", {"value": unquotable.value}, node=self.node_name)
                raise StepFailed(problem) from None
        data = edit.content if isinstance(edit, WriteFile) else b""
        return self._connection.run(held + edits.script(edit), deadline=_SECONDS, data=data)

    def _work_on_tree(self, action: CopyTree | RemoveTree, job: str) -> ActionResult:
        script = windows_trees if self.platform is Platform.WINDOWS else trees
        result = _result(self._jobs.finish(job, script.argv(action), folder="/", within=action.within))
        if result.exit_code != 0:
            raise self._refused(script.REFUSALS, result.exit_code or -1, script.places(action), result.output_tail)
        return result

    def _refused(self, codes: Mapping[int, str], exit_code: int, places: tuple[str, str], output: str) -> StepFailed:
        values: dict[str, Value] = {"path": places[0], "destination": places[1], "exit": exit_code}
        code = codes.get(exit_code, "node.edit_failed")
        return StepFailed(Problem(code, values, node=self.node_name, output=output or None))


def _result(answer: JobAnswer) -> ActionResult:
    return ActionResult(answer.exit_code, tail(answer.output_tail))
