"""Types of values that several kinds want."""

from typing import Annotated

from pydantic import AfterValidator, Field

__all__ = ["AbsolutePath", "Address", "Argv", "HostName", "ObjectName", "Seconds"]


def _plain(path: str) -> str:
    if ".." in path.split("/") or "//" in path:
        raise ValueError("a path without '..' and '//' is wanted")
    return path


AbsolutePath = Annotated[
    str, Field(pattern=r"^/[A-Za-z0-9._/-]*[A-Za-z0-9._-]$", max_length=1023), AfterValidator(_plain)
]
"""An absolute path of plain characters, without a slash at its end."""

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
