"""What a run goes on with only when a person accepts it, by the names that ``--accept`` takes."""

from enum import StrEnum

from clprun.errors import Problem

__all__ = ["FINDINGS", "KNOWN_BEFOREHAND", "Acceptance", "identity"]


class Acceptance(StrEnum):
    """A reason to stop that a person may set aside; what was accepted is written into the journal.

    * ``drift``: what a run left no longer holds; ``input``: runbook, values or inventory changed.
    * ``version``: of the product or of clprun; ``takeover``: what others made is overwritten.
    * ``monitors``: monitors in Caution or suspended; ``services``: a service that neither runs nor is stopped.
    * ``group``: a failover group's servers stand in another order, or it starts otherwise.
    * ``code-words``: none is registered; ``not-enabled``: the agent's list says ENABLE false.
    * ``word``: a person's word for what no machine can check.
    """

    DRIFT = "drift"
    INPUT = "input"
    VERSION = "version"
    TAKEOVER = "takeover"
    MONITORS = "monitors"
    SERVICES = "services"
    GROUP = "group"
    CODE_WORDS = "code-words"
    NOT_ENABLED = "not-enabled"
    WORD = "word"


_MONITORS, _SERVICES, _CODE_WORDS = Acceptance.MONITORS, Acceptance.SERVICES, Acceptance.CODE_WORDS

FINDINGS = frozenset({_MONITORS, _SERVICES, _CODE_WORDS, Acceptance.GROUP, Acceptance.NOT_ENABLED, Acceptance.WORD})
"""What steps find on the nodes; each is accepted by itself, with all that it says, and for the whole run."""

KNOWN_BEFOREHAND = frozenset({_MONITORS})
"""What must have been there before the run changed anything.

What comes up later may be the run's own doing: it is given its time to go, and then a person looks, who resumes the run
with the acceptance. An option given before does not hold for it.
"""


def identity(problem: Problem) -> str:
    """A finding with its node and all its values, so that another one of its code is not taken for it."""
    values = (f"{key}={problem.values[key]}" for key in problem.values)
    return " ".join([problem.code, problem.node or "-", *values])
