"""RSA keys that are data: two primes. What the library makes of them is made when it is needed (RFC 2437).

The library's own generator cannot be seeded, so primes are searched here: from the stream of whoever makes a key, or, for
those who have a key when a lab is built, as products of a few common primes. Such keys are real and weak; no secret hangs
on them, and a thousand routers have theirs in the time of forty-five searches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

EXPONENT = 65_537
STOCK_BITS = 1024
SHORTEST_TO_SIGN = 496
"""Bits that a SHA-256 signature needs."""

_SMALL = tuple(n for n in range(3, 2_000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2)))

Draw = Callable[[int], int]
"""So many random bits."""


@dataclass(frozen=True, slots=True)
class RsaKey:
    """A key pair."""

    p: int
    q: int

    @property
    def modulus(self) -> int:
        """The public number."""
        return self.p * self.q

    @property
    def bits(self) -> int:
        """Its length."""
        return self.modulus.bit_length()

    @property
    def public(self) -> bytes:
        """The public half as certificates carry it (SubjectPublicKeyInfo)."""
        return _public(self.modulus)

    @property
    def private(self) -> rsa.RSAPrivateKey:
        """The library's object, to sign with."""
        return _private(self)


def search(draw: Draw, bits: int) -> RsaKey:
    """A key of so many bits, by a stream of random bits."""
    while True:
        p, q = _prime(draw, bits - bits // 2), _prime(draw, bits // 2)
        if p != q and (p * q).bit_length() == bits:
            return RsaKey(p, q)


def stock(number: int) -> RsaKey:
    """The key of that number among those that are there when a lab is built, 0 and up; each has a modulus of its own."""
    higher = 1
    while higher * (higher + 1) // 2 <= number:
        higher += 1
    return RsaKey(_common_prime(higher), _common_prime(number - higher * (higher - 1) // 2))


def verified(public: bytes, signature: bytes, signed: bytes) -> bool:
    """True when the holder of a public key has signed these octets."""
    try:
        key = serialization.load_der_public_key(public)
        if not isinstance(key, rsa.RSAPublicKey):
            return False
        key.verify(signature, signed, padding.PKCS1v15(), SHA256())
    except (ValueError, InvalidSignature):
        return False
    return True


@lru_cache(maxsize=4096)
def _public(modulus: int) -> bytes:
    key = rsa.RSAPublicNumbers(EXPONENT, modulus).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@lru_cache(maxsize=64)
def _private(key: RsaKey) -> rsa.RSAPrivateKey:
    p, q = key.p, key.q
    secret = pow(EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(EXPONENT, key.modulus)
    numbers = rsa.RSAPrivateNumbers(p, q, secret, secret % (p - 1), secret % (q - 1), pow(q, -1, p), public)
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)  # its primes were found here, and tried when found


def _prime(draw: Draw, bits: int) -> int:
    """A prime with its two highest bits set, so that two of them make a modulus of full length."""
    while True:
        number = draw(bits) | 3 << bits - 2 | 1
        if all(number % small for small in _SMALL) and pow(2, number - 1, number) == 1 and (number - 1) % EXPONENT:
            return number


@lru_cache(maxsize=512)
def _common_prime(number: int) -> int:
    blocks = (blake2b(b"%d.%d" % (number, block)).digest() for block in range(1_000_000))
    return _prime(lambda bits: int.from_bytes(next(blocks)[: bits // 8], "big"), STOCK_BITS // 2)
