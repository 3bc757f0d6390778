"""`$1$` password hashes: the MD5-based crypt of FreeBSD (Poul-Henning Kamp, 1994), which IOS uses for secrets.

The scheme is fixed by what it must reproduce: odd mixing steps are part of it. Salts have up to eight characters of the
crypt alphabet; IOS takes four.
"""

from __future__ import annotations

import re
from hashlib import md5

ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ROUNDS = 1000
_FORM = re.compile(r"\$1\$([^$]{0,8})\$([./0-9A-Za-z]{22})")


def is_hash(text: str) -> bool:
    """True for `$1$SALT$HASH`."""
    return _FORM.fullmatch(text) is not None


def verify(password: str, secret: str) -> bool:
    """Whether the hash was made of this password."""
    found = _FORM.fullmatch(secret)
    return found is not None and crypt(password, found[1]) == secret


def crypt(password: str, salt: str) -> str:
    """The hash of a password with a salt."""
    key, grains = password.encode(), salt.encode()
    digest = _first(key, grains)
    for number in range(ROUNDS):
        odd = number & 1
        text = key if odd else digest
        text += grains if number % 3 else b""
        text += key if number % 7 else b""
        text += digest if odd else key
        digest = _md5(text)
    return f"$1${salt}${_written(digest)}"


def _md5(text: bytes) -> bytes:
    return md5(text, usedforsecurity=False).digest()


def _first(key: bytes, grains: bytes) -> bytes:
    """What the rounds begin with."""
    inner = _md5(key + grains + key)
    text = key + b"$1$" + grains + (inner * (len(key) // 16 + 1))[: len(key)]
    length = len(key)
    while length:
        text += b"\0" if length & 1 else key[:1]
        length >>= 1
    return _md5(text)


def _written(digest: bytes) -> str:
    """Sixteen octets in the crypt alphabet, in the scheme's order."""
    groups = [(digest[i], digest[i + 6], digest[i + 12 if i < 4 else 5]) for i in range(5)]
    text = "".join(_letters(a << 16 | b << 8 | c, 4) for a, b, c in groups)
    return text + _letters(digest[11], 2)


def _letters(value: int, count: int) -> str:
    return "".join(ALPHABET[value >> 6 * place & 0x3F] for place in range(count))
