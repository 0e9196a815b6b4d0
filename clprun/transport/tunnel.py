"""From this computer to a node, through as many jump hosts as there are: each logged in to, each host key checked."""

import random
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clprun.errors import NodeUnreachable, Problem
from clprun.model.secret import Secret, SecretReference
from clprun.transport.base import Dial
from clprun.transport.codec import printable
from clprun.transport.hostkeys import HostKeys, UnknownHostKey
from clprun.transport.library import Channel, ChannelException, SSHException, Transport
from clprun.transport.route import Hop
from clprun.transport.session import NotGreeted, Wire, hang_up, start_session
from clprun.transport.way import NotForwarded
from clprun.transport.wire import PromptSocket, dial_directly

__all__ = ["Link", "Reach"]

_GREETING_TRIES = 4
"""sshd drops connections at random when more than ten log in at once (MaxStartups 10:30:100)."""


@dataclass(frozen=True)
class Link:
    """A node reached.

    Args:
        sessions: one for each hop, the node's last.
    """

    sessions: tuple[Transport, ...]

    @property
    def session(self) -> Transport:
        """The session with the node itself."""
        return self.sessions[-1]

    def close(self) -> None:
        """Hang up everywhere, the first hop first: that ends all that run through it; never raises."""
        for session in self.sessions:
            hang_up(session)


@dataclass(frozen=True)
class Reach:
    """All it takes to reach a node, now and again later.

    Args:
        node: name of the node, for problems.
        hops: the way, the node itself last.
        host_keys: what is known about servers.
        secrets: gives passwords and passphrases.
        dial: opens the first TCP connection; from this computer when absent.
        timeout: seconds each stage of each hop may take.
    """

    node: str
    hops: Sequence[Hop]
    host_keys: HostKeys
    secrets: Callable[[SecretReference], Secret]
    dial: Dial | None
    timeout: float

    def link(self) -> Link:
        """Reach the node.

        A person who is asked about a host key may take long, so no server is kept waiting meanwhile.

        Raises:
            NodeUnreachable: no way, or a host key or the login was refused.
        """
        while True:
            try:
                return self._link()
            except UnknownHostKey as unknown:
                self.host_keys.ask(unknown.key, self.node)

    def _link(self) -> Link:
        sessions: list[Transport] = []
        try:
            while len(sessions) < len(self.hops):
                sessions.append(self._next_session(sessions))
        except BaseException:
            Link(tuple(sessions)).close()
            raise
        return Link(tuple(sessions))

    def _next_session(self, sessions: Sequence[Transport]) -> Transport:
        """Log in to the hop behind those reached."""
        hop = self.hops[len(sessions)]
        for attempt in range(_GREETING_TRIES):
            wire = self._forward(hop, self.hops[len(sessions) - 1], sessions[-1]) if sessions else self._connect(hop)
            try:
                return start_session(wire, hop, self.host_keys, self.secrets, self.node, self.timeout)
            except NotGreeted:
                time.sleep(random.uniform(0.05, 0.25) * (attempt + 1))
        raise self._failure("node.not_greeted", hop)

    def _connect(self, hop: Hop) -> Wire:
        started = time.monotonic()
        try:
            plain = self.dial(hop.host, hop.port) if self.dial else dial_directly(hop.host, hop.port, self.timeout)
        except socket.gaierror:
            raise self._failure("node.name_unknown", hop) from None
        except TimeoutError:
            # The dial of somebody else has a limit of its own.
            raise self._failure("node.no_answer", hop, seconds=f"{time.monotonic() - started:.0f}") from None
        except ConnectionRefusedError:
            raise self._failure("node.connection_refused", hop) from None
        except OSError as error:
            raise self._failure("node.no_way", hop, reason=error.strerror or type(error).__name__) from None
        return PromptSocket.adopt(plain)

    def forward(self, through: Transport, jump: Hop, host: str, port: int) -> Channel:
        """A connection made by a jump host.

        Args:
            through: the session with it.
            jump: the jump host.
            host: where to connect to, as seen from there.
            port: TCP port.

        Raises:
            NotForwarded: it could not connect.
        """
        try:
            return through.open_channel("direct-tcpip", (host, port), ("127.0.0.1", 0), timeout=self.timeout)
        except ChannelException as error:
            reason = printable(error.text, 200)
        except (SSHException, EOFError, OSError) as error:
            reason = printable(str(error), 200) or type(error).__name__
        raise NotForwarded(jump.host, reason)

    def _forward(self, hop: Hop, previous: Hop, through: Transport) -> Wire:
        try:
            return self.forward(through, previous, hop.host, hop.port)
        except NotForwarded as error:
            raise self._failure("node.jump_failed", hop, jump=error.jump, reason=error.reason) from None

    def _failure(self, code: str, hop: Hop, **values: str) -> NodeUnreachable:
        return NodeUnreachable(Problem(code, {"host": hop.host, "port": hop.port, **values}, node=self.node))
