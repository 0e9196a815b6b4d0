"""The command line, run in this process as a person without a terminal runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clprun.api import Access
from clprun.cli.app import main
from clprun.cli.session import Session
from clprun.model.cluster import Cluster
from clprun.transport.local import LocalConnection
from tests.cli.books import write_book

__all__ = ["Clprun", "Result", "allowed", "book", "clprun", "home"]


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


@pytest.fixture
def book(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small runbook, on two nodes that are this machine."""

    def access(session: Session, cluster: Cluster, *, lab: bool) -> Access:
        return Access(lambda node: LocalConnection(node.name), state_folder=str(tmp_path / "state"))

    monkeypatch.setattr("clprun.cli.access.access", access)
    return write_book(Path.cwd())


@pytest.fixture
def allowed(book: Path) -> None:
    """Lets the second step succeed."""
    Path("work/allowed").touch()
