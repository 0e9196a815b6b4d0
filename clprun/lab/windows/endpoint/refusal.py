"""Faults that Windows' WinRM service answers: codes and words as people met them (sources at each)."""

from typing import Final

__all__ = [
    "ABORTED",
    "MALFORMED",
    "TIMED_OUT",
    "UNKNOWN_ACTION",
    "UNKNOWN_COMMAND",
    "Refusal",
    "operations_exceeded",
    "shells_exceeded",
    "unknown_resource",
    "unknown_shell",
    "win32",
]

_SELECTORS: Final = (
    "The WS-Management service cannot process the request because the request contained invalid selectors "
    "for the resource. "
)
_UNEXPECTED_SELECTORS: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/UnexpectedSelectors"


class Refusal(Exception):
    """A request that is answered by a SOAP fault.

    Args:
        code: of the ``WSManFault``, a Win32 error or HRESULT.
        message: of the ``WSManFault``.
        subcode: of the SOAP fault.
        reason: of the SOAP fault, where it differs from ``message``.
        detail: URI of the WS-Management fault detail, if there is one.
        side: ``s:Sender`` or ``s:Receiver``: whose fault it is.
    """

    def __init__(
        self, code: int, message: str, subcode: str, reason: str = "", detail: str = "", side: str = "s:Sender"
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.subcode = subcode
        self.reason = reason
        self.detail = detail
        self.side = side


def unknown_shell(shell: str) -> Refusal:
    """No such shell (any more)."""
    return Refusal(
        2150858843,
        f"The request for the Windows Remote Shell with ShellId {shell} failed because the shell was not found on the "
        "server. Possible causes are: the specified ShellId is incorrect or the shell no longer exists on the server. "
        "Provide the correct ShellId or create a new shell and retry the operation. ",
        "w:InvalidSelectors",
        _SELECTORS,
        _UNEXPECTED_SELECTORS,
    )


def shells_exceeded(limit: int) -> Refusal:
    """MaxShellsPerUser (test-kitchen issue 656)."""
    return Refusal(
        2150859173,
        "The WS-Management service cannot process the request. "
        f"This user is allowed a maximum number of {limit} concurrent shells, which has been exceeded. "
        "Close existing shells or raise the quota for this user. ",
        "w:QuotaLimit",
        "The WS-Management service cannot process the request. The maximum number of concurrent shells for this user "
        "has been exceeded. Close existing shells or raise the quota for this user. ",
    )


def operations_exceeded(limit: int) -> Refusal:
    """MaxConcurrentOperationsPerUser (pywinrm issue 124)."""
    return Refusal(
        2150859174,
        "The WS-Management service cannot process the request. "
        f"This user is allowed a maximum number of {limit} concurrent operations, which has been exceeded. "
        "Close existing operations for this user, or raise the quota for this user. ",
        "w:QuotaLimit",
        "The WS-Management service cannot process the request. The maximum number of concurrent operations for this "
        "user has been exceeded. Close existing operations for this user, or raise the quota for this user. ",
    )


def unknown_resource(resource: str) -> Refusal:
    """A resource that is no text shell: PSRP's, for one."""
    return Refusal(
        2150858752,
        "The WS-Management service cannot process the request. "
        f"The resource URI ({resource}) was not found in the WS-Management catalog. ",
        "a:DestinationUnreachable",
        detail="http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InvalidResourceURI",
    )


def win32(error: int) -> Refusal:
    """What Windows itself has refused: CreateProcess, mostly."""
    code = error if error > 0xFFFF else 0x80070000 | error
    words = _WIN32.get(error, f"The system has refused it (error {error}). ")
    return Refusal(code, words, "w:InternalError", side="s:Receiver")


_WIN32: Final = {
    2: "The system cannot find the file specified. ",
    183: "Cannot create a file when that file already exists. ",
    206: "The filename or extension is too long. ",
    267: "The directory name is invalid. ",
}

MALFORMED: Final = Refusal(
    2150858817,
    "The SOAP XML in the message does not match the corresponding XML schema definition. Change the XML and retry. ",
    "w:SchemaValidationError",
)
"""No XML, or not what the schema says."""

TIMED_OUT: Final = Refusal(
    2150858793,
    "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.  ",
    "w:TimedOut",
    side="s:Receiver",
)
"""Nothing to tell within OperationTimeout: ask again."""

UNKNOWN_COMMAND: Final = Refusal(
    2150858843,
    "The Windows Remote Shell received a request to perform an operation on a command identifier that does not exist. "
    "Either the command has completed execution or the client specified an invalid command identifier. ",
    "w:InvalidSelectors",
    _SELECTORS,
    _UNEXPECTED_SELECTORS,
)
"""The shell lives, the command does not; the code is that of an unknown shell (pypsrp's tests against Windows)."""

ABORTED: Final = Refusal(
    995,
    "The I/O operation has been aborted because of either a thread exit or an application request. ",
    "w:InternalError",
    side="s:Receiver",
)
"""A Receive whose command was terminated meanwhile: ERROR_OPERATION_ABORTED."""

UNKNOWN_ACTION: Final = Refusal(
    2150858811,
    "The WS-Management service cannot process the request because the action is not supported by the service. ",
    "a:ActionNotSupported",
)
"""An action that text shells do not know."""
