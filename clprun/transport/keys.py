"""The private keys that may be offered to a server, in the order that costs least."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from clprun.errors import Problem
from clprun.model.secret import Secret, SecretReference
from clprun.transport.hostkeys import fingerprint
from clprun.transport.library import Agent, PasswordRequiredException, PKey, SSHException, UnknownKeyType
from clprun.transport.route import Hop

__all__ = ["KeyRing"]

_QUICKEST_FIRST = ("ssh-ed25519", "sk-ssh-ed25519", "ecdsa-", "sk-ecdsa-", "rsa-", "ssh-rsa")
"""Key types in the order they are offered: an RSA signature costs many times an Ed25519 one."""


class KeyRing:
    """Iterates over keys with a label for people: files that were named, then the agent's, then the default files.

    Where only named keys may be offered (IdentitiesOnly), nothing else is. A file that needs a passphrase is taken from
    the agent when it is there, so that nobody is asked.

    Args:
        hop: the server they are for.
        secrets: gives passphrases.
    """

    def __init__(self, hop: Hop, secrets: Callable[[SecretReference], Secret]) -> None:
        self._hop, self._secrets = hop, secrets
        self._agent: Agent | None = None
        self.problems: list[Problem] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._agent is not None:
            self._agent.close()

    def __iter__(self) -> Iterator[tuple[str, PKey]]:
        seen: set[bytes] = set()
        for label, key in self._candidates():
            if key.asbytes() not in seen:
                seen.add(key.asbytes())
                yield label, key

    def _candidates(self) -> Iterator[tuple[str, PKey]]:
        yield from self._files(self._hop.identity_files)
        if not self._hop.identities_only:
            for key in self._agent_keys():
                yield f"agent {fingerprint(key.asbytes())}", key
        if not self._hop.identity_files:
            yield from self._files(tuple(path for path in self._hop.default_identities if path.is_file()))

    def _files(self, paths: tuple[Path, ...]) -> Iterator[tuple[str, PKey]]:
        for path in sorted(paths, key=_is_rsa):
            if key := self._load(path):
                yield str(path), key

    def _load(self, path: Path) -> PKey | None:
        """The key of a file, or ``None`` with the reason noted."""
        try:
            return PKey.from_path(path)
        except (PasswordRequiredException, TypeError):
            return self._from_agent(path) or self._decrypt(path)
        except OSError as error:
            self._note("node.key_unreadable", path, reason=error.strerror or type(error).__name__)
        except (SSHException, ValueError, UnknownKeyType):
            self._note("node.key_malformed", path)
        return None

    def _from_agent(self, path: Path) -> PKey | None:
        """The agent's key that belongs to the public half lying beside a file."""
        try:
            public = path.with_name(path.name + ".pub").read_text("ascii", "replace").split()
        except OSError:
            return None
        return (
            next((key for key in self._agent_keys() if key.get_base64() == public[1:2][0]), None)
            if public[1:]
            else None
        )

    def _decrypt(self, path: Path) -> PKey | None:
        passphrase = self._secrets(SecretReference("prompt", f"passphrase:{path}"))
        try:
            # The type hints want a str, the library beneath wants bytes.
            return PKey.from_path(path, passphrase.reveal().encode())  # type: ignore[arg-type]
        except (SSHException, ValueError, TypeError, UnknownKeyType):
            self._note("node.key_passphrase_wrong", path)
            return None

    def _agent_keys(self) -> list[PKey]:
        if self._agent is None:
            with contextlib.suppress(SSHException, OSError):
                self._agent = Agent()
        keys: tuple[PKey, ...] = self._agent.get_keys() if self._agent else ()
        return sorted(keys, key=lambda key: _rank(key.get_name()))

    def _note(self, code: str, path: Path, **values: str) -> None:
        self.problems.append(Problem(code, {"file": str(path), **values}))


def _rank(key_type: str) -> int:
    ranks = (rank for rank, start in enumerate(_QUICKEST_FIRST) if key_type.startswith(start))
    return next(ranks, len(_QUICKEST_FIRST))


def _is_rsa(path: Path) -> bool:
    return "rsa" in path.name
