"""Draws a plan: phase by phase what each step would do on each node, with its differences and commands."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.cells import cell_len

from clprun.errors import Problem
from clprun.messages.catalog import render
from clprun.model.change import Change, Deed, WriteFile
from clprun.model.cluster import Platform
from clprun.model.plan import Plan, PlannedStep, Verdict
from clprun.model.runbook import Phase, Runbook
from clprun.model.typed import PROMPTS
from clprun.ui.clean import clean_problem, one_line
from clprun.ui.diffs import diffs_of, draw_diff
from clprun.ui.problems import draw_output, draw_problem
from clprun.ui.screen import Screen

__all__ = [
    "VERDICT_STYLES",
    "draw_commands",
    "draw_lacking",
    "draw_manual",
    "draw_note",
    "draw_plan",
    "draw_steps",
    "padded",
]

VERDICT_STYLES = {
    Verdict.CHANGE: "bold green",
    Verdict.ALREADY: "dim",
    Verdict.HOLDS: "dim",
    Verdict.NOT_NEEDED: "dim",
    Verdict.KNOWN_LATER: "cyan",
    Verdict.REFUSED: "bold red",
    Verdict.IN_DOUBT: "bold yellow",
    Verdict.TO_ACCEPT: "bold yellow",
    Verdict.MANUAL: "bold magenta",
}

_BENEATH = 6
"""Columns before what stands beneath a step."""


def draw_plan(screen: Screen, plan: Plan, runbook: Runbook) -> None:
    """A whole plan with its summary.

    Args:
        screen: where to.
        plan: what would be done.
        runbook: whose phases and titles it shows.
    """
    width = max((cell_len(step.step) for step in plan.steps), default=0)
    for number, phase in enumerate(runbook.phases, start=1):
        steps = plan.phase(phase.id)
        if steps:
            _draw_phase(screen, phase, f"{number}/{len(runbook.phases)}")
            draw_steps(screen, steps, runbook, width)
            screen.blank()
    _draw_summary(screen, plan)


def draw_steps(screen: Screen, steps: Sequence[PlannedStep], runbook: Runbook, width: int = 0) -> None:
    """Some steps of a plan.

    Args:
        screen: where to.
        steps: in order.
        runbook: whose titles are shown.
        width: columns that step ids take.
    """
    for _, together in groupby(steps, key=_what_is_shown):
        group = list(together)
        _draw_step(screen, group, runbook, width)


def draw_commands(screen: Screen, actions: Iterable[Deed], indent: int, platform: Platform) -> None:
    """Actions as a person would type them, each behind the name of its node; never broken."""
    for action in actions:
        prompt = f"{one_line(action.node)}{PROMPTS[platform]} "
        screen.line((prompt, "cyan"), one_line(action.command_line(platform), 4000), indent=indent)


def padded(text: str, width: int) -> str:
    """``text`` filled up with blanks to ``width`` columns."""
    return text + " " * max(0, width - cell_len(text))


def _draw_phase(screen: Screen, phase: Phase, position: str) -> None:
    screen.line(
        (screen.word("labels.phase", position=position, title=phase.title.in_(screen.language)), "bold"),
        (f"  {phase.id}", "dim"),
        (f"  {screen.word('labels.minutes', minutes=f'{phase.minutes:g}')}", "dim"),
    )
    if phase.point_of_no_return:
        screen.line((screen.word("labels.no_return"), "bold yellow"), indent=2)


def _what_is_shown(step: PlannedStep) -> tuple[object, ...]:
    """Equal for the nodes of a step about which the same is said; they share a line."""
    commands = tuple(action.command_line(step.platform) for action in step.intent)
    own = step.node if step.change or step.problems else None
    return (step.step, step.verdict, step.after, commands, own)


def _draw_step(screen: Screen, group: Sequence[PlannedStep], runbook: Runbook, width: int) -> None:
    step = group[0]
    nodes = ", ".join(one_line(each.node) for each in group)
    title = runbook.step(step.step).title.in_(screen.language)
    style = VERDICT_STYLES[step.verdict]
    screen.line(
        (f"{screen.marks.of_verdict(step.verdict)} {padded(step.step, width)}", style),
        f"  {nodes}  ",
        (title, "dim" if style == "dim" else ""),
        (f"  ({_verdict(screen, step)})", style),
        indent=2,
    )
    if step.change:
        _draw_change(screen, step.change, step.platform)
    for each in group:
        draw_commands(screen, each.intent, _BENEATH, step.platform)
    if step.verdict is Verdict.MANUAL:
        draw_manual(screen, step.problems, _BENEATH)
    elif step.verdict is Verdict.KNOWN_LATER:
        for advice in step.problems:
            draw_note(screen, advice, _BENEATH)
    elif step.verdict is Verdict.REFUSED:
        for problem in step.problems:
            screen.line((_what(screen, problem), "red"), indent=_BENEATH)
    else:
        for problem in step.problems:
            draw_problem(screen, problem, label="labels.why", style=style, indent=_BENEATH)


def draw_manual(screen: Screen, problems: Sequence[Problem], indent: int = 0) -> None:
    """The instructions of a manual step, and what its check finds lacking.

    Args:
        screen: where to.
        problems: the instructions first.
        indent: columns before each line.
    """
    draw_problem(screen, problems[0], label=_label(Verdict.MANUAL), style="bold magenta", indent=indent)
    draw_lacking(screen, problems[1:], indent + 2)


def draw_lacking(screen: Screen, problems: Sequence[Problem], indent: int = 0) -> None:
    """What the check of a manual step finds lacking, with the end of what its probe printed.

    Args:
        screen: where to.
        problems: one line each.
        indent: columns before each line.
    """
    for problem in problems:
        screen.line((_what(screen, problem), "yellow"), indent=indent)
        draw_output(screen, problem.output, indent + 2)


def _label(verdict: Verdict) -> str:
    return f"labels.verdict_{verdict.replace('-', '_')}"


def _verdict(screen: Screen, step: PlannedStep) -> str:
    if step.verdict is Verdict.KNOWN_LATER and step.after is None:
        return screen.word("labels.verdict_not_asked")
    return screen.word(_label(step.verdict), after=step.after or "")


def _draw_change(screen: Screen, change: Change, platform: Platform) -> None:
    screen.line(_what(screen, change.summary), indent=_BENEATH)
    if change.disrupts:
        nodes = ", ".join(dict.fromkeys(one_line(action.node) for action in change.actions))
        screen.line((screen.word("labels.disrupts", nodes=nodes), "bold yellow"), indent=_BENEATH)
    for detail in change.details:
        if isinstance(detail, Problem):
            draw_note(screen, detail, _BENEATH)
    for diff in diffs_of(change):
        draw_diff(screen, diff, _BENEATH)
    shown = (action for action in change.actions if not isinstance(action, WriteFile))
    draw_commands(screen, shown, _BENEATH, platform)
    for debt in (each for each in change.debts if not each.lasting):
        screen.line((screen.word("labels.owed", what=_what(screen, debt.what)), "yellow"), indent=_BENEATH)
    if change.rescues:
        screen.line((screen.word("labels.rescue"), "dim"), indent=_BENEATH)
        draw_commands(screen, change.rescues[-1].actions, _BENEATH + 2, platform)


def draw_note(screen: Screen, note: Problem, indent: int) -> None:
    """A remark of the catalogue, as one paragraph."""
    screen.hanging((f"{screen.word('labels.note')}:", "bold"), _what(screen, note), indent, prose=True)


def _what(screen: Screen, problem: Problem) -> str:
    return render(clean_problem(problem, screen.redact), screen.language).what


def _draw_summary(screen: Screen, plan: Plan) -> None:
    counts = [(verdict, len(plan.of(verdict))) for verdict in Verdict]
    said = [screen.word(f"labels.count_{verdict.replace('-', '_')}", count=count) for verdict, count in counts if count]
    if not plan.changes_anything and not plan.refusals:
        screen.line((screen.word("labels.nothing_to_change"), "bold green"))
    screen.line((screen.word("labels.plan_summary", counts=screen.word("labels.comma").join(said)), "bold"))
    disrupting = [f"{step.step} ({step.node})" for step in plan.steps if step.change and step.change.disrupts]
    if disrupting:
        screen.line((screen.word("labels.plan_disrupts", steps=", ".join(disrupting)), "bold yellow"))
