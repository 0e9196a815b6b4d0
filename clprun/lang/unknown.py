"""Names that nobody knows, with the nearest known one."""

from collections.abc import Iterable
from difflib import get_close_matches

from clprun.lang.refused import Refused

__all__ = ["nearest", "unknown"]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like ``name``, when one does."""
    matches = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def unknown(what: str, name: str, known: Iterable[str], line: int = 1) -> Refused:
    """Says that ``name`` is not known, which ones are, and which one was probably meant.

    Args:
        what: code in the catalogue; ``WHAT_like`` is the same with a proposal.
        name: the unknown name.
        known: the names that may stand there.
        line: see :class:`Refused`.
    """
    choices = sorted(set(known))
    proposal = nearest(name, choices)
    listed = ", ".join(choices) or "-"
    if proposal is None:
        return Refused(what, {"name": name, "known": listed}, line)
    return Refused(f"{what}_like", {"name": name, "known": listed, "nearest": proposal}, line)
