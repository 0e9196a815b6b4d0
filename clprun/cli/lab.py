"""``lab``: the rehearsal nodes on this machine. Linux only; nothing of the lab is loaded elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clprun.cli.command import command, group, json_option
from clprun.cli.labsite import forget_inventory, remember_inventory, require_linux, resembling, site_of
from clprun.cli.session import Session
from clprun.errors import Problem, StepFailed

if TYPE_CHECKING:
    from clprun.lab.texts import Line

__all__ = ["doctor", "down", "fault", "lab", "shell", "status", "up"]

_NO_LAB = 4
"""Exit code of a question to a lab that is not up."""

_VERBS = ("up", "down", "status", "doctor", "shell", "fault")

lab = group("lab", {name: f"clprun.cli.lab:{name}" for name in _VERBS}, before=require_linux)


@command("up")
@click.option("--tier", type=click.Choice(["A", "B", "B'"]))
@click.option("--for", "rehearsed", metavar="RUNBOOK")
@click.option("--platform", type=click.Choice(["linux", "windows"]))
@click.option("--windows-release", type=click.Choice(["2003", "2008r2", "2022"]))
@click.option("--from", "learnt_from", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--inventory", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--cluster", metavar="NAME")
@click.option("--conf", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--time-factor", type=click.FloatRange(min=1), metavar="NUMBER")
@click.option("--product-language", type=click.Choice(["en", "ja"]))
@click.option("--jobcenter", type=click.Choice(["installed", "media"]))
@click.pass_obj
def up(
    session: Session,
    *,
    tier: Any,  # noqa: ANN401  (one of the lab's tiers, as click.Choice saw to)
    rehearsed: str | None,
    platform: Any,  # noqa: ANN401  (linux or windows, as click.Choice saw to)
    windows_release: Any,  # noqa: ANN401  (one of the flavours, as click.Choice saw to)
    learnt_from: Path | None,
    inventory: Path | None,
    cluster: str | None,
    conf: Path | None,
    time_factor: float | None,
    product_language: Any,  # noqa: ANN401  (en or ja, as click.Choice saw to)
    jobcenter: Any,  # noqa: ANN401  (installed or media, as click.Choice saw to)
) -> None:
    """Bring the lab up."""
    from clprun.lab import verbs  # noqa: PLC0415  (POSIX only)

    site = site_of(rehearsed, platform or (windows_release and "windows"), inventory, cluster, conf)
    if windows_release and site.windows:
        site = replace(site, windows=replace(site.windows, flavour=windows_release))
    site = resembling(site, learnt_from)
    given = {"time_factor": time_factor, "language": product_language, "jobcenter": jobcenter}
    site = replace(site, **{name: value for name, value in given.items() if value is not None})
    try:
        lines = verbs.up(session.home, tier, site)
    except StepFailed as failure:
        raise _in_one(session, failure) from None
    if inventory is None:
        forget_inventory(session.home)
    else:
        remember_inventory(session.home, inventory)
    _say(session, lines)


@command("down")
@click.pass_obj
def down(session: Session) -> None:
    """Take the lab down."""
    from clprun.lab import verbs  # noqa: PLC0415

    _say(session, verbs.down(session.home))
    forget_inventory(session.home)


@command("status")
@json_option("document")
@click.pass_obj
def status(session: Session) -> int:
    """Show what the lab is, and what in it is not real."""
    from clprun.lab import verbs  # noqa: PLC0415  (POSIX only)
    from clprun.ui.jsonl import write_json  # noqa: PLC0415

    lines, document = verbs.status(session.home)
    if session.json:
        write_json(session.out, document)
    else:
        _say(session, lines)
    return 0 if document["up"] else _NO_LAB


@command("doctor")
@json_option("document")
@click.pass_obj
def doctor(session: Session) -> int:
    """Try what the lab needs."""
    from clprun.lab import verbs  # noqa: PLC0415  (POSIX only)
    from clprun.ui.jsonl import write_json  # noqa: PLC0415

    lines, document = verbs.doctor()
    if session.json:
        write_json(session.out, document)
    else:
        _say(session, lines)
    return 0 if document["tier"] else 1


@command("shell")
@click.argument("node", metavar="NODE")
@click.argument("argv", metavar="-- ARGV...", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def shell(session: Session, node: str, argv: tuple[str, ...]) -> int:
    """Run a command on a node; its exit code is ours."""
    from clprun.lab import verbs  # noqa: PLC0415  (POSIX only)

    return verbs.shell(session.home, node, argv)


@command("fault", context_settings={"ignore_unknown_options": True})
@click.argument("words", metavar="FAULT...", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def fault(session: Session, words: tuple[str, ...]) -> None:
    """Cause a fault; ``-SECONDS`` of a clock looks like an option and is none."""
    from clprun.lab import verbs  # noqa: PLC0415  (POSIX only)

    _say(session, verbs.fault(session.home, words))


def _say(session: Session, lines: "Sequence[Line]") -> None:
    """Lines of the lab; details stand beneath what they belong to."""
    for line in lines:
        detail = line.code.startswith(("lab.unreal_", "lab.advice_"))
        session.results.line(_text(session, line.code, line.values), indent=4 if detail else 0)


def _text(session: Session, code: str, values: Any) -> str:  # noqa: ANN401  (values of a message)
    from clprun.messages.catalog import render  # noqa: PLC0415  (brings pydantic)
    from clprun.ui.clean import clean_problem  # noqa: PLC0415

    text = render(clean_problem(Problem(code, dict(values))), session.language)
    return f"{text.what} {text.next}" if text.next else text.what


def _in_one(session: Session, failure: StepFailed) -> StepFailed:
    """Why no lab can be had, and what would help, as one finding instead of three."""
    problems = failure.problems
    if not any(problem.code.startswith("lab.advice_") for problem in problems):
        return failure
    texts = [_text(session, problem.code, problem.values) for problem in problems]
    values = {"what": texts[0], "why": " ".join(texts[1:-1]), "help": texts[-1]}
    return StepFailed(Problem("commands.lab_impossible", {**values}))
