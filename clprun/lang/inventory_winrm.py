"""What the form of a WinRM login can't say: which keys need or exclude each other, and which are better not used."""

import re
from collections.abc import Iterator

from clprun.errors import Problem
from clprun.lang.document import Document, Path
from clprun.model.cluster import Cluster, WinrmLogin

__all__ = ["unverified", "winrm_problems"]

_FINGERPRINT = re.compile(r"([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}")
_TRUST = ("ca_file", "fingerprint", "verify")
_CLIENT_CERTIFICATE = ("certificate", "certificate_key")


def winrm_problems(login: WinrmLogin, document: Document, path: Path) -> Iterator[Problem]:
    """All that is wrong with a login whose form is right.

    Args:
        login: the login as written.
        document: the file it is written in.
        path: where in the file.
    """
    yield from _trust(login, document, path)
    if login.transport == "basic" and login.scheme == "http" and not login.allow_unencrypted:
        yield Problem("input.winrm_basic_in_the_clear", place=document.value_place((*path, "transport")))
    yield from _client_certificate(login, document, path)


def unverified(cluster: Cluster) -> Iterator[Problem]:
    """A warning for each node whose certificate is not checked."""
    for node in cluster.nodes:
        if node.winrm is not None and not node.winrm.verify:
            yield Problem("node.winrm_unverified", {"name": node.name}, node=node.name)


def _trust(login: WinrmLogin, document: Document, path: Path) -> Iterator[Problem]:
    """One way to trust a certificate, and only where there is one."""
    given = [name for name in _TRUST if name in login.model_fields_set and getattr(login, name) not in (None, True)]
    if given and login.scheme == "http":
        yield _needs_https(given[0], document, path)
    elif len(given) > 1:
        place = document.key_place((*path, given[1]))
        yield Problem("input.winrm_trust_twice", {"first": given[0], "second": given[1]}, place=place)
    if login.fingerprint is not None and not _FINGERPRINT.fullmatch(login.fingerprint):
        yield Problem(
            "input.not_a_fingerprint", {"key": "fingerprint"}, place=document.value_place((*path, "fingerprint"))
        )


def _client_certificate(login: WinrmLogin, document: Document, path: Path) -> Iterator[Problem]:
    """Certificate and key belong together, and to the transport that uses them."""
    wanted = login.transport == "certificate"
    for name in _CLIENT_CERTIFICATE:
        if wanted and getattr(login, name) is None:
            yield Problem("input.winrm_certificate_missing", {"name": name}, place=document.key_place(path))
        if not wanted and getattr(login, name) is not None:
            yield Problem("input.winrm_certificate_unused", {"name": name}, place=document.key_place((*path, name)))
    if wanted and login.scheme == "http":
        yield _needs_https("certificate", document, path)


def _needs_https(name: str, document: Document, path: Path) -> Problem:
    return Problem("input.winrm_needs_https", {"name": name}, place=document.key_place((*path, name)))
