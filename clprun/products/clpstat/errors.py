"""Why an output of clpstat was not understood."""

from enum import StrEnum

from clprun.model.visible import visible

__all__ = ["ClpstatError", "ClpstatProblem"]


class ClpstatProblem(StrEnum):
    """Why an output is not the state of a cluster."""

    TOO_LARGE = "too_large"
    NOT_PRINTABLE = "not_printable"
    NO_STATUS = "no_status"
    CUT_OFF = "cut_off"
    UNREADABLE_LINE = "unreadable_line"


class ClpstatError(Exception):
    """An output that can't be read.

    Args:
        code: the reason.
        line: line in the output, counted from 1; 0 where no line applies.
        text: the line, bounded; untrusted.
    """

    def __init__(self, code: ClpstatProblem, line: int = 0, text: str = "") -> None:
        super().__init__(code, line, text)
        self.code = code
        self.line = line
        self.text = visible(text.expandtabs())
