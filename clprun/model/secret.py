"""A value that can't be printed by accident."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Secret", "SecretReference", "each_text", "texts_in"]

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


def each_text(data: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401  (JSON)
    """JSON data with every text in it changed; keys stay."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: each_text(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return type(data)(each_text(value, change) for value in data)
    return data


def texts_in(data: Any) -> Iterator[str]:  # noqa: ANN401  (JSON, with references)
    """Every text in data, keys left out, and what a reference holds."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from (text for value in data.values() for text in texts_in(value))
    elif isinstance(data, list | tuple):
        yield from (text for value in data for text in texts_in(value))
