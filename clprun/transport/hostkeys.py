"""Host keys: known_hosts is enforced. Only the lines of the host wanted are looked at, not the whole file parsed.

Formats: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
"""

import base64
import binascii
import fnmatch
import hashlib
import hmac
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from clprun.errors import NodeUnreachable, Problem, Value

__all__ = ["HostKey", "HostKeyPolicy", "HostKeys", "KnownKey", "UnknownHostKey", "fingerprint", "known_keys"]

_asking = threading.Lock()
"""Two nodes are reached side by side; a person is asked one question at a time."""


class HostKeyPolicy(Protocol):
    """Who decides about host keys that nobody knows yet, and where the accepted ones are noted."""

    @property
    def accepted(self) -> Path:
        """The known_hosts file of clprun itself; made when the first key is noted."""

    def unknown(self, host: str, port: int, key_type: str, fingerprint: str) -> bool:
        """Whether an unknown key is accepted; ``False`` when nobody can be asked.

        Args:
            host: name or address as dialled.
            port: TCP port.
            key_type: e.g. ``ssh-ed25519``.
            fingerprint: ``SHA256:…`` as ``ssh-keygen -l`` prints it.
        """


@dataclass(frozen=True)
class HostKey:
    """The public key a host showed."""

    host: str
    port: int
    key_type: str
    blob: bytes


@dataclass(frozen=True)
class KnownKey:
    """A line of a known_hosts file that speaks of a host.

    Args:
        marker: ``@revoked``, ``@cert-authority`` or empty.
        key_type: e.g. ``ssh-ed25519``.
        blob: the public key.
        file: where it stands.
        line: line number, from 1.
    """

    marker: str
    key_type: str
    blob: bytes
    file: Path
    line: int


class UnknownHostKey(Exception):
    """A host showed a key and nothing is known about that host; somebody has to be asked."""

    def __init__(self, key: HostKey) -> None:
        super().__init__(key.host)
        self.key = key


