"""Regular expressions of a runbook: matched in time linear in the text, whatever the expression.

Python's own engine goes back and forth, and a short expression can keep it busy for years. The one that pydantic brings
does not; it knows neither look-around nor back-references.
"""

from pydantic_core import SchemaError, SchemaValidator, core_schema

__all__ = ["Pattern"]


class Pattern:
    """A regular expression.

    Args:
        expression: in the syntax of Rust's ``regex``, which is Python's without what needs going back.

    Raises:
        ValueError: it is none.
    """

    def __init__(self, expression: str) -> None:
        schema = core_schema.str_schema(pattern=expression, regex_engine="rust-regex")
        try:
            self._validator = SchemaValidator(schema)
        except SchemaError as error:
            reason = str(error).rstrip().splitlines()[-1].removeprefix("error: ")
            raise ValueError(reason) from None

    def is_in(self, text: str) -> bool:
        """Whether some part of ``text`` fits."""
        return self._validator.isinstance_python(text)
