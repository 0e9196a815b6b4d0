"""A runbook together with the files it is written in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from clprun.errors import Place
from clprun.lang.document import Document, Path, place_in
from clprun.model.runbook import Phase, Runbook, Step

__all__ = ["LoadedRunbook"]


@dataclass(frozen=True)
class LoadedRunbook:
    """A runbook and its files, all read once.

    Args:
        runbook: the model.
        document: the YAML file.
        folder: where the YAML file lies; template files are named from here.
        files: texts of the template files, by the name that stands in the runbook.
    """

    runbook: Runbook
    document: Document
    folder: FilePath
    files: Mapping[str, str]

    def steps(self) -> Iterator[tuple[Path, Phase, Step]]:
        """All steps in order, with their phases and their paths in the document."""
        for phase_index, phase in enumerate(self.runbook.phases):
            for step_index, step in enumerate(phase.steps):
                yield ("phases", phase_index, "steps", step_index), phase, step

    def file_place(self, name: str, line: int, column: int = 1) -> Place:
        """A line and column (from 1) of a template file."""
        return place_in(str(self.folder / name), self.files[name], line - 1, column - 1)
