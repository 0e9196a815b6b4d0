"""Accounts, passwords, PAM and sudo rules that exist only for one process: files bound over /etc in its own mounts."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

__all__ = ["Accounts", "missing_for_accounts"]

_PAM = """\
auth     required pam_unix.so nodelay
account  required pam_unix.so
session  required pam_permit.so
"""


@dataclass(frozen=True)
class Accounts:
    """What a server sees instead of the machine's own accounts.

    Args:
        root_password: password of root.
        users: further users with their passwords; the first has the user id 54321.
        sudoers: lines of /etc/sudoers.
        pam: PAM rules by service, where they differ from asking for the password.
    """

    root_password: str
    users: Mapping[str, str]
    sudoers: Sequence[str] = ()
    pam: Mapping[str, str] = field(default_factory=dict)

    def wrap(self, folder: Path, command: Sequence[str]) -> list[str]:
        """The command line that runs ``command`` in its own mounts.

        Args:
            folder: an empty folder for the files.
            command: program and arguments.
        """
        self._write(folder)
        names = [path.name for path in sorted(folder.iterdir())]
        binds = [f"mount --bind '{folder}/{name}' '/etc/{name}'" for name in names]
        script = " && ".join([*binds, 'exec "$@"'])
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh", *command]

    def _write(self, folder: Path) -> None:
        passwd, shadow = [], []
        for line in Path("/etc/passwd").read_text().splitlines():
            name = line.split(":")[0]
            passwd.append("root:x:0:0::/root:/bin/sh" if name == "root" else line)
            shadow.append(f"{name}:{_hashed(self.root_password) if name == 'root' else '*'}:19000::::::")
        for number, (name, password) in enumerate(self.users.items()):
            passwd.append(f"{name}:x:{54321 + number}:65534::/:/bin/sh")
            shadow.append(f"{name}:{_hashed(password)}:19000::::::")
        _put(folder / "passwd", passwd, 0o644)
        _put(folder / "shadow", shadow, 0o600)
        _put(folder / "login.defs", ["FAIL_DELAY 0"], 0o644)
        if Path("/etc/sudoers").exists():
            _put(
                folder / "sudoers", ["Defaults !lecture, passwd_timeout=0", "root ALL=(ALL) ALL", *self.sudoers], 0o440
            )
        (folder / "pam.d").mkdir()
        for service in ("sshd", "sudo", "su", "other"):
            (folder / "pam.d" / service).write_text(self.pam.get(service, _PAM))


@cache
def missing_for_accounts() -> str | None:
    """Why accounts of one's own can't be had here, ``None`` when they can."""
    if os.geteuid() != 0:
        return "needs root, for mounts of its own"
    for program in ("unshare", "openssl"):
        if shutil.which(program) is None:
            return f"needs {program}"
    trial = subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True)
    return None if trial.returncode == 0 else "needs the right to make mounts of its own"


@cache
def _hashed(password: str) -> str:
    command = ["openssl", "passwd", "-6", "-stdin"]
    return subprocess.run(command, input=password, check=True, capture_output=True, text=True).stdout.strip()


def _put(path: Path, lines: Sequence[str], mode: int) -> None:
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")
    path.chmod(mode)
