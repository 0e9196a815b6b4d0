"""The Python face of clprun: prepare, plan, apply, resume, abandon, verify. The command line is one user of it."""

from clprun.api.access import Access, network_access
from clprun.api.around import Around
from clprun.api.damage import abandon_damaged
from clprun.api.givingup import abandon
from clprun.api.locking import locks_of, unlock
from clprun.api.look import StepResult, Verification, plan, plan_offline, remaining, verify
from clprun.api.pastruns import PastRun, past_run, past_runs, state_of, unfinished
from clprun.api.prepare import Prepared, Request, prepare
from clprun.api.runs import apply, resume

__all__ = [
    "Access",
    "Around",
    "PastRun",
    "Prepared",
    "Request",
    "StepResult",
    "Verification",
    "abandon",
    "abandon_damaged",
    "apply",
    "locks_of",
    "network_access",
    "past_run",
    "past_runs",
    "plan",
    "plan_offline",
    "prepare",
    "remaining",
    "resume",
    "state_of",
    "unfinished",
    "unlock",
    "verify",
]
