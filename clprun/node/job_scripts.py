"""What each platform's shell is told about jobs."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from clprun.model.cluster import Platform
from clprun.node import jobscript
from clprun.node.windows import jobscript as windows_jobscript

__all__ = ["SCRIPTS", "JobScripts"]


class JobScripts(Protocol):
    """The scripts of jobs, as :mod:`clprun.node.jobscript` describes them."""

    def job_folder(self, state_folder: str, run: str, job: str) -> str:
        """Path of a job's folder."""

    def begin(
        self,
        folder: str,
        argv: Sequence[str],
        work: str,
        pauses: Sequence[float],
        *,
        stays: bool = False,
        guard: str = "",
    ) -> Sequence[str]:
        """Scripts that start a job unless it was started before; the last one waits and tells its state."""

    def watch(self, folder: str, pauses: Sequence[float] = ()) -> str:
        """A script that waits for a job's end and tells its state."""

    def fence(self, folder: str) -> str:
        """A script that keeps a job which has not begun from ever beginning, and tells its state."""


SCRIPTS: Mapping[Platform, JobScripts] = {Platform.LINUX: jobscript, Platform.WINDOWS: windows_jobscript}
"""By platform of the node."""
