"""What holds for the whole command line and must be known before it is parsed: errors too speak the right language."""

import locale
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Preferences", "preferences"]

LanguageTag = Literal["ja", "en"]

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order POSIX gives them; the first that is set counts."""


@dataclass(frozen=True)
class Preferences:
    """Language and colour of everything that is shown."""

    language: LanguageTag
    colour: bool


def preferences(arguments: Sequence[str], environment: Mapping[str, str]) -> Preferences:
    """Preferences from ``--lang`` and ``--no-color``, wherever they stand, else from the environment.

    Args:
        arguments: of the command line; what follows ``--`` is left alone.
        environment: variables.
    """
    own = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    chosen = _chosen(own)
    language = chosen if chosen in {"ja", "en"} else _of_locale(environment)
    return Preferences("ja" if language == "ja" else "en", "--no-color" not in own and not environment.get("NO_COLOR"))


def _chosen(arguments: Sequence[str]) -> str | None:
    for index in range(len(arguments) - 1, -1, -1):
        name, sign, value = arguments[index].partition("=")
        if name == "--lang":
            return value if sign else next(iter(arguments[index + 1 : index + 2]), None)
    return None


def _of_locale(environment: Mapping[str, str]) -> str:
    name = next((value for variable in _VARIABLES if (value := environment.get(variable))), None)
    if name is None and os.name == "nt":
        name = locale.getlocale()[0]
    return (name or "")[:2].lower()
