"""A signal that a library takes for a mistake in what it is reading, or swallows, ends the run as the signal it was."""

import contextlib
import json
import os
import signal
from collections.abc import Iterable
from pathlib import Path

import jinja2.lexer
import pytest

from clprun.cli import access
from clprun.cli.app import main
from clprun.engine.steprecord import Start, StepRecord
from clprun.lang.bind import Instance
from tests.cli.books import write_book
from tests.cli.here import local


def test_while_a_template_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = write_book(tmp_path)

    def struck(*given: object) -> object:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except Exception as error:
            raise jinja2.TemplateSyntaxError("what a lexer makes of it", 1) from error
        raise AssertionError("the signal did not come")

    monkeypatch.setattr(jinja2.lexer.Lexer, "wrap", struck)
    monkeypatch.setenv("CLPRUN_HOME", str(tmp_path / "home"))

    assert main(["apply", str(book), "-i", str(tmp_path / "inventory.yaml")]) == 130
    assert "SIGINT" in capsys.readouterr().err


def test_while_a_library_swallows_whatever_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = StepRecord.begin

    def struck(record: StepRecord, instances: Iterable[Instance]) -> Start:
        with contextlib.suppress(Exception):
            os.kill(os.getpid(), signal.SIGTERM)
        return begin(record, instances)

    monkeypatch.setattr(StepRecord, "begin", struck)
    monkeypatch.setattr(access, "access", local)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLPRUN_HOME", str(tmp_path / "home"))

    book = write_book(tmp_path)
    assert main(["apply", str(book), "--yes"]) == 143
    assert "SIGTERM" in capsys.readouterr().err
    assert main(["status", "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert status["state"] == "interrupted"
    assert [step["state"] for step in status["steps"]] == ["intended"]
