"""Step kinds for tests of the engine: real files and real processes of this machine, both nodes being this machine.

A few shipped kinds that need no cluster are among them.
"""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from clprun.api import Access, Around, Prepared, Request, apply, resume, unfinished
from clprun.engine.desk import Clock
from clprun.errors import InDoubt, Problem, StepFailed
from clprun.lang.bind import bind
from clprun.lang.fingerprint import fingerprint
from clprun.lang.inventory import load_inventory
from clprun.lang.load import load_runbook
from clprun.lang.parameters import resolve_parameters
from clprun.model.change import Change, Debt, Run, Unsettled, WriteFile
from clprun.model.cluster import Node
from clprun.model.events import Event
from clprun.model.plan import Plan, PlannedStep
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature, Phase, Step
from clprun.node.files import FileFacts, FileKind
from clprun.steps.base import Decision, Kind, Target, Want
from clprun.steps.command import Command
from clprun.steps.discard import Discard
from clprun.steps.link import Link
from clprun.steps.move_directory import MoveDirectory
from clprun.transport.local import LocalConnection

INVENTORY = """\
clusters:
  toys:
    platform: linux
    group: failover
    nodes:
      one: {role: primary, address: 127.0.0.1, machine_id: 1}
      two: {role: standby, address: 127.0.0.2, machine_id: 2}
    parameters:
      toys: {folder: FOLDER}
"""


HEAD = """\
runbook: toys
title: {ja: おもちゃ, en: Toys}
platform: linux
source: tests
parameters:
  folder: {type: absolute_path, text: {ja: フォルダ, en: folder}, example: /tmp/x}
phases:
"""
"""What the runbooks of these tests begin with."""

ONE_PHASE = (
    HEAD
    + """\
  - id: only
    title: {ja: 一, en: Only}
    minutes: 1
    steps:
"""
)
"""The same for those of one phase without a goal."""


class TextWant(Want):
    path: str
    text: str


class Text(Kind[TextWant]):
    """A file with a text; a folder in its place is refused."""

    name, nature, want = "text", Nature.LASTING, TextWant

    def asks(self, want: TextWant, target: Target) -> Sequence[Ask[Any]]:
        return [Ask(target.node.name, FileFacts(want.path, content=True))]

    def plan(self, want: TextWant, target: Target, answers: Answers) -> Change | None:
        question = FileFacts(want.path, content=True)
        found = answers(target.node.name, question)
        if found.kind is FileKind.FOLDER:
            raise StepFailed(Problem("step.not_reached", {"change": "folder"}))
        if found.content == want.text.encode():
            return None
        return Change(
            summary=Problem("step.not_reached", {"change": "text"}),
            actions=(WriteFile(target.node.name, want.path, want.text.encode(), found.content),),
            unsettles=(Unsettled((target.node.name,), (FileFacts,)),),
        )


class Signed(Text):
    """A file with a text that begins with its owner's name; what another owner wrote is taken over."""

    name, minds_others = "signed", True

    def plan(self, want: TextWant, target: Target, answers: Answers) -> Change | None:
        change = super().plan(want, target, answers)
        return change and replace(change, takes_over=self.takes_over(want, target, answers))

    def takes_over(self, want: TextWant, target: Target, answers: Answers) -> tuple[Problem, ...]:
        found = answers(target.node.name, FileFacts(want.path, content=True)).content
        owner = want.text.split()[0].encode()
        ours = found is None or found.startswith(owner)
        return () if ours else (Problem("configuration.script_of_another", {"path": want.path, "says": "-"}),)


class OnceWant(Want):
    counter: str
    result: str
    seconds: float = 0
    fails: bool = False
    dies_first: bool = False


