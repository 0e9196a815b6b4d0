"""One SSH server: greeting, key exchange, host key, login."""

import contextlib
import socket
from collections.abc import Callable, Sequence

from clprun.errors import NodeUnreachable, Problem, Value
from clprun.model.secret import Secret, SecretReference
from clprun.transport.codec import printable
from clprun.transport.hostkeys import HostKey, HostKeys
from clprun.transport.library import Channel, SSHException, Transport
from clprun.transport.login import log_in
from clprun.transport.route import Hop

__all__ = ["NotGreeted", "Wire", "hang_up", "start_session"]

_KEEP_ALIVE = 10
"""Seconds of silence after which a packet is sent, so that firewalls keep the link and a dead one is noticed."""

_WINDOW = 2 << 20
"""Bytes that may be under way: 64 KiB would make 16 MiB take 15 s at 25 ms (reference/performance.md)."""

_SIGNATURES = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
"""Signature algorithms of the key types whose own name is not one."""

Wire = socket.socket | Channel
"""What a session runs over: a TCP connection, or a channel through a jump host."""


class NotGreeted(Exception):
    """The server hung up before its greeting, as sshd does beyond MaxStartups; another try may succeed."""


def start_session(
    wire: Wire, hop: Hop, host_keys: HostKeys, secrets: Callable[[SecretReference], Secret], node: str, timeout: float
) -> Transport:
    """Agree on keys with a server, check who it is, and log in.

    Args:
        wire: connected; closed when this fails.
        hop: the server.
        host_keys: what is known about servers.
        secrets: gives passwords and passphrases.
        node: name of the node to be reached, for problems.
        timeout: seconds that the greeting with the key exchange, each offer of the login, and the opening of a channel
            may take.

    Raises:
        NotGreeted: the server hung up at once.
        UnknownHostKey: nobody knows the server's key yet.
        NodeUnreachable: no agreement, a host key that is refused, or a login that is refused.
    """
    transport = Transport(wire, default_window_size=_WINDOW)
    try:
        # Our own limit comes first: theirs would look like a server that hangs up.
        transport.banner_timeout = transport.handshake_timeout = 2 * timeout
        transport.auth_timeout = transport.channel_timeout = timeout
        _choose_algorithms(transport, host_keys.known_types(hop.host, hop.port))
        _exchange_keys(transport, hop, node, timeout)
        key = transport.get_remote_server_key()
        host_keys.check(HostKey(hop.host, hop.port, key.get_name(), key.asbytes()), node)
        log_in(transport, hop, secrets, node)
        transport.set_keepalive(_KEEP_ALIVE)
    except BaseException:
        hang_up(transport)
        raise
    return transport


def hang_up(transport: Transport) -> None:
    """Close a session without waiting for its thread, which would otherwise notice only at its next look.

    May be called from any thread, also to free one that is stuck in a write; never raises.
    """
    with contextlib.suppress(OSError, EOFError, SSHException):
        if isinstance(transport.sock, socket.socket):
            transport.sock.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError, EOFError, SSHException):
        transport.close()
    with contextlib.suppress(OSError, EOFError, SSHException):
        transport.sock.close()


def _choose_algorithms(transport: Transport, known_types: Sequence[str]) -> None:
    """Quick key exchanges first; and the host is asked for the key that is known of it, so that it can be compared."""
    options = transport.get_security_options()
    options.kex = tuple(sorted(options.kex, key=lambda name: name.startswith("diffie-hellman")))
    wanted = [name for key_type in known_types for name in _SIGNATURES.get(key_type, (key_type,))]
    options.key_types = tuple(sorted(options.key_types, key=lambda name: name not in wanted))


def _exchange_keys(transport: Transport, hop: Hop, node: str, timeout: float) -> None:
    about: dict[str, Value] = {"host": hop.host, "port": hop.port}
    try:
        transport.start_client(timeout=timeout)
        # start_client returns without a word when its time is up.
        if transport.is_active() and not transport.initial_kex_done:
            raise NodeUnreachable(Problem("node.no_greeting", {**about, "seconds": f"{timeout:g}"}, node=node))
    except (SSHException, EOFError, OSError) as error:
        if not transport.remote_version:
            raise NotGreeted from None
        reason = printable(str(error), 200) or type(error).__name__
        raise NodeUnreachable(Problem("node.no_agreement", {**about, "reason": reason}, node=node)) from None
