"""The command line as a whole: from arguments to an exit code; every failure is told about here and nowhere else."""

import os
import sys
from collections.abc import Sequence
from typing import TextIO, cast

import click

import clprun
from clprun.cli.command import LocalGroup
from clprun.cli.outlet import Outlet, silence
from clprun.cli.preferences import preferences
from clprun.cli.session import Session
from clprun.cli.usage import usage_error
from clprun.errors import ClprunError, InputError, InternalFault, Interrupted, Problem

__all__ = ["MEMBERS", "main", "root"]

_BROKEN_PIPE = 128 + 13
"""As if SIGPIPE had ended the program: whoever read the output went away."""

MEMBERS = {
    "list": "clprun.cli.runbooks:list_runbooks",
    "show": "clprun.cli.runbooks:show",
    "lint": "clprun.cli.runbooks:lint",
    "schema": "clprun.cli.runbooks:schema",
    "init": "clprun.cli.workplace:init",
    "doctor": "clprun.cli.workplace:doctor",
    "inventory": "clprun.cli.inventory:inventory",
    "plan": "clprun.cli.plan:plan",
    "apply": "clprun.cli.run:apply",
    "resume": "clprun.cli.run:resume",
    "abandon": "clprun.cli.abandon:abandon",
    "unlock": "clprun.cli.unlock:unlock",
    "runs": "clprun.cli.history:runs",
    "status": "clprun.cli.history:status",
    "contact": "clprun.cli.contact:contact",
    "verify": "clprun.cli.verify:verify",
    "clean": "clprun.cli.clean:clean",
    "lab": "clprun.cli.lab:lab",
}
"""The commands and where they are found; nothing of them is loaded before it is asked for."""


@click.group("clprun", cls=LocalGroup, members=MEMBERS, invoke_without_command=True)
@click.option("--version", is_flag=True)
@click.option("--lang", type=click.Choice(["ja", "en"]), expose_value=False)
@click.option("--no-color", is_flag=True, expose_value=False)
@click.pass_context
def root(ctx: click.Context, *, version: bool) -> None:
    """Show the version, or the help when no command is given."""
    if version:
        click.echo(f"clprun {clprun.__version__}")
        ctx.exit(0)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        arguments: without the program's name; those of the process when absent.

    Returns:
        The exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_encode(stream)
    messages = cast("TextIO", Outlet(sys.stderr))
    session = Session(preferences(given, os.environ), sys.stdin, sys.stdout, messages)
    try:
        with session.interruptions.raised():
            code = _run(session, given)
            session.out.flush()
    except BrokenPipeError:
        silence(sys.stdout)
        silence(sys.stderr)
        return _BROKEN_PIPE
    except Interrupted as failure:
        # The signal came while another failure was being told about.
        return _exit_code(failure)
    except Exception as error:  # noqa: BLE001  (a failure that could not even be told about)
        session.aftermath = None
        return _tell(session, InternalFault(_reported(session, given, error)))
    return code


def _run(session: Session, arguments: Sequence[str]) -> int:
    try:
        with root.make_context("clprun", list(arguments), obj=session) as context:
            result = root.invoke(context)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  (nothing may escape as a traceback)
        return _tell(session, _failure(session, arguments, error))


def _failure(session: Session, arguments: Sequence[str], error: BaseException) -> ClprunError:
    """What a person is told of an error; a library may have taken a signal for a mistake in what it was reading."""
    if session.interruptions.last is not None and isinstance(error, InputError | InternalFault):
        return session.interruptions.last
    match error:
        case InternalFault():
            return InternalFault(*error.problems, _reported(session, arguments, error))
        case ClprunError():
            return error
        case click.Abort() | KeyboardInterrupt():
            return Interrupted(Problem("commands.interrupted", {"signal": "SIGINT"}))
        case click.ClickException():
            return usage_error(error)
        case _ if session.interruptions.last is not None:
            return session.interruptions.last
        case _:
            return InternalFault(_reported(session, arguments, cast("Exception", error)))


def _tell(session: Session, failure: ClprunError) -> int:
    """Show what happened, to people and, with ``--json``, to a program."""
    from clprun.store.redact import redacted  # noqa: PLC0415  (brings the events of a run)
    from clprun.ui.jsonl import problem_data, write_json  # noqa: PLC0415  (brings rich; not for every start)

    problems = [redacted(problem, session.redactor) for problem in failure.problems]
    _draw(session, problems)
    found = [problem_data(problem, session.language) for problem in problems]
    if session.json == "document":
        write_json(session.out, {"problems": found})
    elif session.json == "events":
        for problem in found:
            write_json(session.out, {"event": "problem", **problem})
    if session.aftermath is not None:
        session.aftermath(failure)
    return _exit_code(failure)


def _draw(session: Session, problems: Sequence[Problem]) -> None:
    if problems[0].code in {"manual.to_do", "manual.by_word"}:
        from clprun.ui.plan import draw_manual  # noqa: PLC0415  (brings pydantic)

        draw_manual(session.messages, problems)
        return
    from clprun.ui.problems import draw_problems  # noqa: PLC0415  (brings rich; not for every start)

    draw_problems(session.messages, problems)


def _exit_code(failure: ClprunError) -> int:
    return 128 + failure.signal_number if isinstance(failure, Interrupted) else failure.exit_code


def _reported(session: Session, arguments: Sequence[str], error: Exception) -> Problem:
    from clprun.cli.fault_report import write_report  # noqa: PLC0415  (not for every start)

    path = write_report(session.home, arguments, error, session.redactor)
    kind = type(error).__name__
    if path is None:
        return Problem("commands.fault_unreported", {"kind": kind})
    return Problem("commands.fault", {"kind": kind, "path": str(path)})


def _never_fail_to_encode(stream: TextIO) -> None:
    """A sign the terminal does not know is shown by its number instead of ending the command."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _open_streams() -> None:
    """Where the process was started with a stream closed, no file of its own may come to stand in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  (for good)
