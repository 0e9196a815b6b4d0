"""Why a cluster configuration was refused, with the place in its text."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["ConfigurationError", "Refusal"]


class Refusal(StrEnum):
    """The reasons to refuse a content or an edit; the values are stable keys of the message catalogue."""

    TOO_LARGE = "too_large"
    TOO_MANY_ELEMENTS = "too_many_elements"
    TOO_DEEP = "too_deep"
    UNKNOWN_ENCODING = "unknown_encoding"
    ENCODING_CONFLICT = "encoding_conflict"
    UNDECODABLE = "undecodable"
    DOCUMENT_TYPE = "document_type"
    ILL_FORMED = "ill_formed"
    NOT_A_CONFIGURATION = "not_a_configuration"
    BAD_PATH = "bad_path"
    AMBIGUOUS_PATH = "ambiguous_path"
    NOT_FOUND = "not_found"
    UNEXPECTED_CONTENT = "unexpected_content"
    NOT_ENCODABLE = "not_encodable"
    LOOK_ALIKE = "look_alike"
    NOT_WRITABLE = "not_writable"
    BAD_NAME = "bad_name"
    NAME_TAKEN = "name_taken"
    RESOURCE_ELSEWHERE = "resource_elsewhere"
    BAD_VALUE = "bad_value"
    MISSING_VALUE = "missing_value"
    STILL_USED = "still_used"
    NO_MIRROR_CONNECT = "no_mirror_connect"


class ConfigurationError(Exception):
    """A cluster configuration that can't be read, or an edit that can't be made.

    Args:
        code: the reason.
        line: line in the decoded text, counted from 1; 0 where no place applies.
        column: column in characters, counted from 1; 0 where no place applies.
        details: short values for the message; untrusted where they come from the content.
    """

    def __init__(self, code: Refusal, line: int = 0, column: int = 0, details: Mapping[str, str] | None = None) -> None:
        super().__init__(code, line, column, details)
        self.code = code
        self.line = line
        self.column = column
        self.details: Mapping[str, str] = dict(details or {})

    def __str__(self) -> str:
        """Code, place and details, for logs and tests; people get the catalogue's text."""
        values = ", ".join(f"{key}={value!r}" for key, value in self.details.items())
        return f"{self.code} at {self.line}:{self.column} ({values})"
