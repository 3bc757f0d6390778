"""`show crypto ca ...`, later `pki`, in the forms of 12.2T and of 15.x."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from iossim.cli.release import Forms, Release
from iossim.features.crypto.pki.certificates import serial_digits, understood
from iossim.features.crypto.wanted import StoredCertificate, Trustpoint
from iossim.net.x509.certificate import Certificate
from iossim.net.x509.name import Name

if TYPE_CHECKING:
    from iossim.features.crypto.pki.enrollment import Pending
    from iossim.features.crypto.view import CryptoView


LATER = "12.4"
NAME = Forms("{word} = {text}", (LATER, "{small}={text}"))
HOST = Forms[tuple[str, ...]]((), (LATER, ("hostname={host}",)))
SERIAL = Forms("Serial Number: {serial}", (LATER, "Serial Number (hex): {serial}"))
POINT = Forms("  CRL Distribution Point:", (LATER, "  CRL Distribution Points: "))
URL = Forms("CEP URL", (LATER, "SCEP URL"))


def show_certificates(view: CryptoView, look: Release) -> Iterator[str]:
    """The certificates of the configuration and the requests under way, a blank line between them."""
    shown = [
        _certificate(trustpoint, stored, certificate, look)
        for trustpoint in view.config.trustpoints.values()
        for stored in trustpoint.certificates
        if (certificate := understood(stored.hex)) is not None
    ]
    for place, lines in enumerate([*shown, *(_request(name, pending, look) for name, pending in view.requests)]):
        if place:
            yield ""
        yield from lines


def _request(trustpoint: str, pending: Pending, look: Release) -> Iterator[str]:
    yield "Certificate"
    yield "  Subject:"
    yield from subject(pending.subject, 4, look)
    yield "  Status: Pending"
    yield "  Key Usage: General Purpose"
    yield f"  Certificate Request Fingerprint MD5: {pending.fingerprint} "
    yield f"  Associated Trustpoint: {trustpoint} "


def _certificate(
    trustpoint: Trustpoint, stored: StoredCertificate, certificate: Certificate, look: Release
) -> Iterator[str]:
    yield "CA Certificate" if stored.ca else "Certificate"
    yield "  Status: Available"
    yield f"  Certificate {SERIAL.on(look).format(serial=stored.serial)}"
    yield f"  Certificate Usage: {'Signature' if stored.ca else 'General Purpose'}"
    yield "  Issuer:"
    yield from _name(certificate.issuer, 4, look)
    yield "  Subject:"
    yield from subject(certificate.subject, 4, look)
    if certificate.distribution_point:
        yield POINT.on(look)
        yield f"    {certificate.distribution_point}"
    yield "  Validity Date:"
    yield f"    start date: {_date(certificate.not_before)}"
    yield f"    end   date: {_date(certificate.not_after)}"
    yield f"  Associated Trustpoints: {trustpoint.name} "


def subject(name: Name, margin: int, look: Release) -> Iterator[str]:
    """A subject: a router's name, address and serial number, or what an authority is called."""
    for word, text in (("Name", name.host), ("IP Address", name.address), ("Serial Number", name.serial)):
        if text:
            yield f"{' ' * margin}{word}: {text}"
    if name.host:
        yield from (" " * margin + line.format(host=name.host) for line in HOST.on(look))
    yield from _name(name, margin, look)


def _name(name: Name, margin: int, look: Release) -> Iterator[str]:
    for word, text in (("CN", name.common), ("O", name.organization)):
        if text:
            yield " " * margin + NAME.on(look).format(word=word, small=word.lower(), text=text)


def _date(date: datetime) -> str:
    return f"{date:%H:%M:%S} UTC {date:%b} {date.day} {date.year}"


def show_trustpoints(view: CryptoView, look: Release) -> Iterator[str]:
    """The trustpoints, two blank lines between them."""
    for place, trustpoint in enumerate(view.config.trustpoints.values()):
        if place:
            yield from ("", "")
        yield f"Trustpoint {trustpoint.name}:"
        authority = next((understood(one.hex) for one in trustpoint.certificates if one.ca), None)
        if authority is not None:
            yield "    Subject Name:"
            yield from _name(authority.subject, 5, look)
            yield f"          {SERIAL.on(look).format(serial=serial_digits(authority.serial))}"
            yield "    Certificate configured."
        if trustpoint.enrollment_url:
            yield f"    {URL.on(look)}: {trustpoint.enrollment_url}"
        if trustpoint.crl_optional:
            yield "    CRL query is optional."


def show_crls(view: CryptoView, look: Release) -> Iterator[str]:
    """The revocation lists in RAM: a router that has just booted has none."""
    for _, found in view.revocation_lists:
        yield "CRL Issuer Name:"
        yield from _name(found.issuer, 4, look)
        yield f"    LastUpdate: {_date(found.this_update)}"
        yield f"    NextUpdate: {_date(found.next_update)}"
