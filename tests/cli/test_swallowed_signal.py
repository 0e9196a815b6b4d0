"""A signal that a library takes for a mistake in what it is reading is told as the signal it was."""

import os
import signal
from pathlib import Path

import jinja2.lexer
import pytest

from clprun.cli.app import main
from tests.cli.books import write_book


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
