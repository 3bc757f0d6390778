"""The size of an encapsulated packet (RFC 2406; protocols reference 5.1).

    outer IP 20 + SPI and sequence number 8 + IV + (inner + trailer 2, filled up to the block) + ICV

A cipher has blocks of 8 octets and an IV of 8 (DES, 3DES); `esp-null` has no IV and fills up to 4. HMAC-MD5 and HMAC-SHA
are cut to 96 bits.
"""

from __future__ import annotations

from functools import cache

from iossim.net.packet import IP_HEADER

SPI_AND_SEQUENCE = 8
TRAILER = 2
ICV = 12
BLOCK = 8
REPLAY_WINDOW = 64
"""Packets; neither size nor switch can be set in these releases."""


@cache
def _costs(transforms: tuple[str, ...]) -> tuple[int, int]:
    """What a packet is filled up to, and the octets around it."""
    ciphered = "esp-des" in transforms or "esp-3des" in transforms
    iv = BLOCK if ciphered else 0
    icv = ICV if any(name.startswith("esp-") and name.endswith("-hmac") for name in transforms) else 0
    return BLOCK if ciphered else 4, SPI_AND_SEQUENCE + iv + icv


def payload_length(inner: int, transforms: tuple[str, ...]) -> int:
    """Octets of the ESP payload around `inner` octets, without the outer IP header."""
    block, around = _costs(transforms)
    return -(-(inner + TRAILER) // block) * block + around


def largest_inner(mtu: int, transforms: tuple[str, ...]) -> int:
    """The largest packet whose encapsulation still fits an MTU: what an ICMP error tells the sender."""
    inner = mtu
    while inner > 0 and IP_HEADER + payload_length(inner, transforms) > mtu:
        inner -= 1
    return inner
