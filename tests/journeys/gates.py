"""Makes a product command on a node take as long as a test wants: it waits at its door until the test lets it in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from clprun.lab import client
from tests.support.bench import Bench
from tests.support.lab import eventually

__all__ = ["CJCMKSITE", "CJCPW", "Gate", "gate", "put_before"]

CJCMKSITE: Final = "/usr/lib/nqs/cluster/cjcmksite"
CJCPW: Final = "/usr/lib/nqs/cluster/cjcpw"

_WAIT: Final = """\
echo $$ >>/run/gate.waiting
while [ ! -e /run/gate.open ]; do sleep 0.05; done
"""


@dataclass(frozen=True)
class Gate:
    """A command that waits, and the node it is on."""

    bench: Bench
    node: str
    program: str

    def reached(self) -> list[str]:
        """Wait until the command is there; pids of all that have come to the gate since the node's boot."""
        eventually(lambda: bool(self.waiting()), f"{self.program} began on {self.node}")
        return self.waiting()

    def waiting(self) -> list[str]:
        """Pids of all that have come to the gate since the node's boot."""
        return self.bench.sh(self.node, "cat /run/gate.waiting 2>/dev/null || :").split()

    def open(self) -> None:
        """Let everybody in, now and later."""
        self.bench.sh(self.node, ": >/run/gate.open")


@contextmanager
def gate(bench: Bench, node: str, program: str, called: str = "*") -> Iterator[Gate]:
    """Put a gate before a product command; afterwards the command is as it was.

    The text of the command stays: what is put before it is read by the same shell.

    Args:
        bench: the lab.
        node: where.
        program: path of a launcher that begins with ``#!/bin/sh``.
        called: a shell's pattern; who calls it with other arguments does not wait.
    """
    bench.sh(node, "rm -f /run/gate.open /run/gate.waiting")
    with put_before(bench, node, program, f'case "$*" in {called})\n{_WAIT};;\nesac\n'):
        try:
            yield Gate(bench, node, program)
        finally:
            bench.sh(node, ": >/run/gate.open")


@contextmanager
def put_before(bench: Bench, node: str, program: str, lines: str) -> Iterator[None]:
    """Let a shell do something whenever a product command is called, before it or instead of it.

    Args:
        bench: the lab.
        node: where.
        program: path of a launcher that begins with ``#!/bin/sh``.
        lines: what the shell does; the command itself is ``PROGRAM.own`` meanwhile, too.
    """
    own = bench.node(node, "cat", program)
    first, _, rest = own.partition("\n")
    assert first == "#!/bin/sh"
    _write(bench, node, f"{program}.own", own)
    _write(bench, node, program, f"{first}\n{lines}{rest}")
    try:
        yield
    finally:
        _write(bench, node, program, own)
        bench.sh(node, f"rm {program}.own")


def _write(bench: Bench, node: str, program: str, text: str) -> None:
    """Put another file in the place of a program; shells that read the old one go on reading it."""
    script = f"cat >{program}.new && chmod 755 {program}.new && mv {program}.new {program}"
    done = client.run(bench.home, node, ["sh", "-c", script], text.encode())
    assert done.returncode == 0, done
