"""A real sshd on the loopback interface, in the foreground, with its own configuration, keys and folder."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.accounts import Accounts

__all__ = ["SSHD", "Sshd", "free_port", "generate_key", "running_sshd"]

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/bin:/sbin") or ""
"""Path of the server, empty when it is not installed."""

_PATIENCE = 20.0


@dataclass(frozen=True)
class Sshd:
    """A running server.

    Args:
        port: where it listens on 127.0.0.1.
        folder: its configuration, keys and log.
        pid: process id of the listener.
    """

    port: int
    folder: Path
    pid: int

    @property
    def user_key(self) -> Path:
        """The private key it lets in as root."""
        return self.folder / "user_key"

    @property
    def log(self) -> str:
        """What it has logged so far."""
        log = self.folder / "log"
        return log.read_text(errors="replace") if log.exists() else ""

    def host_key(self, kind: str = "ed25519") -> str:
        """Type and text of a host key, as known_hosts wants them."""
        return " ".join((self.folder / f"host_{kind}.pub").read_text().split()[:2])

    def sessions(self) -> list[int]:
        """Process ids of all that serve connections: for a user other than root there are two of each."""
        return [pid for pid in _descendants(self.pid) if _name(pid) == "sshd"]

    def renew_host_key(self, kind: str = "ed25519") -> None:
        """Show another host key from the next connection on, as a node that was installed anew."""
        for suffix in ("", ".pub"):
            (self.folder / f"host_{kind}{suffix}").unlink()
        generate_key(self.folder / f"host_{kind}")
        listening = self.log.count("Server listening")
        os.kill(self.pid, signal.SIGHUP)
        give_up = time.monotonic() + _PATIENCE
        while self.log.count("Server listening") == listening:
            if time.monotonic() > give_up:
                raise RuntimeError(f"sshd did not start again: {self.log}")
            time.sleep(0.01)

    def cut(self) -> None:
        """Kill all connections, as a node that vanishes with its processes does."""
        for pid in self.sessions():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def generate_key(path: Path, kind: str = "ed25519", passphrase: str = "") -> Path:
    """Make a key pair."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no ssh-keygen is installed")
    size = ["-b", "2048"] if kind == "rsa" else []
    arguments = ["ssh-keygen", "-q", "-t", kind, *size, "-N", passphrase, "-C", "test", "-f", str(path)]
    subprocess.run(arguments, check=True, stdin=subprocess.DEVNULL)
    return path


@contextlib.contextmanager
def running_sshd(
    folder: Path,
    options: Sequence[str] = (),
    host_key_kinds: Sequence[str] = ("ed25519",),
    accounts: Accounts | None = None,
) -> Iterator[Sshd]:
    """Start a server and stop it with all its sessions.

    Args:
        folder: an empty folder for it.
        options: lines of sshd_config that go before the usual ones (the first one counts).
        host_key_kinds: types of its host keys.
        accounts: what it sees instead of the machine's accounts; for those who may (see ``missing_for_accounts``).
    """
    if not SSHD:
        pytest.skip("no sshd is installed")
    if os.geteuid() != 0:
        pytest.skip("only root can let others log in")
    folder.chmod(0o755)
    generate_key(folder / "user_key")
    shutil.copy(folder / "user_key.pub", folder / "authorized_keys")
    for kind in host_key_kinds:
        generate_key(folder / f"host_{kind}", kind)
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    lines = [
        *options,
        f"ListenAddress 127.0.0.1:{port}",
        *(f"HostKey {folder}/host_{kind}" for kind in host_key_kinds),
        # A file would be read as the user who logs in, who may not look into this folder.
        f"AuthorizedKeysCommand /bin/cat {folder}/authorized_keys",
        "AuthorizedKeysCommandUser root",
        "AuthorizedKeysFile none",
        "PidFile none",
        "PermitRootLogin yes",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "UsePAM no",
        "StrictModes no",
        "UseDNS no",
        "LogLevel VERBOSE",
        # No start-up files of whoever runs the tests.
        f"SetEnv HOME={folder}",
    ]
    (folder / "config").write_text("\n".join(lines) + "\n")
    command = [SSHD, "-D", "-f", str(folder / "config"), "-E", str(folder / "log")]
    if accounts:
        (folder / "etc").mkdir()
        command = accounts.wrap(folder / "etc", command)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    server = Sshd(port, folder, process.pid)
    try:
        _wait_until_listening(process, server)
        yield server
    finally:
        server.cut()
        process.terminate()
        process.wait(_PATIENCE)


def _descendants(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_listening(process: "subprocess.Popen[bytes]", server: Sshd) -> None:
    """Ask the kernel's table of listeners: a connection for a try would show up in the server's log."""
    wanted = f"0100007F:{server.port:04X} 00000000:0000 0A"
    give_up = time.monotonic() + _PATIENCE
    while wanted not in Path("/proc/net/tcp").read_text():
        if process.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"sshd does not listen: {server.log}")
        time.sleep(0.01)
