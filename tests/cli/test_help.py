"""Every command and option explains itself in both languages."""

import re
from collections.abc import Iterator

import click
import pytest
from rich.cells import cell_len

from clprun.cli.app import root
from clprun.cli.help import command_code, option_code
from clprun.messages.catalog import entries
from tests.cli.conftest import Clprun

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def commands(
    command: click.Command = root, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            member = command.get_command(context, name)
            assert member is not None
            yield from commands(member, (*path, name))


ALL = list(commands())
each_command = pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) or "clprun" for path, _ in ALL])


@each_command
def test_a_command_and_its_options_have_texts_in_both_languages(path: tuple[str, ...], command: click.Command) -> None:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    codes = [command_code(path), *(option_code(path, option) for option in options)]

    texts = [entries()[code].what for code in codes]

    assert all(JAPANESE.search(text.ja) and not JAPANESE.search(text.en) for text in texts)


@each_command
@pytest.mark.parametrize("language", ["en", "ja"])
def test_help_shows_every_option_within_the_width(
    path: tuple[str, ...],
    command: click.Command,
    language: str,
    clprun: Clprun,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    result = clprun(*path, "--help", "--lang", language)

    assert (result.code, result.err) == (0, "")
    assert " ".join(("clprun", *path)) in result.out.splitlines()[0]
    assert (JAPANESE.search(result.out) is not None) is (language == "ja")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert all(option in result.out for option in parameter.opts)
    assert all(cell_len(line) <= 80 for line in result.out.splitlines())


def test_the_contract_of_the_command_line_is_complete() -> None:
    words = {" ".join(path) for path, _ in ALL}

    assert words >= {
        *("list", "show", "lint", "schema", "init", "doctor", "inventory check", "plan", "apply", "resume", "abandon"),
        *("unlock", "runs", "status", "verify", "lab up", "lab down", "lab status", "lab doctor", "lab shell"),
        "lab fault",
    }
