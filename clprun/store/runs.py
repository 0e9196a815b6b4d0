"""Runs on the controller: one folder each, with its journal, its inputs, the images from before, the snapshots."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clprun.errors import InputError, JournalDamaged, Problem, StepFailed
from clprun.model.events import Event
from clprun.store.chain import HEADER
from clprun.store.files import on_disk, sync_folder, write_file
from clprun.store.head import forget_head, read_head
from clprun.store.journal import JournalFile, continued
from clprun.store.reading import Reading, read_journal

__all__ = ["RunFolder", "RunStore"]


@dataclass(frozen=True)
class RunFolder:
    """One run on disk."""

    path: Path

    @property
    def run(self) -> str:
        """The run's id."""
        return self.path.name

    @property
    def kib(self) -> int:
        """What it takes."""
        return -(-sum(path.lstat().st_size for path in self.path.rglob("*")) // 1024)

    @property
    def _journal(self) -> Path:
        return self.path / "journal.jsonl"

    def journal(self) -> JournalFile:
        """Its journal, open for appending."""
        return JournalFile(self._journal)

    def reading(self) -> Reading:
        """What its journal says, as far as it can be believed."""
        return read_journal(self._journal)

    def events(self) -> Sequence[Event]:
        """What happened so far.

        Raises:
            JournalDamaged: the journal can't be read to its end.
        """
        reading = self.reading()
        if reading.damage is not None:
            raise JournalDamaged(reading.damage)
        return reading.events

    def replace_journal(self, line: int, *events: Event) -> None:
        """Put in the place of a damaged journal its lines before ``line``, and these events after them.

        The damaged one stays beside it, byte for byte. Until all is done, the journal counts as damaged.
        """
        with on_disk(self._journal):
            content = self._journal.read_bytes() if self._journal.exists() else b""
            write_file(self.path / f"journal.damaged-{_digest(content)[:8]}.jsonl", content)
            write_file(self._journal, continued(content, line - 1, events))
            forget_head(self._journal)
            sync_folder(self.path)

    @property
    def has_begun(self) -> bool:
        """Whether its journal holds an event, or held one; none is what a crash leaves before a run begins."""
        try:
            with self._journal.open("rb") as file:
                first = file.readline()
                line = file.readline() if first == HEADER + b"\n" else first
        except (FileNotFoundError, NotADirectoryError):
            line = b""
        except OSError:
            return True
        return line.endswith(b"\n") or read_head(self._journal) is not None

    def keep_image(self, content: bytes) -> str:
        """Keep bytes from before a change; gives their digest."""
        digest = _digest(content)
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
        within = now.microsecond * 0x10000 // 1_000_000  # of the second, so that runs of one second sort, too
        return f"{now:%Y%m%d-%H%M%S}-{runbook}-{within:04x}"

    def create(self, run: str) -> RunFolder:
        """The folder of a new run, on disk before anything is put into it."""
        path = self._folder / run
        with on_disk(path):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in (path, path / "images"):
                folder.mkdir(mode=0o700)
            for folder in (path, self._folder, self._folder.parent):
                sync_folder(folder)
        return RunFolder(path)

    def all(self) -> list[RunFolder]:
        """All runs that began, oldest first; also those whose journal is damaged."""
        with on_disk(self._folder):
            if not self._folder.is_dir():
                return []
            folders = [RunFolder(path) for path in sorted(self._folder.iterdir())]
        return [folder for folder in folders if folder.has_begun]

    def find(self, run: str) -> RunFolder | None:
        """The run with exactly that id, which may come from a node."""
        return next((folder for folder in self.all() if folder.run == run), None)

    def get(self, run: str) -> RunFolder:
        """The run with that id, or with the only id that begins so.

        Raises:
            InputError: none, or several.
        """
        exact = self.find(run)
        if exact is not None:
            return exact
        folders = [folder for folder in self.all() if run and folder.run.startswith(run)]
        if len(folders) != 1:
            code = "run.unknown" if not folders else "run.ambiguous"
            raise InputError(Problem(code, {"run": run, "runs": ", ".join(folder.run for folder in folders)}))
        return folders[0]

    def remove(self, folder: RunFolder) -> None:
        """Remove a run: it is out of the list before its first file goes, and a removal that was cut is finished.

        Raises:
            StepFailed: something of it is left.
        """
        removed = self._folder.parent / "removed"
        try:
            removed.mkdir(exist_ok=True, mode=0o700)
            folder.path.replace(removed / folder.run)
            for each in removed.iterdir():
                shutil.rmtree(each)
        except OSError as refusal:
            values = {"path": str(refusal.filename or removed), "reason": refusal.strerror or type(refusal).__name__}
            raise StepFailed(Problem("run.folder_stays", {**values})) from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
