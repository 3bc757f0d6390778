"""Certificates: issued by an authority's key, read by everybody (RFC 2459, 4)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import md5

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import ExtensionOID

from iossim.net.x509.name import Name, decoded, encoded
from iossim.net.x509.rsa import RsaKey, verified


class Malformed(ValueError):
    """Octets that are not what they should be."""


UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises at octets that are nothing, or nothing it can use."""


@contextmanager
def reading() -> Iterator[None]:
    """Read octets from outside: Malformed for what is unreadable, and for what the library warns of, as a serial number below one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            yield
    except (*UNREADABLE, CryptographyDeprecationWarning) as error:
        raise Malformed(str(error)) from None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. `signature` is over `signed`; `key` is the public key it vouches for."""

    serial: int
    issuer: Name
    subject: Name
    not_before: datetime
    not_after: datetime
    key: bytes
    distribution_point: str
    signed: bytes
    signature: bytes

    def valid_at(self, date: datetime) -> bool:
        """True within the validity period, both ends included."""
        return self.not_before <= date <= self.not_after

    def signed_by(self, authority: Certificate) -> bool:
        """True when the authority's key made the signature."""
        return self.issuer == authority.subject and _verified(authority.key, self.signature, self.signed)


def issue(
    serial: int,
    subject: Name,
    key: bytes,
    issuer: Name,
    by: RsaKey,
    not_before: datetime,
    not_after: datetime,
    distribution_point: str = "",
) -> bytes:
    """A certificate for a public key. An authority issues its own with itself as the subject."""
    public = serialization.load_der_public_key(key)
    assert isinstance(public, rsa.RSAPublicKey)
    builder = (
        x509.CertificateBuilder()
        .serial_number(serial)
        .subject_name(encoded(subject))
        .issuer_name(encoded(issuer))
        .public_key(public)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
    )
    if distribution_point:
        location = [x509.UniformResourceIdentifier(distribution_point)]
        point = x509.DistributionPoint(location, relative_name=None, reasons=None, crl_issuer=None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder.sign(by.private, SHA256()).public_bytes(serialization.Encoding.DER)


@lru_cache(maxsize=4096)
def read(octets: bytes) -> Certificate:
    """A certificate from its octets; Malformed when they are none."""
    with reading():
        found = x509.load_der_x509_certificate(octets)
        public = found.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return Certificate(
            found.serial_number,
            decoded(found.issuer),
            decoded(found.subject),
            found.not_valid_before_utc,
            found.not_valid_after_utc,
            public,
            _distribution_point(found),
            found.tbs_certificate_bytes,
            found.signature,
        )


def fingerprint(octets: bytes) -> str:
    """The MD5 fingerprint, as IOS writes it: four groups of eight digits."""
    digits = md5(octets, usedforsecurity=False).hexdigest().upper()
    return " ".join(digits[at : at + 8] for at in range(0, 32, 8))


def _distribution_point(found: x509.Certificate) -> str:
    try:
        points = found.extensions.get_extension_for_oid(ExtensionOID.CRL_DISTRIBUTION_POINTS).value
    except x509.ExtensionNotFound:
        return ""
    assert isinstance(points, x509.CRLDistributionPoints)
    names = [name.value for point in points for name in point.full_name or ()]
    return str(names[0]) if names else ""


@lru_cache(maxsize=4096)
def _verified(key: bytes, signature: bytes, signed: bytes) -> bool:
    return verified(key, signature, signed)
