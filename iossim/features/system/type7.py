"""Type 7 passwords: hidden from a glance, not from anybody who wants to know (an exclusive or with a fixed text).

Two decimal digits say where in the text to begin, then follows hexadecimal.
"""

from __future__ import annotations

import re

_KEY = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
_FORM = re.compile(r"(0[0-9]|1[0-5])((?:[0-9A-Fa-f]{2})*)")


def is_encrypted(text: str) -> bool:
    """True for what `encrypt` could have made."""
    return _FORM.fullmatch(text) is not None


def encrypt(password: str, start: int) -> str:
    """Hide a password, beginning at a place of the key from 0 to 15."""
    return f"{start:02}" + _mixed(password.encode(), start).hex().upper()


def decrypt(text: str) -> str:
    """The password; the text itself when it is none."""
    found = _FORM.fullmatch(text)
    if found is None:
        return text
    return _mixed(bytes.fromhex(found[2]), int(found[1])).decode(errors="replace")


def _mixed(octets: bytes, start: int) -> bytes:
    return bytes(octet ^ _KEY[(start + place) % len(_KEY)] for place, octet in enumerate(octets))
