"""This machine as a node, through a kept shell, with clprun's state in a temporary folder."""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from clprun.model.cluster import Platform
from clprun.node.reader import Reader
from clprun.node.writer import Writer
from clprun.transport.local import LocalConnection
from tests.node.helpers import bash_as_sh

RUN = "20260101-000000-test"


@pytest.fixture(params=["dash", "bash"])
def connection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalConnection]:
    """A kept shell of each of the two kinds Linux nodes have."""
    argv = ("dash",) if request.param == "dash" else bash_as_sh(tmp_path_factory.mktemp("bash"))
    connection = LocalConnection("clu1", argv)
    yield connection
    connection.close()


@pytest.fixture
def state_folder(tmp_path: Path) -> Iterator[Path]:
    """Where jobs and lock live; jobs still running at the end of a test are killed."""
    folder = tmp_path / "state"
    yield folder
    for command_line in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(folder).encode() in command_line.read_bytes():
                os.killpg(int(command_line.parent.name), signal.SIGKILL)


@pytest.fixture
def reader(connection: LocalConnection) -> Reader:
    return Reader(connection, Platform.LINUX, "clu1")


@pytest.fixture
def writer(connection: LocalConnection, state_folder: Path) -> Writer:
    return Writer(connection, Platform.LINUX, "clu1", run=RUN, state_folder=str(state_folder))
