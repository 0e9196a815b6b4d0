"""The one filter before every sink: a secret that was used is never written down or shown.

What is filtered is what may come from a node: values of problems and what programs printed. Codes, ids and the texts
of the catalogue are clprun's own and stay. Stars must not tell a secret by the place where they stand: a text that
everybody can read in the runbook, the inventory or the catalogue is left as it is, since stars in a path or a sentence
would say which word of it is the password.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import TypeVar

from clprun.errors import Problem
from clprun.model.events import Event
from clprun.model.secret import Secret, each_text

__all__ = ["SHORTEST", "STARS", "Redactor", "redacted"]

STARS = "***"

SHORTEST = 8
"""Characters; shorter texts occur by chance all over an output."""

_FROM_NODES = {"values", "output", "findings"}
"""The fields of events and problems that hold more than clprun's own words."""

R = TypeVar("R", bound=Event | Problem)


class Redactor:
    """Replaces every secret it has learnt of by stars."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._public = ""

    def publish(self, texts: Iterable[str]) -> None:
        """Know texts that everybody can read; no part of one of them is starred as a secret learnt from now on."""
        self._public = "\n".join((self._public, *(text.casefold() for text in texts)))

    def learn(self, secret: Secret) -> bool:
        """From now on, star this secret.

        Returns:
            Whether that can be done: a short one, or one that stands in a public text, stays as it is.
        """
        text = secret.reveal()
        if len(text) < SHORTEST or text.casefold() in self._public:
            return False
        self._texts = sorted({*self._texts, text}, key=len, reverse=True)
        return True

    def __call__(self, text: str) -> str:
        """``text`` without secrets."""
        for secret in self._texts:
            text = text.replace(secret, STARS)
        return text


def redacted(record: R, redact: Callable[[str], str]) -> R:
    """An event or a problem with what may come from a node filtered."""
    names = _FROM_NODES.intersection(field.name for field in fields(record))
    return replace(record, **{name: each_text(getattr(record, name), redact) for name in names})
