"""How the checks of this package say no before it is known where in which file the value stands."""

from dataclasses import replace

from clprun.errors import Place, Problem, Value

__all__ = ["Refused"]


class Refused(Exception):
    """A value, expression or template is not acceptable; becomes a problem once its place is known.

    Args:
        code: key of the message catalogue.
        values: what the text's place holders are filled with.
        line: line within the refused text, from 1.
    """

    def __init__(self, code: str, values: dict[str, Value] | None = None, line: int = 1) -> None:
        super().__init__(code)
        self.code = code
        self.values = values or {}
        self.line = line

    def at(self, place: Place | None, **values: Value) -> Problem:
        """The problem, with its place and what else the text needs.

        A secret that was written out is not repeated: its place comes without the line it stands in.
        """
        if place is not None and self.code == "input.not_secret":
            place = replace(place, source_line="")
        return Problem(self.code, {**self.values, **values}, place=place)
