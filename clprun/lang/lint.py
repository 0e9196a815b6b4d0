"""Rules beyond what makes a runbook work: what its writer forgot."""

import re
from collections.abc import Iterator
from pathlib import Path as FilePath

from clprun.errors import InputError, Problem
from clprun.lang.document import Path, in_order
from clprun.lang.expression import is_template, uses_of_expression, uses_of_template
from clprun.lang.kinds import Kinds
from clprun.lang.load import load_runbook
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.machine_ids import MACHINE_ID, PEER_MACHINE_IDS
from clprun.lang.ordering import needs
from clprun.lang.references import nature_of
from clprun.lang.refused import Refused
from clprun.lang.shell_strings import unquoted
from clprun.lang.values import check_value
from clprun.lang.walk import texts
from clprun.model.runbook import Nature, ParameterType
from clprun.model.text import LocalText

__all__ = ["lint", "lint_runbook"]

_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def lint_runbook(reference: str, kinds: Kinds, data: FilePath | None = None) -> list[Problem]:
    """All findings about a runbook: those that keep it from being loaded, else those of :func:`lint`.

    Args:
        reference: see :func:`clprun.lang.load.find_runbook`.
        kinds: the step kinds by name.
        data: see :func:`clprun.lang.load.find_runbook`.
    """
    try:
        loaded = load_runbook(reference, kinds, data)
    except InputError as error:
        return list(error.problems)
    return lint(loaded, kinds)


def lint(loaded: LoadedRunbook, kinds: Kinds) -> list[Problem]:
    """Findings about a runbook that can be loaded, in the order of their places."""
    rules = (
        _unused(loaded),
        _examples(loaded),
        _purposeless(loaded, kinds),
        _unconfirmed(loaded, kinds),
        unquoted(loaded),
        _untranslated(loaded),
    )
    return in_order([problem for rule in rules for problem in rule])


def _unused(loaded: LoadedRunbook) -> Iterator[Problem]:
    """Parameters that nothing in the runbook uses."""
    used = {use.name for text in loaded.files.values() for use in uses_of_template(text)}
    for _, _, step in loaded.steps():
        used |= {use.name for use in (uses_of_expression(step.when) if step.when is not None else ())}
        for _, text in texts(step.with_, ()):
            used |= {use.name for use in (uses_of_template(text) if is_template(text) else ())}
    for parameter in loaded.runbook.parameters.values():
        used |= needs(parameter)
    if MACHINE_ID in loaded.runbook.parameters:
        used.add(PEER_MACHINE_IDS)
    for name in loaded.runbook.parameters:
        if name not in used:
            place = loaded.document.key_place(("parameters", name))
            yield Problem("input.unused_parameter", {"name": name}, place=place)


def _examples(loaded: LoadedRunbook) -> Iterator[Problem]:
    """A value the site must give has an example, and every example is a value that would be taken."""
    for name, parameter in loaded.runbook.parameters.items():
        path: Path = ("parameters", name)
        if parameter.type is ParameterType.SECRET:
            continue
        if parameter.example is None:
            if parameter.default is None and not parameter.optional:
                yield Problem("input.no_example", {"name": name}, place=loaded.document.key_place(path))
            continue
        try:
            check_value(parameter.example, parameter)
        except Refused as refused:
            yield refused.at(loaded.document.value_place((*path, "example")), key="example")


def _purposeless(loaded: LoadedRunbook, kinds: Kinds) -> Iterator[Problem]:
    """Passing steps of which nothing says when they are not needed: a second apply would disturb the cluster.

    A test is made by every apply, and so is what stands in its phase for it.
    """
    for path, phase, step in loaded.steps():
        if any(kinds[each.kind].repeats for each in phase.steps):
            continue
        if nature_of(step, kinds) is Nature.PASSING and not step.serves and not phase.goal:
            place = loaded.document.value_place((*path, "id"))
            yield Problem("input.passing_without_purpose", {"name": step.id}, place=place)


def _unconfirmed(loaded: LoadedRunbook, kinds: Kinds) -> Iterator[Problem]:
    """Disruptive steps that nobody is asked about: by a ``confirm`` of their own, or of an earlier step of their phase.

    One question may speak for what follows from it: the stop that is asked about, and the start and stop after it.
    """
    asked: set[str] = set()
    for path, phase, step in loaded.steps():
        if step.confirm is not None:
            asked.add(phase.id)
        if phase.id not in asked and kinds[step.kind].may_disrupt(step.with_):
            place = loaded.document.value_place((*path, "id"))
            yield Problem("input.disrupts_unasked", {"name": step.id}, place=place)


def _untranslated(loaded: LoadedRunbook) -> Iterator[Problem]:
    """Texts whose Japanese holds no Japanese character."""
    runbook = loaded.runbook
    found: list[tuple[Path, LocalText | None]] = [(("title",), runbook.title)]
    found += [(("parameters", name, "text"), parameter.text) for name, parameter in runbook.parameters.items()]
    found += [(("phases", index, "title"), phase.title) for index, phase in enumerate(runbook.phases)]
    for path, _, step in loaded.steps():
        found += [((*path, "title"), step.title), ((*path, "confirm"), step.confirm), ((*path, "note"), step.note)]
    for path, text in found:
        if text is not None and not _JAPANESE.search(text.ja):
            yield Problem("input.not_japanese", {"found": text.ja}, place=loaded.document.value_place((*path, "ja")))
