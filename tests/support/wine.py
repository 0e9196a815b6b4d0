"""Wine without a lab: one booted prefix in namespaces of its own, with the program behind the endpoint's shells."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from typing import Final

import pytest

from clprun.lab.windows.home import windows_home
from clprun.lab.windows.prefix import copy_prefix
from clprun.lab.windows.wine import PREFIX, wine_variables

__all__ = ["Wine", "why_no_wine", "wine"]

_BOOT: Final = """\
mount --make-rprivate /
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount --bind "$1" "$0$2"
shift 2
exec chroot "$0" "$@"
"""


@dataclass(frozen=True)
class Wine:
    """A booted prefix.

    Args:
        drive_c: its drive C:.
        command: starts a Windows program in it, without the program.
    """

    drive_c: Path
    command: tuple[str, ...]


def why_no_wine() -> str:
    """What is missing here, or nothing."""
    home = windows_home()
    if os.geteuid() != 0:
        return "only root can enter Wine's chroot without a lab"
    needed = (home.root, home.prefix, home.programs / "winrshost.exe")
    missing = [path for path in needed if not path.exists()]
    return f"not there: {missing[0]}; ./dev setup --windows installs it" if missing else ""


@pytest.fixture(scope="session")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """A booted prefix; nothing of it outlives the tests."""
    if reason := why_no_wine():
        pytest.skip(reason)
    home = windows_home()
    prefix = tmp_path_factory.mktemp("wine") / "prefix"
    copy_prefix(home.prefix, prefix)
    (prefix / "drive_c/lab").mkdir(exist_ok=True)
    (prefix / "drive_c/lab/winrshost.exe").write_bytes((home.programs / "winrshost.exe").read_bytes())
    environment = ("/usr/bin/env", *(f"{name}={value}" for name, value in wine_variables("en").items()))
    enter = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", _BOOT, str(home.root), str(prefix))
    server = subprocess.Popen(
        [*enter, PREFIX, *environment, "wineserver", "-f", "-p"], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )
    inside = _first_child(server)
    try:
        command = ("nsenter", f"--target={inside}", "--mount", "--pid", "--root", "--wdns=/", *environment)
        boot = [*command, "wine", "cmd", "/c", "rem"]
        subprocess.run(boot, check=True, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
        yield Wine(prefix / "drive_c", (*command, "wine"))
    finally:
        os.kill(inside, signal.SIGKILL)  # the namespace ends with it; unshare, which has been waiting, ends too
        server.wait()


def _first_child(server: "subprocess.Popen[bytes]") -> int:
    """Pid of the first process in the namespace, once it is Wine's server."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    for _ in range(1500):
        for pid in children.read_text().split():
            if "wineserver" in Path(f"/proc/{pid}/comm").read_text():
                return int(pid)
        assert server.poll() is None, "Wine's server has ended"
        time.sleep(0.02)
    raise AssertionError("Wine's server does not come up")
