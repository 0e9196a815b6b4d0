"""A node's own ``/etc``: what is written fresh, and which harmless entries are copied from the host.

Source of the lists: reference/lab-linux.md 3.2 and 3.4.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from clprun.lab.files import NodeFile
from clprun.lab.site import Site

__all__ = ["COPIED", "OPERATOR_PASSWORD", "ROOT_PASSWORD", "Access", "etc_files", "sshd_settings"]

COPIED: Final = (
    *("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "login.defs", "profile", "profile.d"),
    *("bash.bashrc", "skel", "protocols", "services", "mke2fs.conf", "pam.conf", "pam.d", "security", "dbus-1"),
    *("ssl/openssl.cnf", "shells", "crypto-policies", "pki/tls/openssl.cnf", "terminfo", "iproute2"),
)
"""Entries of the host's ``/etc`` that a node gets a copy of, where they exist and can be read."""

ROOT_PASSWORD: Final = "root-of-the-lab"
OPERATOR_PASSWORD: Final = "operator-of-the-lab"

# SHA-512 crypt of the two passwords; Python has lost its crypt module in 3.13.
_ROOT_HASH: Final = (
    "$6$clprunlabroot$MrS6v/Qe9.86Cvxc3XKCDD22yq7epU6XM7OmwS9TZDHbXDfDQrI7qzmZ3s0Z8pzESSAZ1SbwtWfplRxFzViGl/"
)
_OPERATOR_HASH: Final = (
    "$6$clprunlaboper$uZJD.MtcsZybfoMq/NeFpn1Nbvu1fjBlt1ouHOHzl4yXe9mTnS9SW6/2rmrHv/ra6F3iDa9WlgvBMNXDD14ZH/"
)

_SSHD_CONFIG: Final = """\
Include /etc/ssh/sshd_config.d/*.conf
HostKey /etc/ssh/ssh_host_ed25519_key
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UseDNS no
MaxStartups 100
Subsystem sftp internal-sftp
"""

_NSSWITCH: Final = """\
passwd: files
group: files
shadow: files
hosts: files
networks: files
protocols: files
services: files
"""


@dataclass(frozen=True)
class Access:
    """How the engineer gets into a node.

    Args:
        public_key: line ``type key`` that root and the operator accept.
        host_key: private host key in OpenSSH's format.
        host_public_key: its public half.
        all_ids: whether ids other than 0 exist in the lab; where not, the operator shares root's.
        shell: login shell.
    """

    public_key: str
    host_key: str
    host_public_key: str
    all_ids: bool
    shell: str


def sshd_settings(*, password: bool, root: bool) -> str:
    """Content of ``/etc/ssh/sshd_config.d/lab.conf``.

    Args:
        password: whether passwords are accepted (keyboard-interactive needs PAM and is not offered).
        root: whether root may log in at all.
    """
    root_login = ("yes" if password else "prohibit-password") if root else "no"
    return f"PasswordAuthentication {'yes' if password else 'no'}\nPermitRootLogin {root_login}\n"


def etc_files(site: Site, name: str, access: Access) -> list[NodeFile]:
    """The files written fresh for the node called ``name``, homes included."""
    return [
        *_system_files(site, name),
        *_account_files(access),
        NodeFile("/etc/ssh/sshd_config", _SSHD_CONFIG.encode()),
        NodeFile("/etc/ssh/sshd_config.d", mode=0o755, directory=True),
        NodeFile("/etc/ssh/ssh_host_ed25519_key", access.host_key.encode(), 0o600),
        NodeFile("/etc/ssh/ssh_host_ed25519_key.pub", f"{access.host_public_key}\n".encode()),
        *_home("/root", "root", access),
        *_home("/home/operator", "operator", access),
    ]


def _system_files(site: Site, name: str) -> list[NodeFile]:
    texts = {
        "/etc/hostname": f"{name}\n",
        "/etc/hosts": hosts(site),
        "/etc/nsswitch.conf": _NSSWITCH,
        "/etc/fstab": "",
        "/etc/resolv.conf": "",
        "/etc/machine-id": hashlib.sha256(f"clprun lab {name}".encode()).hexdigest()[:32] + "\n",
    }
    return [
        *(NodeFile(path, text.encode()) for path, text in texts.items()),
        *_release_files(site),
        NodeFile("/etc/mtab", link="../proc/self/mounts"),
        *(NodeFile(f"/var/log/{name}") for name in ("btmp", "lastlog", "wtmp")),
    ]


def _release_files(site: Site) -> list[NodeFile]:
    """This machine's own release, or what a pair told of its release and its locale."""
    told = site.manner
    own = NodeFile("/etc/os-release", link="../usr/lib/os-release")
    return [
        NodeFile("/etc/os-release", told.release.encode()) if told and told.release else own,
        *([NodeFile("/etc/locale.conf", told.locale.encode())] if told and told.locale else []),
    ]


def hosts(site: Site) -> str:
    """The hosts file: both nodes and the virtual host, each name with one address (forward and reverse)."""
    lines = ["127.0.0.1 localhost", *(f"{node.public} {node.name}" for node in site.nodes)]
    return "\n".join([*lines, f"{site.floating_ip} {site.virtual_host}", ""])


def _account_files(access: Access) -> list[NodeFile]:
    operator = 1000 if access.all_ids else 0
    # sshd's privilege separation and the group of terminals need ids that one mapped id can't give
    # (reference/lab-linux.md 4.2).
    sshd = 105 if access.all_ids else 0
    passwd = f"""\
root:x:0:0:root:/root:{access.shell}
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sshd:x:{sshd}:{65534 if sshd else 0}::/run/sshd:/usr/sbin/nologin
operator:x:{operator}:{operator}:operator:/home/operator:{access.shell}
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
"""
    tty = "tty:x:5:\n" if access.all_ids else ""
    group = f"""\
root:x:0:
daemon:x:1:
bin:x:2:
adm:x:4:
{tty}disk:x:6:
wheel:x:10:operator
sudo:x:27:operator
shadow:x:42:
utmp:x:43:
operator:x:{operator}:
nogroup:x:65534:
"""
    shadow = f"root:{_ROOT_HASH}:19000::::::\noperator:{_OPERATOR_HASH}:19000::::::\n" + "".join(
        f"{user}:*:19000::::::\n" for user in ("daemon", "bin", "sshd", "nobody")
    )
    return [
        NodeFile("/etc/passwd", passwd.encode()),
        NodeFile("/etc/group", group.encode()),
        NodeFile("/etc/shadow", shadow.encode(), 0o640, group="shadow"),
        NodeFile("/etc/sudoers", b"root ALL=(ALL:ALL) ALL\noperator ALL=(ALL:ALL) ALL\n", 0o440),
    ]


def _home(path: str, user: str, access: Access) -> list[NodeFile]:
    return [
        NodeFile(path, mode=0o755 if user == "root" else 0o700, owner=user, group=user, directory=True),
        NodeFile(f"{path}/.ssh", mode=0o700, owner=user, group=user, directory=True),
        NodeFile(f"{path}/.ssh/authorized_keys", f"{access.public_key}\n".encode(), 0o600, owner=user, group=user),
    ]
