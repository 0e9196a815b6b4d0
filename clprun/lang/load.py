"""Runbooks by shipped name or path: read, validated, and checked for all that can be known without a cluster."""

import os
from pathlib import Path as FilePath
from pathlib import PurePosixPath

import clprun
from clprun.errors import InputError, Problem
from clprun.lang.document import Document, in_order
from clprun.lang.kinds import Kinds
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.parameter_rules import parameter_problems
from clprun.lang.references import reference_problems
from clprun.lang.schema import validate
from clprun.lang.source import read_document, read_text
from clprun.lang.step_rules import step_problems
from clprun.lang.unknown import unknown
from clprun.lang.walk import template_files
from clprun.model.runbook import Runbook

__all__ = ["data_folder", "find_runbook", "load_runbook", "shipped_runbooks"]

_FILE = "runbook.yaml"
_SUFFIXES = {".yaml", ".yml"}


def data_folder() -> FilePath:
    """The folder that holds ``runbooks/`` and ``inventory/``: inside the installed package, or the checkout."""
    package = FilePath(clprun.__file__).parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def shipped_runbooks(data: FilePath | None = None) -> tuple[str, ...]:
    """Names of the runbooks that come with clprun."""
    folder = (data or data_folder()) / "runbooks"
    return tuple(sorted(file.parent.name for file in folder.glob(f"*/{_FILE}")))


def find_runbook(reference: str, data: FilePath | None = None) -> FilePath:
    """The YAML file of a runbook.

    Args:
        reference: a shipped name, or the path of a YAML file or of the folder around ``runbook.yaml``.
        data: the folder that holds ``runbooks/``; :func:`data_folder` when absent.

    Raises:
        InputError: no runbook is shipped under that name.
    """
    path = FilePath(reference)
    if path.suffix in _SUFFIXES or "/" in reference or os.sep in reference:
        return path / _FILE if path.is_dir() else path
    names = shipped_runbooks(data)
    if reference not in names:
        raise InputError(unknown("input.unknown_runbook", reference, names).at(None))
    return (data or data_folder()) / "runbooks" / reference / _FILE


def load_runbook(reference: str, kinds: Kinds, data: FilePath | None = None) -> LoadedRunbook:
    """A runbook with all its files.

    Args:
        reference: see :func:`find_runbook`.
        kinds: the step kinds by name.
        data: see :func:`find_runbook`.

    Raises:
        InputError: the runbook is refused; all findings together, in the order of their places.
    """
    file = find_runbook(reference, data)
    document = read_document(file)
    runbook = validate(Runbook, document)
    loaded = LoadedRunbook(runbook, document, file.parent, _read_files(runbook, document, file.parent))
    problems = [
        *parameter_problems(loaded),
        *reference_problems(loaded, kinds),
        *step_problems(loaded, kinds),
    ]
    if problems:
        raise InputError(*in_order(problems))
    return loaded


def _read_files(runbook: Runbook, document: Document, folder: FilePath) -> dict[str, str]:
    """The template files a runbook names; each must lie in the runbook's own folder."""
    files: dict[str, str] = {}
    problems: list[Problem] = []
    unread = LoadedRunbook(runbook, document, folder, files)
    for path, _, step in unread.steps():
        for inner, name in template_files(step.with_, (*path, "with")):
            place = document.value_place(inner)
            if not _inside(name):
                problems.append(Problem("input.template_outside", {"name": name}, place=place))
            elif not (folder / name).is_file():
                problems.append(Problem("input.template_not_found", {"name": name}, place=place))
            elif name not in files:
                try:
                    files[name] = read_text(folder / name)
                except InputError as error:
                    problems += error.problems
    if problems:
        raise InputError(*in_order(problems))
    return files


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        "\\" not in name and "\0" not in name and not path.is_absolute() and ".." not in path.parts and bool(path.parts)
    )
