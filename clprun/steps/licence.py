"""Register a licence of CLUSTERPRO's own kind on a node, once (guide ISA, chapter 1; ERRATA G4-17 to G4-19).

``clplcnsc -l`` tells where it is known what is registered. Where it does not, a record that this kind writes after
clplcnsc said so vouches for it, or the job of this very run. A key is never typed in twice.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from clprun.errors import InDoubt, Problem, StepFailed, Value
from clprun.model.change import Action, Change, MakeFolder, WriteFile
from clprun.model.converse import Converse, Exchange
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.model.secret import SecretReference
from clprun.node.questions import FileAnswer, FileFacts, FileKind, JobAnswer, JobState
from clprun.node.shell import STATE_FOLDER
from clprun.products.clusterpro import is_at_least
from clprun.products.isa import CLPLCNSC, REGISTERED, Licences
from clprun.steps.base import Decision, Kind, Target, Want
from clprun.steps.cluster_look import installed_configuration, installed_version, packages
from clprun.steps.dialogue import still_asking
from clprun.steps.own_jobs import earlier_jobs
from clprun.steps.wants import AbsolutePath

__all__ = ["Licence", "LicenceWant"]

_RECORDS = f"{STATE_FOLDER}/licences"
_PATIENCE, _WITHIN = 60, 120
_WITHOUT_ID = "4"


class LicenceWant(Want):
    """A product's licence by serial number and key, or a trial's by its file.

    Args:
        name: the product as its list calls it, e.g. ``Internet Server Agent``.
        product: its id, e.g. ``ISAG10``; wanted before X 4 only, and not given to what is newer (clusterpro.md 1.9).
        serial: the serial number on the licence sheet.
        key: the key on the licence sheet, another one on each server; its shape is not checked.
        file: a licence file on the node.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ]{0,99}$")]
    product: Annotated[str, Field(pattern=r"^[A-Z]{4}[0-9]{1,4}$")] | None = None
    serial: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[!-~]+$")] | None = None
    key: SecretReference | None = None
    file: AbsolutePath | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.file is None) == (self.key is None) or (self.key is None) != (self.serial is None):
            raise ValueError("either 'serial' and 'key' or 'file' is wanted")
        return self


class Licence(Kind[LicenceWant]):
    """``clplcnsc -i``: by prompt for a product, by file for a trial."""

    name = "licence"
    nature = Nature.LASTING
    want = LicenceWant

    def asks(self, want: LicenceWant, target: Target) -> Sequence[Ask[Any]]:
        """The list of licences, the record of this kind, the version, and the jobs of this step's earlier attempts."""
        node = target.node.name
        return (
            Ask(node, _listed(want)),
            Ask(node, _record(want)),
            Ask(node, installed_configuration(target.installation)),
            *(Ask(node, package) for package in packages(target.platform)),
            *(Ask(node, job) for job in earlier_jobs(target)),
        )

    def plan(self, want: LicenceWant, target: Target, answers: Answers) -> Change | None:
        """The registration and its record, or the record alone where clplcnsc has said that it succeeded.

        Raises:
            StepFailed: this version knows products by their ids, and none is given.
            InDoubt: clplcnsc was begun, did not say that it succeeded, and can't list what is registered.
        """
        if self.missing(want, target, answers) is None:
            return None
        node = target.node.name
        if _succeeded(target, answers) or (target.decision is Decision.DONE and _unclear(want, target, answers)):
            return self._change("licence.note", want, target, _note(want, target, answers))
        if target.decision is not Decision.REDO and _unclear(want, target, answers):
            raise InDoubt(Problem("licence.unknown", {"product": want.name}, node=node))
        product = _id_for(want, target, answers)
        register = _registration(want, target, product, still_asking(target, answers))
        return self._change("licence.register", want, target, (register, *_note(want, target, answers)))

    def missing(self, want: LicenceWant, target: Target, answers: Answers) -> Problem | None:
        """That neither the list nor the record names the product."""
        node = target.node.name
        if answers(node, _listed(want)) or answers(node, _record(want)).kind is FileKind.FILE:
            return None
        return Problem("licence.not_registered", {"product": want.name}, node=node)

    def intent(self, want: LicenceWant, target: Target) -> tuple[Action, ...]:
        """The command; at its prompts come the answers."""
        return (_registration(want, target, want.product, None),)

    def advice(self, want: LicenceWant, target: Target) -> tuple[Problem, ...]:
        """What is typed at the prompts."""
        if want.serial is None:
            return ()
        values: dict[str, Value] = {"product": want.name, "serial": want.serial}
        return (Problem("licence.answers", values, node=target.node.name),)

    def _change(self, code: str, want: LicenceWant, target: Target, actions: tuple[Action, ...]) -> Change:
        node = target.node.name
        record = next(action for action in actions if isinstance(action, WriteFile))
        return Change(
            summary=Problem(code, {"product": want.name}, node=node),
            actions=actions,
            details=self.advice(want, target) if code == "licence.register" else (),
            predicts={
                Ask(node, _listed(want)): True,
                Ask(node, _record(want)): FileAnswer(FileKind.FILE, content=record.content),
            },
        )


