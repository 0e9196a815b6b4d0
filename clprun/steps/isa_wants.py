"""What several kinds want of a monitor command of Internet Server Agent (guide ISA, chapter 2)."""

from typing import Annotated, Literal

from pydantic import Field

from clprun.steps.base import Want

__all__ = ["MonitorCommand"]


class MonitorCommand(Want):
    """One monitor command with its identifier.

    Args:
        command: ``clp_httpmon`` or ``clp_smtpmon``.
        id: letters and digits, at most 255, unlike any other on the node; upper and lower case differ.
    """

    command: Literal["clp_httpmon", "clp_smtpmon"]
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,255}$")]
