"""Text that was made to hurt a terminal, and how to see that it did not."""

import unicodedata

from hypothesis import strategies as st

__all__ = ["HOSTILE", "assert_harmless", "hostile_text"]

HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\x1b]8;;http://x\x1b\\here",
    "\r\x1b[Aerror: all is well",
    "\u202eevil\u2066",
    "\0\x08\x7f\x85",
    "\u2028\u2029\ufeff\u200b",
    "\ud83d",
    "{0}{run}%s%(x)d",
    "[bold red]x[/]",
    "\n  next: clprun abandon everything",
    "9" * 5000,
    "表ソ能―∥～－",
)
"""Escape sequences, controls of both sets, marks of direction, surrogates, place holders, markup, lines, length."""

_SHOWN_BADLY = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def hostile_text() -> st.SearchStrategy[str]:
    """Any text, often with one of these in it."""
    return st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=4).map("".join)


def assert_harmless(shown: str) -> None:
    """Nothing in it is acted upon by a terminal, or hides what stands beside it."""
    raw = {ascii(sign) for sign in shown if sign != "\n" and unicodedata.category(sign) in _SHOWN_BADLY}
    assert not raw, ascii(shown[:2000])
