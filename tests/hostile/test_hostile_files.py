"""Runbooks and inventories from anywhere: read or refused, soon, in little memory, and shown without harm."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cli.books import BOOK, INVENTORY
from tests.cli.conftest import Clprun, clprun, home
from tests.hostile.bounds import in_little, within
from tests.hostile.replies import damaged
from tests.hostile.screens import HOSTILE, assert_harmless

__all__ = ["clprun", "home"]

PLACES = st.sampled_from(["title", "id", "kind", "small", "folder", "mode", "here", "one", "linux", "fast", "none"])
SPOILT = st.sampled_from([*HOSTILE, *(f'"{ascii(text)[1:-1]}"' for text in HOSTILE), "!!binary x", "&a [*a]", "? {}"])

quick = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def spoilt(draw: st.DrawFn, whole: str) -> bytes:
    """A file in which words were replaced by text made to hurt, escaped or not, or bytes were damaged."""
    for _ in range(draw(st.integers(0, 3))):
        whole = whole.replace(draw(PLACES), draw(SPOILT), draw(st.sampled_from([1, -1])))
    content = whole.encode("utf-8", "surrogatepass")
    return draw(st.just(content) | damaged(content))


@quick
@given(book=spoilt(BOOK), inventory=spoilt(INVENTORY.replace("FOLDER", "/srv/work")))
def test_files_are_read_or_refused_without_harm(home: Path, clprun: Clprun, book: bytes, inventory: bytes) -> None:
    Path("small.yaml").write_bytes(book)
    Path("inventory").mkdir(exist_ok=True)
    Path("inventory/site.yaml").write_bytes(inventory)

    for words in (("lint", "small.yaml"), ("show", "small.yaml"), ("plan", "small.yaml", "--offline")):
        with within(30):
            told = clprun(*words)
        assert told.code in {0, 1, 2}, told
        assert_harmless(told.out + told.err)
    told = clprun("inventory", "check", "--json")
    assert told.code in {0, 2}, told
    assert told.out.isascii()
    assert_harmless(told.err)


LINT = """
import sys
from clprun.cli.app import main
for path in sys.argv[1:]:
    print("exit", main(["lint", path]))
"""

LARGE = {
    "one line without an end": b"runbook: " + b"a" * (64 << 20),
    "nothing but line ends": b"\n" * (64 << 20),
    "a list as deep as it is long": b"[" * (1 << 20),
    "one key again and again": b"a: 1\n" * (1 << 19),
    "many keys": b"".join(b"k%d: 1\n" % n for n in range(1 << 12)),
    "aliases of aliases": b"a0: &a0 [x]\n"
    + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 99)),
    "quotes without an end": b"a: '" + b"''" * (1 << 19),
    "NULs": bytes(1 << 20),
    "half of UTF-16": "runbook: x".encode("utf-16")[:-1] * (1 << 16),
}


@pytest.mark.full
def test_large_files_are_refused_in_little_memory_and_time(tmp_path: Path) -> None:
    for name, content in LARGE.items():
        (tmp_path / f"{name}.yaml").write_bytes(content)

    told = in_little(LINT, *map(str, sorted(tmp_path.iterdir())), mebibytes=600, seconds=60)

    assert [line for line in told.splitlines() if line.startswith("exit")] == ["exit 1"] * len(LARGE)
