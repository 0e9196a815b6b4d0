"""Which command serves which release of Windows Server. Pure.

No script asks for the release: each tries the newest command first and takes the next one where that fails, since a
service pack or a hotfix may have brought a command before its release (reference/lab-windows.md 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

__all__ = ["TOOLS", "Release", "Task", "Tool", "first_that_works", "serving"]


class Release(IntEnum):
    """Releases of Windows Server, in order."""

    SERVER_2003_R2 = 1
    SERVER_2008 = 2
    SERVER_2008_R2 = 3
    SERVER_2012 = 4
    SERVER_2016 = 5
    SERVER_2019 = 6
    SERVER_2022 = 7
    SERVER_2025 = 8

    @property
    def title(self) -> str:
        """As people write it, e.g. ``2008 R2``."""
        return self.name.removeprefix("SERVER_").replace("_", " ")


class Task(StrEnum):
    """What more than one command is used for, or one that is missing somewhere."""

    LINK = "link"
    ACCESS = "access"
    FOLDER_COPY = "folder-copy"
    FILE_COPY = "file-copy"
    HASH = "hash"
    UPLOAD = "upload"
    ADMINISTRATOR = "administrator"
    WEB = "web"
    REGISTRY = "registry"
    SERVICE = "service"
    JOB = "job"


@dataclass(frozen=True)
class Tool:
    """A command.

    Args:
        command: its name, with the options that tell it from others.
        since: the first release that has it.
        is_extra: whether it is not part of Windows itself.
    """

    command: str
    since: Release
    is_extra: bool = False


TOOLS: Mapping[Task, tuple[Tool, ...]] = {
    # mklink: [doc]; linkd: of the Resource Kit, makes junctions to local volumes only [doc].
    Task.LINK: (Tool("mklink /D", Release.SERVER_2008), Tool("linkd", Release.SERVER_2003_R2, is_extra=True)),
    # icacls came with Service Pack 2 of 2003 (KB919240), /inheritance with 2008 [doc].
    Task.ACCESS: (Tool("icacls", Release.SERVER_2008), Tool("cacls", Release.SERVER_2003_R2)),
    Task.FOLDER_COPY: (Tool("robocopy", Release.SERVER_2008), Tool("xcopy", Release.SERVER_2003_R2)),
    Task.FILE_COPY: (Tool("xcopy /o", Release.SERVER_2003_R2),),
    # SHA256 may be missing before 2008 R2 [k]; SHA1 is what certutil takes by itself.
    Task.HASH: (
        Tool("certutil -hashfile SHA256", Release.SERVER_2008_R2),
        Tool("certutil -hashfile", Release.SERVER_2003_R2),
    ),
    Task.UPLOAD: (Tool("certutil -decode", Release.SERVER_2003_R2),),
    # Mandatory levels came with 2008 [doc].
    Task.ADMINISTRATOR: (
        Tool("whoami /groups", Release.SERVER_2008),
        Tool("net session", Release.SERVER_2003_R2),
    ),
    # curl.exe is part of Windows since version 1803 [doc].
    Task.WEB: (Tool("curl.exe", Release.SERVER_2019),),
    # /reg:32 and /reg:64 are missing before 2008 R2 [k]: Wow6432Node is written out everywhere.
    Task.REGISTRY: (Tool("reg", Release.SERVER_2003_R2),),
    Task.SERVICE: (Tool("sc", Release.SERVER_2003_R2),),
    Task.JOB: (Tool("schtasks", Release.SERVER_2003_R2),),
}
"""The commands for each task, in the order they are tried; where none is left, clprun does it from outside.

Sources: reference/lab-windows.md 5, whose marks stand behind each: [doc] = Microsoft's documents, [k] = common
knowledge that was not checked.
"""


def serving(task: Task, release: Release) -> Tool | None:
    """The command that does a task on a release, ``None`` where there is none."""
    return next((tool for tool in TOOLS[task] if tool.since <= release), None)


def first_that_works(task: Task, rest: str) -> str:
    """Commands of which each is run only where all before it have failed.

    Args:
        task: what for; all its tools take the same arguments.
        rest: their arguments and redirections.
    """
    return "||".join(f"{tool.command} {rest}" for tool in TOOLS[task])
