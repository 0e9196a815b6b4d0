"""The command line, run in this process as a person without a terminal runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clprun.cli.app import main

__all__ = ["Clprun", "Result", "clprun", "home"]


@dataclass(frozen=True)
class Result:
    """What a command left."""

    code: int
    out: str
    err: str


Clprun = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty CLPRUN_HOME, an English locale, and an empty folder to stand in."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("CLPRUN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path / "home"


@pytest.fixture
def clprun(home: Path, capsys: pytest.CaptureFixture[str]) -> Clprun:
    """Runs one command line."""

    def run(*arguments: str) -> Result:
        capsys.readouterr()
        code = main(arguments)
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return run
