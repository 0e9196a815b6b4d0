"""``fsck`` and its like for shared disks that are memory, and so never damaged."""

import sys
from typing import Final

from clprun.lab.inside import labdisk

__all__ = ["main"]

_OPERATIONAL_ERROR: Final = 8


def main(program: str, arguments: list[str]) -> int:
    """Say that a shared disk is clean, or leave it to the real tool."""
    disk = next((found for word in reversed(arguments) if (found := labdisk.disk(word))), None)
    if disk is None:
        return labdisk.run_real(program, arguments)
    answer, _ = labdisk.request("state", disk["device"])
    if "refused" in answer:
        sys.stderr.write(f"{program}: No such file or directory while trying to open {disk['device']}\n")
        return _OPERATIONAL_ERROR
    sys.stdout.write(f"{disk['device']}: clean\n")
    return 0
