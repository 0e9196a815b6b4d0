"""Windows services: their state, and service resources (clusterpro.md 2.5, service). A stand-in, not the product."""

import re
from pathlib import Path

from ..activation import Occasion
from ..model import Resource
from ..wine import run_windows

__all__ = ["ServiceResource", "is_running", "key_of", "runs", "start", "stop"]

RUNNING = Path("/run/windows-services")
"""A file for each running service, by its key in lower case (``standin/windows``)."""

_KEY = re.compile(r"^\s*Name\s*=\s*(.*?)\s*$", re.MULTILINE)
_keys: dict[str, str] = {}


def key_of(name: str) -> str:
    """The key of the service whose display name is ``name``; a name that is nobody's display name is a key."""
    if name not in _keys:
        said = run_windows("sc", "GetKeyName", name)
        found = _KEY.search(said.stdout) if said.returncode == 0 else None
        if found is None:
            return name
        _keys[name] = found[1]
    return _keys[name]


def is_running(name: str) -> bool:
    """Whether the service with this key or display name runs."""
    return runs(name) or runs(key_of(name))


def runs(key: str) -> bool:
    """Whether the service with this key runs."""
    return bool(key) and (RUNNING / key.lower()).exists()


def start(name: str) -> bool:
    """Start it and wait; whether it runs now."""
    return run_windows("net", "start", name).returncode == 0


def stop(name: str) -> bool:
    """Stop it and wait; whether it is stopped now."""
    return run_windows("net", "stop", name).returncode == 0 or not is_running(name)


class ServiceResource:
    """Resources of type ``service``: ``parameters/name`` is a key or a display name."""

    def start(self, resource: Resource, occasion: Occasion) -> bool:
        """Start the service; one that runs already is a failure unless ``parameters/started`` is 1."""
        del occasion
        name = resource.text("name")
        if is_running(name):
            return resource.number("started", 0) == 1
        return start(name)

    def stop(self, resource: Resource, occasion: Occasion) -> bool:
        """Stop the service; one that is stopped already is as it should be."""
        del occasion
        name = resource.text("name")
        return not is_running(name) or stop(name)
