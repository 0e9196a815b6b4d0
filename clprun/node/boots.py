"""Whether a node was booted again since a step of a run began its jobs there."""

from dataclasses import dataclass

from clprun.model.cluster import Platform
from clprun.model.question import Question, Raw
from clprun.node.jobscript import job_folder
from clprun.node.shell import STATE_FOLDER, linux_only, quote, refuse, text

__all__ = ["BootAnswer", "BootFacts"]


@dataclass(frozen=True)
class BootAnswer:
    """Boots of a node.

    Args:
        now: id of the boot that answers; differs after every boot.
        at_jobs: ids of the boots in which the jobs began.
    """

    now: str
    at_jobs: frozenset[str] = frozenset()

    @property
    def is_another(self) -> bool:
        """Whether the node was booted after the last of the jobs began; true where none did."""
        return self.now not in self.at_jobs


@dataclass(frozen=True)
class BootFacts(Question[BootAnswer]):
    """The boot in which the node is, and those in which a step's jobs began.

    Args:
        run: id of the run.
        jobs: what the names of the jobs begin with; the attempt and the place of the action follow.
        state_folder: where clprun keeps its things on the node.
    """

    run: str
    jobs: str
    state_folder: str = STATE_FOLDER

    def script(self, platform: Platform) -> str:
        """One line for each job that began, one for now."""
        linux_only(platform)
        return (
            f"for pid in {quote(job_folder(self.state_folder, self.run, self.jobs))}[0-9]*-[0-9]*/pid; do\n"
            '  [ -e "$pid" ] && read -r process start boot rest <"$pid" && [ -n "$boot" ] && echo "job $boot"\n'
            "done\n"
            'read -r boot </proc/sys/kernel/random/boot_id && echo "now $boot"\n'
        )

    def answer(self, raw: Raw) -> BootAnswer:
        """The boots.

        Raises:
            Unanswerable: the node does not tell.
        """
        rows = [line.split() for line in text(raw.out).splitlines()]
        if not rows or rows[-1][:1] != ["now"] or any(len(row) != 2 for row in rows):
            refuse("node.reply_not_understood", raw, question="boot id")
        return BootAnswer(rows[-1][1], frozenset(boot for mark, boot in rows[:-1] if mark == "job"))
