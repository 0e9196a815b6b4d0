"""Loop devices whose last user takes them along (Linux 5.8; reference/lab-linux.md 3.7)."""

import errno
import fcntl
import os
import struct
from pathlib import Path
from typing import Final

__all__ = ["MAJOR", "attach"]

MAJOR: Final = 7
"""Major device number of loop devices."""

_LOOP_CTL_GET_FREE: Final = 0x4C82
_LOOP_CONFIGURE: Final = 0x4C0A
_LO_FLAGS_AUTOCLEAR: Final = 4
# struct loop_config: descriptor, block size, struct loop_info64 (flags is its fourth I), reserved.
_LOOP_CONFIG: Final = struct.Struct("II" + "QQQQQIIII64s64s32s2Q" + "8Q")
_ATTEMPTS: Final = 20


def attach(image: int) -> tuple[int, int]:
    """A loop device over an open file that frees itself when nobody holds it any more.

    Returns:
        A descriptor that holds the device, and its minor number.

    Raises:
        OSError: the machine has no loop devices for us.
    """
    with Path("/dev/loop-control").open("rb") as control:
        for _ in range(_ATTEMPTS):
            minor = fcntl.ioctl(control, _LOOP_CTL_GET_FREE)
            device = os.open(f"/dev/loop{minor}", os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.ioctl(device, _LOOP_CONFIGURE, _configuration(image, minor))
            except OSError as error:
                os.close(device)
                if error.errno != errno.EBUSY:
                    raise
            else:
                return device, minor
    raise OSError(errno.EBUSY, "no free loop device")


def _configuration(image: int, minor: int) -> bytes:
    name = b"clprun lab"
    info = (0, 0, 0, 0, 0, minor, 0, 0, _LO_FLAGS_AUTOCLEAR, name, b"", b"", 0, 0)
    return _LOOP_CONFIG.pack(image, 0, *info, *(0,) * 8)
