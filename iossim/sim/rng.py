"""Chance: one seed, one named stream per user, integers only.

A stream is created on first use from the text `seed:name`, so a new user of chance shifts nobody else's draws. Text
seeds are hashed by `random.Random` with SHA-512, hence independent of the interpreter's hash seed.

Per-packet jitter and loss must not come from a stream: a skipped packet would shift every later draw. They come from
`hash_draw`, which depends on the packet's index alone.
"""

from __future__ import annotations

from array import array
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
    """The named streams of one seed.

    A stream is hundreds of words, and most copies of a lab draw from few of them: a copy keeps them packed until they are used.
    """

    __slots__ = ("_packed", "_streams", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._streams: dict[str, Random] = {}
        self._packed: dict[str, bytes] = {}

    def stream(self, name: str) -> Random:
        """The stream of that name, created on first use."""
        stream = self._streams.get(name)
        if stream is None:
            packed = self._packed.pop(name, None)
            stream = self._streams[name] = Random(f"{self.seed}:{name}") if packed is None else unpacked(packed)
        return stream

    def reseed(self, seed: int) -> None:
        """Every stream begins anew, from another seed."""
        self.seed = seed
        self._streams.clear()
        self._packed.clear()

    def __getstate__(self) -> tuple[int, dict[str, bytes]]:
        return self.seed, self._packed | {name: packed(stream) for name, stream in self._streams.items()}

    def __setstate__(self, state: tuple[int, dict[str, bytes]]) -> None:
        self.seed, self._packed = state
        self._streams = {}


def packed(stream: Random) -> bytes:
    """The state of a stream: 625 words, in this machine's order. Integers only: a pending Gaussian is not kept."""
    return array("I", stream.getstate()[1]).tobytes()


def unpacked(words: bytes) -> Random:
    """The stream of a packed state."""
    stream = Random(0)
    stream.setstate((stream.VERSION, tuple(array("I", words)), None))
    return stream
