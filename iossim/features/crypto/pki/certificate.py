"""Certificates as the lab's authority issues them and a router keeps them: X.509 in DER, written in hexadecimal.

    Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }

A real structure that real tools can read, with one difference: keys and signatures are not RSA. A key is octets derived from
its owner's name, a signature octets derived from what is signed and the signer's key, which is enough to tell a certificate of
this authority from any other. Nothing secret depends on it.

Standard: RFC 2459. Left out: chains of more than one authority, key usage, enrolment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from iossim.features.crypto.pki import der
from iossim.features.crypto.pki.der import MalformedDer, Value, decode, encode, identifier, integer, sequence

MODULUS_OCTETS = 128
RSA, MD5_WITH_RSA = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.4"
ORGANIZATION, COMMON_NAME, HOST_NAME = "2.5.4.10", "2.5.4.3", "1.2.840.113549.1.9.2"
DISTRIBUTION_POINTS = "2.5.29.31"
_ATTRIBUTES = {ORGANIZATION: "O", COMMON_NAME: "CN", HOST_NAME: "hostname"}
_TIME = "%y%m%d%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Name:
    """A distinguished name: an authority has `common`, a router `host`."""

    common: str = ""
    organization: str = ""
    host: str = ""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(object identifier, text) of what is there, in the order IOS prints it."""
        all_pairs = ((COMMON_NAME, self.common), (ORGANIZATION, self.organization), (HOST_NAME, self.host))
        return tuple(pair for pair in all_pairs if pair[1])


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. `signature` is over `signed`."""

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
        return self.issuer == authority.subject and self.signature == _signature(self.signed, authority.key)


def issue(
    serial: int,
    subject: Name,
    authority: Name,
    not_before: datetime,
    not_after: datetime,
    distribution_point: str = "",
) -> str:
    """A certificate, in hexadecimal. An authority issues its own with itself as the subject."""
    algorithm = sequence(identifier(MD5_WITH_RSA), Value(der.NULL, b""))
    public = sequence(integer(int.from_bytes(_key(subject), "big")), integer(65_537))
    parts = [
        Value(0xA0, (integer(2),)),
        integer(serial),
        algorithm,
        _encoded_name(authority),
        sequence(_time(not_before), _time(not_after)),
        _encoded_name(subject),
        sequence(sequence(identifier(RSA), Value(der.NULL, b"")), Value(der.BIT_STRING, b"\0" + encode(public))),
    ]
    if distribution_point:
        point = encode(sequence(Value(0x86, distribution_point.encode())))
        extension = sequence(identifier(DISTRIBUTION_POINTS), Value(der.OCTET_STRING, point))
        parts.append(Value(0xA3, (sequence(extension),)))
    signed = sequence(*parts)
    signature = Value(der.BIT_STRING, b"\0" + _signature(encode(signed), _key(authority)))
    return encode(sequence(signed, algorithm, signature)).hex().upper()


def read(text: str) -> Certificate:
    """A certificate from its hexadecimal form; MalformedDer when it is none."""
    try:
        whole = decode(bytes.fromhex(text))
        signed, _, signature = whole.parts
        parts = signed.parts[1:] if signed.parts[0].tag == 0xA0 else signed.parts
        serial, _, issuer, validity, subject, public = parts[:6]
        start, end = validity.parts
        key = decode(public.parts[1].octets[1:]).parts[0]
        return Certificate(
            int.from_bytes(serial.octets, "big"),
            _name(issuer),
            _name(subject),
            _date(start),
            _date(end),
            key.octets[-MODULUS_OCTETS:],
            _distribution_point(parts[6:]),
            encode(signed),
            signature.octets[1:],
        )
    except (ValueError, IndexError) as error:
        raise MalformedDer(str(error)) from None


def _key(owner: Name) -> bytes:
    modulus = _spread(repr(owner.pairs()).encode())
    return bytes([modulus[0] | 0x80]) + modulus[1:]


def _signature(signed: bytes, key: bytes) -> bytes:
    return _spread(key + signed)


def _spread(seed: bytes) -> bytes:
    return b"".join(blake2b(bytes([block]) + seed).digest() for block in range(MODULUS_OCTETS // 64))


def _encoded_name(name: Name) -> Value:
    def attribute(kind: str, text: str) -> Value:
        return Value(der.SET, (sequence(identifier(kind), Value(der.PRINTABLE, text.encode())),))

    return sequence(*(attribute(kind, text) for kind, text in name.pairs()))


def _name(value: Value) -> Name:
    found = {encode(identifier(kind)): word for kind, word in _ATTRIBUTES.items()}
    texts: dict[str, str] = {}
    for relative in value.parts:
        kind, text = relative.parts[0].parts
        word = found.get(encode(kind))
        if word is not None:
            texts[word] = text.octets.decode("latin-1")
    return Name(texts.get("CN", ""), texts.get("O", ""), texts.get("hostname", ""))


def _time(date: datetime) -> Value:
    return Value(der.UTC_TIME, date.astimezone(UTC).strftime(_TIME).encode())


def _date(value: Value) -> datetime:
    return datetime.strptime(value.octets.decode("latin-1"), _TIME).replace(tzinfo=UTC)


def _distribution_point(rest: tuple[Value, ...]) -> str:
    for tagged in rest:
        if tagged.tag != 0xA3:
            continue
        for extension in tagged.parts[0].parts:
            if encode(extension.parts[0]) == encode(identifier(DISTRIBUTION_POINTS)):
                return decode(extension.parts[1].octets).parts[0].octets.decode("latin-1")
    return ""
