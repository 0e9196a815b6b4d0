"""Installation media: the installer, and what it will lay down. Controller side, pure."""

from collections.abc import Sequence
from dataclasses import replace

from clprun.lab.files import NodeFile
from clprun.lab.standin.launch import launcher

__all__ = ["on_media"]


def on_media(media: str, installed: Sequence[NodeFile], python: str) -> list[NodeFile]:
    """What lies on the media ``media`` of a product that is ``installed`` as given; see :mod:`.install`."""
    laid = [replace(each, path=f"{media}/files{each.path}") for each in installed]
    return [launcher(f"{media}/install.sh", python), *laid]
