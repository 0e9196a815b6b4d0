"""Draws a runbook: what it is for, what the site has to give, what it does; and what a run has still to do."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from clprun.lang.shown import shown
from clprun.model.change import WriteFile
from clprun.model.plan import Plan
from clprun.model.runbook import Parameter, Runbook, Step
from clprun.model.text import LocalText
from clprun.transport.codec import printable, readable
from clprun.ui.clean import one_line
from clprun.ui.plan import draw_commands, draw_note
from clprun.ui.screen import Screen

__all__ = ["draw_remaining", "draw_runbook", "runbook_data"]

_MOST_LINES = 400


def draw_runbook(
    screen: Screen,
    runbook: Runbook,
    values: Mapping[str, Any] | None = None,
    filled: Mapping[str, Sequence[LocalText]] | None = None,
) -> None:
    """A runbook with its parameters, phases and steps.

    Args:
        screen: where to.
        runbook: what is shown.
        values: of the parameters on a cluster, when one was chosen; secrets are not shown.
        filled: by step, a person's instructions with those values, one for all nodes or one for each; without, all
            are shown as written.
    """
    screen.line((runbook.runbook, "bold"), "  ", runbook.title.in_(screen.language))
    screen.line(f"{screen.word('commands.show_platform')}: {', '.join(runbook.platforms)}", indent=2)
    screen.line(f"{screen.word('commands.show_source')}: {runbook.source}", indent=2)
    if runbook.versions:
        versions = ", ".join(f"{it.product} {it.minimum} - {it.maximum}" for it in runbook.versions)
        screen.line(f"{screen.word('commands.show_versions')}: {versions}", indent=2)
    screen.blank()
    screen.line((screen.word("commands.show_parameters"), "bold"))
    for name, parameter in runbook.parameters.items():
        _draw_parameter(screen, name, parameter, values)
    for number, phase in enumerate(runbook.phases, start=1):
        screen.blank()
        title = phase.title.in_(screen.language)
        screen.line(
            (screen.word("labels.phase", position=f"{number}/{len(runbook.phases)}", title=title), "bold"),
            (f"  {phase.id}  {screen.word('labels.minutes', minutes=f'{phase.minutes:g}')}", "dim"),
        )
        for step in phase.steps:
            screen.line((step.id, "cyan"), f"  {step.on}  {step.title.in_(screen.language)}", indent=2)
            if step.note:
                note = (f"{screen.word('labels.note')}:", "dim")
                screen.hanging(note, step.note.in_(screen.language), 6, prose=True)
            for instructions in _instructions(step, filled):
                by_hand = (f"{screen.word('labels.verdict_manual')}:", "bold magenta")
                screen.hanging(by_hand, printable(instructions.in_(screen.language).strip()), 6)


def draw_remaining(screen: Screen, plan: Plan, runbook: Runbook, run: str) -> None:
    """What a run has still to do, step by step, as commands for a person."""
    if not plan.steps:
        screen.line(screen.word("commands.remaining_none", run=run))
        return
    screen.line((screen.word("commands.remaining_title", run=run, count=len(plan.steps)), "bold"))
    for planned in plan.steps:
        screen.blank()
        step = runbook.step(planned.step)
        screen.line(
            (f"# {planned.step}", "cyan"), f"  {one_line(planned.node)}  {step.title.in_(screen.language)}", indent=0
        )
        for advice in planned.problems:
            draw_note(screen, advice, 2)
        if not planned.intent and not planned.problems:
            screen.line(screen.word("labels.check_by_hand"), indent=2)
        for action in planned.intent:
            draw_commands(screen, [action], 2, planned.platform)
            if isinstance(action, WriteFile):
                for line in readable(action.content, limit=100_000).split("\n")[:_MOST_LINES]:
                    screen.line(("| ", "dim"), line, indent=4)


def runbook_data(
    screen: Screen,
    runbook: Runbook,
    values: Mapping[str, Any] | None = None,
    filled: Mapping[str, Sequence[LocalText]] | None = None,
) -> dict[str, Any]:
    """A runbook, for JSON; texts in the screen's language, instructions where a person works."""
    language = screen.language

    def step_data(step: Step) -> dict[str, Any]:
        data = {"id": step.id, "title": step.title.in_(language), "kind": step.kind, "on": step.on.value}
        told = [instructions.in_(language) for instructions in _instructions(step, filled)]
        return {**data, "instructions": told} if told else data

    return {
        "runbook": runbook.runbook,
        "title": runbook.title.in_(language),
        "platform": [platform.value for platform in runbook.platforms],
        "source": runbook.source,
        "versions": [version.model_dump() for version in runbook.versions],
        "parameters": [
            {
                "name": name,
                "type": parameter.type.value,
                "text": parameter.text.in_(language),
                "example": parameter.example,
                "default": parameter.default,
                "optional": parameter.optional,
                "when": parameter.when,
                "value": _plain(values.get(name)) if values else None,
            }
            for name, parameter in runbook.parameters.items()
        ],
        "phases": [
            {
                "id": phase.id,
                "title": phase.title.in_(language),
                "minutes": phase.minutes,
                "steps": [step_data(step) for step in phase.steps],
            }
            for phase in runbook.phases
        ],
    }


def _instructions(step: Step, filled: Mapping[str, Sequence[LocalText]] | None) -> Sequence[LocalText]:
    """What a person does in a step; nothing for a step of the machine."""
    if filled is not None:
        return filled.get(step.id, ())
    return (LocalText.model_validate(step.with_["instructions"]),) if step.kind == "manual" else ()


def _draw_parameter(screen: Screen, name: str, parameter: Parameter, values: Mapping[str, Any] | None) -> None:
    screen.line((name, "cyan"), f"  {parameter.text.in_(screen.language)}", indent=2)
    facts = [parameter.type.value]
    if parameter.choices:
        facts.append(" | ".join(parameter.choices))
    if parameter.default is not None:
        facts.append(screen.word("commands.show_default", value=shown(parameter.default)))
    else:
        facts.append(screen.word("commands.show_optional" if parameter.optional else "commands.show_required"))
    if parameter.example is not None:
        facts.append(screen.word("commands.show_example", value=shown(parameter.example)))
    if parameter.when:
        facts.append(screen.word("commands.show_when", expression=parameter.when))
    screen.line((", ".join(facts), "dim"), indent=6)
    if values is not None:
        screen.line(("= ", "green"), one_line(shown(values.get(name))), indent=6)


def _plain(value: object) -> Any:  # noqa: ANN401  (JSON)
    """The value, with stars where a secret stands."""
    return json.loads(json.dumps(value, default=lambda secret: "***"))  # noqa: ARG005  (the signature json wants)
