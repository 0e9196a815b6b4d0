"""Runs the testinfra checks that come with a runbook, over the connections clprun has already made.

A check is an ordinary pytest function. It may ask for ``node`` (once for each node), ``primary``, ``standby`` and
``active`` (testinfra hosts), and for ``cluster``, ``group`` and ``parameters`` (what the runbook was bound to).
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from testinfra.backend.base import BaseBackend, CommandResult
from testinfra.host import Host

from clprun.lang.bind import BoundRunbook
from clprun.model.cluster import Cluster, Platform
from clprun.transport.base import Connection
from clprun.transport.codec import last_lines, printable
from clprun.verify.result import CheckResult

__all__ = ["check_files", "run_checks"]

_OF_WINDOWS = "_windows"
_SECONDS = 120.0
_LONGEST_REASON = 2000


class ConnectionBackend(BaseBackend):  # type: ignore[misc]  # testinfra comes without type information
    """Testinfra over a connection of ours: no second login."""

    NAME = "clprun"

    def __init__(self, node: str, connection: Connection) -> None:
        super().__init__(node)
        self._connection = connection
        self._encoding = "utf-8"

    def run(self, command: str, *args: str, **kwargs: object) -> CommandResult:
        """Run a command of testinfra's on the node."""
        del kwargs
        script = self.get_command(command, *args)
        raw = self._connection.run(script, deadline=_SECONDS)
        return self.result(raw.exit_code, script.encode(), raw.out, raw.err)


class _Checks:
    """The pytest plugin of one verification: gives the fixtures, takes the results."""

    def __init__(self, bound: BoundRunbook, hosts: Mapping[str, Host], active: str | None) -> None:
        self.results: list[CheckResult] = []
        self._bound, self._hosts, self._active = bound, hosts, active

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "node" in metafunc.fixturenames:
            metafunc.parametrize("node", list(self._hosts.values()), ids=list(self._hosts))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            name = report.nodeid.rpartition("::")[2]
            reason = printable(last_lines(report.longreprtext, _LONGEST_REASON)) if report.failed else ""
            self.results.append(CheckResult(name, report.passed, reason))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            reason = printable(last_lines(str(report.longrepr), _LONGEST_REASON))
            self.results.append(CheckResult(report.nodeid, passed=False, reason=reason))

    @pytest.fixture(name="primary")
    def _primary(self) -> Host:
        return self._hosts[self._bound.cluster.primary.name]

    @pytest.fixture(name="standby")
    def _standby(self) -> Host:
        return self._hosts[self._bound.cluster.standby.name]

    @pytest.fixture(name="active")
    def _active_host(self) -> Host:
        assert self._active is not None, "the failover group runs on no node"
        return self._hosts[self._active]

    @pytest.fixture(name="cluster")
    def _cluster(self) -> Cluster:
        return self._bound.cluster

    @pytest.fixture(name="group")
    def _group(self) -> str:
        return self._bound.cluster.group

    @pytest.fixture(name="parameters")
    def _parameters(self) -> Mapping[str, Any]:
        return self._bound.parameters


def check_files(bound: BoundRunbook) -> list[Path]:
    """The test files that come with a runbook, in its own folder.

    Of a runbook for both platforms, those whose names end in ``_windows`` are Windows', and the others Linux's.
    """
    files = sorted(bound.loaded.folder.glob("test_*.py"))
    of_windows = [file for file in files if file.stem.endswith(_OF_WINDOWS)]
    if bound.cluster.platform is Platform.WINDOWS and of_windows:
        return of_windows
    return [file for file in files if file not in of_windows]


def run_checks(bound: BoundRunbook, connections: Mapping[str, Connection], active: str | None) -> list[CheckResult]:
    """Run all checks of a runbook.

    Args:
        bound: the runbook with its values.
        connections: by node name.
        active: the node that runs the failover group now.
    """
    files = check_files(bound)
    if not files:
        return []
    hosts = {name: Host(ConnectionBackend(name, connection)) for name, connection in connections.items()}
    plugin = _Checks(bound, hosts, active)
    folder = str(bound.loaded.folder)
    options = ["-p", "no:cacheprovider", "-p", "no:terminal", "-c", os.devnull, "--rootdir", folder]
    with _alone():
        pytest.main([*options, "--import-mode=importlib", *map(str, files)], plugins=[plugin])
    return plugin.results


@contextmanager
def _alone() -> Iterator[None]:
    """Whatever pytest plugins the engineer has installed stay out of a verification."""
    names = ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_ADDOPTS", "PYTHONDONTWRITEBYTECODE")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
