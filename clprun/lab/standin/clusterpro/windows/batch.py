"""``start.bat`` and ``stop.bat`` of script resources, run by cmd (clusterpro.md 2.5, script). Not the product."""

from pathlib import Path

from .. import scripts
from ..activation import Occasion
from ..alerts import alert
from ..model import Resource

__all__ = ["NORMAL_RETURN_VALUE", "BatchFiles"]

NORMAL_RETURN_VALUE = "normalval"
"""Tag of "Normal Return Value" below ``parameters/act`` and ``parameters/deact``: the lab's own, the product's is not
public (clusterpro.md 3.4)."""
TIMEOUT = 1800
"""Seconds a script may take; that it is as long as an exec resource's is inferred."""


class BatchFiles:
    """Resources of type ``script``.

    The code a script ends with counts for nothing until a "Normal Return Value" is set (clusterpro.md 0.1, fact 19):
    then any other is a failure. No ``ARMS_`` variable is set (ERRATA G3-01).

    Args:
        node: this server.
    """

    def __init__(self, node: str) -> None:
        self._node = node

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Run ``start.bat``."""
        return self._run(resource, "act", "start.bat", occasion)

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Run ``stop.bat``."""
        return self._run(resource, "deact", "stop.bat", occasion)

    def _run(self, resource: Resource, part: str, name: str, occasion: Occasion) -> bool:
        path = scripts.script_path(Path(occasion.group.name) / resource.name, name)
        environment = scripts.variables(occasion, resource, self._node, path.parent)
        outcome = scripts.run(path, environment, wait=True, timeout=TIMEOUT)
        if outcome.failure:
            alert("rc", outcome.failure, "WARN")
        normal = resource.text(f"{part}/{NORMAL_RETURN_VALUE}")
        return outcome.code is not None and (not normal or str(outcome.code) == normal)
