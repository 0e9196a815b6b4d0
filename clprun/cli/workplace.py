"""``init`` and ``doctor``: the engineer's own machine."""

import os
import sys
from pathlib import Path

import click

from clprun.cli.command import command, json_option
from clprun.cli.session import Session
from clprun.errors import InputError, Problem, StepFailed

__all__ = ["doctor", "init"]

_OLDEST_PYTHON = (3, 11)


@command("init")
@click.argument("folder", metavar="DIR", required=False, default=".")
@click.pass_obj
def init(session: Session, folder: str) -> None:
    """Write an example inventory."""
    from clprun.lang.load import data_folder  # noqa: PLC0415  (brings pydantic)

    target = Path(folder) / "inventory" / "cluster.yaml"
    if target.exists():
        raise InputError(Problem("commands.init_exists", {"path": str(target)}))
    example = (data_folder() / "inventory" / "cluster.yaml.example").read_bytes()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(example)
    except OSError as error:
        values = {"path": str(target), "reason": error.strerror or type(error).__name__}
        raise InputError(Problem("commands.init_refused", {**values})) from None
    session.results.line(session.results.word("commands.init_written", path=str(target)))
    session.results.line(session.results.word("commands.init_next"))


@command("doctor")
@json_option("document")
@click.pass_obj
def doctor(session: Session) -> None:
    """Say what is found on this machine; fails where clprun can't work."""
    from clprun.ui.jsonl import write_json  # noqa: PLC0415  (brings rich)
    from clprun.ui.table import draw_table  # noqa: PLC0415

    found, bad = _findings(session)
    if session.json:
        write_json(session.out, {"found": found, "bad": sorted(bad)})
    else:
        rows = [(session.results.word(f"commands.doctor_{name}"), text) for name, text in found.items()]
        draw_table(session.results, ["clprun doctor", ""], rows)
    if bad:
        values = [{"name": session.messages.word(f"commands.doctor_{name}"), "found": found[name]} for name in bad]
        raise StepFailed(*(Problem("commands.doctor_bad", {**each}) for each in values))


def _findings(session: Session) -> tuple[dict[str, str], list[str]]:
    """What is there, by name; and the names of what keeps clprun from working."""
    from clprun.lang.load import shipped_runbooks  # noqa: PLC0415  (brings pydantic)

    absent = session.messages.word("commands.doctor_absent")
    usable, home = _usable(session.home)
    inventories = sorted(str(path) for path in Path("inventory").glob("*.y*ml"))
    known_hosts = Path("~/.ssh/known_hosts").expanduser()
    found = {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}",
        "home": home,
        "runbooks": ", ".join(shipped_runbooks()) or absent,
        "inventory": ", ".join(inventories) or absent,
        "agent": os.environ.get("SSH_AUTH_SOCK") or absent,
        "known_hosts": str(known_hosts) if known_hosts.is_file() else absent,
        "terminal": session.out.encoding,
        "lab": session.messages.word("commands.doctor_lab_available") if sys.platform == "linux" else absent,
    }
    bad = [] if sys.version_info >= _OLDEST_PYTHON else ["python"]
    bad += [] if usable else ["home"]
    bad += [] if shipped_runbooks() else ["runbooks"]
    return found, bad


def _usable(home: Path) -> tuple[bool, str]:
    """Whether state can be kept in ``home``, tried by making the folder and a file in it."""
    probe = home / f".probe-{os.getpid()}"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return False, f"{home}: {error.strerror}"
    return True, str(home)
