"""``blkid`` for shared disks that are memory."""

import sys
import uuid
from typing import Final

from clprun.lab.inside import labdisk

__all__ = ["main"]

_NOTHING_FOUND: Final = 2


def main(program: str, arguments: list[str]) -> int:
    """Describe a shared disk, or leave it to the real tool."""
    disk = next((found for word in arguments if (found := labdisk.disk(word))), None)
    if disk is None:
        return labdisk.run_real(program, arguments)
    answer, _ = labdisk.request("state", disk["device"])
    if "refused" in answer:
        return _NOTHING_FOUND
    tags = {
        "UUID": str(uuid.uuid5(uuid.NAMESPACE_OID, disk["device"])),
        "BLOCK_SIZE": "4096",
        "TYPE": str(answer["file_system"]),
    }
    wanted = _value_of(arguments, "-s")
    if wanted:
        tags = {tag: value for tag, value in tags.items() if tag == wanted}
    if _value_of(arguments, "-o") == "value":
        text = "\n".join(tags.values())
    else:
        text = f"{disk['device']}: " + " ".join(f'{tag}="{value}"' for tag, value in tags.items())
    sys.stdout.write(f"{text}\n")
    return 0


def _value_of(arguments: list[str], option: str) -> str:
    """What follows an option, apart from it or joined to it."""
    for index, word in enumerate(arguments):
        if word == option:
            return (arguments[index + 1 :] or [""])[0]
        if word.startswith(option):
            return word[len(option) :]
    return ""
