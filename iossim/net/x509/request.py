"""Requests for a certificate: a name and a public key, signed by the key itself, and a password (RFC 2986, RFC 2985 5.4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import AttributeOID

from iossim.net.x509.certificate import Malformed, reading
from iossim.net.x509.name import Name, decoded, encoded
from iossim.net.x509.rsa import RsaKey


@dataclass(frozen=True, slots=True)
class CertificateRequest:
    """What a request says."""

    subject: Name
    key: bytes
    password: str = ""


def make_request(subject: Name, key: RsaKey, password: str = "") -> bytes:
    """A request by the holder of a key."""
    builder = x509.CertificateSigningRequestBuilder(encoded(subject))
    if password:
        builder = builder.add_attribute(AttributeOID.CHALLENGE_PASSWORD, password.encode())
    return builder.sign(key.private, SHA256()).public_bytes(serialization.Encoding.DER)


def read_request(octets: bytes) -> CertificateRequest:
    """A request from its octets; Malformed when they are none, or not signed by the key they ask for."""
    with reading():
        found = x509.load_der_x509_csr(octets)
        if not found.is_signature_valid:
            raise Malformed("not signed by its key")
        public = found.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        passwords = [a.value.decode() for a in found.attributes if a.oid == AttributeOID.CHALLENGE_PASSWORD]
        return CertificateRequest(decoded(found.subject), public, passwords[0] if passwords else "")
