"""The shared disks: block devices on loop where the machine gives them, else memory that goes by their name."""

import errno
import fcntl
import os
import shutil
import struct
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Final

from clprun.lab import kernel
from clprun.lab.hub import loop
from clprun.lab.hub.boot import NodeDevice
from clprun.lab.hub.filesystem import tmpfs, unescaped
from clprun.lab.site import Disk

__all__ = ["FILLER", "LoopDisk", "MemoryDisk", "SharedDisk", "mount_points"]

FILLER: Final = ".filled-by-the-lab"
"""Name of the file that takes all free space while the disk is full."""

_EXT4_IOC_SHUTDOWN: Final = 0x8004587D
_SHUTDOWN_WITHOUT_LOG: Final = struct.pack("I", 2)
_BLKROSET: Final = 0x125D
_YES, _NO = (struct.pack("i", flag) for flag in (1, 0))
_SMALLEST_PIECE: Final = 4096


class SharedDisk(ABC):
    """One shared disk, held by the hub.

    Args:
        disk: its name, size and file system.
    """

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.file_system = disk.file_system
        self.gone = False

    @property
    @abstractmethod
    def numbers(self) -> tuple[int, int]:
        """Major and minor number that mount tables show."""

    @property
    @abstractmethod
    def node_device(self) -> NodeDevice:
        """What the nodes get in their ``/dev``."""

    @abstractmethod
    def format(self) -> None:
        """Make the file system anew, if the disk has one."""

    @abstractmethod
    def tear_away(self, mounted: Sequence[Path]) -> None:
        """Take the disk from the nodes, whoever uses it. ``mounted``: the mount points as the hub reaches them."""

    @abstractmethod
    def bring_back(self) -> None:
        """Undo :meth:`tear_away`."""

    @abstractmethod
    def make_read_only(self) -> None:
        """Refuse every write from now on, as a file system does that has met an error.

        Raises:
            OSError: this kind of disk can't.
        """

    @abstractmethod
    def make_writable(self) -> None:
        """Undo :meth:`make_read_only`; where it is mounted, only from the next mount on."""

    @abstractmethod
    def tree(self) -> AbstractContextManager[Path]:
        """The disk's files, reachable for the hub while the context lasts."""

    def forget_linux(self) -> None:
        """Take away what only a mkfs of Linux puts onto a new disk."""
        with self.tree() as tree, suppress(FileNotFoundError):
            (tree / "lost+found").rmdir()

    def fill(self) -> None:
        """Leave no free space."""
        with self.tree() as tree, (tree / FILLER).open("ab") as stream:
            piece = 1 << 20
            while piece >= _SMALLEST_PIECE:
                try:
                    os.posix_fallocate(stream.fileno(), os.fstat(stream.fileno()).st_size, piece)
                except OSError:
                    piece //= 2

    def drain(self) -> None:
        """Undo :meth:`fill`."""
        with self.tree() as tree:
            (tree / FILLER).unlink(missing_ok=True)


class LoopDisk(SharedDisk):
    """A block device over an image that only this process knows; nothing is left of it when the lab ends.

    Args:
        disk: its name, size and file system.
        folder: where the hub may mount it for a moment.
    """

    def __init__(self, disk: Disk, folder: Path) -> None:
        super().__init__(disk)
        self._folder = folder
        self._image = os.memfd_create(disk.device, os.MFD_CLOEXEC)
        os.truncate(self._image, disk.size_mib << 20)
        self._device, self._minor = loop.attach(self._image)
        self.format()

    @property
    def numbers(self) -> tuple[int, int]:
        """Major and minor number of the loop device."""
        return loop.MAJOR, self._minor

    @property
    def node_device(self) -> NodeDevice:
        """A real block device, unless it is gone."""
        return NodeDevice(self.disk.device, None if self.gone else self.numbers)

    def format(self) -> None:
        """mkfs, as the guide takes for granted before its first step."""
        if self.disk.file_system:
            options = ["-q", "-F"] if self.disk.file_system.startswith("ext") else ["-q"]
            command = [f"mkfs.{self.disk.file_system}", *options, f"/dev/loop{self._minor}"]
            subprocess.run(command, check=True, capture_output=True)

    def tear_away(self, mounted: Sequence[Path]) -> None:
        """Every access fails with EIO, and no later mount finds the device."""
        for place in mounted:
            descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.ioctl(descriptor, _EXT4_IOC_SHUTDOWN, _SHUTDOWN_WITHOUT_LOG)
            finally:
                os.close(descriptor)
        os.close(self._device)
        self.gone = True

    def bring_back(self) -> None:
        """The same content on another device."""
        self._device, self._minor = loop.attach(self._image)
        self.gone = False

    def make_read_only(self) -> None:
        """The file system gives up as it does on an error; the device takes no writes."""
        with self.tree() as tree:
            kernel.mount("none", str(tree), None, kernel.MS_REMOUNT, "abort")
        fcntl.ioctl(self._device, _BLKROSET, _YES)

    def make_writable(self) -> None:
        """The device takes writes again."""
        fcntl.ioctl(self._device, _BLKROSET, _NO)

    @contextmanager
    def tree(self) -> Iterator[Path]:
        """Mounted for the hub while the context lasts."""
        kernel.mount(f"/dev/loop{self._minor}", str(self._folder), self.disk.file_system)
        try:
            yield self._folder
        finally:
            kernel.umount(str(self._folder))


class MemoryDisk(SharedDisk):
    """A tmpfs of the hub whose source string is the device's name; nodes get it as a mount of their own.

    Args:
        disk: its name and size.
        folder: where the hub keeps it.
    """

    def __init__(self, disk: Disk, folder: Path) -> None:
        super().__init__(disk)
        self.folder = folder
        tmpfs(folder, disk.device, size=f"{disk.size_mib}m")

    @property
    def numbers(self) -> tuple[int, int]:
        """Major and minor number of the tmpfs."""
        device = self.folder.stat().st_dev
        return os.major(device), os.minor(device)

    @property
    def node_device(self) -> NodeDevice:
        """A mere name."""
        return NodeDevice(self.disk.device, None)

    def format(self) -> None:
        """Remove all files; a raw disk holds a file system from now on."""
        self.file_system = self.file_system or "ext4"
        for entry in self.folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()

    def tear_away(self, mounted: Sequence[Path]) -> None:  # noqa: ARG002 -- the hub itself takes them off the nodes
        """No later mount finds the device; memory can't answer EIO."""
        self.gone = True

    def bring_back(self) -> None:
        """Mounts find it again."""
        self.gone = False

    def make_read_only(self) -> None:
        """Memory knows no errors of a device, and what is open for writing can't be made read-only."""
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    def make_writable(self) -> None:
        """It always is."""

    def tree(self) -> AbstractContextManager[Path]:
        """The hub's own mount."""
        return nullcontext(self.folder)


def mount_points(mountinfo: str, numbers: tuple[int, int]) -> list[str]:
    """Where a device is mounted.

    Args:
        mountinfo: content of ``/proc/PID/mountinfo`` (proc(5)).
        numbers: the device's major and minor number.
    """
    wanted = f"{numbers[0]}:{numbers[1]}"
    lines = (line.split() for line in mountinfo.splitlines())
    return [unescaped(fields[4]) for fields in lines if fields[2] == wanted]
