"""Draws what a person has accepted, with all that it says."""

from clprun.messages.catalog import render
from clprun.model.events import Accepted, findings_of
from clprun.ui.clean import clean_problem
from clprun.ui.screen import Screen

__all__ = ["draw_accepted"]


def draw_accepted(screen: Screen, event: Accepted, indent: int) -> None:
    """By its name, and each finding with its node.

    Args:
        screen: where to.
        event: its findings are untrusted.
        indent: columns before it.
    """
    screen.line((screen.word("labels.accepted", what=event.what), "yellow"), indent=indent)
    for finding in findings_of(event):
        told = render(clean_problem(finding, screen.redact), screen.language).what
        screen.hanging((f"{finding.node or '-'}:", "dim"), told, indent + 2, prose=True)
