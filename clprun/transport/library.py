"""paramiko, imported the quick and quiet way; every module here that needs it imports from this one.

paramiko imports ``invoke`` for ``Match exec`` in its own configuration parser, which clprun does not use; that import
takes as long as all the rest (reference/performance.md). And without a handler, its log would reach the terminal.
"""

import logging
import sys

_invoke = sys.modules.get("invoke")
if _invoke is None:
    sys.modules["invoke"] = None  # type: ignore[assignment]  # the documented way to make an import fail

from paramiko import (  # noqa: E402  # after invoke was hidden
    Agent,
    AuthenticationException,
    BadAuthenticationType,
    Channel,
    ChannelException,
    PasswordRequiredException,
    PKey,
    SSHException,
    Transport,
)
from paramiko.pkey import UnknownKeyType  # noqa: E402  # after invoke was hidden

if _invoke is None:
    del sys.modules["invoke"]

logging.getLogger("paramiko").addHandler(logging.NullHandler())

__all__ = [
    "Agent",
    "AuthenticationException",
    "BadAuthenticationType",
    "Channel",
    "ChannelException",
    "PKey",
    "PasswordRequiredException",
    "SSHException",
    "Transport",
    "UnknownKeyType",
]
