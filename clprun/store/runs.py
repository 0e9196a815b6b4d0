"""Runs on the controller: one folder each, with its journal, its inputs, the images from before, the snapshots."""

import contextlib
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clprun.errors import InputError, Problem
from clprun.model.events import Event, RunStarted
from clprun.store.journal import JournalFile, read_journal

__all__ = ["RunFolder", "RunStore", "write_file"]


def write_file(path: Path, content: bytes) -> None:
    """Write a file of clprun's own whole or not at all, readable by its owner only."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


@dataclass(frozen=True)
class RunFolder:
    """One run on disk."""

    path: Path

    @property
    def run(self) -> str:
        """The run's id."""
        return self.path.name

    def journal(self) -> JournalFile:
        """Its journal, open for appending."""
        return JournalFile(self.path / "journal.jsonl")

    def events(self) -> list[Event]:
        """What happened so far."""
        return read_journal(self.path / "journal.jsonl")

    def keep_image(self, content: bytes) -> str:
        """Keep bytes from before a change; gives their digest."""
        digest = hashlib.sha256(content).hexdigest()
        target = self.path / "images" / digest
        if not target.exists():
            write_file(target, content)
        return digest

    def write_inputs(self, inputs: Mapping[str, Any]) -> None:
        """Keep what the run was started with; compared at a resume. Holds no secret."""
        write_file(self.path / "inputs.json", json.dumps(inputs, ensure_ascii=False, indent=1, sort_keys=True).encode())

    def inputs(self) -> dict[str, Any]:
        """What the run was started with."""
        content = json.loads((self.path / "inputs.json").read_text("utf-8"))
        return dict(content)

    def write_snapshot(self, name: str, content: Mapping[str, Any]) -> None:
        """Keep a snapshot of both nodes (``before`` or ``after``)."""
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        write_file(self.path / f"snapshot-{name}.json", text.encode())


class RunStore:
    """All runs below a home folder.

    Args:
        home: see :func:`clprun.store.home.home_folder`.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "runs"

    @staticmethod
    def new_id(runbook: str, now: datetime) -> str:
        """An id for a run that sorts by time and is safe in paths on every platform."""
        return f"{now:%Y%m%d-%H%M%S}-{runbook}-{secrets.token_hex(2)}"

    def create(self, run: str) -> RunFolder:
        """The folder of a new run."""
        path = self._folder / run
        path.mkdir(parents=True, mode=0o700)
        (path / "images").mkdir(mode=0o700)
        return RunFolder(path)

    def all(self) -> list[RunFolder]:
        """All runs that began, oldest first."""
        if not self._folder.is_dir():
            return []
        folders = [RunFolder(path) for path in sorted(self._folder.iterdir())]
        return [folder for folder in folders if self._began(folder)]

    @staticmethod
    def _began(folder: RunFolder) -> bool:
        """A folder whose journal holds no event is the remains of a crash before the run began."""
        try:
            events = folder.events()
        except OSError:
            return False
        return bool(events) and isinstance(events[0], RunStarted)

    def get(self, run: str) -> RunFolder:
        """The run with that id, or with the only id that begins so.

        Raises:
            InputError: none, or several.
        """
        names = [folder for folder in self.all() if folder.run == run] or [
            folder for folder in self.all() if run and folder.run.startswith(run)
        ]
        if len(names) != 1:
            code = "run.unknown" if not names else "run.ambiguous"
            raise InputError(Problem(code, {"run": run, "runs": ", ".join(folder.run for folder in names)}))
        return names[0]
