"""Words of a batch file: a program and its arguments as cmd.exe and Microsoft's C runtime take them apart. Pure."""

import re
from collections.abc import Sequence

from clprun.node.windows.cmd import Unquotable

__all__ = ["command", "is_plain"]

_NOT_PASSED_ON = re.compile(r'[\x00-\x1f\x7f"\ud800-\udfff]')
_PLAIN = re.compile(r"[A-Za-z0-9_.:\\/+-]*[A-Za-z0-9_.:/+-]")


def command(argv: Sequence[str]) -> str:
    """The line of a batch file that starts a program with its arguments, each of which arrives as it is.

    Between quotation marks cmd.exe changes nothing but percent signs, which are doubled for it; delayed expansion must
    be off. The C runtime takes a backslash before the closing mark for its escape, so those at the end are doubled.

    Args:
        argv: program and arguments.

    Raises:
        Unquotable: a word holds a quotation mark, a control character or half a surrogate pair: after an escaped mark
            cmd.exe and the C runtime disagree about what stands between marks.
    """
    return " ".join(_word(value) for value in argv)


def is_plain(value: str) -> bool:
    """Whether a word needs no quotation marks; cmd.exe's own switches are not taken for switches between them."""
    return _PLAIN.fullmatch(value) is not None


def _word(value: str) -> str:
    if _NOT_PASSED_ON.search(value):
        raise Unquotable(value)
    if is_plain(value):
        return value
    ending = value[len(value.rstrip("\\")) :]
    return f'"{value}{ending}"'.replace("%", "%%")
