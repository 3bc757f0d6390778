"""The order in which 12.x walks its tables of networks: bucket by bucket of a hash, not by number.

Found by comparing public 12.x listings (ios-cli 9.6). A routing table has a hash over the major networks and one over the
subnets of each; a topology table one over all prefixes. Within a bucket the longer mask comes first, then the newer
entry. 15.x sorts its routing table by number.
"""

from __future__ import annotations

from functools import lru_cache

from iossim.net.address import Prefix, classful_length


@lru_cache(maxsize=65_536)
def bucket(network: int) -> int:
    """The exclusive or of the four octets: subnets of one major network, and all of a topology table."""
    return (network >> 24 ^ network >> 16 ^ network >> 8 ^ network) & 0xFF


def major_bucket(network: int) -> int:
    """The bucket of a major network: first and third octet, folded to four bits."""
    mixed = (network >> 24 ^ network >> 8) & 0xFF
    return (mixed ^ mixed >> 4) & 0x0F


@lru_cache(maxsize=65_536)
def major_of(prefix: Prefix) -> Prefix | None:
    """The classful network a prefix belongs to; None for supernets and the default network."""
    length = classful_length(prefix.network)
    return Prefix.of(prefix.network, length) if prefix.length >= length else None


def subnet_key(prefix: Prefix, since: int = 0) -> tuple[int, int, int]:
    """Sorts the subnets of one major network, and the lines of a topology table; `since` is when an entry came."""
    return bucket(prefix.network), -prefix.length, -since
