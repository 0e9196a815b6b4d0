"""How clpstat speaks on a node: as the lab was told that a pair does. Part of a stand-in, not the product."""

from ..settings import Settings
from .words import LONG, SHORT, Speech

__all__ = ["speech_of"]


def speech_of(settings: Settings) -> Speech:
    """The words and columns of a node's clpstat."""
    manner = settings.manner
    words = manner.get("words")
    return Speech(
        settings.language,
        {str(key): str(value) for key, value in words.items()} if isinstance(words, dict) else {},
        int(str(manner.get("name_width") or SHORT)),
        int(str(manner.get("long_width") or LONG)),
        str(manner.get("fill") or "."),
    )
