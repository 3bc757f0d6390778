"""Distinguished names, as far as a router's certificate has them: an authority's, and a router's own (RFC 2459, 4.1.2.4)."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier


@dataclass(frozen=True, slots=True)
class Name:
    """An authority has `common` and `organization`; a router `host`, and its serial number and an address if it was asked to."""

    common: str = ""
    organization: str = ""
    host: str = ""
    serial: str = ""
    address: str = ""


_FIELDS: tuple[tuple[str, ObjectIdentifier], ...] = (
    ("common", NameOID.COMMON_NAME),
    ("organization", NameOID.ORGANIZATION_NAME),
    ("serial", NameOID.SERIAL_NUMBER),
    ("address", ObjectIdentifier("1.2.840.113549.1.9.8")),
    ("host", NameOID.UNSTRUCTURED_NAME),
)
"""In the order IOS prints them."""


def encoded(name: Name) -> x509.Name:
    """The library's form."""
    pairs = ((getattr(name, field), kind) for field, kind in _FIELDS)
    return x509.Name([x509.NameAttribute(kind, text) for text, kind in pairs if text])


def decoded(name: x509.Name) -> Name:
    """Ours; attributes that no router has are left out."""
    found = {attribute.oid: str(attribute.value) for attribute in name}
    return Name(**{field: found[kind] for field, kind in _FIELDS if kind in found})
