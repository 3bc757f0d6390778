"""Codes that people read to each other: eight signs in two groups, none of which is taken for another."""

from __future__ import annotations

from hashlib import sha256

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I and O, 0 and 1."""


def code_of(octets: bytes) -> str:
    """The code that octets stand for."""
    number = int.from_bytes(sha256(octets).digest()[:5], "big")
    signs = "".join(SIGNS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


def normal(code: str) -> str:
    """A code as it is compared: in capitals, without what stands between."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
