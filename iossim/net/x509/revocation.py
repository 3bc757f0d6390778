"""Revocation lists: whom an authority no longer stands for, and until when that is the last word (RFC 2459, 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.hashes import SHA256

from iossim.net.x509.certificate import Certificate, Malformed, reading
from iossim.net.x509.name import Name, decoded, encoded
from iossim.net.x509.rsa import RsaKey, verified


@dataclass(frozen=True, slots=True)
class RevocationList:
    """What a list says: for each serial number, when its certificate was revoked."""

    issuer: Name
    this_update: datetime
    next_update: datetime
    revoked: Mapping[int, datetime]
    signed: bytes
    signature: bytes

    def current_at(self, date: datetime) -> bool:
        """True while no newer list is due."""
        return self.this_update <= date <= self.next_update

    def signed_by(self, authority: Certificate) -> bool:
        """True when the authority's key made the signature."""
        return self.issuer == authority.subject and verified(authority.key, self.signature, self.signed)


def issue_list(
    issuer: Name, by: RsaKey, this_update: datetime, next_update: datetime, revoked: Mapping[int, datetime]
) -> bytes:
    """A list, as of `this_update`."""
    builder = x509.CertificateRevocationListBuilder(encoded(issuer), this_update, next_update)
    for serial, when in revoked.items():
        entry = x509.RevokedCertificateBuilder(serial, when).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(by.private, SHA256()).public_bytes(serialization.Encoding.DER)


def read_list(octets: bytes) -> RevocationList:
    """A list from its octets; Malformed when they are none."""
    with reading():
        found = x509.load_der_x509_crl(octets)
        next_update = found.next_update_utc
        if next_update is None:
            raise Malformed("no next update")
        return RevocationList(
            decoded(found.issuer),
            found.last_update_utc,
            next_update,
            {entry.serial_number: entry.revocation_date_utc for entry in found},
            found.tbs_certlist_bytes,
            found.signature,
        )
