"""Runs the scripts of exec resources and custom monitors with the product's environment. Not the product.

Variables: clusterpro.md 3.1. The CLUSTERPRO daemon marks what it runs by CLPRUN_LAB_BY for the lab's record.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path

from .activation import Occasion
from .configuration import SCRIPTS
from .model import Resource
from .places import HOME, WINDOWS, shown
from .wine import WINE

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


def variables(occasion: Occasion, resource: Resource, node: str, folder: Path) -> dict[str, str]:
    """The environment of a start or stop script.

    A stop script is told how the group was started (products.md 6). RECOVER reaches no script on Linux, and none on
    Windows either here: nothing recovers in the lab (clusterpro.md 3.1).

    Args:
        occasion: why it runs.
        resource: whose script it is.
        node: this server; the first of the group's list is its home.
        folder: where the script lies.
    """
    return {
        "CLP_EVENT": occasion.event,
        "CLP_DISK": "SUCCESS" if occasion.disk else "FAILURE",
        "CLP_SERVER": "HOME" if occasion.group.policy[0] == node else "OTHER",
        "CLP_FACTOR": occasion.factor,
        "CLP_SCRIPT_PATH": shown(folder),
        "CLP_SERVER_PREV": occasion.previous,
        "CLP_GROUPNAME": occasion.group.name,
        "CLP_RESOURCENAME": resource.name,
        "CLP_PATH": shown(HOME),
        "CLP_OSNAME": "Windows" if WINDOWS else "Linux",
        "CLP_VERSION_FULL": "5.1.0-1",
    }


def _command(script: Path) -> list[str]:
    """How the system starts it; a batch file by its name alone, in its folder, so that nothing needs quotes.

    Raises:
        FileNotFoundError: there is no such batch file.
    """
    if script.suffix != ".bat":
        return [str(script)]
    if not script.is_file():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT))
    return [*WINE, "cmd.exe", "/c", script.name]


def run(script: Path, environment: Mapping[str, str], *, wait: bool, timeout: float, log: str = "") -> Outcome:
    """Run ``script`` in a session of its own; output only where ``userlog`` says (clusterpro.md 5).

    A batch file is run by cmd; an absent one is refused here, since cmd would only say so and return 1.

    Args:
        script: the file; but for a batch file it must be executable and begin with a shebang, as execve asks.
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
                _command(script),
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
