"""Chance: one seed, one named stream per user, integers only.

A stream is created on first use from the text `seed:name`, so a new user of chance shifts nobody else's draws. Text
seeds are hashed by `random.Random` with SHA-512, hence independent of the interpreter's hash seed.

Per-packet jitter and loss must not come from a stream: a skipped packet would shift every later draw. They come from
`hash_draw`, which depends on the packet's index alone.
"""

from __future__ import annotations

from hashlib import blake2b
from math import isqrt
from random import Random

BITS = 32


def hash_draw(seed: int, name: str, index: int, bound: int) -> int:
    """A number in 0..bound-1 that depends on (seed, name, index) and on nothing that happened before."""
    digest = blake2b(f"{seed}:{name}:{index}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") * bound >> 64


def triangular(stream: Random, low: int, mode: int, high: int) -> int:
    """One draw of the triangular distribution, by its inverse in integers."""
    if not low <= mode <= high:
        raise ValueError(f"not in order: {low} <= {mode} <= {high}")
    if low == high:
        return low
    share = stream.getrandbits(BITS)
    if share * (high - low) < mode - low << BITS:
        return low + isqrt(share * (high - low) * (mode - low) >> BITS)
    rest = (1 << BITS) - share
    return high - isqrt(rest * (high - low) * (high - mode) >> BITS)


class Streams:
    """The named streams of one seed."""

    __slots__ = ("_streams", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, Random] = {}

    def stream(self, name: str) -> Random:
        """The stream of that name, created on first use."""
        stream = self._streams.get(name)
        if stream is None:
            stream = self._streams[name] = Random(f"{self.seed}:{name}")
        return stream

    def reseed(self, seed: int) -> None:
        """Every stream begins anew, from another seed."""
        self.seed = seed
        self._streams.clear()
