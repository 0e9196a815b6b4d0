"""How a Windows program is run on a Windows node of the lab: by Wine, from the node's own Linux. Not the product."""

import os
import subprocess

from .activation import run

__all__ = ["WINE", "run_windows"]

WINE = ("/usr/lib/clprun-lab/wine", "wine")
"""What a Windows program and its arguments follow; it keeps environment, streams and working folder."""


def run_windows(program: str, *arguments: str, timeout: float = 120.0) -> subprocess.CompletedProcess[str]:
    """Run a Windows program to its end, for the product; its exit code is cut to eight bits.

    Args:
        program: name or Windows path.
        arguments: none with a quotation mark in it, which Wine would pass on with a backslash (lab-windows.md 1.6).
        timeout: seconds it may take.
    """
    environment = {**os.environ, "CLPRUN_LAB_BY": "cluster"}
    return run(*WINE, program, *arguments, timeout=timeout, environment=environment)
