"""The Python face of clprun: prepare, plan, apply, resume, abandon, verify. The command line is one user of it."""

from clprun.api.access import Access
from clprun.api.look import plan, plan_offline, remaining, verify_steps
from clprun.api.prepare import Prepared, Request, prepare
from clprun.api.runs import Around, abandon, apply, resume, state_of, unfinished, unlock

__all__ = [
    "Access",
    "Around",
    "Prepared",
    "Request",
    "abandon",
    "apply",
    "plan",
    "plan_offline",
    "prepare",
    "remaining",
    "resume",
    "state_of",
    "unfinished",
    "unlock",
    "verify_steps",
]
