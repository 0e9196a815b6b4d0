"""What the words of a ``robocopy`` ask for. A stand-in [doc: robocopy]."""

import re
from dataclasses import dataclass, field

from .call import BridgeCall

__all__ = ["Asked", "Invalid", "read"]

PLAIN = {
    *("/s", "/e", "/mir", "/purge", "/copyall", "/sec", "/xj", "/xjd", "/xjf", "/sl", "/l", "/nfl", "/ndl", "/njh"),
    *("/njs", "/np", "/ns", "/nc", "/is", "/it", "/xo", "/z", "/b", "/zb", "/v", "/ts", "/fp", "/x", "/bytes", "/tee"),
    *("/move", "/mov", "/nocopy", "/mt"),
}
VALUED = re.compile(r"/(copy|dcopy|r|w|lev|log|log\+|mt|unilog):(.+)", re.IGNORECASE)


@dataclass
class Asked:
    """What the words of a call ask for.

    Args:
        source: Windows path of the folder to copy.
        target: Windows path of the folder to copy to.
        patterns: names of the files to copy.
        switches: options without a value, in small letters.
        values: options with one.
        left_out: patterns of ``/XF`` and ``/XD``.
    """

    source: str
    target: str
    patterns: list[str]
    switches: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """The letters of what is copied."""
        if "/copyall" in self.switches:
            return "DATSOU"
        return self.values.get("copy", "DATS" if "/sec" in self.switches else "DAT").upper()

    @property
    def below(self) -> bool:
        """Whether folders below are copied."""
        return bool(self.switches & {"/s", "/e", "/mir"})

    @property
    def only_list(self) -> bool:
        """Whether nothing is changed."""
        return "/l" in self.switches


class Invalid(Exception):
    """A word that robocopy does not know.

    Args:
        number: which one, the first is 1.
        word: it.
    """

    def __init__(self, number: int, word: str) -> None:
        super().__init__(word)
        self.number = number
        self.word = word


def read(call: BridgeCall) -> Asked | None:
    """The meaning of a call's words, None where a folder is missing; raises :class:`Invalid`."""
    names: list[str] = []
    asked = Asked("", "", [])
    collecting: list[str] | None = None
    for number, word in enumerate(call.arguments, 1):
        lower = word.lower()
        if valued := VALUED.fullmatch(word):
            asked.values[valued.group(1).lower()] = valued.group(2)
            collecting = None
        elif lower in {"/xf", "/xd"}:
            collecting = asked.left_out.setdefault(lower, [])
        elif lower in PLAIN:
            asked.switches.add(lower)
            collecting = None
        elif word.startswith("/"):
            raise Invalid(number, word)
        elif collecting is not None:
            collecting.append(word)
        else:
            names.append(word)
    if len(names) < 2:
        return None
    if set(asked.values.get("copy", "D").upper()) - set("DATSOU"):
        raise Invalid(
            call.arguments.index(next(word for word in call.arguments if "copy" in word.lower())) + 1, "/COPY"
        )
    asked.source, asked.target = (call.absolute(name) for name in names[:2])
    asked.patterns = names[2:] or ["*.*"]
    return asked