class Once(Kind[OnceWant]):
    """A command that must not run twice: it counts itself, works for a while and leaves its result in two writes."""

    name, nature, want, patience = "once", Nature.LASTING, OnceWant, 1

    def asks(self, want: OnceWant, target: Target) -> Sequence[Ask[Any]]:
        return [Ask(target.node.name, FileFacts(want.result, content=True))]

    def plan(self, want: OnceWant, target: Target, answers: Answers) -> Change | None:
        found = answers(target.node.name, FileFacts(want.result, content=True))
        if found.content == b"whole":
            return None
        if found.content is not None and target.decision is None:
            raise InDoubt(Problem("step.differs_from_plan"))
        if target.decision is Decision.DONE:
            script = f"printf whole >{shlex.quote(want.result)}"
        else:
            dies = f'[ "$(wc -l <{shlex.quote(want.counter)})" -gt 1 ] || kill -KILL $$; ' if want.dies_first else ""
            script = (
                f"echo x >>{shlex.quote(want.counter)}; printf half >{shlex.quote(want.result)}; {dies}"
                f"sleep {want.seconds}; {'exit 3' if want.fails else f'printf whole >{shlex.quote(want.result)}'}"
            )
        return Change(
            summary=Problem("step.not_reached", {"change": "once"}),
            actions=(Run(target.node.name, ("sh", "-c", script)),),
            unsettles=(Unsettled((target.node.name,), (FileFacts,)),),
        )


class SwitchWant(Want):
    path: str
    on: bool


class Switch(Kind[SwitchWant]):
    """A passing state: a file is there or not; every flick is counted beside it."""

    name, nature, want, patience = "switch", Nature.PASSING, SwitchWant, 1

    def asks(self, want: SwitchWant, target: Target) -> Sequence[Ask[Any]]:
        return [Ask(target.node.name, FileFacts(want.path))]

    def plan(self, want: SwitchWant, target: Target, answers: Answers) -> Change | None:
        found = answers(target.node.name, FileFacts(want.path)).kind is FileKind.FILE
        if found == want.on:
            return None
        path = shlex.quote(want.path)
        script = f"touch {path}" if want.on else f"rm {path}"
        return Change(
            summary=Problem("step.not_reached", {"change": "switch"}),
            actions=(Run(target.node.name, ("sh", "-c", f"echo x >>{path}.flicks && {script}")),),
            disrupts=True,
            unsettles=(Unsettled((target.node.name,), (FileFacts,)),),
        )


class Here(Kind[SwitchWant]):
    """A check that a switch stands as wanted."""

    name, nature, want = "here", Nature.CHECK, SwitchWant

    def asks(self, want: SwitchWant, target: Target) -> Sequence[Ask[Any]]:
        return [Ask(target.node.name, FileFacts(want.path))]

    def plan(self, want: SwitchWant, target: Target, answers: Answers) -> Change | None:
        if (answers(target.node.name, FileFacts(want.path)).kind is FileKind.FILE) != want.on:
            raise StepFailed(Problem("step.not_reached", {"change": "here"}))
        return None


class VeiledWant(TextWant):
    veil: str


class Veiled(Kind[VeiledWant]):
    """A text that can't be seen while a veil lies over it."""

    name, nature, want = "veiled", Nature.LASTING, VeiledWant

    def asks(self, want: VeiledWant, target: Target) -> Sequence[Ask[Any]]:
        return [*Text().asks(want, target), Ask(target.node.name, FileFacts(want.veil))]

    def plan(self, want: VeiledWant, target: Target, answers: Answers) -> Change | None:
        if answers(target.node.name, FileFacts(want.veil)).kind is FileKind.FILE:
            raise StepFailed(Problem("cluster.status_refused", {"exit": 1}))
        return Text().plan(want, target, answers)


class VeilWant(Want):
    path: str
    lifted: str


