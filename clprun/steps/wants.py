"""Types of values that several kinds want."""

from typing import Annotated

from pydantic import AfterValidator, Field

from clprun.model.paths import ABSOLUTE, DRIVE, VOLUME, mount_point

__all__ = [
    "AbsolutePath",
    "Address",
    "Argv",
    "Drive",
    "HostName",
    "MountPoint",
    "ObjectName",
    "ScriptText",
    "Seconds",
]


def _plain(path: str) -> str:
    if ".." in path.split("/") or "//" in path:
        raise ValueError("a path without '..' and '//' is wanted")
    return path


def _plain_script(text: str) -> str:
    """A script in ASCII that a shell can run, ending with a line end (ERRATA G2-02, G2-03, G2-38)."""
    if not text.isascii() or "\r" in text or "\0" in text:
        raise ValueError("a script in ASCII with plain line ends is wanted")
    if not text.startswith("#!/"):
        raise ValueError("a script that begins with '#!/' is wanted")
    return text if text.endswith("\n") else f"{text}\n"


AbsolutePath = Annotated[str, Field(pattern=ABSOLUTE, max_length=1023), AfterValidator(_plain)]
"""An absolute path of plain characters, of Linux or Windows, without a separator at its end."""

MountPoint = Annotated[str, Field(pattern=VOLUME, max_length=1023), AfterValidator(_plain), AfterValidator(mount_point)]
r"""Where a volume is seen: a path, or a drive of Windows as ``W:`` or ``W:\``, which becomes the latter."""

Drive = Annotated[str, Field(pattern=rf"^{DRIVE.pattern}$"), AfterValidator(str.upper)]
"""A drive of Windows, as ``W:``."""

HostName = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", max_length=253)]
"""A host name; whether it is the canonical one is asked of the nodes."""

Address = Annotated[str, Field(pattern=r"^[0-9A-Fa-f:.]+$", max_length=45)]
"""An IP address."""

ObjectName = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,31}$")]
"""The name of a group, resource or monitor."""

Argv = Annotated[tuple[str, ...], Field(min_length=1)]
"""A program and its arguments; no shell sees them."""

Seconds = Annotated[int, Field(ge=1, le=86400)]
"""A time limit."""

ScriptText = Annotated[str, AfterValidator(_plain_script)]
"""The text of a script that a node runs."""
