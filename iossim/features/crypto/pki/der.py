"""The distinguished encoding rules, as far as a certificate needs them (ITU-T X.690).

Values are (tag, content) with the content of constructed ones a tuple of values. Left out: tags above 30, indefinite lengths.
"""

from __future__ import annotations

from typing import NamedTuple

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
PRINTABLE, IA5, UTC_TIME = 0x13, 0x16, 0x17
SEQUENCE, SET = 0x30, 0x31
CONSTRUCTED = 0x20


class MalformedDer(ValueError):
    """Not what the encoding rules allow."""


class Value(NamedTuple):
    """One value: its tag, and octets or the values inside."""

    tag: int
    content: bytes | tuple[Value, ...]

    @property
    def octets(self) -> bytes:
        """The octets of a primitive value."""
        if not isinstance(self.content, bytes):
            raise MalformedDer(f"tag {self.tag:#x} is constructed")
        return self.content

    @property
    def parts(self) -> tuple[Value, ...]:
        """The values inside a constructed one."""
        if isinstance(self.content, bytes):
            raise MalformedDer(f"tag {self.tag:#x} is primitive")
        return self.content


def encode(value: Value) -> bytes:
    """The octets of a value."""
    content = value.content
    body = content if isinstance(content, bytes) else b"".join(encode(part) for part in content)
    return bytes([value.tag]) + _length(len(body)) + body


def _length(count: int) -> bytes:
    if count < 0x80:
        return bytes([count])
    digits = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits


def decode(data: bytes) -> Value:
    """The one value that these octets are; MalformedDer otherwise."""
    value, end = _read(data, 0, depth=16)
    if end != len(data):
        raise MalformedDer(f"{len(data) - end} octets too many")
    return value


def _read(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    if depth == 0 or at + 2 > len(data):
        raise MalformedDer(f"ends at {at}")
    tag, count = data[at], data[at + 1]
    at += 2
    if count >= 0x80:
        digits = count & 0x7F
        if not 0 < digits <= 4 or at + digits > len(data):
            raise MalformedDer(f"length at {at}")
        count = int.from_bytes(data[at : at + digits], "big")
        at += digits
    end = at + count
    if end > len(data):
        raise MalformedDer(f"ends at {len(data)}, not at {end}")
    if not tag & CONSTRUCTED:
        return Value(tag, data[at:end]), end
    parts: list[Value] = []
    while at < end:
        part, at = _read(data[:end], at, depth - 1)
        parts.append(part)
    return Value(tag, tuple(parts)), end


def integer(number: int) -> Value:
    """A whole number that is not negative."""
    return Value(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def identifier(dotted: str) -> Value:
    """An object identifier, written with dots."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    body = bytearray([first * 40 + second])
    for part in rest:
        digits = [part & 0x7F]
        while part := part >> 7:
            digits.append(part & 0x7F | 0x80)
        body += bytes(reversed(digits))
    return Value(OID, bytes(body))


def sequence(*parts: Value) -> Value:
    """A sequence."""
    return Value(SEQUENCE, parts)
