"""A lab, the command line on it, and the state a run leaves, told in a way that two runs can be compared."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from clprun.lab import client

__all__ = ["BUILT_BY", "NODES", "Bench", "Finish", "differences", "finish_of"]

NODES = ("clu1", "clu2")

BUILT_BY = "jobcenter-classic"
"""The runbook that builds the lab's cluster."""

_OUT_OF_COMPARISON = (
    "/etc/ssh",  # each lab has keys of its own
    "/root/.ssh",
    "/home/operator/.ssh",
    "/var/lib/clprun",  # run folders, records and backups hold ids and times of their run
    "/opt/nec/clusterpro/log",
    "/opt/nec/clusterpro/alert",
    "/opt/nec/clusterpro/work",
)
_JOB_SHELL = re.compile(r"/var/lib/clprun/runs/")


@dataclass(frozen=True)
class Finish:
    """How a command ended.

    Args:
        code: exit code; negative = killed by that signal.
        out: standard output.
        err: standard error.
    """

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Both streams."""
        return f"{self.out}\n{self.err}"

    def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The lines of ``--json``, of one kind or all; every line of standard output has to be one."""
        found: list[dict[str, Any]] = [json.loads(line) for line in self.out.splitlines()]
        return [event for event in found if kind in {None, event["event"]}]

    def run(self) -> str:
        """The id of the run that it names as unfinished."""
        found = re.search(r"clprun abandon (\S+)", self.err)
        assert found is not None, self.err
        return found[1]


@dataclass(frozen=True)
class Bench:
    """A lab and a place to run clprun on it.

    Args:
        home: the lab's and the runs' CLPRUN_HOME.
        environment: variables of clprun's process beside those of this one.
        before: words in front of clprun's command line.
        runbook: what :meth:`apply` applies.
        varying: paths on the nodes whose content differs from one lab to the next; left out of comparisons.
        nodes: names of the nodes, the primary first.
    """

    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Sequence[str] = ()
    runbook: str = BUILT_BY
    varying: Sequence[str] = ()
    nodes: Sequence[str] = NODES

    def started_by(self, *before: str, **environment: str) -> "Bench":
        """The same lab, with clprun's process started in another way."""
        return replace(self, environment={**self.environment, **environment}, before=before)

    def start(self, *arguments: str, fault: str | None = None) -> "subprocess.Popen[str]":
        """Start clprun in a process of its own, without a terminal."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.variables(fault),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home,
        )

    def command(self, *arguments: str) -> list[str]:
        """The command line of clprun."""
        return [*self.before, sys.executable, "-m", "clprun", *arguments]

    def variables(self, fault: str | None = None) -> dict[str, str]:
        """The environment of clprun."""
        environment = {**os.environ, "CLPRUN_HOME": str(self.home), "LC_ALL": "C.UTF-8", **self.environment}
        environment.pop("CLPRUN_FAULT", None)
        return environment if fault is None else {**environment, "CLPRUN_FAULT": fault}

    def clprun(self, *arguments: str, fault: str | None = None, seconds: float = 120) -> Finish:
        """Run clprun to its end."""
        return finish_of(self.start(*arguments, fault=fault), seconds)

    def apply(self, fault: str | None = None, *more: str) -> Finish:
        """Apply the runbook to the lab."""
        return self.clprun("apply", self.runbook, "--lab", "--yes", *more, fault=fault)

    def resume(self, fault: str | None = None, *more: str) -> Finish:
        """Go on with the only unfinished run."""
        return self.clprun("resume", "--yes", *more, fault=fault)

    def node(self, name: str, *argv: str) -> str:
        """What a command says inside a node; it does not go through clprun."""
        result = client.run(self.home, name, argv)
        assert result.returncode == 0, (argv, result)
        return result.stdout.decode()

    def sh(self, name: str, script: str) -> str:
        """What a shell script says inside a node."""
        return self.node(name, "sh", "-c", script)

    def fault(self, kind: str, **values: str | int) -> None:
        """Make a fault in the lab."""
        client.fault(self.home, kind, **values)

    def calls(self) -> list[dict[str, Any]]:
        """The lab's log of product commands."""
        calls: list[dict[str, Any]] = client.status(self.home)["calls"]
        return calls

    def changing_calls(self, program: str | None = None) -> list[dict[str, Any]]:
        """Calls that changed something; of one program, each call once (a long one is logged at its start, too)."""
        return [
            call
            for call in self.calls()
            if call["changes"] and (program is None or Path(call["argv"][0]).name == program)
        ]

    def trees(self) -> dict[str, dict[str, str]]:
        """Paths, bytes, owners, modes and link targets of both nodes."""
        return {node: client.tree_digest(self.home, node, (*_OUT_OF_COMPARISON, *self.varying)) for node in self.nodes}

    def processes(self) -> dict[str, dict[str, int]]:
        """How often each process runs, by its own and its parent's command line, on both nodes."""
        result = {}
        for node in self.nodes:
            table = {}
            for line in self.node(node, "ps", "-ww", "-eo", "pid=,ppid=,args=").splitlines():
                pid, parent, args = line.split(None, 2)
                table[pid] = (parent, args.strip())
            pairs = Counter(
                f"{table.get(parent, ('', ''))[1]} > {args}"
                for pid, (parent, args) in table.items()
                if pid != "1" and "sshd: " not in args and not _is_ours(args) and not args.startswith("ps ")
            )
            result[node] = dict(sorted(pairs.items()))
        return result

    def state(self) -> dict[str, Any]:
        """All that two runs are compared by."""
        return {
            "trees": self.trees(),
            "processes": self.processes(),
            "clpstat": {node: self.node(node, "clpstat", "--local") for node in self.nodes},
            "mounts": {node: sorted(_disks(self.node(node, "cat", "/proc/mounts"))) for node in self.nodes},
        }

    def runs(self) -> list[dict[str, Any]]:
        """All runs, as ``clprun runs --json`` tells them."""
        finish = self.clprun("runs", "--json")
        assert finish.code == 0, finish
        document = json.loads(finish.out)
        runs: list[dict[str, Any]] = document["runs"]
        return runs

    def owed(self) -> list[dict[str, Any]]:
        """What the last run owes, as ``clprun status --json`` tells it."""
        finish = self.clprun("status", "--json")
        assert finish.code == 0, finish
        debts: list[dict[str, Any]] = json.loads(finish.out)["debts"]
        return debts


def finish_of(process: "subprocess.Popen[str]", seconds: float = 120) -> Finish:
    """How a process ends; one that does not end in time is killed."""
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"not in {seconds:.0f} s: {process.args!r}\n{out}\n{err}") from None
    return Finish(process.returncode, out, err)


def differences(expected: object, found: object, path: str = "") -> dict[str, Any]:
    """What is not the same in two states, by its place in them."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {
            place: what
            for key in sorted({*expected, *found})
            for place, what in differences(expected.get(key), found.get(key), f"{path} {key}".strip()).items()
        }
    return {} if expected == found else {path: (expected, found)}


def _is_ours(args: str) -> bool:
    """Shells of clprun's own connections and jobs, and processes that have just ended."""
    return bool(_JOB_SHELL.search(args)) or args in {"sh", "-sh"} or args.startswith("[")


def _disks(mounts: str) -> list[str]:
    return [line for line in mounts.splitlines() if line.startswith("/dev/sd")]
