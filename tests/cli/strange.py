"""Commands that no user has: they wait, fail, or write without end, as a process of their own.

``python -m tests.cli.strange wait`` runs the command line with them added.
"""

import sys
import time

import click

from clprun.cli.app import MEMBERS, main
from clprun.cli.command import command
from clprun.errors import InputError


@command("wait")
def wait() -> None:
    """Say that it waits, and wait."""
    click.echo("waiting")
    sys.stdout.flush()
    time.sleep(60)


@command("fail")
@click.option("-e", "values", multiple=True)
def fail(values: tuple[str, ...]) -> None:
    """Fail as no command should."""
    text = values[0] if values else ""
    raise ZeroDivisionError(len(text))


@command("mumble")
def mumble() -> None:
    """Fail without a word."""
    raise InputError


@command("flood")
def flood() -> None:
    """Write for ever."""
    while True:
        click.echo("x" * 1000)


if __name__ == "__main__":
    # Not this module under its second name, __main__.
    MEMBERS.update({name: f"tests.cli.strange:{name}" for name in ("wait", "fail", "flood", "mumble")})
    sys.exit(main())
