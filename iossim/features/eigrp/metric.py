"""The composite metric: minimum bandwidth and summed delay along a path, and reliability and load if asked to.

    256 x (K1 x 10^7 / bandwidth + K2 x that / (256 - load) + K3 x delay) [x K5 / (reliability + K4)]

Bandwidth in kbit/s, delay in tens of microseconds; integers throughout, as the routers compute (RFC 7868, 5.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iossim.device.interface import Interface

INFINITY = 0xFFFF_FFFF
SCALE = 256
REFERENCE_BANDWIDTH = 10_000_000
MAX_HOPS = 100
VALUES = 5
"""What a line gives of a vector: bandwidth, delay, reliability, load, MTU."""

Weights = tuple[int, int, int, int, int]
"""K1 to K5."""

DEFAULT_WEIGHTS: Weights = (1, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Vector:
    """What is advertised of a path."""

    bandwidth: int
    delay: int
    reliability: int = 255
    load: int = 1
    mtu: int = 1500
    hops: int = 0

    @property
    def reachable(self) -> bool:
        """False for the vector that withdraws a destination."""
        return self.delay < INFINITY and self.hops <= MAX_HOPS

    def across(self, interface: Interface) -> Vector:
        """The vector as seen from the far side of an interface of ours."""
        return replace(
            self,
            bandwidth=min(self.bandwidth, interface.bandwidth),
            delay=min(INFINITY, self.delay + interface.delay),
            mtu=min(self.mtu, interface.mtu),
            hops=self.hops + 1,
        )


UNREACHABLE = Vector(0, INFINITY)


def of_interface(interface: Interface) -> Vector:
    """The vector of a connected network."""
    return Vector(interface.bandwidth, interface.delay, mtu=interface.mtu)


def vector_of(values: Sequence[int]) -> Vector | None:
    """What a route-map sets; a single number is for protocols that count hops, and says nothing here."""
    return Vector(*values) if len(values) == VALUES else None


def composite(vector: Vector, weights: Weights = DEFAULT_WEIGHTS) -> int:
    """The metric that routes are compared by."""
    if not vector.reachable or vector.bandwidth == 0:
        return INFINITY
    k1, k2, k3, k4, k5 = weights
    bandwidth = REFERENCE_BANDWIDTH // vector.bandwidth
    value = k1 * bandwidth + k2 * bandwidth // (SCALE - vector.load) + k3 * vector.delay
    if k5:
        value = value * k5 // (vector.reliability + k4)
    return min(SCALE * value, INFINITY - 1)
