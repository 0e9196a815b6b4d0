"""Check that a web server answers."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from clprun.errors import Problem
from clprun.model.question import Answers, Ask
from clprun.node.dialled import HttpFromController
from clprun.node.questions import HttpAnswer, HttpOutcome
from clprun.steps.base import Target, Want
from clprun.steps.check import Check

__all__ = ["HttpAnswerCheck", "HttpAnswerWant", "Url"]

_HIGHEST_PORT = 65535


def _with_port(url: str) -> str:
    port = url.split("/")[2].rpartition("]")[2].partition(":")[2]
    if port and not 1 <= int(port) <= _HIGHEST_PORT:
        raise ValueError("a port from 1 to 65535 is wanted")
    return url


Url = Annotated[
    str,
    Field(
        pattern=r"^https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
        r"(/[A-Za-z0-9._~%?&=+,;:/-]*)?$",
        max_length=1023,
    ),
    AfterValidator(_with_port),
]
"""``http://`` or ``https://``, a host name or address, maybe a port, maybe a path; never a user or a password."""


class HttpAnswerWant(Want):
    """What must answer.

    Args:
        url: what is asked for.
        asked_by: the step's ``node``, or the ``controller``, where clprun itself runs; that goes the way the node is
            reached, so also through a jump host.
        verify_certificate: whether the certificate must be one the node trusts; a self-signed one is usual.
    """

    url: Url
    asked_by: Literal["node", "controller"] = "node"
    verify_certificate: bool = False

    @property
    def question(self) -> HttpAnswer:
        """Asks for it."""
        form = HttpAnswer if self.asked_by == "node" else HttpFromController
        return form(self.url, self.verify_certificate)


class HttpAnswerCheck(Check[HttpAnswerWant]):
    """Any HTTP status is an answer: a server that asks for a login or redirects is there (PROCEDURES.md 4)."""

    name = "http-answer"
    want = HttpAnswerWant
    patience = 60

    def asks(self, want: HttpAnswerWant, target: Target) -> Sequence[Ask[Any]]:
        """One request."""
        return (Ask(target.node.name, want.question),)

    def missing(self, want: HttpAnswerWant, target: Target, answers: Answers) -> Problem | None:
        """Why there is no answer."""
        reply = answers(target.node.name, want.question)
        if reply.outcome is HttpOutcome.ANSWERED:
            return None
        return Problem(_CODES[reply.outcome], {"url": want.url}, node=target.node.name, output=reply.output or None)


_CODES = {
    HttpOutcome.REFUSED: "check.http_refused",
    HttpOutcome.TIMED_OUT: "check.http_timed_out",
    HttpOutcome.UNRESOLVED: "check.http_unresolved",
    HttpOutcome.TLS_FAILED: "check.http_tls_failed",
    HttpOutcome.NO_ANSWER: "check.http_no_answer",
}
