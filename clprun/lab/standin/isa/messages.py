"""The messages of the monitor commands (ISA chapter 3): module, event id, text. A stand-in, not the product.

The texts are as the guide prints them, its ``clp_htpmon`` included (ERRATA G4-09): who reads them goes by the id.
"""

from ..clusterpro.alerts import alert

__all__ = ["MODULES", "tell", "text"]

MODULES = {"clp_httpmon": "httpmon", "clp_smtpmon": "smtpmon"}
"""Monitor command -> module name of its messages."""

COMMON = {
    1: ("INFO", "{command} started monitoring the {daemon} daemon. [ID:{id}]"),
    2: ("INFO", "{command} will start monitoring the {daemon} daemon. [ID:{id}]"),
    3: ("INFO", "{command} will stop monitoring the {daemon} daemon. [ID:{id}]"),
    6: ("ERROR", "{misspelt} detected an error and will be terminated. [ID:{id}]"),
    7: ("INFO", "{command} will stop monitoring. [ID:{id}]"),
    8: ("INFO", "{command} will start monitoring. [ID:{id}]"),
    11: ("ERROR", "The parameter value of {command} is invalid. [ID:{id}]"),
    14: ("ERROR", "The specified identifier is already used. [ID:{id}]"),
    15: ("ERROR", "{command} could not perform the end processing. [ID:{id}]"),
    42: ("ERROR", "{command} has detected system error ({detail}). [ID:{id}]"),
    51: ("ERROR", "The license of {command} is not registered."),
    53: ("ERROR", "The trial version license has expired in {detail} (mm/dd/yyyy)."),
    54: ("ERROR", "Failed to check the license information of {command}."),
    55: ("ERROR", "The trial version license is effective from {detail} (mm/dd/yyyy)."),
    56: ("ERROR", "The registration license overlaps."),
    71: ("ERROR", "{command} has detected network error (socket error[{detail}]). [ID:{id}]"),
    72: ("ERROR", "{misspelt} has detected network error (connect error[{detail}]). [ID:{id}]"),
    73: ("ERROR", "{misspelt} has detected network error (send error[{detail}]). [ID:{id}]"),
    74: ("ERROR", "{misspelt} has detected network error (select error[{detail}]). [ID:{id}]"),
    75: ("ERROR", "{misspelt} has detected network error (recv error[{detail}]). [ID:{id}]"),
    83: ("ERROR", "{misspelt} has detected an error in {daemon} (invalid status code[{detail}]). [ID:{id}]"),
}
OWN = {
    "clp_httpmon": {
        13: ("ERROR", "An identifier is not specified in the clp_httpmon command."),
        52: ("INFO", "clp_httpmon trial version is effective till {detail} (mm/dd/yyyy)."),
        81: ("ERROR", "Failed to obtain the IP address (error[{detail}]). [ID:{id}]"),
        82: ("ERROR", "{misspelt} has detected an error in HTTP (invalid response). [ID:{id}]"),
    },
    "clp_smtpmon": {
        13: ("ERROR", "The identifier is not specified in the clp_smtpmon command."),
        52: ("INFO", "Trial version of clp_smtpmon is effective till {detail} (mm/dd/yyyy)."),
        81: ("ERROR", "Failed to obtain IP address (error[{detail}]). [ID:{id}]"),
    },
}


def text(command: str, event: int, identifier: str = "", detail: str = "") -> tuple[str, str]:
    """Level and text of a message; KeyError for an event the command does not have.

    Args:
        command: ``clp_httpmon`` or ``clp_smtpmon``.
        event: its id.
        identifier: of the monitor.
        detail: an error number, a status code or a date.
    """
    level, pattern = (COMMON | OWN[command])[event]
    values = {
        "command": command,
        "misspelt": command.replace("httpmon", "htpmon"),
        "daemon": MODULES[command].removesuffix("mon").upper(),
        "id": identifier,
        "detail": detail,
    }
    return level, pattern.format(**values)


def tell(command: str, event: int, identifier: str = "", detail: str = "") -> str:
    """Write a message to the alert log and to syslog; its text."""
    level, written = text(command, event, identifier, detail)
    alert(MODULES[command], written, level, event)
    return written
