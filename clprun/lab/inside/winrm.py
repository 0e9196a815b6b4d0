"""The WS-Management service of a Windows node; it answers once Windows has booted."""

import sys
from pathlib import Path
from typing import Final

from clprun.lab.inside.windows import wait_until_up

__all__ = ["main"]

_IMPORTS: Final = Path("/usr/lib/clprun-lab/python-path")


def main(*_: object) -> int:
    """Run until the node shuts down."""
    sys.path += _IMPORTS.read_text().splitlines()
    wait_until_up()
    # It needs libraries that are found only by the paths just added.
    from clprun.lab.windows.endpoint import main as endpoint  # noqa: PLC0415 -- as said

    return endpoint.main()
