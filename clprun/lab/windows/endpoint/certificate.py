"""What an HTTPS listener shows; the lab's authority vouches for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from clprun.lab.windows.certificates import issue, new_authority

__all__ = ["Authority", "Certificate"]


@dataclass(frozen=True)
class Certificate:
    """A listener's certificate and what proves that it is its own.

    Args:
        certificate: PEM.
        key: PEM, not encrypted.
    """

    certificate: bytes
    key: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hex."""
        return x509.load_pem_x509_certificate(self.certificate).fingerprint(SHA256()).hex()


@dataclass(frozen=True)
class Authority:
    """A new certification authority."""

    _pair: tuple[bytes, bytes] = field(default_factory=new_authority, repr=False)

    @property
    def pem(self) -> bytes:
        """Its own certificate, for those who shall trust it."""
        return self._pair[1]

    def issue(self, name: str, addresses: Sequence[str] = ()) -> Certificate:
        """A certificate for a node.

        Args:
            name: its host name.
            addresses: IP addresses that it is reached by.
        """
        key, certificate = issue(self._pair, name, addresses)
        return Certificate(certificate, key)
