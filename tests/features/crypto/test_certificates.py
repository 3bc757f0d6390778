"""Certificates: what is issued is read back, and only the authority's own count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from iossim.features.crypto.pki.certificate import Name, issue, read
from iossim.features.crypto.pki.der import MalformedDer, decode
from iossim.features.crypto.pki.enrolment import enrolled
from tests.features.crypto.tunnel import AUTHORITY, END, START

HOST = Name(host="soho-vp.example.com")


def test_round_trip() -> None:
    """Serial number, names and validity survive the encoding."""
    found = read(issue(0x0201, HOST, AUTHORITY, START, END, "http://10.80.1.20/hq-ca.crl"))
    assert (found.serial, found.subject, found.issuer) == (0x0201, HOST, AUTHORITY)
    assert (found.not_before, found.not_after) == (START, END)
    assert found.distribution_point == "http://10.80.1.20/hq-ca.crl"


def test_signatures() -> None:
    """A certificate of this authority is told from another's, and from a changed one."""
    found = read(issue(0x0201, HOST, AUTHORITY, START, END))
    ours, theirs = read(issue(1, AUTHORITY, AUTHORITY, START, END)), Name("evil-ca", "Example")
    assert found.signed_by(ours)
    assert not read(issue(0x0201, HOST, theirs, START, END)).signed_by(ours)
    assert not replace(found, signed=found.signed + b"!").signed_by(ours)


def test_validity() -> None:
    """Both ends are included, nothing else is."""
    found = read(issue(5, HOST, AUTHORITY, START, END))
    assert found.valid_at(START) and found.valid_at(END)
    assert not found.valid_at(datetime(2002, 3, 1, tzinfo=UTC)) and not found.valid_at(datetime(2005, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("text", ["", "30", "3003020101", "0500", "30820FFF", "ZZ", "A0" * 200])
def test_rubbish(text: str) -> None:
    """What is no certificate is malformed, whatever it is."""
    with pytest.raises(MalformedDer):
        read(text)


def test_depth_is_bounded() -> None:
    """Nesting without end is malformed, too."""
    data = b""
    for _ in range(40):
        data = bytes([0x30, len(data)]) + data
    with pytest.raises(MalformedDer):
        decode(data)


def test_enrolment_of_a_configuration() -> None:
    """Bodies are replaced by what the authority issues for the serial number and the router's name."""
    text = "hostname soho-2\nip domain-name example.com\ncrypto ca certificate chain hq-ca\n certificate 0202\n  00FF\n"
    text += "  quit\n certificate ca 01\n  AA\n  quit\n!\nend\n"
    lines = enrolled(text, "Example", START, END).splitlines()
    assert lines[:4] == text.splitlines()[:4] and lines[-2:] == ["!", "end"]
    own = "".join(lines[4 : lines.index("  quit")]).replace(" ", "")
    assert (read(own).serial, read(own).subject.host) == (0x202, "soho-2.example.com")
    authority = "".join(lines[lines.index(" certificate ca 01") + 1 : -3]).replace(" ", "")
    assert read(own).signed_by(read(authority))