def _listed(want: LicenceWant) -> Licences:
    return Licences(want.name, want.product)


def _id_for(want: LicenceWant, target: Target, answers: Answers) -> str | None:
    """The product id that clplcnsc of the node's version wants; from X 4 on, none (clusterpro.md 1.9).

    Raises:
        StepFailed: it wants one, and none is given.
    """
    version = installed_version(answers, target.node, target.installation)
    if version is None:
        return want.product
    if is_at_least(version, _WITHOUT_ID):
        return None
    if want.product is None:
        raise StepFailed(Problem("licence.product_wanted", {"version": version}, node=target.node.name))
    return want.product


def _registration(want: LicenceWant, target: Target, product: str | None, attach: str | None) -> Converse:
    """clplcnsc, by its prompts or with the file; one that asks for more than is known is ended (ERRATA G4-17)."""
    exchange: tuple[Exchange, ...] = ()
    file = () if want.file is None else (want.file,)
    if want.serial is not None and want.key is not None:
        exchange = (
            Exchange(r"\[1 or 2\]", "1"),
            Exchange(r"(?i)serial number", want.serial),
            Exchange(r"(?i)licen[sc]e key", want.key),
        )
    return Converse(
        target.node.name,
        (CLPLCNSC, "-i", *file, *(() if product is None else ("-p", product))),
        exchange,
        patience=_PATIENCE,
        within=_WITHIN,
        judged=False,
        says=REGISTERED,
        attach=attach,
    )


def _record(want: LicenceWant) -> FileFacts:
    return FileFacts(f"{_RECORDS}/{want.product or want.name.replace(' ', '-')}.json", content=True)


def _note(want: LicenceWant, target: Target, answers: Answers) -> tuple[MakeFolder, WriteFile]:
    """What vouches for the registration; it holds no key."""
    node, path = target.node.name, _record(want).path
    content = json.dumps({"product": want.name, "run": target.run}, sort_keys=True) + "\n"
    before = answers(node, _record(want)).content
    return MakeFolder(node, _RECORDS, mode=0o700), WriteFile(node, path, content.encode(), before=before, mode=0o600)


def _earlier(target: Target, answers: Answers) -> list[JobAnswer]:
    return [answers(target.node.name, job) for job in earlier_jobs(target)]


def _succeeded(target: Target, answers: Answers) -> bool:
    """Whether clplcnsc of an earlier attempt said that it had registered."""
    return any(
        job.state is JobState.ENDED and REGISTERED.encode() in job.output_tail for job in _earlier(target, answers)
    )


def _unclear(want: LicenceWant, target: Target, answers: Answers) -> bool:
    """Whether clplcnsc of an earlier attempt came to an end and did not say how, where the list tells nothing."""
    over = {JobState.ENDED, JobState.LOST, JobState.UNKNOWN}
    listed = answers(target.node.name, _listed(want))
    return listed is None and any(job.state in over for job in _earlier(target, answers))
