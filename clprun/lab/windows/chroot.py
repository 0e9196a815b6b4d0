"""Builds the chroot that Wine runs in: the Debian release after ours, because its Wine behaves like Windows.

Debian 12's Wine 8 does not (reference/lab-windows.md 0); the mirror is the one this machine gets its packages from.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from clprun.lab.windows.wine import DRIVES, PREFIX

__all__ = ["PACKAGES", "SUITE", "VERSION", "build_root", "mirror_of", "run_inside"]

SUITE: Final = "trixie"
VERSION: Final = "1"
"""Counted up when the recipe below changes, so that what was built before is built again."""
PACKAGES: Final = ("wine", "wine64", "locales", "gcc-mingw-w64-x86-64-posix")
_ELSEWHERE: Final = "http://deb.debian.org/debian"
_ENTER: Final = """\
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
exec chroot "$0" "$@"
"""
_MOUNT_POINTS: Final = (PREFIX, DRIVES)
_FILES: Final = ("etc/hosts", "etc/resolv.conf", "etc/localtime")
"""Files that a node lays its own over."""

_ADMINISTRATOR: Final = "Administrator:x:0:0:Administrator:/tmp:/bin/sh\n"


def build_root(root: Path) -> None:
    """Build the chroot from nothing.

    Args:
        root: its folder; must not exist.

    Raises:
        subprocess.CalledProcessError: Debian's tools failed; they have said why.
    """
    # In a mount namespace of its own, so that what it mounts goes with it even when it is killed.
    _run(["unshare", "--mount", "debootstrap", "--variant=minbase", SUITE, str(root), _mirror()])
    run_inside(root, ["apt-get", "-qq", "update"])
    run_inside(root, ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *PACKAGES])
    run_inside(root, ["localedef", "-i", "ja_JP", "-f", "UTF-8", "ja_JP.UTF-8"])
    run_inside(root, ["apt-get", "clean"])
    _prepare_for_nodes(root)


def _prepare_for_nodes(root: Path) -> None:
    """Make what a node mounts its own files over, and give the super-user the name he has on Windows."""
    for place in _MOUNT_POINTS:
        (root / place.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        if not (root / name).exists():
            (root / name).unlink(missing_ok=True)
            (root / name).touch()
    users = root / "etc/passwd"
    if not (text := users.read_text()).startswith(_ADMINISTRATOR):
        users.write_text(_ADMINISTRATOR + text)  # the first entry of an id is its name


def run_inside(root: Path, command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Run a command in the chroot, in namespaces of its own: nothing it starts or mounts outlives it.

    Args:
        root: the chroot.
        command: program and arguments.
        environment: its variables beside PATH.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    words = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", _ENTER, str(root), *command]
    _run(words, {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", **(environment or {})})


def mirror_of(sources: str, release: str) -> str:
    """The mirror of Debian that a machine uses.

    Args:
        sources: lines ``URI RELEASE COMPONENT``, as ``apt-get indextargets`` gives them.
        release: code name of the machine's own Debian; empty on another system.
    """
    for line in sources.splitlines():
        uri, suite, component, *_ = [*line.split(), "", "", ""]
        if suite == release and component == "main":
            return uri.rstrip("/")
    return _ELSEWHERE


def _mirror() -> str:
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Identifier: Packages"]
    sources = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return mirror_of(sources, _debian_release())


def _debian_release() -> str:
    lines = Path("/etc/os-release").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return values.get("VERSION_CODENAME", "").strip('"') if values.get("ID") == "debian" else ""


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **_proxies(), **(environment or {})}
    subprocess.run(command, check=True, env=variables, stdin=subprocess.DEVNULL)


def _proxies() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.lower() in {"http_proxy", "https_proxy"}}
