"""One build with one fault that is made again at every phase; each time the run goes on as it has said it can."""

import json
import re
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tests.crash.controller import KILLED, NOTHING_TO_RESUME, Controller, advised
from tests.crash.courses import controller_for
from tests.crash.faults import FAULTS, Fault, small_disk
from tests.crash.results import Result
from tests.crash.undisturbed import Undisturbed, damage
from tests.support.bench import Finish, finish_of

__all__ = ["faulty_at_every_phase", "faulty_at_phases"]

_NEVER: Final = re.compile(r"Traceback|fault of clprun itself")
_TRIES: Final = 4
_SECONDS: Final = 300.0
_OUT_OF_REACH: Final = 4
_INTERRUPTED: Final = (128 + signal.SIGINT, -signal.SIGINT)
"""As clprun says it, and as the shell does where the signal came when clprun had already said how the run ended."""

_HASTE: Final = "10"
"""What clprun's waits for a state are divided by; those of the lab's products are far shorter than that."""

_SPLIT: Final = "/mnt/sdb2/nqs/private/root/control/split-brain"
"""What JobCenter's stand-in notes when a link is silent and the cluster takes its group over, whoever builds it."""

_MOVED: Final = "clpgrp -m failover -a clu1 || clpgrp -s failover || :"
"""What a person types on both nodes when the cluster has taken the group over, or has given it up."""

_AFTER_A_FAILOVER: Final = dict.fromkeys(("Nothing is mounted at", "should run on the primary"), _MOVED)

_PATIENCE: Final = 2 / 3
"""Share of the time of an undisturbed build, after which a person interrupts a run that a fault makes wait."""


def faulty_at_every_phase(course: str, name: str, expected: Undisturbed, folder: Path) -> Result:
    """Build, with a fault of that name at every phase."""
    phases = [place.split(":")[1] for place in expected.places if place.startswith("phase:")]
    return faulty_at_phases(course, name, [(phase, FAULTS[name]) for phase in phases], expected, folder)


def faulty_at_phases(
    course: str, variant: str, faults: Sequence[tuple[str, Fault]], expected: Undisturbed, folder: Path
) -> Result:
    """Build; at each of the phases make a fault, see how the run stops, mend it, and go on as the run advises.

    Args:
        course: what is built.
        variant: name of the result.
        faults: phases, in order, each with its fault.
        expected: the same build, undisturbed.
        folder: an empty one, for the lab.
    """
    with small_disk(folder), controller_for(course, folder) as patient:
        bench = patient.bench.started_by(CLPRUN_HASTE=_HASTE)
        varying = replace(bench, varying=(*bench.varying, _SPLIT))
        controller = replace(patient, bench=varying, everywhere=_AFTER_A_FAILOVER)
        trial = Trial(controller, expected.seconds * _PATIENCE)
        for phase, fault in faults:
            trial.make(fault, phase)
        finish = trial.gone_on(controller.going_on, faults[-1][1])
        for node in bench.nodes:  # the last failover may have come when nothing was left to be done
            bench.sh(node, _MOVED)
        return Result.of(
            ("faults", course, variant),
            {"phases": len(faults), "struck": trial.struck, "stopped": trial.stopped},
            damage(expected, controller, 0, once=False),
            trial.untrue if finish.code == 0 else (*trial.untrue, finish.text),
        )


@dataclass
class Trial:
    """What came of faults in one build.

    Args:
        controller: begins and resumes.
        patience: seconds after which a person interrupts a run that waits.
        struck: how many were there when their phase began to change something.
        stopped: how many stopped the run.
        untrue: what a run said, or how it ended, that is not right.
    """

    controller: Controller
    patience: float
    struck: int = 0
    stopped: int = 0
    untrue: list[str] = field(default_factory=list)
    _has_begun: bool = False

    def make(self, fault: Fault, phase: str) -> None:
        """Make a fault at a phase, mend it, and go on to the end of the phase, where the controller is killed."""
        end = f"phase:{phase}:"
        words = self.controller.going_on if self._has_begun else self.controller.beginning
        self._has_begun = True
        finish = self._disturbed(words, fault, end)
        fault.mend(self.controller.bench)
        if finish.code != KILLED:
            self.stopped += 1
            self._judge(finish, fault, phase)
            finish = self.gone_on(advised(finish) or self.controller.going_on, fault, end)
        assert finish.code == KILLED, f"{phase}: {finish.text}"

    def gone_on(self, words: Sequence[str], fault: Fault, end: str | None = None) -> Finish:
        """How the run ends at last when it is resumed as it says.

        A node may go only now, since the cluster shuts down what it finds active twice: a person looks after it again.
        """
        for _ in range(_TRIES):
            finish = self.controller.bench.clprun(*words, fault=end, seconds=_SECONDS)
            if finish.code in {0, KILLED}:
                break
            if finish.code == _OUT_OF_REACH:
                fault.mend(self.controller.bench)
            elif finish.code == NOTHING_TO_RESUME:
                words = self.controller.beginning
            elif not self.controller.helped(finish):
                words = advised(finish) or words
        return finish

    def _disturbed(self, words: Sequence[str], fault: Fault, end: str) -> Finish:
        bench = self.controller.bench
        if fault.armed:
            fault.strike(bench)
        verb = bench.start(*words, "--json", fault=end)
        if _begins_to_change(verb):
            self.struck += 1
            if not fault.armed:
                fault.strike(bench)
        try:
            verb.wait(self.patience)
        except subprocess.TimeoutExpired:
            verb.send_signal(signal.SIGINT)
        return finish_of(verb, _SECONDS)

    def _judge(self, finish: Finish, fault: Fault, phase: str) -> None:
        """Whether the run stopped as it may: with a code of the contract, and a message that says how to go on."""
        may_be_silent = finish.code in _INTERRUPTED  # before the run was gone on with, nothing is left to be said
        is_true = may_be_silent or (finish.code in fault.codes and (advised(finish) or self._was_refused()))
        if not is_true or _NEVER.search(finish.err):
            self.untrue.append(f"{phase}: exit {finish.code}: {finish.err}")

    def _was_refused(self) -> bool:
        """Whether the run was over before it began."""
        return bool(self.controller.bench.runs()[0]["state"] == "refused")


def _begins_to_change(verb: "subprocess.Popen[str]") -> bool:
    """Wait until a run is about to change something; false when it ends without."""
    assert verb.stdout is not None
    return any(json.loads(line)["event"] == "step-intended" for line in verb.stdout)
