"""Commands as a person would type them at a node's prompt."""

import re
import shlex
from collections.abc import Iterable

from clprun.model.cluster import Platform

__all__ = ["PROMPTS", "at_prompt", "typed"]

PROMPTS = {Platform.LINUX: "#", Platform.WINDOWS: ">"}
"""What an administrator's prompt ends with."""

_PLAIN = re.compile(r"[\w.:\\/+*@~{}#$=-]*[\w.:/+*@~{}#$=-]")
_BEFORE_A_MARK = re.compile(r'(\\*)"')
_SHORT_ESCAPES = {"\n": r"\n", "\t": r"\t", "\\": r"\\", "'": r"\'"}
_AT_THE_END = re.compile(r"(\\+)$")


def typed(words: Iterable[str], platform: Platform) -> str:
    """Words as one command line, which can be pasted whatever they hold: no line end stands in it."""
    quoted = _quoted_for_bash if platform is Platform.LINUX else _quoted
    return " ".join(quoted(word) for word in words)


def _quoted_for_bash(word: str) -> str:
    """A word for bash; what can't be shown is escaped by its bytes (Bash Reference Manual, ANSI-C Quoting)."""
    if all(map(str.isprintable, word)):
        return shlex.quote(word)
    return "$'{}'".format("".join(map(_escaped, word)))


def _escaped(sign: str) -> str:
    if sign in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[sign]
    # Three octal digits: a digit that follows can't be taken for a part of them.
    return sign if sign.isprintable() else "".join(f"\\{byte:03o}" for byte in sign.encode("utf-8", "surrogateescape"))


def at_prompt(node: str, line: str, platform: Platform) -> str:
    """A command line behind the prompt of the node it is for."""
    return f"{node}{PROMPTS[platform]} {line}"


def _quoted(word: str) -> str:
    """A word for cmd.exe and Microsoft's C runtime: before a quotation mark, backslashes are doubled."""
    if _PLAIN.fullmatch(word):
        return word
    inner = _AT_THE_END.sub(r"\1\1", _BEFORE_A_MARK.sub(r"\1\1\"", word))
    return f'"{inner}"'
