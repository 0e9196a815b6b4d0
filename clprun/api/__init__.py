"""The Python face of clprun: prepare, plan, apply, resume, abandon, verify. The command line is one user of it."""

from clprun.api.access import Access, network_access
from clprun.api.look import StepResult, Verification, plan, plan_offline, remaining, verify
from clprun.api.prepare import Prepared, Request, prepare
from clprun.api.runs import Around, abandon, apply, locks_of, resume, state_of, unfinished, unlock

__all__ = [
    "Access",
    "Around",
    "Prepared",
    "Request",
    "StepResult",
    "Verification",
    "abandon",
    "apply",
    "locks_of",
    "network_access",
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
