"""The command lines of the clp commands: flags, options with a value, words. Part of a stand-in, not the product."""

from ..calls import Call

__all__ = ["Options"]


class Options:
    """A parsed command line.

    Args:
        call: the call; an option that is neither a flag nor valued is refused.
        flags: options without a value.
        valued: options with one.
        words: how many words without a dash are allowed.
    """

    def __init__(self, call: Call, flags: str, valued: str = "", words: int = 0) -> None:
        self.flags: set[str] = set()
        self.values: dict[str, str] = {}
        self.words: list[str] = []
        rest = list(call.arguments)
        while rest:
            argument = rest.pop(0)
            if argument in valued.split() and rest:
                self.values[argument] = rest.pop(0)
            elif argument in flags.split():
                self.flags.add(argument)
            elif not argument.startswith("-") and len(self.words) < words:
                self.words.append(argument)
            else:
                call.refuse(f"Invalid parameter: {argument}", "usage")

    def verb(self, *verbs: str) -> str:
        """The one of ``verbs`` that was given; an empty string for none or several."""
        given = [verb for verb in verbs if verb in self.flags]
        return given[0] if len(given) == 1 else ""

    @property
    def word(self) -> str:
        """The first word, or an empty string."""
        return self.words[0] if self.words else ""
