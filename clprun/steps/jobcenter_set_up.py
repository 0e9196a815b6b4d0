"""JobCenter's code words and initial set-up: a person's work, which the machine checks as far as it can."""

from collections.abc import Sequence
from typing import Any

from clprun.errors import NeedsAcceptance, Problem, WaitingForPerson
from clprun.model.acceptance import Acceptance
from clprun.model.change import Change
from clprun.model.question import Answers, Ask
from clprun.model.runbook import Nature
from clprun.node.questions import FileFacts, FileKind
from clprun.products.jobcenter import CJCMKSITE, CJCPW, CODE_WORDS, DAEMON_CONF, NQSSTART, NQSSTOP
from clprun.steps.base import Kind, Target, Want

__all__ = ["JobCenterSetUp", "JobCenterSetUpWant"]

_INSTALLED = tuple(FileFacts(path) for path in (CJCMKSITE, CJCPW, NQSSTART, NQSSTOP, DAEMON_CONF))
_CODE_WORDS = FileFacts(CODE_WORDS, content=True)
_PARTS_OF_A_LINE = 2
_NO_CODE_WORD = "jobcenter.no_code_word"


class JobCenterSetUpWant(Want):
    """Nothing beyond what the product demands."""


class JobCenterSetUp(Kind[JobCenterSetUpWant]):
    """Programs installed, a code word registered (products.md 1.3); how a finished set-up shows is not public.

    What else may stand for a code word, a trial among it, is not public either: a person may accept that there is none.
    """

    name = "jobcenter-set-up"
    nature = Nature.LASTING
    want = JobCenterSetUpWant

    def asks(self, want: JobCenterSetUpWant, target: Target) -> Sequence[Ask[Any]]:
        """The files that an installed product has."""
        del want
        return tuple(Ask(target.node.name, question) for question in (*_INSTALLED, _CODE_WORDS))

    def plan(self, want: JobCenterSetUpWant, target: Target, answers: Answers) -> Change | None:
        """Nothing to do when all is there.

        Raises:
            WaitingForPerson: something lacks; the text says what to do.
            NeedsAcceptance: only the code word does.
        """
        problem = self.missing(want, target, answers)
        if problem is None:
            return None
        if problem.code == _NO_CODE_WORD:
            raise NeedsAcceptance(Acceptance.CODE_WORDS, problem)
        raise WaitingForPerson(problem)

    def missing(self, want: JobCenterSetUpWant, target: Target, answers: Answers) -> Problem | None:
        """The first file that lacks, or that no code word is registered and nobody accepted that."""
        del want
        node = target.node.name
        for question in _INSTALLED:
            if answers(node, question).kind is not FileKind.FILE:
                return Problem("jobcenter.not_installed", {"path": question.path}, node=node)
        if _has_code_word(answers(node, _CODE_WORDS).content):
            return None
        return next(iter(target.not_accepted(Problem(_NO_CODE_WORD, {"path": CODE_WORDS}, node=node))), None)


def _has_code_word(content: bytes | None) -> bool:
    """Whether a line holds a model number and a code word, which may hold any sign, ``#`` too (products.md 1.3)."""
    return any(len(line.split()) == _PARTS_OF_A_LINE for line in (content or b"").splitlines())
