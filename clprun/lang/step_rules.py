"""What must be right about each step by itself: its kind, its condition, and what stands in ``with``."""

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from clprun.errors import Problem
from clprun.lang.context import CLUSTER_NAMES, NODE_NAMES, refusals
from clprun.lang.document import Path
from clprun.lang.expression import is_template, uses_of_expression, uses_of_template
from clprun.lang.findings import findings
from clprun.lang.kinds import Kinds
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.unknown import unknown
from clprun.lang.walk import descend, template_file, template_files, texts
from clprun.model.runbook import Step

__all__ = ["step_problems"]


def step_problems(loaded: LoadedRunbook, kinds: Kinds) -> list[Problem]:
    """All that is wrong with single steps."""
    return [
        problem
        for path, _, step in loaded.steps()
        for check in (_kind(loaded, kinds, step, path), _when(loaded, step, path), _templates(loaded, step, path))
        for problem in check
    ]


def _kind(loaded: LoadedRunbook, kinds: Kinds, step: Step, path: Path) -> Iterator[Problem]:
    """The kind exists, and what can be known of ``with`` before anything is filled in fits it."""
    kind = kinds.get(step.kind)
    if kind is None:
        yield unknown("input.unknown_kind", step.kind, kinds).at(loaded.document.value_place((*path, "kind")))
        return
    if kind.proved_by and not kind.proved_by & step.with_.keys():
        values = {"name": step.id, "kind": step.kind, "keys": ", ".join(sorted(kind.proved_by))}
        yield Problem("input.step_without_proof", values, place=loaded.document.value_place((*path, "id")))
        return
    try:
        kind.want.model_validate(step.with_)
    except ValidationError as error:
        settled = [one for one in error.errors(include_url=False) if _settled(one, step.with_)]
        yield from findings(settled, kind.want, step.with_, loaded.document, (*path, "with"))


def _settled(error: ErrorDetails, data: object) -> bool:
    """Whether filling in templates can't cure it."""
    behind = [data, *(inner for _, inner in descend(data, error["loc"]))]
    if any(template_file(inner) is not None for inner in behind):
        return False
    if error["type"] in {"missing", "extra_forbidden"}:
        return True
    inner = behind[-1]
    return not any(template_files(inner, ())) and not any(is_template(text) for _, text in texts(inner, ()))


def _when(loaded: LoadedRunbook, step: Step, path: Path) -> Iterator[Problem]:
    if step.when is None:
        return
    names = CLUSTER_NAMES | set(loaded.runbook.parameters)
    for refused in refusals(step.when, uses_of_expression, names):
        yield refused.at(loaded.document.text_place((*path, "when"), refused.line))


def _templates(loaded: LoadedRunbook, step: Step, path: Path) -> Iterator[Problem]:
    names = NODE_NAMES | set(loaded.runbook.parameters)
    for inner, text in texts(step.with_, (*path, "with")):
        for refused in refusals(text, uses_of_template, names) if is_template(text) else []:
            yield refused.at(loaded.document.text_place(inner, refused.line))
    for _, file in template_files(step.with_, ()):
        for refused in refusals(loaded.files[file], uses_of_template, names):
            yield refused.at(loaded.file_place(file, refused.line))