def fingerprint(blob: bytes) -> str:
    """The fingerprint as ``ssh-keygen -l`` prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def known_keys(files: Sequence[Path], host: str, port: int) -> list[KnownKey]:
    """The lines of known_hosts files that speak of a host.

    Files that don't exist and lines that make no sense are passed over, as OpenSSH does.

    Args:
        files: known_hosts files.
        host: name or address as dialled.
        port: TCP port; another than 22 is part of the name looked up.
    """
    wanted = host.lower() if port == 22 else f"[{host.lower()}]:{port}"
    return [key for file in files for key in _keys_in(file, wanted)]


def _keys_in(file: Path, wanted: str) -> Iterator[KnownKey]:
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        return
    for number, line in enumerate(lines, 1):
        fields = line.split(None, 4)
        marker = fields.pop(0).decode("ascii", "replace") if fields and fields[0].startswith(b"@") else ""
        if len(fields) < 3 or fields[0].startswith(b"#") or not _names(fields[0], wanted):
            continue
        try:
            blob = base64.b64decode(fields[2], validate=True)
        except binascii.Error:
            continue
        yield KnownKey(marker, fields[1].decode("ascii", "replace"), blob, file, number)


def _names(patterns: bytes, wanted: str) -> bool:
    """Whether the first field of a line, hashed or a list of patterns, speaks of the host."""
    if patterns.startswith(b"|1|"):
        try:
            salt, digest = (base64.b64decode(part, validate=True) for part in patterns[3:].split(b"|"))
        except (ValueError, binascii.Error):
            return False
        return hmac.compare_digest(hmac.digest(salt, wanted.encode(), "sha1"), digest)
    verdict = False
    for pattern in patterns.decode("utf-8", "replace").lower().split(","):
        negated = pattern.startswith("!")
        if _fits(wanted, pattern.removeprefix("!")):
            if negated:
                return False
            verdict = True
    return verdict


def _fits(wanted: str, pattern: str) -> bool:
    if "*" not in pattern and "?" not in pattern:
        return wanted == pattern
    # "[" is no wild card here: it begins the name of a host with a port.
    return fnmatch.fnmatchcase(wanted, pattern.replace("[", "[[]"))


class HostKeys:
    """Checks the host keys of one connection and of the hops before it.

    A key once accepted holds for the life of this object: a reconnect has to meet the same one.

    Args:
        policy: decides about unknown keys.
        files: known_hosts files to look into besides the policy's own.
    """

    def __init__(self, policy: HostKeyPolicy, files: Sequence[Path] = ()) -> None:
        self._policy = policy
        self._files = (policy.accepted, *files)
        self._met: dict[tuple[str, int], KnownKey] = {}

    def known_types(self, host: str, port: int) -> tuple[str, ...]:
        """Key types known of a host; the host is asked for these first, so that its key can be compared."""
        return tuple(key.key_type for key in self._known(host, port) if not key.marker)

    def check(self, key: HostKey, node: str) -> None:
        """Compare the key a host showed with what is known.

        Args:
            key: what was shown.
            node: name of the node to be reached, for problems.

        Raises:
            UnknownHostKey: nothing is known about the host.
            NodeUnreachable: the key differs from the known one, is revoked, or only an authority is known.
        """
        known = self._known(key.host, key.port)
        if any(k.marker == "@revoked" and k.blob == key.blob for k in known):
            raise self._refused("node.host_key_revoked", key, node)
        plain = [k for k in known if not k.marker]
        if same := next((k for k in plain if k.blob == key.blob), None):
            self._met[key.host, key.port] = same
        elif plain:
            other = next((k for k in plain if k.key_type == key.key_type), plain[0])
            raise self._refused("node.host_key_changed", key, node, other)
        elif any(k.marker == "@cert-authority" for k in known):
            raise self._refused("node.host_key_authority", key, node)
        else:
            raise UnknownHostKey(key)

    def ask(self, key: HostKey, node: str) -> None:
        """Have somebody decide about an unknown key and note it when accepted.

        Raises:
            NodeUnreachable: not accepted, or it can't be noted.
        """
        with _asking:
            if not self._policy.unknown(key.host, key.port, key.key_type, fingerprint(key.blob)):
                raise self._refused("node.host_key_unknown", key, node)
            try:
                _append(self._policy.accepted, key)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                values: dict[str, Value] = {"file": str(self._policy.accepted), "reason": reason}
                raise NodeUnreachable(Problem("node.host_key_not_noted", values, node=node)) from None
        self._met[key.host, key.port] = KnownKey("", key.key_type, key.blob, self._policy.accepted, 0)

    def _known(self, host: str, port: int) -> list[KnownKey]:
        met = self._met.get((host, port))
        return [met] if met else known_keys(self._files, host, port)

    def _refused(self, code: str, key: HostKey, node: str, known: KnownKey | None = None) -> NodeUnreachable:
        values: dict[str, Value] = {
            "host": key.host,
            "port": key.port,
            "key_type": key.key_type,
            "fingerprint": fingerprint(key.blob),
            "file": str(self._policy.accepted),
        }
        if known:
            where = f"{known.file}:{known.line}" if known.line else str(known.file)
            values |= {"known_type": known.key_type, "known_fingerprint": fingerprint(known.blob), "where": where}
        return NodeUnreachable(Problem(code, values, node=node))


def _append(file: Path, key: HostKey) -> None:
    """Add a line by one write at the end of the file, so that another run's line is never lost or torn."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = key.host.lower() if key.port == 22 else f"[{key.host.lower()}]:{key.port}"
    line = f"{name} {key.key_type} {base64.b64encode(key.blob).decode()}\n".encode()
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "rb+", buffering=0) as out:
        if out.seek(0, os.SEEK_END):
            out.seek(-1, os.SEEK_END)
            line = line if out.read(1) == b"\n" else b"\n" + line
        out.write(line)
        os.fsync(out.fileno())
