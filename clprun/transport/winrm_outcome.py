"""What can come of a WinRM request besides its answer, and how a person is told; pure."""

from http import HTTPStatus

from clprun.errors import ClprunError, LinkLost, NodeUnreachable, Problem, StepFailed
from clprun.transport.codec import printable
from clprun.transport.framing import MAX_OUTPUT, OutputTooLong
from clprun.transport.winrm_server import Server

__all__ = [
    "SHELL_IS_GONE",
    "AnswerIncomplete",
    "LoginExpired",
    "NotTrusted",
    "Outcome",
    "Refused",
    "ReplyLost",
    "StillRunning",
    "not_answered",
    "not_opened",
]

SHELL_IS_GONE = frozenset({2150858843, 0x803381A6})
"""Faults: the shell is not there; it has had its share of operations, counted over its life (MS-WSMV note 118)."""

_ACCESS_DENIED = 5
_TOO_MANY_SHELLS = 2150859173
_TOO_MANY_OPERATIONS = 0x803381A6
"""Fault: in all shells of the user; 15 before Windows Server 2012."""

_TOO_MANY = {_TOO_MANY_SHELLS, _TOO_MANY_OPERATIONS}


class Outcome(Exception):
    """There is no answer."""


class LoginExpired(Outcome):
    """The server no longer knows who we are; what was asked was not done."""


class NotTrusted(Outcome):
    """No TLS session came about; nothing was asked.

    Args:
        cause: what the TLS library said.
    """

    def __init__(self, cause: Exception) -> None:
        super().__init__(cause)
        self.cause = cause


class Refused(Outcome):
    """The server answered with a fault instead.

    Args:
        status: of HTTP.
        fault: WSManFault code, ``None`` when there is none.
        reason: untrusted words of the server.
    """

    def __init__(self, status: int, fault: int | None = None, reason: str = "") -> None:
        super().__init__(status, fault)
        self.status, self.fault, self.reason = status, fault, reason

    @property
    def nothing_was_done(self) -> bool:
        """Whether that is certain: a limit, a shell that is gone, or not even an envelope was looked at."""
        limits = {*SHELL_IS_GONE, _ACCESS_DENIED, _TOO_MANY_SHELLS}
        return self.fault in limits or (self.fault is None and self.status < HTTPStatus.INTERNAL_SERVER_ERROR)

    @property
    def passes(self) -> bool:
        """Whether it is only a matter of time: a service that is starting, shells that end by themselves."""
        return self.fault == _TOO_MANY_SHELLS or self.status == HTTPStatus.SERVICE_UNAVAILABLE


class ReplyLost(Outcome):
    """No answer that makes sense came; whether the server did what was asked is unknown.

    Args:
        reason: untrusted words about what came instead.
        speaks: whether the server is known to speak WinRM, so that scheme and port are right.
    """

    def __init__(self, reason: str = "", *, speaks: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.speaks = reason, speaks


class StillRunning(Outcome):
    """The server had nothing to tell in the time it was given."""

    speaks = True


class AnswerIncomplete(Outcome):
    """A command ended, but a reply with a part of what it printed was lost."""


def not_opened(error: Exception, server: Server) -> NodeUnreachable | None:
    """The failure of making a shell; ``None`` for an error of another sort."""
    match error:
        case Refused():
            return _refused(error, server)
        case StillRunning() | ReplyLost(speaks=True):
            reason = printable(getattr(error, "reason", ""), 300)
            return server.unreachable("node.winrm_broken_off", output=reason or None)
        case Outcome() | TimeoutError():
            reason = printable(getattr(error, "reason", ""), 300)
            return server.unreachable("node.winrm_no_reply", output=reason or None)
        case _:
            return None


def not_answered(error: Exception, server: Server, deadline: float) -> ClprunError | None:
    """The failure of running a command; ``None`` for an error of another sort.

    Args:
        error: what came of it.
        server: the server.
        deadline: seconds the command had.
    """
    match error:
        case TimeoutError():
            return LinkLost(Problem("node.deadline_passed", {"seconds": f"{deadline:g}"}, node=server.node))
        case OutputTooLong():
            return StepFailed(Problem("node.output_too_long", {"mebibytes": MAX_OUTPUT >> 20}, node=server.node))
        case AnswerIncomplete():
            return LinkLost(Problem("node.winrm_answer_incomplete", node=server.node))
        case Refused():
            return _refused(error, server)
        case Outcome():
            reason = printable(getattr(error, "reason", ""), 1000)
            return LinkLost(Problem("node.link_lost", node=server.node, output=reason or None))
        case _:
            return None


def _refused(refused: Refused, server: Server) -> NodeUnreachable:
    if refused.fault == _ACCESS_DENIED:
        return server.unreachable("node.winrm_not_elevated")
    if refused.fault in _TOO_MANY:
        return server.unreachable("node.winrm_too_many_shells")
    if refused.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return server.unreachable("node.winrm_too_large")
    if refused.fault in SHELL_IS_GONE:
        return server.unreachable("node.winrm_shell_ended")
    fault = f"HTTP {refused.status}" if refused.fault is None else str(refused.fault)
    return server.unreachable("node.winrm_refused", output=printable(refused.reason, 1000) or None, fault=fault)
