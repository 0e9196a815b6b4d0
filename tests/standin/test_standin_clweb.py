"""CL/Web's stand-in, its pure parts: clweb.conf and the certificate."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clprun.lab.standin.clweb.certificate import self_signed
from clprun.lab.standin.clweb.conf import EVERY_ADDRESS, SHIPPED, Mistake, bind_address


def test_as_shipped_it_listens_on_every_address() -> None:
    assert bind_address(SHIPPED) == EVERY_ADDRESS


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (b'$bind = "192.168.10.13"', "192.168.10.13"),
        (b'  $bind="192.168.10.13"  # here', "192.168.10.13"),
        (b'$bind = "10.0.0.1"\n$bind = "10.0.0.2"', "10.0.0.2"),
        (b'#$bind = "10.0.0.1"', EVERY_ADDRESS),
        (b'$binding = "10.0.0.1"', EVERY_ADDRESS),
    ],
)
def test_the_last_assignment_counts(line: bytes, address: str) -> None:
    assert bind_address(SHIPPED + line + b"\n") == address


@pytest.mark.parametrize("line", [b' = "10.0.0.1"', b"$bind = 10.0.0.1", b'$bind "10.0.0.1"'])
def test_what_is_no_ruby_is_a_mistake(line: bytes) -> None:
    with pytest.raises(Mistake) as mistake:
        bind_address(b"# first\n" + line)
    assert mistake.value.args == (2,)


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    try:
        bind_address(content)
        line = 1
    except Mistake as mistake:
        (line,) = mistake.args
    assert 1 <= line <= max(1, len(content.splitlines()))


def test_every_lab_has_the_same_certificate() -> None:
    script = "from clprun.lab.standin.clweb.certificate import self_signed; print(self_signed()[1].decode(), end='')"
    again = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert again.stdout.encode() == self_signed()[1]
