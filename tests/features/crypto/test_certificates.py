"""Certificates of a lab: what its authority issues is what a configuration gets."""

from __future__ import annotations

from iossim.lab.certificates import Registry
from iossim.net.x509.certificate import read
from tests.features.crypto.tunnel import AUTHORITY, CHARTER

TEXT = (
    "hostname soho-2\nip domain-name example.com\ncrypto ca certificate chain hq-ca\n certificate 0202\n  00FF\n"
    "  quit\n certificate ca 01\n  AA\n  quit\n!\nend\n"
)


def test_enrolment_of_a_configuration() -> None:
    """Bodies are replaced by what the authority issues for the serial number, the router's name and its key."""
    enrolled = Registry(CHARTER).enrol(TEXT)
    assert enrolled is not None
    lines = enrolled.startup.splitlines()
    assert lines[:4] == TEXT.splitlines()[:4] and lines[-2:] == ["!", "end"]
    own = read(bytes.fromhex("".join(lines[4 : lines.index("  quit")])))
    assert (own.serial, own.subject.host, own.key) == (0x202, "soho-2.example.com", enrolled.key.public)
    authority = read(bytes.fromhex("".join(lines[lines.index(" certificate ca 01") + 1 : -3])))
    assert own.signed_by(authority) and authority.subject == AUTHORITY


def test_every_router_has_a_key_of_its_own() -> None:
    """Two routers of one template differ in their keys, and a router without certificates has none."""
    registry = Registry(CHARTER)
    first, second = registry.enrol(TEXT), registry.enrol(TEXT)
    assert first is not None and second is not None and first.key != second.key
    assert registry.enrol("hostname r1\n") is None
    assert registry.last_serial == 0x0FFF
