"""What a person needs after a run stopped: what was left in which state, and the exact commands to go on."""

import shlex

from clprun.errors import ClprunError, ClusterHeld, InDoubt, NeedsAcceptance
from clprun.model.events import OVER
from clprun.ui.clean import one_line
from clprun.ui.debts import draw_way_back, what_is_owed
from clprun.ui.plan import padded
from clprun.ui.screen import Screen
from clprun.ui.tally import Standing, Tally

__all__ = ["draw_aftermath", "draw_left"]


def draw_aftermath(screen: Screen, tally: Tally, runbook: str, failure: ClprunError) -> None:
    """How things stand after ``failure`` stopped a run, and how to go on; nothing when there is none to go on with.

    Args:
        screen: where to.
        tally: of the run's events.
        runbook: as a person would name it: shipped name or path.
        failure: what stopped it.
    """
    if isinstance(failure, ClusterHeld):
        return
    if not tally.run or (tally.end is not None and tally.end.how in OVER):
        return
    screen.blank()
    draw_left(screen, tally)
    ways = [("labels.go_on", _resume(tally.run, failure))]
    ways.append(("labels.by_hand", f"clprun show {shlex.quote(runbook)} --remaining {tally.run}"))
    ways.append(("labels.give_up", f"clprun abandon {tally.run}"))
    for code, command in ways:
        screen.line((f"{screen.word(code)}:", "bold green"))
        screen.line(command, indent=4)


def draw_left(screen: Screen, tally: Tally) -> None:
    """What a run left: how many steps are done, which are half done, what is owed and how to give it back."""
    done = len(tally.standings) - len(tally.open)
    screen.line((screen.word("labels.left" if tally.open else "labels.left_clean", done=done), "bold"))
    for (step, node), standing in tally.open.items():
        word = screen.word(f"labels.outcome_{standing.state.replace('-', '_')}")
        screen.line(f"{padded(one_line(step), 24)}  {one_line(node)}  ", (word, "yellow"), indent=2)
        _draw_last_action(screen, standing)
    for debt in tally.owed:
        what = what_is_owed(debt, screen.language)
        screen.line((screen.word("labels.owed", what=what), "yellow"), indent=2)
        draw_way_back(screen, debt, indent=4)


def _draw_last_action(screen: Screen, standing: Standing) -> None:
    action = standing.action
    if action is None:
        return
    code = "labels.last_action" if action.exit_code is None else "labels.last_command"
    exit_code = -1 if action.exit_code is None else action.exit_code
    screen.line((screen.word(code, action=action.action, exit=exit_code), "dim"), indent=6)


def _resume(run: str, failure: ClprunError) -> str:
    """The command that goes on, with the option that answers what the run waits for."""
    command = f"clprun resume {run}"
    if isinstance(failure, NeedsAcceptance):
        return f"{command} --accept {failure.what}"
    if isinstance(failure, InDoubt) and failure.problem.step:
        return f"{command} --in-doubt {failure.problem.step}=redo   # redo | done | stop"
    return command
