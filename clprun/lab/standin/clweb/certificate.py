"""The self-signed certificate that CL/Web shows; what the real one is like is not known. Controller side, pure.

The same for every lab, so that two labs can be compared; worth nothing outside of one.
"""

import hashlib
from datetime import UTC, datetime
from functools import cache

__all__ = ["self_signed"]

_SEED = hashlib.sha256(b"key of the rehearsal lab's CL/Web").digest()
_FROM, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)


@cache
def self_signed() -> tuple[bytes, bytes]:
    """Private key and certificate, both as PEM."""
    # Heavy, and needed only where CL/Web is in the lab.
    from cryptography import x509  # noqa: PLC0415 -- as said
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 -- as said
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 -- as said
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = Ed25519PrivateKey.from_private_bytes(_SEED)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "jcclweb.invalid")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, _FROM, _UNTIL)
    certificate = builder.sign(key, None)  # an Ed25519 signature is the same every time
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, certificate.public_bytes(Encoding.PEM)
