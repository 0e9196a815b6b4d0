"""The lab's certification authority, and the certificates it gives to the nodes' WS-Management services."""

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

__all__ = ["issue", "new_authority"]

_FROM: Final = datetime(2020, 1, 1, tzinfo=UTC)
_UNTIL: Final = datetime(2049, 12, 31, tzinfo=UTC)
_AUTHORITY: Final = "clprun rehearsal lab"


def new_authority() -> tuple[bytes, bytes]:
    """Private key and certificate of a new authority, both as PEM."""
    key = generate_private_key(SECP256R1())
    name = _name(_AUTHORITY)
    builder = _builder(name, name, key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    builder = builder.add_extension(usage, critical=True)
    return _pem(key), builder.sign(key, SHA256()).public_bytes(Encoding.PEM)


def issue(authority: tuple[bytes, bytes], name: str, addresses: Sequence[str]) -> tuple[bytes, bytes]:
    """A server's new private key and certificate, both as PEM.

    Args:
        authority: what :func:`new_authority` gave.
        name: the server's host name.
        addresses: its IP addresses.
    """
    signing_key = load_pem_private_key(authority[0], None)
    assert isinstance(signing_key, EllipticCurvePrivateKey)
    issuer = x509.load_pem_x509_certificate(authority[1])
    key = generate_private_key(SECP256R1())
    names = [x509.DNSName(name), *(x509.IPAddress(ipaddress.ip_address(address)) for address in addresses)]
    builder = (
        _builder(_name(name), issuer.subject, key)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return _pem(key), builder.sign(signing_key, SHA256()).public_bytes(Encoding.PEM)


def _builder(subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    public = key.public_key()
    return x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number(), _FROM, _UNTIL).add_extension(
        x509.SubjectKeyIdentifier.from_public_key(public), critical=False
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
