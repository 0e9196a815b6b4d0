"""Finds shell texts that are built from values as they come: a blank or a quote in one of them is a command then."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from clprun.errors import Problem
from clprun.lang.document import Path
from clprun.lang.loaded import LoadedRunbook
from clprun.lang.printed import Printed, unsafe
from clprun.lang.walk import template_files, texts
from clprun.model.runbook import Parameter, ParameterType

__all__ = ["unquoted"]

_SHELLS = frozenset({"sh", "bash", "dash", "ksh", "su", "runuser"})
"""Programs that take a script after ``-c``."""

_FREE_TYPES = frozenset({ParameterType.TEXT, ParameterType.COMMAND, ParameterType.SECRET})
"""Types that may hold any character; all others hold none that means anything to a shell (clprun.lang.values).

Paths of Windows may hold blanks and brackets, but no cluster that has a shell has such paths.
"""

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:@%+,=-")


def unquoted(loaded: LoadedRunbook) -> Iterator[Problem]:
    """Values of free text in a script or after ``sh -c`` that do not go through the filter ``quote``."""
    known = {name: _is_plain(parameter) for name, parameter in loaded.runbook.parameters.items()}
    files: set[str] = set()
    for path, _, step in loaded.steps():
        within = (*path, "with")
        files |= {name for _, name in template_files(step.with_, within)}
        for place, text in _scripts_in(step.with_, within):
            for each in unsafe(text, known):
                yield _problem(each, loaded, place)
    for name in sorted(files):
        if _is_script(name, loaded.files[name]):
            for each in unsafe(loaded.files[name], known):
                yield Problem(
                    "input.unquoted_in_shell",
                    {"expression": each.text},
                    place=loaded.file_place(name, each.line, each.column),
                )


def _problem(found: Printed, loaded: LoadedRunbook, path: Path) -> Problem:
    place = loaded.document.text_place(path, found.line)
    return Problem("input.unquoted_in_shell", {"expression": found.text}, place=place)


def _scripts_in(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Texts in ``with`` that a shell will read: scripts written in place, and what stands after ``sh -c``."""
    yield from ((inner, text) for inner, text in texts(value, path) if text.startswith("#!"))
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _command_strings(item, (*path, key))


def _command_strings(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _command_strings(item, (*path, key))
    elif isinstance(value, list | tuple):
        words = [word if isinstance(word, str) else "" for word in value]
        is_shell = any(PurePosixPath(word).name in _SHELLS for word in words)
        for index, word in enumerate(words[1:], start=1):
            if is_shell and words[index - 1].startswith("-") and words[index - 1].endswith("c"):
                yield (*path, index), word
        for index, item in enumerate(value):
            yield from _command_strings(item, (*path, index))


def _is_script(name: str, text: str) -> bool:
    first = text.partition("\n")[0]
    return name.removesuffix(".j2").endswith(".sh") or (
        first.startswith("#!") and any(PurePosixPath(word).name in _SHELLS for word in first[2:].split())
    )


def _is_plain(parameter: Parameter) -> bool:
    if parameter.type is ParameterType.CHOICE:
        return all(_PLAIN.issuperset(choice) for choice in parameter.choices)
    return parameter.type not in _FREE_TYPES