class Veil(Kind[VeilWant]):
    """Lays a veil over what others see, owes its lifting, and lifts it."""

    name, nature, want = "veil", Nature.LASTING, VeilWant

    def asks(self, want: VeilWant, target: Target) -> Sequence[Ask[Any]]:
        return [Ask(target.node.name, FileFacts(path)) for path in (want.path, want.lifted)]

    def plan(self, want: VeilWant, target: Target, answers: Answers) -> Change | None:
        node = target.node.name
        if answers(node, FileFacts(want.lifted)).kind is FileKind.FILE:
            return None
        lift = Run(node, ("mv", want.path, want.lifted))
        return Change(
            summary=Problem("step.not_reached", {"change": "veil"}),
            actions=(Run(node, ("touch", want.path)), lift),
            unsettles=(Unsettled((node,), (FileFacts,)),),
            debts=(Debt(Problem("configuration.suspended_for_push", node=node), (lift,)),),
        )

    def explains(self, problem: Problem) -> bool:
        return problem.code == "cluster.status_refused"


TOYS = (Text, Signed, Once, Switch, Here, Veiled, Veil)
SHIPPED = (Command, MoveDirectory, Link, Discard)
KINDS: dict[str, type[Kind[Any]]] = {kind.name: kind for kind in (*TOYS, *SHIPPED)}


class Agreeable:
    """An operator who agrees to everything but a doubt, which is answered as told."""

    def __init__(
        self, decision: str | None = None, accepts: frozenset[str] = frozenset(), *, agrees: bool = True
    ) -> None:
        self.decision, self.accepts, self.agrees = decision, accepts, agrees

    def confirm_phase(self, phase: Phase, steps: Sequence[PlannedStep]) -> str | None:
        return "yes" if self.agrees else None

    def confirm_step(self, step: Step, planned: Sequence[PlannedStep]) -> str | None:
        return "never asked"

    def decide(self, problem: Problem) -> str | None:
        return self.decision

    def manual_done(self, problems: Sequence[Problem]) -> bool:
        return False

    def accept(self, what: str, problems: Sequence[Problem], planned: Sequence[PlannedStep] = ()) -> bool:
        return what in self.accepts


class Witness:
    """Remembers plan and events."""

    def __init__(self) -> None:
        self.plan: Plan | None = None
        self.events: list[Event] = []

    def plan_made(self, plan: Plan) -> None:
        self.plan = plan

    def happened(self, event: Event) -> None:
        self.events.append(event)


def toy_access(folder: Path) -> Access:
    def connect(node: Node) -> LocalConnection:
        return LocalConnection(node.name)

    return Access(connect, state_folder=str(folder / "state"))


def toy_around(folder: Path, operator: Agreeable | None = None, witness: Witness | None = None) -> Around:
    return Around(folder / "home", operator or Agreeable(), witness or Witness(), "0", Clock())


def toy_prepared(folder: Path, runbook: str) -> Prepared:
    """A runbook text bound to the toy cluster, its files below ``folder``."""
    (folder / "work").mkdir(exist_ok=True)
    book, inventory = folder / "toys.yaml", folder / "inventory.yaml"
    book.write_text(runbook, "utf-8")
    inventory.write_text(INVENTORY.replace("FOLDER", str(folder / "work")), "utf-8")
    loaded = load_runbook(str(book), KINDS)
    site = load_inventory([inventory]).select()
    bound = bind(loaded, site, resolve_parameters(loaded, site, {}), KINDS)
    request = Request(runbook=str(book), inventory=(inventory,))
    return Prepared(request, site, bound, {name: kind() for name, kind in KINDS.items()}, fingerprint(bound))


def main(arguments: Sequence[str]) -> int:
    """``FOLDER apply|resume``: run the toy runbook in a process of its own, so that it can be killed."""
    folder, verb = Path(arguments[0]), arguments[1]
    prepared = toy_prepared(folder, (folder / "toys.yaml").read_text("utf-8"))
    around = toy_around(folder)
    if verb == "apply":
        apply(prepared, toy_access(folder), around)
    else:
        (run, _), *_ = unfinished(folder / "home")
        resume(run, prepared, toy_access(folder), around)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
