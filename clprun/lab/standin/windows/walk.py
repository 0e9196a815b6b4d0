"""Walks of the permission tools over folders: what they act on, how they count and name it. A stand-in."""

import ntpath
import os
from collections.abc import Iterator
from pathlib import Path

from .call import BridgeCall
from .errors import WindowsError
from .patterns import has_wildcard, matching

__all__ = ["Place", "base_of", "places"]


class Place:
    """One file or folder of a walk.

    Args:
        name: as the tool prints it.
        path: its Unix path, no link.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path


def base_of(call: BridgeCall, path: Path) -> Path:
    """The root of the drive that ``path`` lies on."""
    return call.node.drives.find(call.node.drives.volume(path) + "\\")


def places(call: BridgeCall, name: str, below: bool) -> Iterator[Place]:
    """What ``name`` means, a link followed; with ``below`` everything in it too, links in it left alone.

    Raises:
        WindowsError: 2 nothing is there; 3 a folder on the way is not there.
    """
    folder, pattern = ntpath.split(name)
    if has_wildcard(pattern):
        found = [(ntpath.join(folder, each.name), each) for each in matching(call.path(folder or "."), pattern)]
        if not found:
            raise WindowsError(2)
    else:
        path = call.path(name)
        if not os.path.lexists(path):
            raise WindowsError(2)
        found = [(name, path)]
    for shown, path in found:
        yield from _tree(call, Place(shown, call.node.drives.follow(path)), below)


def _tree(call: BridgeCall, place: Place, below: bool) -> Iterator[Place]:
    call.alive()
    yield place
    if below and place.path.is_dir():
        for each in matching(place.path, "*"):
            if not each.is_symlink():
                yield from _tree(call, Place(ntpath.join(place.name, each.name), each), below)
