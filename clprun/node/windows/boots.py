"""Whether a Windows node was booted again since a step of a run began its jobs there."""

import re
from dataclasses import dataclass
from pathlib import PureWindowsPath

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.boots import BootAnswer, BootFacts
from clprun.node.shell import refuse
from clprun.node.windows.bootid import UNKNOWN, tell_boot
from clprun.node.windows.cmd import lines, windows_only
from clprun.node.windows.jobscript import BEGAN, job_folder, within
from clprun.node.windows.state import state_folder

__all__ = ["WindowsBootFacts"]

_JOB = re.compile(r"job (\S+) (.+)")
_NOW = re.compile(r"now (.+)")


@dataclass(frozen=True)
class WindowsBootFacts(Question[BootAnswer]):
    """The boot in which the node is, and those in which a step's jobs were sent off."""

    asked: BootFacts

    def script(self, platform: Platform) -> str:
        """One line for each job that began, one for now."""
        windows_only(platform)
        jobs = job_folder(state_folder(self.asked.state_folder), self.asked.run, self.asked.jobs)
        tell = 'for /f "usebackq delims=" %b in ("%~j\\boot") do echo job %j %b'
        sent_off = f"for /d %j in ({self.asked.jobs}*) do {BEGAN} {tell}"
        return f"{within(str(PureWindowsPath(jobs).parent), sent_off)}&{tell_boot('now ')}"

    def answer(self, raw: Raw) -> BootAnswer:
        """The boots.

        Raises:
            Unanswerable: the node does not tell.
        """
        told = lines(raw.out)
        now = _NOW.fullmatch(told[-1]) if told else None
        jobs = [_JOB.fullmatch(line) for line in told[:-1]]
        if now is None or now[1] == UNKNOWN or not all(jobs):
            refuse("node.reply_not_understood", raw, question="BootId, pagefile.sys")
        of_step = re.compile(re.escape(self.asked.jobs) + r"\d.*-\d.*")
        return BootAnswer(now[1], frozenset(job[2] for job in jobs if job and of_step.fullmatch(job[1])))
