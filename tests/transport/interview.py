"""An SSH server in this process that asks whatever a test wants; it grants a login and no shell."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL
from paramiko.server import InteractiveQuery

__all__ = ["Interview", "interviewing"]

Prompt = tuple[str, bool]


@dataclass
class Interview(paramiko.ServerInterface):
    """What is asked by keyboard-interactive, round by round, and what was answered.

    Args:
        rounds: prompts of each round, with whether the answer is echoed.
        right: the answers that let in.
    """

    rounds: Sequence[Sequence[Prompt]]
    right: Sequence[Sequence[str]]
    answered: list[list[str]] = field(default_factory=list)

    def get_allowed_auths(self, username: str) -> str:
        return "keyboard-interactive"

    def check_auth_interactive(self, username: str, submethods: str) -> int | InteractiveQuery:
        return self._ask()

    def check_auth_interactive_response(self, responses: list[str]) -> int | InteractiveQuery:
        self.answered.append(list(responses))
        if len(self.answered) < len(self.rounds):
            return self._ask()
        right = self.answered == [list(answers) for answers in self.right]
        return AUTH_SUCCESSFUL if right else AUTH_FAILED

    def _ask(self) -> InteractiveQuery:
        return InteractiveQuery("Login", "Please answer", *self.rounds[len(self.answered)])


@contextlib.contextmanager
def interviewing(interview: Interview) -> Iterator[int]:
    """Serve connections until the end; gives the port."""
    transports: list[paramiko.Transport] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        key = paramiko.ECDSAKey.generate()

        def serve() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                transport = paramiko.Transport(caller)
                transport.add_server_key(key)
                transports.append(transport)
                with contextlib.suppress(paramiko.SSHException, EOFError):
                    transport.start_server(server=interview)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(20)
            for transport in transports:
                transport.close()
