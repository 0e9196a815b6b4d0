"""The comparison of pages with reality can fail."""

import pytest

from tests.docs.excerpts import difference

_PRINTED = (
    "Run 20260101-120000-toy-1a2b: toy on lab\n  + one  clu1  (changed, 0.4 s)\n  + two  clu2  (changed, 12.0 s)\n"
)


@pytest.mark.parametrize(
    "shown",
    [
        [],
        ["..."],
        ["Run 20251231-235959-toy-ffff: toy on lab"],
        ["...", "  + two  clu2  (changed, 0.9 s)"],
        ["Run 20251231-235959-toy-ffff: toy on lab", "...", "  + two  clu2  (changed, 0.9 s)", "..."],
    ],
)
def test_what_was_printed_fits(shown: list[str]) -> None:
    assert difference(shown, _PRINTED) is None


@pytest.mark.parametrize(
    ("shown", "first"),
    [
        (["  + one  clu1  (changed, 0.4 s)"], "  + one  clu1  (changed, 0.4 s)"),
        (["...", "  + one  clu1  (already so, 0.4 s)"], "  + one  clu1  (already so, 0.4 s)"),
        (
            ["...", "  + two  clu2  (changed, 0.9 s)", "  + one  clu1  (changed, 0.4 s)"],
            "  + one  clu1  (changed, 0.4 s)",
        ),
        (["Run 20251231-235959-toy-ffff: other on lab"], "Run 20251231-235959-toy-ffff: other on lab"),
    ],
)
def test_what_was_not_printed_is_found(shown: list[str], first: str) -> None:
    assert difference(shown, _PRINTED) == first
