"""Bounds that a hang or an unbounded memory breaks, however busy the machine is."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["in_little", "within"]


class _Hang(BaseException):
    """Not an error that anybody catches on the way."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail when this process computes for longer; what others do on the machine does not count."""

    def strike(number: int, frame: FrameType | None) -> None:
        raise _Hang(f"more than {seconds} s of computing")

    before = signal.signal(signal.SIGVTALRM, strike)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _Hang as hang:
        raise AssertionError(str(hang)) from hang
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


_LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
"""


def in_little(program: str, *arguments: str, mebibytes: int = 768, seconds: int = 60) -> str:
    """What a Python program prints whose memory and computing are limited; it has to succeed."""
    limits = _LIMITED.format(memory=mebibytes << 20, seconds=seconds)
    done = subprocess.run(
        [sys.executable, "-c", limits + program, *arguments],
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    return done.stdout.decode()
