"""X.509 and RSA: what is made is read back, only the right key's signature counts, and rubbish is malformed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iossim.net.x509.certificate import Malformed, fingerprint, issue, read
from iossim.net.x509.name import Name
from iossim.net.x509.request import make_request, read_request
from iossim.net.x509.revocation import issue_list, read_list
from iossim.net.x509.rsa import search, stock

START, END = datetime(2002, 11, 1, tzinfo=UTC), datetime(2004, 11, 1, tzinfo=UTC)
AUTHORITY, CA_KEY = Name("hq-ca", "Example"), stock(0)
HOST, KEY = Name(host="soho-vp.example.com", serial="00000007", address="192.0.2.1"), stock(1)
OWN = issue(1, AUTHORITY, CA_KEY.public, AUTHORITY, CA_KEY, START, END)
ROUTER = issue(0x0201, HOST, KEY.public, AUTHORITY, CA_KEY, START, END, "http://10.80.1.20/hq-ca.crl")


def test_a_certificate_says_what_was_certified() -> None:
    """Serial number, names, key, validity and the place of the list survive the encoding."""
    found = read(ROUTER)
    assert (found.serial, found.subject, found.issuer, found.key) == (0x0201, HOST, AUTHORITY, KEY.public)
    assert (found.not_before, found.not_after) == (START, END)
    assert found.distribution_point == "http://10.80.1.20/hq-ca.crl" and read(OWN).distribution_point == ""


def test_the_same_inputs_give_the_same_octets() -> None:
    """So a lab has the same certificates on every machine."""
    assert issue(1, AUTHORITY, CA_KEY.public, AUTHORITY, CA_KEY, START, END) == OWN
    assert fingerprint(OWN) == fingerprint(bytes(OWN)) and len(fingerprint(OWN).split()) == 4


def test_only_the_authority_signs() -> None:
    """Another key under the same name does not pass, nor a changed certificate, nor another name."""
    found, authority = read(ROUTER), read(OWN)
    assert found.signed_by(authority) and authority.signed_by(authority)
    assert not read(issue(0x0201, HOST, KEY.public, AUTHORITY, KEY, START, END)).signed_by(authority)
    assert not replace(found, signed=found.signed + b"!").signed_by(authority)
    assert not replace(found, issuer=Name("evil-ca")).signed_by(authority)


def test_validity_includes_both_ends() -> None:
    """And nothing else."""
    found, second = read(ROUTER), timedelta(seconds=1)
    assert found.valid_at(START) and found.valid_at(END)
    assert not found.valid_at(START - second) and not found.valid_at(END + second)


def test_a_list_names_who_is_revoked() -> None:
    """Serial numbers with their dates; it is the last word until its next update."""
    found = read_list(issue_list(AUTHORITY, CA_KEY, START, START + timedelta(days=1), {0x203: START}))
    assert found.revoked == {0x203: START} and found.signed_by(read(OWN))
    assert found.current_at(START) and not found.current_at(START + timedelta(days=1, seconds=1))
    assert not read_list(issue_list(AUTHORITY, KEY, START, END, {})).signed_by(read(OWN))


def test_a_request_is_signed_by_the_key_it_asks_for() -> None:
    """Name, key and password come through; a request that was changed on the way does not."""
    octets = make_request(HOST, KEY, "secret")
    found = read_request(octets)
    assert (found.subject, found.key, found.password) == (HOST, KEY.public, "secret")
    with pytest.raises(Malformed):
        read_request(octets.replace(b"soho-vp", b"soho-vq"))


def test_keys_have_the_length_asked_for() -> None:
    """Whatever the length; the same stream gives the same key, the stock has a modulus for every number."""
    for bits in (360, 511, 512):
        key = search(random.Random(7).getrandbits, bits)
        assert key.bits == bits and key == search(random.Random(7).getrandbits, bits)
    assert len({stock(number).modulus for number in range(30)}) == 30
    assert {stock(number).bits for number in range(30)} == {1024}


@given(st.binary(max_size=200) | st.tuples(st.integers(0, len(ROUTER) - 1), st.integers(0, 255)).map(
    lambda change: ROUTER[: change[0]] + bytes([change[1]]) + ROUTER[change[0] + 1 :]
))  # fmt: skip
def test_rubbish_is_malformed(octets: bytes) -> None:
    """Whatever the octets, reading them gives a value or says Malformed."""
    for reader in (read, read_list, read_request):
        try:
            reader(octets)
        except Malformed:
            continue


@pytest.mark.parametrize("serial", [b"\x82\x01", b"\x00\x00"], ids=["negative", "zero"])
def test_a_serial_number_is_positive(serial: bytes) -> None:
    """RFC 2459, 4.1.2.2; a certificate with another one is malformed, and nothing is printed about it."""
    at = ROUTER.index(b"\x02\x02\x02\x01") + 2
    with pytest.raises(Malformed):
        read(ROUTER[:at] + serial + ROUTER[at + 2 :])
