"""Runs the scripts of exec resources and custom monitors with the product's environment. Not the product.

Variables: clusterpro.md 3.1. The CLUSTERPRO daemon marks what it runs by CLPRUN_LAB_BY for the lab's record.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .configuration import HOME, SCRIPTS
from .model import Resource

__all__ = ["Outcome", "run", "script_path", "variables"]

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Outcome:
    """How a script ended: its exit code, or the process that goes on; ``late`` when its time ran out."""

    code: int | None
    process: subprocess.Popen[bytes] | None = None
    failure: str = ""
    late: bool = False

    @property
    def good(self) -> bool:
        """Zero, or still running as it should."""
        return not self.failure and self.code in (0, None)


def script_path(folder: Path, name: str) -> Path:
    """The script ``name``: absolute, or in ``folder`` below the installed scripts (clusterpro.md 2.1)."""
    return Path(name) if name.startswith("/") else SCRIPTS / folder / name


def variables(
    group: str,
    resource: Resource,
    event: str,
    *,
    home: bool,
    disk: bool,
    factor: str = "",
    previous: str = "",
    folder: Path = SCRIPTS,
) -> dict[str, str]:
    """The environment of a start or stop script.

    Args:
        group: its failover group.
        resource: the exec resource.
        event: START or FAILOVER; a stop script is told how the group was started (products.md 6). RECOVER reaches
            no script on Linux (clusterpro.md 3.1).
        home: whether this server is the first of the group's list.
        disk: whether the group's disks are all online.
        factor: why the group stops.
        previous: the server it ran on before.
        folder: where the script lies.
    """
    return {
        "CLP_EVENT": event,
        "CLP_DISK": "SUCCESS" if disk else "FAILURE",
        "CLP_SERVER": "HOME" if home else "OTHER",
        "CLP_FACTOR": factor,
        "CLP_SCRIPT_PATH": str(folder),
        "CLP_SERVER_PREV": previous,
        "CLP_GROUPNAME": group,
        "CLP_RESOURCENAME": resource.name,
        "CLP_PATH": str(HOME),
        "CLP_OSNAME": "Linux",
        "CLP_VERSION_FULL": "5.1.0-1",
    }


def run(script: Path, environment: Mapping[str, str], *, wait: bool, timeout: float, log: str = "") -> Outcome:
    """Run ``script`` in a session of its own; output only where ``userlog`` says (clusterpro.md 5).

    Args:
        script: the file; it must be executable and begin with a shebang, as execve asks.
        environment: variables besides PATH.
        wait: synchronous; else the process is left running.
        timeout: seconds a synchronous script may take.
        log: file for its output.
    """
    values = {"PATH": PATH, "LANG": "C", "HOME": "/root", "CLPRUN_LAB_BY": "cluster", **environment}
    with contextlib.ExitStack() as stack:
        output: int = subprocess.DEVNULL
        if log.startswith("/"):
            output = stack.enter_context(Path(log).open("ab")).fileno()
        try:
            process = subprocess.Popen(
                [str(script)],
                cwd=script.parent,
                env=values,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as failure:
            return Outcome(None, failure=f"failed to execute script {script}: {failure.strerror}")
    if not wait:
        return Outcome(None, process)
    try:
        code = process.wait(timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return Outcome(None, failure=f"{script} timed out", late=True)
    return Outcome(code, failure="" if code == 0 else f"{script} ended with {code}")
