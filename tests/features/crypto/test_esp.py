"""Sizes of encapsulated packets: the table of the protocols reference, 5.1."""

from __future__ import annotations

import pytest

from iossim.features.crypto.ipsec.esp import largest_inner, payload_length
from iossim.net.packet import IP_HEADER

T1 = ("esp-3des", "esp-sha-hmac")


@pytest.mark.parametrize(
    ("inner", "outer"), [(200, 256), (60, 112), (280, 336), (52, 104), (40, 96), (1446, 1496), (1500, 1552)]
)
def test_3des_and_sha(inner: int, outer: int) -> None:
    """Voice, keepalives, acknowledgements and full packets grow as tabulated."""
    assert IP_HEADER + payload_length(inner, T1) == outer


def test_the_largest_packet_inside() -> None:
    """1446 octets fit 1500; this is what an ICMP error names."""
    assert largest_inner(1500, T1) == 1446


def test_other_transforms() -> None:
    """Without a cipher there is no IV, without authentication no ICV."""
    assert payload_length(100, ("esp-null", "esp-md5-hmac")) == 8 + 104 + 12
    assert payload_length(100, ("esp-des",)) == 8 + 8 + 104
