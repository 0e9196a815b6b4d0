"""The way to a node: the node itself and the jump hosts before it, as inventory and OpenSSH configuration say; pure."""

import getpass
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clprun.errors import InputError, Problem
from clprun.model.cluster import Node, SshLogin
from clprun.model.secret import SecretReference
from clprun.transport.openssh import HostSettings, OpenSshConfiguration

__all__ = ["Hop", "RootAccess", "jump_hosts", "root_access", "route"]

_MAX_HOPS = 8
"""More jump hosts than this are a circle or a mistake."""


@dataclass(frozen=True)
class Hop:
    """One SSH server on the way, the last one being the node.

    Args:
        host: name or address to connect to, as seen from the hop before; looked up in known_hosts.
        port: TCP port.
        user: login name.
        identity_files: private keys to try first.
        identities_only: whether no other keys may be tried.
        default_identities: private keys to try last.
        password: for password or keyboard-interactive login.
    """

    host: str
    port: int
    user: str
    identity_files: tuple[Path, ...] = ()
    identities_only: bool = False
    default_identities: tuple[Path, ...] = ()
    password: SecretReference | None = None


@dataclass(frozen=True)
class RootAccess:
    """How a login becomes root.

    Args:
        method: ``sudo`` or ``su``.
        password: what the method asks for, ``None`` when there is none to give.
    """

    method: Literal["sudo", "su"]
    password: SecretReference | None = None


def root_access(node: Node, user: str) -> RootAccess | None:
    """How to become root on a node, ``None`` for root itself and where the inventory does not say how.

    sudo asks for the user's own password, so that of the login serves where no other is given.
    """
    if node.ssh is None or node.ssh.become is None or user == "root":
        return None
    become = node.ssh.become
    own = node.ssh.password if become.method == "sudo" else None
    return RootAccess(become.method, become.password or own)


def route(node: Node, configuration: OpenSshConfiguration) -> tuple[Hop, ...]:
    """The hops to a node; what the inventory says goes before the OpenSSH configuration.

    The node's address is that of the inventory, unless ``ssh.host`` names an entry that has a HostName.

    Raises:
        InputError: the configuration is malformed, or the jump hosts are.
    """
    login = node.ssh or SshLogin()
    settings = configuration.lookup(login.host or node.address, login.user)
    named = settings.host_name if login.host else None
    identity = (Path(login.identity_file).expanduser(),) if login.identity_file else ()
    last = Hop(
        host=named or node.address,
        port=login.port or settings.port or 22,
        user=login.user or settings.user or getpass.getuser(),
        identity_files=identity or settings.identity_files,
        identities_only=bool(identity) or settings.identities_only,
        default_identities=() if identity else settings.default_identities,
        password=login.password,
    )
    jump = settings.proxy_jump if login.jump is None else login.jump
    return (*jump_hosts(jump, configuration, node), last)


def jump_hosts(jump: str | None, configuration: OpenSshConfiguration, node: Node) -> tuple[Hop, ...]:
    """The jump hosts in order. Only the first one's own ProxyJump counts, as with ``ssh -J``.

    Args:
        jump: ``[user@]host[:port]`` separated by commas; none when absent or ``none``.
        configuration: says how to log in to them.
        node: what lies behind them, for problems.

    Raises:
        InputError: the configuration is malformed, or the jump hosts are.
    """
    hops: list[Hop] = []
    while jump is not None and jump.lower() != "none":
        specifications = [_jump(text.strip(), configuration, node) for text in jump.split(",")]
        hops = [hop for hop, _ in specifications] + hops
        jump = specifications[0][1].proxy_jump
        if len(hops) > _MAX_HOPS:
            raise InputError(Problem("node.jump_circle", {"jump": hops[0].host, "limit": _MAX_HOPS}, node=node.name))
    return tuple(hops)


def _jump(text: str, configuration: OpenSshConfiguration, node: Node) -> tuple[Hop, HostSettings]:
    """``[user@]host[:port]`` or ``ssh://[user@]host[:port]``; an IPv6 address stands in brackets."""
    user, _, location = text.removeprefix("ssh://").rpartition("@")
    host, port = _split_port(location)
    if not host or (port and not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535)):
        raise InputError(Problem("node.jump_malformed", {"jump": text}, node=node.name))
    settings = configuration.lookup(host, user or None)
    hop = Hop(
        host=settings.host_name or host,
        port=int(port) if port else settings.port or 22,
        user=user or settings.user or getpass.getuser(),
        identity_files=settings.identity_files,
        identities_only=settings.identities_only,
        default_identities=settings.default_identities,
    )
    return hop, settings


def _split_port(location: str) -> tuple[str, str]:
    if location.startswith("["):
        host, _, rest = location[1:].partition("]")
        return host, rest.removeprefix(":")
    if location.count(":") > 1:
        return location, ""
    host, _, port = location.partition(":")
    return host, port
