"""Runs of the past: found by id or as the only unfinished one, with what they were started with."""

from pathlib import Path

from clprun.api import PastRun, Request, unfinished
from clprun.errors import InputError, Problem
from clprun.store.runs import RunFolder, RunStore
from clprun.ui.tally import Tally

__all__ = ["find_run", "find_unfinished", "request_of", "tally_of"]


def find_run(home: Path, run: str) -> RunFolder:
    """The run with that id, or with the only id that begins so.

    Raises:
        InputError: none, or several.
    """
    return RunStore(home).get(run)


def find_unfinished(home: Path, run: str | None, cluster: str | None) -> RunFolder:
    """The run that can go on: the one that is named, else the only one.

    Args:
        home: clprun's home folder.
        run: its id, when a person gave it.
        cluster: only runs on this cluster count.

    Raises:
        InputError: none, or several.
    """
    if run is not None:
        return find_run(home, run)
    folders = [folder for folder, _ in unfinished(home, cluster)]
    if not folders:
        raise InputError(Problem("commands.nothing_to_resume", {}))
    if len(folders) > 1:
        runs = ", ".join(folder.run for folder in folders)
        raise InputError(Problem("commands.several_unfinished", {"runs": runs}))
    return folders[0]


def request_of(folder: RunFolder) -> Request:
    """What a run was started with."""
    return Request.from_json(folder.inputs()["request"])


def tally_of(past: PastRun) -> Tally:
    """What a run's events add up to, as far as its journal can be believed."""
    tally = Tally(run=past.folder.run)
    for event in past.events:
        tally.take(event)
    return tally
