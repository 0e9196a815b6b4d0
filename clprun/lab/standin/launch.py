"""How a command or service of a stand-in is started on a node. Controller side, pure."""

import shlex

from clprun.lab.files import NodeFile

__all__ = ["PROGRAM", "launcher", "program"]

PROGRAM = "/usr/lib/clprun-lab/standin"
"""Where this folder lies on a node."""


def launcher(path: str, python: str) -> NodeFile:
    """The command at ``path``; the stand-in finds out by its own name what it is.

    Args:
        path: where the product has it.
        python: interpreter as the node sees it.
    """
    command = shlex.join([python, "-I", "-S", PROGRAM, path])
    return NodeFile(path, f'#!/bin/sh\nexec {command} "$@"\n'.encode(), 0o755)


def program(name: str, python: str) -> tuple[str, ...]:
    """The command line of a service, for its unit."""
    return (python, "-I", "-S", PROGRAM, name)
