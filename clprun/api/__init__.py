"""The Python face of clprun: prepare, plan, apply, resume, abandon, verify. The command line is one user of it."""

from clprun.api.access import Access, network_access
from clprun.api.around import Around
from clprun.api.clean import Cleaning, OldRun, Site, Why, cleaning
from clprun.api.contact import interview
from clprun.api.damage import abandon_damaged
from clprun.api.debts import Owing, owing, settle
from clprun.api.givingup import Reach, abandon, open_state
from clprun.api.look import StepResult, Verification, plan, plan_offline, remaining, verify
from clprun.api.occupation import Occupation, occupation
from clprun.api.pastruns import PastRun, past_run, past_runs, state_of, unfinished
from clprun.api.prepare import Prepared, Request, prepare
from clprun.api.runs import apply, resume
from clprun.api.unlocking import holder_lives, unlock

__all__ = [
    "Access",
    "Around",
    "Cleaning",
    "Occupation",
    "OldRun",
    "Owing",
    "PastRun",
    "Prepared",
    "Reach",
    "Request",
    "Site",
    "StepResult",
    "Verification",
    "Why",
    "abandon",
    "abandon_damaged",
    "apply",
    "cleaning",
    "holder_lives",
    "interview",
    "network_access",
    "occupation",
    "open_state",
    "owing",
    "past_run",
    "past_runs",
    "plan",
    "plan_offline",
    "prepare",
    "remaining",
    "resume",
    "settle",
    "state_of",
    "unfinished",
    "unlock",
    "verify",
]
