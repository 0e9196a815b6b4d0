"""A value as a person would write it in YAML, on one short line, for messages."""

import json

from clprun.model.secret import Secret, SecretReference

__all__ = ["shown"]

_LONGEST = 80


def shown(value: object) -> str:
    """``value`` on one line of at most 80 characters; secrets stay secret."""
    if isinstance(value, SecretReference | Secret):
        return "!secret"
    text = json.dumps(value, ensure_ascii=False, default=_foreign)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _foreign(value: object) -> str:
    return "!secret" if isinstance(value, SecretReference | Secret) else type(value).__name__
