"""Mistakes on the command line: exit code 2, one message on standard error in the right language, nothing else."""

from pathlib import Path

import pytest

from tests.cli.books import write_book
from tests.cli.conftest import Clprun

MISTAKES = [
    (["nonsense"], "commands.unknown_command"),
    (["lab", "nonsense"], "commands.unknown_command"),
    (["list", "--nonsense"], "commands.unknown_option"),
    (["apply", "x", "--dry-rum"], "commands.unknown_option_like"),
    (["apply"], "commands.missing_argument"),
    (["plan", "x", "--cluster"], "commands.bad_option_usage"),
    (["apply", "x", "--confirm", "often"], "commands.not_a_choice"),
    (["apply", "x", "--accept", "all"], "commands.not_a_choice"),
    (["lab", "up", "--time-factor", "fast"], "commands.bad_value"),
    (["list", "too", "much"], "commands.bad_usage"),
    (["plan", "x", "--out", "f"], "commands.comes_later"),
    (["apply", "x", "--plan", "f"], "commands.comes_later"),
    (["plan", "x", "--lab", "-i", "f"], "commands.lab_and_inventory"),
    (["plan", "no-such-runbook"], "input.unknown_runbook"),
    (["plan", "./no-such-file.yaml"], "input.file_not_found"),
    (["inventory", "check"], "input.inventory_missing"),
    (["inventory", "check", "-e", "nonsense"], "input.inventory_missing"),
    (["resume"], "commands.nothing_to_resume"),
    (["resume", "R1"], "run.unknown"),
    (["abandon", "R1"], "run.unknown"),
    (["status"], "commands.no_run_to_show"),
    (["status", "R1"], "run.unknown"),
    (["show", "jobcenter-classic", "--remaining", "R1"], "run.unknown"),
    (["unlock", "c1"], "input.inventory_missing"),
]


@pytest.mark.parametrize(("arguments", "code"), MISTAKES)
@pytest.mark.parametrize(("language", "word"), [("en", "error: "), ("ja", "エラー: ")])
def test_a_mistake_is_told_with_exit_code_2(
    arguments: list[str], code: str, language: str, word: str, clprun: Clprun
) -> None:
    result = clprun("--lang", language, *arguments)

    assert result.code == 2
    assert result.err.startswith(word)
    assert f"[{code}]" in result.err.splitlines()[0]
    assert result.out == ""


def test_a_mistake_writes_nothing(clprun: Clprun, home: Path) -> None:
    clprun("apply", "no-such-runbook")

    assert not home.exists()


def test_a_group_without_a_command_shows_its_help(clprun: Clprun) -> None:
    result = clprun("inventory")

    assert (result.code, result.out) == (2, "")
    assert "check" in result.err


def test_an_unprintable_argument_is_shown_by_its_number(clprun: Clprun) -> None:
    result = clprun("plan", "\x1b[31m\udcff")

    assert result.code == 2
    assert "\x1b" not in result.err


def test_a_language_that_nobody_speaks_here(clprun: Clprun) -> None:
    result = clprun("list", "--lang", "de")

    assert result.code == 2
    assert "Give one of: ja, en." in result.err


@pytest.mark.parametrize(
    ("source", "exit_code", "code"),
    [
        ("environment: NO_SUCH_VARIABLE_HERE", 2, "commands.secret_absent"),
        ("prompt: root password", 3, "commands.secret_missing"),
    ],
)
def test_a_secret_that_is_not_there_is_missed_before_any_node_is_contacted(
    source: str, exit_code: int, code: str, clprun: Clprun
) -> None:
    write_book(Path.cwd())
    site = Path("inventory/site.yaml")
    login = f"ssh: {{user: root, password: !secret {{{source}}}}}"
    site.write_text(site.read_text("utf-8").replace("machine_id: 1}", f"machine_id: 1, {login}}}"), "utf-8")

    result = clprun("plan", "small.yaml")

    assert result.code == exit_code
    assert f"[{code}]" in result.err
