"""What the cluster configuration has to say, as text in English or Japanese."""

from clprun.messages.catalog import Text
from clprun.model.text import Language
from clprun.products.clpconf.phrases import Part, Phrase
from clprun.products.clpconf.texts_differences import DIFFERENCES
from clprun.products.clpconf.texts_objects import OBJECTS
from clprun.products.clpconf.texts_settings import SETTING_TEXTS

__all__ = ["PHRASES", "tell"]

PHRASES: dict[str, Text] = {**DIFFERENCES, **OBJECTS, **SETTING_TEXTS}
"""Texts by the key of their phrase."""


def tell(phrase: Phrase, language: Language) -> str:
    """A phrase as text; it may hold untrusted values and is to be cleaned before it is shown."""
    values = {name: _part(part, language) for name, part in phrase.params.items()}
    return PHRASES[phrase.key].in_(language).format_map(values)


def _part(part: Part, language: Language) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Phrase):
        return tell(part, language)
    return PHRASES["then"].in_(language).join(tell(phrase, language) for phrase in part)
