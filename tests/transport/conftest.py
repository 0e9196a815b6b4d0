"""One server for all tests that do not harm it, with one kept connection."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clprun.errors import Problem
from clprun.messages.nodes import ENTRIES
from clprun.transport.ssh import SshConnection
from tests.support.sshd import Sshd, running_sshd
from tests.transport.desk import Keys, connected, node_at


@pytest.fixture(autouse=True)
def no_agent_of_the_engineer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


@pytest.fixture(autouse=True)
def problems_have_texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever goes wrong in a test can be told in both languages, with all its values."""
    made: list[Problem] = []
    initialise = Problem.__init__

    def note(problem: Problem, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # passed on as they are
        initialise(problem, *args, **kwargs)
        made.append(problem)

    monkeypatch.setattr(Problem, "__init__", note)
    yield
    for problem in made:
        entry = ENTRIES[problem.code]
        for text in filter(None, (entry.what, entry.why, entry.next)):
            assert text.en.format_map(problem.values)
            assert text.ja.format_map(problem.values)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(scope="session")
def connection(server: Sshd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshConnection]:
    with connected(node_at(server), Keys(tmp_path_factory.mktemp("home") / "known_hosts")) as shared:
        yield shared


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """A policy that accepts what is unknown."""
    return Keys(tmp_path / "state" / "known_hosts")
