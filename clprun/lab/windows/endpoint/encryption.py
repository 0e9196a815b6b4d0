"""Message encryption over HTTP: a SOAP envelope sealed by the login ([MS-WSMV] 2.2.9.1)."""

import re
import struct
from typing import Final

import spnego
from spnego.exceptions import SpnegoError

__all__ = ["CONTENT_TYPE", "TamperedError", "is_sealed", "seal", "unseal"]

_PROTOCOL: Final = "application/HTTP-SPNEGO-session-encrypted"
_BOUNDARY: Final = b"--Encrypted Boundary"
_LENGTH: Final = struct.Struct("<I")
_PARTS: Final = re.compile(
    rb"--Encrypted Boundary\r\n"
    rb"\s*Content-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
    rb"\s*OriginalContent: type=application/soap\+xml;charset=UTF-8;Length=(\d+)\r\n"
    rb"--Encrypted Boundary\r\n"
    rb"\s*Content-Type: application/octet-stream\r\n"
    rb"(.*)--Encrypted Boundary--(?:\r\n)?",
    re.DOTALL,
)

CONTENT_TYPE: Final = f'multipart/encrypted;protocol="{_PROTOCOL}";boundary="Encrypted Boundary"'


class TamperedError(Exception):
    """No message sealed by this login."""


def is_sealed(content_type: str) -> bool:
    """Whether a body of this type is sealed."""
    return content_type.lower().startswith("multipart/encrypted") and _PROTOCOL.lower() in content_type.lower()


def unseal(content: bytes, context: spnego.ContextProxy | None) -> bytes:
    """The envelope in a sealed body.

    Raises:
        TamperedError: it was sealed by another login, or changed on its way.
    """
    found = _PARTS.fullmatch(content)
    if not found or context is None or not context.complete:
        raise TamperedError
    sealed = found[2]
    try:
        (length,) = _LENGTH.unpack_from(sealed)
        header, data = sealed[_LENGTH.size :][:length], sealed[_LENGTH.size + length :]
        envelope = context.unwrap_winrm(header, data)
    except (SpnegoError, struct.error):
        raise TamperedError from None
    if len(envelope) != int(found[1]):
        raise TamperedError
    return envelope


def seal(envelope: bytes, context: spnego.ContextProxy) -> bytes:
    """A body that only the other end of this login can read."""
    header, data, padding = context.wrap_winrm(envelope)
    return b"".join(
        (
            _BOUNDARY,
            f"\r\n\tContent-Type: {_PROTOCOL}\r\n".encode(),
            f"\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length={len(envelope) + padding}\r\n".encode(),
            _BOUNDARY,
            b"\r\n\tContent-Type: application/octet-stream\r\n",
            _LENGTH.pack(len(header)),
            header,
            data,
            _BOUNDARY,
            b"--\r\n",
        )
    )
