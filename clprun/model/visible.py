"""Which characters can be seen: what can't be seen, or moves what can, has no place in a text for people."""

import unicodedata

__all__ = ["hidden_in", "visible"]

_KEPT = "\n\t"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Unicode categories that a terminal acts on, that hide text or that each machine shows in its own way: controls,
bidirectional marks, lone surrogates, private characters, separators of lines."""


def visible(text: str) -> str:
    """Text with every hidden character written by its number; line ends and tabs stay."""
    return "".join(_by_number(each) if _is_hidden(each) else each for each in text)


def hidden_in(text: str) -> str | None:
    """The first character of a text that can't be seen; line ends and tabs are none."""
    return next((each for each in text if _is_hidden(each)), None)


def _is_hidden(character: str) -> bool:
    return character not in _KEPT and unicodedata.category(character) in _INVISIBLE


def _by_number(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else character.encode("ascii", "backslashreplace").decode()
