"""Ctrl-C at a question ends the program at once, whichever thread asks; nothing is answered by it or after it."""

import os
import pty
import select
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.sshd import Sshd, generate_key, running_sshd

BOOK = """\
runbook: look
title: {ja: 確認, en: Look}
platform: linux
source: tests
phases:
  - id: only
    title: {ja: 一, en: Only}
    minutes: 1
    steps:
      - {id: look, title: {ja: 確認, en: Look}, kind: path-exists, on: both, with: {path: /etc}}
"""
_PATIENCE = 60.0


@dataclass(frozen=True)
class Desk:
    """An engineer's home with a runbook for two nodes, both of them one sshd that nobody has met yet."""

    folder: Path
    server: Sshd

    @property
    def known_hosts(self) -> Path:
        return self.folder / "home" / "known_hosts"

    def know(self) -> None:
        """The server was met before."""
        lines = [f"[{host}]:{self.server.port} {self.server.host_key()}\n" for host in ("127.0.0.1", "localhost")]
        self.known_hosts.write_text("".join(lines), "utf-8")

    def write(self, login: str) -> None:
        """The inventory, with this way to log in."""
        nodes = [
            f"      {name}: {{role: {role}, address: {address}, machine_id: {number},"
            f" ssh: {{port: {self.server.port}, {login}}}}}\n"
            for name, role, address, number in (("n1", "primary", "127.0.0.1", 1), ("n2", "standby", "localhost", 2))
        ]
        head = "clusters:\n  toys:\n    platform: linux\n    group: failover\n    nodes:\n"
        (self.folder / "inventory.yaml").write_text(head + "".join(nodes), "utf-8")


@pytest.fixture(scope="module", name="server")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(name="desk")
def _desk(tmp_path: Path, server: Sshd) -> Desk:
    if shutil.which("setsid") is None:
        pytest.skip("no setsid is installed")
    (tmp_path / "home").mkdir()
    (tmp_path / "look.yaml").write_text(BOOK, "utf-8")
    return Desk(tmp_path, server)


@dataclass(frozen=True)
class Terminal:
    """What was shown at a terminal, how the command ended, and whether what is typed next would be seen."""

    shown: str
    code: int
    echoes: bool


def interrupted(desk: Desk, at: str, typed: bytes) -> Terminal:
    """Run ``clprun plan`` at a terminal, and type once the question is there."""
    ours, theirs = pty.openpty()
    verb = subprocess.Popen(
        ["setsid", "--ctty", sys.executable, "-m", "clprun", "plan", "./look.yaml", "-i", "inventory.yaml"],
        env={
            **{name: value for name, value in os.environ.items() if name != "SSH_AUTH_SOCK"},
            "CLPRUN_HOME": str(desk.folder / "home"),
            "HOME": str(desk.folder),
            "LC_ALL": "C.UTF-8",
        },
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=desk.folder,
    )
    try:
        shown = _seen(ours, at)
        os.write(ours, typed)
        code = verb.wait(_PATIENCE)
        while select.select([ours], [], [], 0)[0]:
            shown += os.read(ours, 65536).decode(errors="replace")
        return Terminal(shown, code, bool(termios.tcgetattr(theirs)[3] & termios.ECHO))
    finally:
        verb.kill()
        verb.wait()
        os.close(ours)
        os.close(theirs)


def _seen(terminal: int, text: str) -> str:
    shown, end = "", time.monotonic() + _PATIENCE
    while text not in shown:
        ready = select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0]
        assert ready, f"never asked: {shown}"
        shown += os.read(terminal, 65536).decode(errors="replace")
    return shown


@pytest.mark.parametrize("typed", [b"\x03\x03", b"\x03y\n"], ids=["twice", "and then yes"])
def test_at_an_unknown_host_key(desk: Desk, typed: bytes) -> None:
    desk.write(f"identity_file: {desk.server.user_key}")

    terminal = interrupted(desk, "[y/N]", typed)

    assert terminal.code in ({130, -2} if typed.count(b"\x03") > 1 else {130}), terminal.shown
    assert "Traceback" not in terminal.shown
    assert terminal.shown.count("Its fingerprint:") == 1, "nobody asks about the other node any more"
    assert not desk.known_hosts.exists()


@pytest.mark.parametrize("which", ["passphrase", "password"])
def test_at_a_secret(desk: Desk, which: str) -> None:
    """The passphrase is asked for by the thread that reaches the node, the password before any node is reached."""
    desk.know()
    if which == "passphrase":
        desk.write(f"identity_file: {generate_key(desk.folder / 'locked', passphrase='open sesame')}")
    else:
        desk.write("password: !secret {prompt: door}")

    terminal = interrupted(desk, "passphrase" if which == "passphrase" else "door: ", b"\x03")

    assert terminal.code == 130, terminal.shown
    assert "Traceback" not in terminal.shown
    assert terminal.echoes
