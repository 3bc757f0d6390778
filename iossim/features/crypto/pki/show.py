"""`show crypto ca ...` (12.2T forms)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from iossim.features.crypto.pki.authority import understood
from iossim.features.crypto.pki.certificate import COMMON_NAME, ORGANIZATION, Certificate, Name
from iossim.features.crypto.view import CryptoView
from iossim.features.crypto.wanted import StoredCertificate, Trustpoint

_WORDS = {COMMON_NAME: "CN", ORGANIZATION: "O"}


def show_certificates(view: CryptoView) -> Iterator[str]:
    """The certificates in NVRAM, a blank line between them."""
    first = True
    for trustpoint in view.config.trustpoints.values():
        for stored in trustpoint.certificates:
            certificate = understood(stored.hex)
            if certificate is not None:
                if not first:
                    yield ""
                first = False
                yield from _certificate(trustpoint, stored, certificate)


def _certificate(trustpoint: Trustpoint, stored: StoredCertificate, certificate: Certificate) -> Iterator[str]:
    yield "CA Certificate" if stored.ca else "Certificate"
    yield "  Status: Available"
    yield f"  Certificate Serial Number: {stored.serial}"
    yield f"  Certificate Usage: {'Signature' if stored.ca else 'General Purpose'}"
    yield "  Issuer:"
    yield from _name(certificate.issuer, 4)
    yield "  Subject:"
    if certificate.subject.host:
        yield f"    Name: {certificate.subject.host}"
    yield from _name(certificate.subject, 4)
    if certificate.distribution_point:
        yield "  CRL Distribution Point:"
        yield f"    {certificate.distribution_point}"
    yield "  Validity Date:"
    yield f"    start date: {_date(certificate.not_before)}"
    yield f"    end   date: {_date(certificate.not_after)}"
    yield f"  Associated Trustpoints: {trustpoint.name} "


def _name(name: Name, margin: int) -> Iterator[str]:
    for kind, text in name.pairs():
        if kind in _WORDS:
            yield f"{' ' * margin}{_WORDS[kind]} = {text}"


def _date(date: datetime) -> str:
    return f"{date:%H:%M:%S} UTC {date:%b} {date.day} {date.year}"


def show_trustpoints(view: CryptoView) -> Iterator[str]:
    """The trustpoints, two blank lines between them."""
    for place, trustpoint in enumerate(view.config.trustpoints.values()):
        if place:
            yield from ("", "")
        yield f"Trustpoint {trustpoint.name}:"
        authority = next((understood(one.hex) for one in trustpoint.certificates if one.ca), None)
        if authority is not None:
            yield "    Subject Name:"
            yield from _name(authority.subject, 5)
            yield f"          Serial Number: {authority.serial:02X}"
            yield "    Certificate configured."
        if trustpoint.enrollment_url:
            yield f"    CEP URL: {trustpoint.enrollment_url}"
        if trustpoint.crl_optional:
            yield "    CRL query is optional."


def show_crls(view: CryptoView) -> Iterator[str]:
    """The revocation lists in RAM: a router that has just booted has none."""
    for name, until in view.revocation_lists:
        yield "CRL Issuer Name:"
        trustpoint = view.config.trustpoints.get(name)
        certificates = trustpoint.certificates if trustpoint is not None else ()
        authority = next((understood(one.hex) for one in certificates if one.ca), None)
        if authority is not None:
            yield from _name(authority.subject, 4)
        yield f"    NextUpdate: {_date(until)}"
