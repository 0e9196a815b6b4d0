"""The lab's SSH keys: one for the engineer, one per node; made once and kept.

Made by ``cryptography``, not ssh-keygen, which refuses a user without a passwd entry (reference/lab-linux.md 3.4).
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clprun.lab.site import Site

if TYPE_CHECKING:
    from clprun.lab.windows.credentials import Credentials

__all__ = ["KeyPair", "LabPaths", "key_pair", "known_hosts", "write_private"]


@dataclass(frozen=True)
class KeyPair:
    """An ed25519 key in OpenSSH's formats.

    Args:
        file: the private key's file.
        private: content of that file.
        public: one line, type and key, without a comment.
    """

    file: Path
    private: str
    public: str


@dataclass(frozen=True)
class LabPaths:
    """What a client of SSH or WinRM needs for the lab.

    Args:
        private_key: file of the key that root and the operator accept.
        known_hosts: file with the nodes' host keys under their names and addresses.
        host_keys: per node the line ``type key`` it proves itself with.
        windows: what Windows nodes accept.
    """

    private_key: Path
    known_hosts: Path
    host_keys: dict[str, str]
    windows: "Credentials"


def key_pair(folder: Path, name: str) -> KeyPair:
    """The key called ``name``, made when it isn't there yet."""
    file = folder / name
    if not file.exists():
        _make(file)
    return KeyPair(file, file.read_text("ascii"), file.with_suffix(".pub").read_text("ascii").strip())


def known_hosts(site: Site, host_keys: dict[str, str]) -> str:
    """The content of a known_hosts file: each node under its name and both addresses."""
    return "".join(f"{node.name},{node.public},{node.interconnect} {host_keys[node.name]}\n" for node in site.nodes)


def _make(file: Path) -> None:
    # Heavy, and needed once in a home's life.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 -- as said
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- as said
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    key = Ed25519PrivateKey.generate()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    write_private(file.with_suffix(".pub"), public + b"\n")
    write_private(file, key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))


def write_private(file: Path, content: bytes) -> None:
    """The whole file or none of it, readable by its owner only."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    unfinished.replace(file)
