"""Accounts of the node and their security identifiers. A stand-in [doc: well-known SIDs; k: names]."""

import zlib

from .errors import WindowsError
from .node import WindowsNode

__all__ = ["ADMINISTRATORS", "EVERYONE", "SYSTEM", "USERS", "machine", "name_of", "sid_of"]

ADMINISTRATORS = "S-1-5-32-544"
USERS = "S-1-5-32-545"
SYSTEM = "S-1-5-18"
EVERYONE = "S-1-1-0"

WELL_KNOWN = {
    EVERYONE: "Everyone",
    "S-1-3-0": "CREATOR OWNER",
    "S-1-5-2": "NT AUTHORITY\\NETWORK",
    "S-1-5-4": "NT AUTHORITY\\INTERACTIVE",
    "S-1-5-11": "NT AUTHORITY\\Authenticated Users",
    "S-1-5-15": "NT AUTHORITY\\This Organization",
    SYSTEM: "NT AUTHORITY\\SYSTEM",
    "S-1-5-19": "NT AUTHORITY\\LOCAL SERVICE",
    "S-1-5-20": "NT AUTHORITY\\NETWORK SERVICE",
    ADMINISTRATORS: "BUILTIN\\Administrators",
    USERS: "BUILTIN\\Users",
    "S-1-5-32-546": "BUILTIN\\Guests",
    "S-1-5-32-547": "BUILTIN\\Power Users",
    "S-1-5-64-10": "NT AUTHORITY\\NTLM Authentication",
    "S-1-16-12288": "Mandatory Label\\High Mandatory Level",
    "S-1-16-16384": "Mandatory Label\\System Mandatory Level",
}


def machine(node: WindowsNode) -> str:
    """The node's own identifier, which its local accounts begin with."""
    parts = (zlib.crc32(f"{node.settings.seed}{node.name}{part}".encode()) for part in range(3))
    return "S-1-5-21-" + "-".join(map(str, parts))


def _local(node: WindowsNode) -> dict[str, str]:
    return {f"{machine(node)}-500": f"{node.name}\\Administrator", f"{machine(node)}-501": f"{node.name}\\Guest"}


def sid_of(node: WindowsNode, account: str) -> str:
    """The identifier of ``account``: a name with or without its domain, or ``*`` and an identifier.

    Raises:
        WindowsError: 1332 nobody is called so.
    """
    if account.startswith("*S-1-"):
        return account[1:].upper()
    wanted = account.casefold()
    for sid, name in (WELL_KNOWN | _local(node)).items():
        if wanted in {name.casefold(), name.rpartition("\\")[2].casefold()}:
            return sid
    raise WindowsError(1332)


def name_of(node: WindowsNode, sid: str) -> str:
    """The name behind ``sid``; the identifier itself where nobody has it."""
    return (WELL_KNOWN | _local(node)).get(sid, sid)
