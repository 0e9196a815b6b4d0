"""Secrets from where the inventory says they are: each is asked for once, and never shown."""

import os
import shlex
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from clprun.errors import InputError, Problem, WaitingForPerson
from clprun.model.secret import Secret, SecretReference
from clprun.store.redact import SHORTEST, Redactor
from clprun.ui.problems import draw_problem
from clprun.ui.prompt import Prompt

__all__ = ["Secrets"]

_COMMAND_SECONDS = 60


class Secrets:
    """Resolves references; safe for the threads that reach the nodes side by side.

    Args:
        prompt: the person at the terminal.
        redactor: told of every secret that is found.
    """

    def __init__(self, prompt: Prompt, redactor: Redactor) -> None:
        self._prompt = prompt
        self._redactor = redactor
        self._known: dict[SecretReference, Secret] = {}
        self._guard = threading.Lock()

    def __call__(self, reference: SecretReference) -> Secret:
        """The secret.

        Raises:
            InputError: it is not there.
            WaitingForPerson: it must be typed in, and nobody is there.
        """
        with self._guard:
            if reference not in self._known:
                self._known[reference] = self._found(reference)
                if not self._redactor.learn(self._known[reference]):
                    self._warn(reference)
            return self._known[reference]

    def _warn(self, reference: SecretReference) -> None:
        """Say of a secret that it can't be hidden; refused, it would be written into the runbook in clear."""
        problem = Problem("commands.secret_weak", {"name": reference.name, "shortest": SHORTEST})
        draw_problem(self._prompt.screen, problem, label="labels.note", style="bold yellow")

    def _found(self, reference: SecretReference) -> Secret:
        if reference.source == "prompt":
            typed = self._prompt.secret(reference.name)
            if typed is None:
                raise WaitingForPerson(_missing(reference, "no terminal"))
            return typed
        sources: dict[str, Callable[[str], str]] = {
            "environment": _from_environment,
            "file": _from_file,
            "keyring": _from_key_ring,
            "command": _from_command,
        }
        try:
            text = sources[reference.source](reference.name)
            text.encode()  # an environment may hold bytes that are no text
            return Secret(text)
        except _Absent:
            values = {"name": reference.name, "source": reference.source}
            raise InputError(Problem("commands.secret_absent", {**values})) from None
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            # The error's own text may hold what a command printed.
            reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__
            raise InputError(_missing(reference, reason)) from None


class _Absent(ValueError):
    """Nothing is kept under that name."""


def _missing(reference: SecretReference, reason: str) -> Problem:
    values = {"name": reference.name, "source": reference.source, "reason": reason}
    return Problem("commands.secret_missing", {**values})


def _from_environment(name: str) -> str:
    if name not in os.environ:
        raise _Absent
    return os.environ[name]


def _from_file(name: str) -> str:
    return Path(name).expanduser().read_text("utf-8").rstrip("\r\n")


def _from_key_ring(name: str) -> str:
    import keyring  # noqa: PLC0415  (slow to load, seldom needed)
    from keyring.errors import KeyringError  # noqa: PLC0415

    service, _, user = name.partition("/")
    try:
        text = keyring.get_password(service, user)
    except KeyringError:
        raise _Absent from None
    if text is None:
        raise _Absent
    return text


def _from_command(line: str) -> str:
    """What a command of the engineer's own prints; no shell sees it."""
    done = subprocess.run(
        shlex.split(line), check=True, stdout=subprocess.PIPE, timeout=_COMMAND_SECONDS, stdin=subprocess.DEVNULL
    )
    return done.stdout.decode("utf-8").rstrip("\r\n")
