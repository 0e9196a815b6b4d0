"""How the engineer gets into Windows nodes: a password, and a certification authority that vouches for the nodes."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clprun.lab.files import NodeFile
from clprun.lab.keys import write_private
from clprun.lab.site import SiteNode

__all__ = ["USER", "Credentials", "make_credentials", "winrm_files"]

USER: Final = "Administrator"
"""The only login of Windows nodes."""

_FOLDER: Final = "/windows/winrm"


@dataclass(frozen=True)
class Credentials:
    """What a WinRM client needs for the lab.

    Args:
        folder: where the lab keeps its keys.
    """

    folder: Path

    @property
    def authority(self) -> Path:
        """PEM file with the certificate of the lab's certification authority."""
        return self.folder / "authority.pem"

    @property
    def password_file(self) -> Path:
        """File with the password of :data:`USER`."""
        return self.folder / "administrator"

    @property
    def signing_key(self) -> Path:
        """PEM file with the authority's private key."""
        return self.folder / "authority.key"


def make_credentials(folder: Path) -> Credentials:
    """The lab's credentials, made when they aren't there yet.

    Args:
        folder: where the lab keeps its keys.
    """
    found = Credentials(folder)
    if not found.authority.exists():
        # Heavy, and needed once in a home's life.
        from clprun.lab.windows.certificates import new_authority  # noqa: PLC0415 -- as said

        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key, certificate = new_authority()
        write_private(found.password_file, f"{secrets.token_urlsafe(18)}\n".encode())
        write_private(found.signing_key, key)
        write_private(found.authority, certificate)
    return found


def winrm_files(given: Credentials, node: SiteNode) -> list[NodeFile]:
    """What a node's WS-Management service needs: its certificate, its key and the users."""
    # Heavy, and needed for Windows nodes only.
    from clprun.lab.windows.certificates import issue  # noqa: PLC0415 -- as said

    authority = given.signing_key.read_bytes(), given.authority.read_bytes()
    key, certificate = issue(authority, node.name, [node.public, node.interconnect])
    users = json.dumps({USER: given.password_file.read_text("ascii").strip()})
    return [
        NodeFile(f"{_FOLDER}/certificate.pem", certificate),
        NodeFile(f"{_FOLDER}/key.pem", key, 0o600),
        NodeFile(f"{_FOLDER}/users.json", users.encode(), 0o600),
    ]
