"""``mkfs`` and its like for shared disks that are memory: the hub empties the disk."""

import sys

from clprun.lab.inside import labdisk

__all__ = ["main"]


def main(program: str, arguments: list[str]) -> int:
    """Format a shared disk, or leave it to the real tool."""
    disk = next((found for word in reversed(arguments) if (found := labdisk.disk(word))), None)
    if disk is None:
        return labdisk.run_real(program, arguments)
    device = disk["device"]
    if labdisk.mount_points(device):
        sys.stderr.write(f"{device} is mounted; will not make a filesystem here!\n")
        return 1
    answer, _ = labdisk.request("format", device)
    if "refused" in answer:
        sys.stderr.write(f"The file {device} does not exist and no size was specified.\n")
        return 1
    return 0
