"""A value that can't be printed by accident."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Secret", "SecretReference"]

SecretSource = Literal["prompt", "environment", "file", "keyring", "command"]


@dataclass(frozen=True)
class SecretReference:
    """Where a secret is to be had (``!secret`` in YAML); resolved once, at the start of a run.

    Args:
        source: the kind of place.
        name: label of the prompt, environment variable, path, ``service/user`` of the key ring, or command line.
    """

    source: SecretSource
    name: str


class Secret:
    """Holds a text and shows stars; only :meth:`reveal` gives it away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself; never put the result into argv, a message or a log."""
        return self._text

    def __repr__(self) -> str:
        """Stars."""
        return "Secret('***')"

    __str__ = __repr__
