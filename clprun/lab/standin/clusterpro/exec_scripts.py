"""Start and stop scripts of exec resources (clusterpro.md 2.5, exec). Part of a stand-in, not the product."""

import subprocess
from pathlib import Path

from . import scripts
from .activation import Occasion
from .alerts import alert
from .model import Resource

__all__ = ["ExecScripts"]


class ExecScripts:
    """Resources of type ``exec``.

    Args:
        node: this server.
        started: what each asynchronous start script left running; filled here.
    """

    def __init__(self, node: str, started: dict[str, subprocess.Popen[bytes]]) -> None:
        self._node = node
        self._started = started

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Run the start script; one that is asynchronous is left running."""
        outcome = self._script(resource, "act", occasion, resource.number("timeout/start", 1800))
        self._started.pop(resource.name, None)
        if outcome.process is not None:
            self._started[resource.name] = outcome.process
        return outcome.good

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Run the stop script."""
        outcome = self._script(resource, "deact", occasion, resource.number("timeout/stop", 1800))
        left = self._started.get(resource.name)
        if left is not None and left.poll() is not None:
            del self._started[resource.name]
        return outcome.good

    def _script(self, resource: Resource, part: str, occasion: Occasion, timeout: float) -> scripts.Outcome:
        name = resource.text(f"{part}/path", "start.sh" if part == "act" else "stop.sh")
        path = scripts.script_path(Path(occasion.group.name) / resource.name, name)
        environment = scripts.variables(occasion, resource, self._node, path.parent)
        synchronous = resource.number(f"{part}/sync", 1) == 1
        outcome = scripts.run(path, environment, wait=synchronous, timeout=timeout, log=resource.text("userlog"))
        if outcome.failure:
            alert("rc", outcome.failure, "ERROR")
        return outcome
