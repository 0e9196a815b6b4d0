"""``list``, ``show``, ``lint`` and ``schema``: what can be known of runbooks without a node."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clprun.cli.command import command, json_option
from clprun.cli.options import Target, target_options
from clprun.cli.session import Session
from clprun.errors import InputError, Problem

if TYPE_CHECKING:
    from clprun.lang.bind import BoundRunbook
    from clprun.model.runbook import Runbook
    from clprun.model.text import LocalText

__all__ = ["lint", "list_runbooks", "schema", "show"]


@command("list")
@json_option("document")
@click.pass_obj
def list_runbooks(session: Session) -> None:
    """Show the shipped runbooks."""
    from clprun.lang.load import shipped_runbooks  # noqa: PLC0415  (brings pydantic)
    from clprun.ui.jsonl import write_json  # noqa: PLC0415
    from clprun.ui.table import draw_table  # noqa: PLC0415

    runbooks = [_load(name) for name in shipped_runbooks()]
    if session.json:
        named = [
            {"runbook": each.runbook, "platform": list(each.platforms), "title": each.title.in_(session.language)}
            for each in runbooks
        ]
        write_json(session.out, {"runbooks": named})
        return
    rows = [(each.runbook, ", ".join(each.platforms), each.title.in_(session.language)) for each in runbooks]
    head = [session.results.word(f"commands.{name}") for name in ("runbook_head", "show_platform", "title_head")]
    draw_table(session.results, head, rows)


@command("show")
@click.argument("runbook", metavar="RUNBOOK")
@click.option("--remaining", metavar="RUN")
@target_options
@json_option("document")
@click.pass_obj
def show(session: Session, runbook: str, remaining: str | None, target: Target) -> None:
    """Show a runbook, or what a run has still to do."""
    if remaining is not None:
        _show_remaining(session, runbook, remaining)
        return
    from clprun.ui.jsonl import write_json  # noqa: PLC0415  (brings rich)
    from clprun.ui.runbook import draw_runbook, runbook_data  # noqa: PLC0415

    loaded = _load(runbook)
    bound = target.prepare(session.home, runbook).bound if target.is_given else None
    values = dict(bound.parameters) if bound else None
    filled = _instructions(bound) if bound else None
    if session.json:
        write_json(session.out, runbook_data(session.messages, loaded, values, filled))
    else:
        draw_runbook(session.results, loaded, values, filled)


@command("lint")
@click.argument("path", metavar="PATH", required=False)
@json_option("document")
@click.pass_obj
def lint(session: Session, path: str | None) -> int:
    """Check runbooks."""
    from clprun.lang.lint import lint_runbook  # noqa: PLC0415  (brings pydantic)
    from clprun.steps.registry import kinds  # noqa: PLC0415
    from clprun.ui.jsonl import problem_data, write_json  # noqa: PLC0415
    from clprun.ui.problems import draw_problems  # noqa: PLC0415

    references, known = _references(path), kinds()
    problems = [problem for reference in references for problem in lint_runbook(reference, known)]
    if session.json:
        found = [problem_data(problem, session.language) for problem in problems]
        write_json(session.out, {"checked": references, "problems": found})
    if problems:
        draw_problems(session.messages, problems)
        return 1
    if not session.json:
        session.results.line(session.results.word("commands.lint_clean", count=len(references)))
    return 0


@command("schema")
@click.argument("what", metavar="runbook|inventory", type=click.Choice(["runbook", "inventory"]), default="runbook")
@click.pass_obj
def schema(session: Session, what: str) -> None:
    """Print a JSON Schema."""
    from clprun.lang.schema import inventory_schema, runbook_schema  # noqa: PLC0415  (brings pydantic)
    from clprun.steps.registry import kinds  # noqa: PLC0415
    from clprun.ui.jsonl import write_json  # noqa: PLC0415

    write_json(session.out, runbook_schema(kinds()) if what == "runbook" else inventory_schema(), indent=2)


def _load(reference: str) -> "Runbook":
    from clprun.lang.load import load_runbook  # noqa: PLC0415  (brings pydantic)
    from clprun.steps.registry import kinds  # noqa: PLC0415

    return load_runbook(reference, kinds()).runbook


def _references(path: str | None) -> list[str]:
    """The runbooks that ``PATH`` means."""
    from clprun.lang.load import shipped_runbooks  # noqa: PLC0415  (brings pydantic)

    if path is None:
        return list(shipped_runbooks())
    folder = Path(path)
    if folder.is_dir() and not (folder / "runbook.yaml").is_file():
        found = sorted(str(file) for file in folder.glob("*/runbook.yaml"))
        if found:
            return found
    return [str(folder / "runbook.yaml")] if folder.is_dir() else [path]


def _instructions(bound: "BoundRunbook") -> dict[str, list["LocalText"]]:
    """By step, what a person does on the cluster that was named: each text once, whichever nodes it is for."""
    from clprun.steps.manual import ManualWant  # noqa: PLC0415  (brings pydantic)

    found: dict[str, list[LocalText]] = {}
    for step in bound.steps:
        wants = [instance.want for instance in step.instances if isinstance(instance.want, ManualWant)]
        found[step.id] = list(dict.fromkeys(want.instructions for want in wants))
    return found


def _show_remaining(session: Session, runbook: str, run: str) -> None:
    from clprun.api import prepare, remaining, state_of  # noqa: PLC0415  (brings all of the engine)
    from clprun.cli.pastruns import find_run, request_of  # noqa: PLC0415
    from clprun.ui.jsonl import planned_data, write_json  # noqa: PLC0415
    from clprun.ui.runbook import draw_remaining  # noqa: PLC0415

    folder = find_run(session.home, run)
    state = state_of(folder)
    if _load(runbook).runbook != state.runbook:
        values = {"run": folder.run, "wanted": state.runbook, "runbook": runbook}
        raise InputError(Problem("commands.run_of_other_runbook", {**values}))
    prepared = prepare(request_of(folder))
    plan = remaining(prepared, state)
    if session.json:
        steps = [planned_data(step, session.language) for step in plan.steps]
        write_json(session.out, {"run": folder.run, "runbook": state.runbook, "remaining": steps})
    else:
        draw_remaining(session.results, plan, prepared.bound.loaded.runbook, folder.run)
