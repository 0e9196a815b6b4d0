"""Draws what a verification found: one line for each result, and what lacks beneath it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from clprun.errors import Problem
from clprun.model.text import Language
from clprun.ui.clean import one_line
from clprun.ui.jsonl import problem_data
from clprun.ui.plan import padded
from clprun.ui.problems import draw_output, draw_problem
from clprun.ui.screen import Screen

__all__ = ["Finding", "draw_findings", "finding_data"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Args:
        name: step id, or name of a check.
        title: what it is, for people.
        node: name of the node; empty where a check names its own.
        right: whether it is as it should be.
        lacking: what lacks, when a step says so.
        output: what a check said, untrusted.
    """

    name: str
    title: str
    node: str
    right: bool
    lacking: Problem | None = None
    output: str = ""


def draw_findings(screen: Screen, findings: Sequence[Finding]) -> None:
    """All findings and their numbers.

    Args:
        screen: where to.
        findings: in the order they are shown.
    """
    width = max((cell_len(finding.name) for finding in findings if finding.node), default=0)
    for finding in findings:
        sign, style = (screen.marks.holds, "green") if finding.right else (screen.marks.refused, "bold red")
        word = screen.word("commands.verify_right" if finding.right else "commands.verify_wrong")
        about = "".join(f"{one_line(part)}  " for part in (finding.node, finding.title) if part)
        name = padded(one_line(finding.name), width if finding.node else 0)
        screen.line((f"{sign} {name}", style), f"  {about}", (f"({word})", style))
        if finding.lacking:
            draw_problem(screen, finding.lacking, indent=4)
        draw_output(screen, finding.output, 4)
    right = sum(finding.right for finding in findings)
    summary = screen.word("commands.verify_summary", right=right, wrong=len(findings) - right)
    screen.line((summary, "bold"))


def finding_data(finding: Finding, language: Language, redact: Callable[[str], str] = str) -> dict[str, Any]:
    """A finding as an event for JSON lines."""
    return {
        "event": "verified",
        "name": finding.name,
        "node": finding.node or None,
        "right": finding.right,
        "problem": problem_data(finding.lacking, language, redact) if finding.lacking else None,
        "output": redact(finding.output) or None,
    }
