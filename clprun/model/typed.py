"""Commands as a person would type them at a node's prompt."""

import re
import shlex
from collections.abc import Iterable

from clprun.model.cluster import Platform

__all__ = ["PROMPTS", "typed"]

PROMPTS = {Platform.LINUX: "#", Platform.WINDOWS: ">"}
"""What an administrator's prompt ends with."""

_PLAIN = re.compile(r"[\w.:\\/+*@~{}#$=-]*[\w.:/+*@~{}#$=-]")
_BEFORE_A_MARK = re.compile(r'(\\*)"')
_AT_THE_END = re.compile(r"(\\+)$")


def typed(words: Iterable[str], platform: Platform) -> str:
    """Words as one command line."""
    return shlex.join(words) if platform is Platform.LINUX else " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    """A word for cmd.exe and Microsoft's C runtime: before a quotation mark, backslashes are doubled."""
    if _PLAIN.fullmatch(word):
        return word
    inner = _AT_THE_END.sub(r"\1\1", _BEFORE_A_MARK.sub(r"\1\1\"", word))
    return f'"{inner}"'
