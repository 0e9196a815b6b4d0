"""Who may log in: the node's own passwd, shadow, authorized_keys and the lab's two sshd settings."""

import ctypes
import hmac
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Account", "accepts_key", "accepts_password", "account", "password_allowed"]

_SETTINGS = Path("/etc/ssh/sshd_config.d/lab.conf")


@dataclass(frozen=True)
class Account:
    """A line of passwd.

    Args:
        name: login name.
        uid: user number.
        gid: group number.
        home: home folder.
        shell: login shell.
    """

    name: str
    uid: int
    gid: int
    home: str
    shell: str


def account(name: str) -> Account | None:
    """The account of that name."""
    for line in Path("/etc/passwd").read_text().splitlines():
        fields = line.split(":")
        if fields[0] == name:
            return Account(name, int(fields[2]), int(fields[3]), fields[5], fields[6])
    return None


def groups_of(name: str) -> list[int]:
    """Numbers of the further groups a user is in."""
    lines = (line.split(":") for line in Path("/etc/group").read_text().splitlines())
    return [int(fields[2]) for fields in lines if name in fields[3].split(",")]


def password_allowed(user: str) -> bool:
    """Whether the settings let this user try a password."""
    settings = _settings()
    root = user != "root" or settings.get("permitrootlogin") == "yes"
    return root and settings.get("passwordauthentication") == "yes"


def accepts_key(user: str, kind: str, key: str) -> bool:
    """Whether a public key (type, base64) opens this user's account."""
    found = account(user)
    if found is None or (user == "root" and _settings().get("permitrootlogin") == "no"):
        return False
    file = Path(found.home) / ".ssh/authorized_keys"
    lines = file.read_text().splitlines() if file.exists() else []
    return any(line.split()[:2] == [kind, key] for line in lines)


def accepts_password(user: str, password: str) -> bool:
    """Whether shadow knows this password (crypt(3))."""
    for line in Path("/etc/shadow").read_text().splitlines():
        name, expected, *_ = line.split(":")
        if name == user and expected.startswith("$"):
            return hmac.compare_digest(_crypt(password, expected), expected)
    return False


def _crypt(password: str, salt: str) -> str:
    for library in ("libcrypt.so.1", "libcrypt.so.2"):
        try:
            crypt = ctypes.CDLL(library).crypt
        except OSError:
            continue
        crypt.restype = ctypes.c_char_p
        return (crypt(password.encode(), salt.encode()) or b"").decode()
    return ""


def _settings() -> dict[str, str]:
    if not _SETTINGS.exists():
        return {}
    pairs = (line.split(None, 1) for line in _SETTINGS.read_text().splitlines() if line.strip())
    return {pair[0].lower(): pair[-1].strip() for pair in pairs}
