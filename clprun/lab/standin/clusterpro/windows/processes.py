"""The processes of a node's Windows, as its Linux sees them. Part of a stand-in, not the product."""

import ntpath
from pathlib import Path

__all__ = ["is_running"]


def is_running(image: str, processes: Path = Path("/proc")) -> bool:
    """Whether a Windows process called ``image`` runs, e.g. ``CMGUI.exe``; Wine shows its Windows path.

    Args:
        image: the program's name.
        processes: where the kernel lists processes.
    """
    return any(_image(process).casefold() == image.casefold() for process in processes.iterdir())


def _image(process: Path) -> str:
    if not process.name.isdigit():
        return ""
    try:
        first = (process / "cmdline").read_bytes().partition(b"\0")[0]
    except OSError:
        return ""
    return ntpath.basename(first.decode(errors="replace"))
