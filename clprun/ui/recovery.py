"""Says how long a cluster took to recover from the faults of a run."""

from rich.cells import cell_len

from clprun.model.runbook import Runbook
from clprun.ui.clean import one_line
from clprun.ui.plan import padded
from clprun.ui.screen import Screen
from clprun.ui.tally import Standing, Tally

__all__ = ["draw_recoveries", "recovery"]


def recovery(screen: Screen, standing: Standing) -> str:
    """The time to recovery of one trial, or that it is not known."""
    if standing.recovered_after is None:
        return screen.word("labels.recovery_unknown")
    return screen.word("labels.recovered_after", seconds=standing.recovered_after)


def draw_recoveries(screen: Screen, tally: Tally, runbook: Runbook) -> None:
    """The trials of a run with their times; nothing when there was none.

    Args:
        screen: where to.
        tally: of the run's events, also those before a resume.
        runbook: whose titles are shown.
    """
    if not tally.recoveries:
        return
    screen.line((screen.word("labels.recoveries"), "bold"))
    titles = {step: runbook.step(step).title.in_(screen.language) for step, _ in tally.recoveries}
    width = max(map(cell_len, titles.values()))
    for (step, node), standing in tally.recoveries.items():
        screen.line(
            f"{padded(one_line(titles[step]), width)}  {one_line(node)}  ", recovery(screen, standing), indent=2
        )
    screen.blank()
