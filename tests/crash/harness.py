"""A lab, the command line on it, and the state a run leaves, told in a way that two runs can be compared."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clprun.lab import client

__all__ = ["Bench", "Finish"]

NODES = ("clu1", "clu2")

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


@dataclass(frozen=True)
class Bench:
    """A lab and a place to run clprun on it.

    Args:
        home: the lab's and the runs' CLPRUN_HOME.
    """

    home: Path

    def start(self, *arguments: str, fault: str | None = None) -> "subprocess.Popen[str]":
        """Start clprun in a process of its own, without a terminal."""
        environment = {**os.environ, "CLPRUN_HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        environment.pop("CLPRUN_FAULT", None)
        if fault is not None:
            environment["CLPRUN_FAULT"] = fault
        return subprocess.Popen(
            [sys.executable, "-m", "clprun", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home,
        )

    def clprun(self, *arguments: str, fault: str | None = None, seconds: float = 300) -> Finish:
        """Run clprun to its end."""
        process = self.start(*arguments, fault=fault)
        out, err = process.communicate(timeout=seconds)
        return Finish(process.returncode, out, err)

    def apply(self, fault: str | None = None, *more: str) -> Finish:
        """Apply jobcenter-classic to the lab."""
        return self.clprun("apply", "jobcenter-classic", "--lab", "--yes", *more, fault=fault)

    def resume(self, fault: str | None = None, *more: str) -> Finish:
        """Go on with the only unfinished run."""
        return self.clprun("resume", "--yes", *more, fault=fault)

    def node(self, name: str, *argv: str) -> str:
        """What a command says inside a node; it does not go through clprun."""
        result = client.run(self.home, name, argv)
        assert result.returncode == 0, (argv, result)
        return result.stdout.decode()

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
        return {node: client.tree_digest(self.home, node, _OUT_OF_COMPARISON) for node in NODES}

    def processes(self) -> dict[str, dict[str, int]]:
        """How often each process runs, by its own and its parent's command line, on both nodes."""
        result = {}
        for node in NODES:
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
            "clpstat": {node: self.node(node, "clpstat", "--local") for node in NODES},
            "mounts": {node: sorted(_disks(self.node(node, "cat", "/proc/mounts"))) for node in NODES},
        }

    def runs(self) -> list[dict[str, Any]]:
        """All runs, as ``clprun runs --json`` tells them."""
        finish = self.clprun("runs", "--json")
        assert finish.code == 0, finish
        document = json.loads(finish.out)
        runs: list[dict[str, Any]] = document["runs"]
        return runs


def _is_ours(args: str) -> bool:
    """Shells of clprun's own connections and jobs."""
    return bool(_JOB_SHELL.search(args)) or args in {"sh", "-sh", "[sshd]"}


def _disks(mounts: str) -> list[str]:
    return [line for line in mounts.splitlines() if line.startswith("/dev/sd")]
