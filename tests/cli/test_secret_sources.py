"""Secrets: had from where the inventory says, asked for once, never shown."""

import sys
from pathlib import Path

import pytest

from clprun.cli.secrets import Secrets
from clprun.errors import InputError, WaitingForPerson
from clprun.model.secret import SecretReference
from clprun.model.text import Language
from clprun.store.redact import Redactor
from clprun.ui.prompt import Prompt
from clprun.ui.screen import screen_on
from tests.ui.drawing import Paper


def secrets() -> Secrets:
    return Secrets(Prompt(screen_on(Paper(), Language.EN), Paper()), Redactor())


def test_secrets_come_from_environment_file_and_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_PASSWORD", "from environment ")
    file = tmp_path / "password"
    file.write_text("from file \n", "utf-8")
    program = f"{sys.executable} -c 'print(\"from command \")'"

    found = [
        secrets()(reference).reveal()
        for reference in (
            SecretReference("environment", "THE_PASSWORD"),
            SecretReference("file", str(file)),
            SecretReference("command", program),
        )
    ]

    assert found == ["from environment ", "from file ", "from command "]


@pytest.mark.parametrize(("password", "warned"), [("739", True), ("cluster1", True), ("pin-73915", False)])
def test_a_secret_that_cannot_be_hidden_is_told_once_and_not_shown(tmp_path: Path, password: str, warned: bool) -> None:
    file, paper, redactor = tmp_path / "file", Paper(), Redactor()
    file.write_text(password, "utf-8")
    redactor.publish(["hosts: [cluster1]"])
    resolve, reference = (
        Secrets(Prompt(screen_on(paper, Language.EN), Paper()), redactor),
        SecretReference("file", str(file)),
    )

    assert [resolve(reference).reveal() for _ in range(2)] == [password, password]
    assert paper.text().count("commands.secret_weak") == warned
    assert password not in paper.text().replace(str(file), "")


def test_a_secret_is_looked_up_once(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("first", "utf-8")
    resolve, reference = secrets(), SecretReference("file", str(file))

    resolve(reference)
    file.write_text("second", "utf-8")

    assert resolve(reference).reveal() == "first"


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        (SecretReference("environment", "NO_SUCH_VARIABLE_HERE"), "commands.secret_absent"),
        (SecretReference("file", "/no/such/file"), "commands.secret_missing"),
        (SecretReference("command", "/no/such/program"), "commands.secret_missing"),
        (SecretReference("command", "false"), "commands.secret_missing"),
        (SecretReference("command", "unbalanced '"), "commands.secret_missing"),
    ],
)
def test_a_secret_that_is_not_there_is_bad_input(reference: SecretReference, code: str) -> None:
    with pytest.raises(InputError) as caught:
        secrets()(reference)

    assert caught.value.problem.code == code


def test_bytes_that_are_no_text_are_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_PASSWORD", "key-\udcff")

    with pytest.raises(InputError) as caught:
        secrets()(SecretReference("environment", "THE_PASSWORD"))

    assert caught.value.problem.code == "commands.secret_missing"


def test_what_a_failing_command_printed_is_not_told() -> None:
    program = f"{sys.executable} -c 'print(\"hunter2\"); raise SystemExit(1)'"

    with pytest.raises(InputError) as caught:
        secrets()(SecretReference("command", program))

    assert "hunter2" not in str(caught.value.problem.values["reason"])


def test_nobody_to_type_a_secret_is_waiting_for_a_person() -> None:
    with pytest.raises(WaitingForPerson):
        secrets()(SecretReference("prompt", "password of root"))
