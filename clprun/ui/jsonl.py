"""An observer for programs: one JSON object a line, ASCII only, so that it survives every console's code page."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO

from clprun.errors import Problem
from clprun.messages.catalog import render
from clprun.model.change import Deed, Diff
from clprun.model.cluster import Platform
from clprun.model.events import Event, encode
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.secret import each_text
from clprun.model.text import Language
from clprun.ui.clean import clean_output, clean_problem
from clprun.ui.diffs import diffs_of, file_text, unified

__all__ = ["JsonLines", "planned_data", "problem_data", "write_json"]


def write_json(stream: TextIO, data: Mapping[str, Any] | Sequence[Any], *, indent: int | None = None) -> None:
    """One JSON document and a line end, flushed."""
    stream.write(json.dumps(data, indent=indent, default=str) + "\n")
    stream.flush()


class JsonLines:
    """Writes every event as one line; a plan as one line a step (``step-planned``) and one with the numbers (``plan``).

    Args:
        stream: standard output.
        language: of the texts of problems.
        redact: takes secrets out of a text of the plan; events come without them.
    """

    def __init__(self, stream: TextIO, language: Language, redact: Callable[[str], str] = str) -> None:
        self._stream, self._language, self._redact = stream, language, redact

    def plan_made(self, plan: Plan) -> None:
        """Write the plan."""
        for step in plan.steps:
            write_json(self._stream, {"event": "step-planned", **planned_data(step, self._language, self._redact)})
        counts = {verdict.value: len(plan.of(verdict)) for verdict in Verdict}
        write_json(self._stream, {"event": "plan", "changes": plan.changes_anything, "counts": counts})

    def happened(self, event: Event) -> None:
        """Write an event."""
        write_json(self._stream, encode(event))

    def problems(self, problems: Sequence[Problem]) -> None:
        """Write what stopped a command, one line a problem (``problem``)."""
        for problem in problems:
            write_json(self._stream, {"event": "problem", **problem_data(problem, self._language, self._redact)})


def problem_data(problem: Problem, language: Language, redact: Callable[[str], str] = str) -> dict[str, Any]:
    """A problem with its texts, for JSON."""
    text, place = render(clean_problem(problem, redact), language), problem.place
    return {
        "code": text.code,
        "what": text.what,
        "why": text.why,
        "next": text.next,
        "node": text.node,
        "step": text.step,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "values": each_text(dict(problem.values), redact),
        "output": clean_output(problem.output, redact) if problem.output else [],
    }


def planned_data(step: PlannedStep, language: Language, redact: Callable[[str], str] = str) -> dict[str, Any]:
    """A planned step, for JSON."""
    change = step.change
    actions = change.actions if change else step.intent
    remarks = [detail for detail in change.details if isinstance(detail, Problem)] if change else []
    return {
        "step": step.step,
        "phase": step.phase,
        "node": step.node,
        "verdict": step.verdict.value,
        "after": step.after,
        "accept": step.accept,
        "summary": problem_data(change.summary, language, redact)["what"] if change else None,
        "disrupts": bool(change and change.disrupts),
        "commands": [_command(action, step.platform) for action in actions],
        "diffs": [each_text(_diff(diff), redact) for diff in diffs_of(change)] if change else [],
        "remarks": [problem_data(remark, language, redact) for remark in remarks],
        "problems": [problem_data(problem, language, redact) for problem in step.problems],
    }


def _command(action: Deed, platform: Platform) -> dict[str, str]:
    return {"node": action.node, "action": type(action).__name__, "command": action.command_line(platform)}


def _diff(diff: Diff) -> dict[str, Any]:
    before = None if diff.before is None else file_text(diff.before)
    after = None if diff.after is None else file_text(diff.after)
    return {"node": diff.node, "path": diff.path, "diff": unified(before, after)}
