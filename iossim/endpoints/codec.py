"""What a voice packet holds, and how well it is understood: codecs and the E-model in its practical form.

R = 94.2 - Id - Ie. Id grows with the delay from mouth to ear, and faster beyond 177.3 ms; Ie is what the codec itself
costs and what it makes of lost packets. Silences are reported as such, never averaged into a score.

Standards: ITU-T G.107 (and annex B for the score), G.711, G.729; formulas and table: protocols reference 7.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from iossim.device.parameters import Codec

HEADER = 12
"""Octets of RTP in front of the speech (RFC 3550)."""


@dataclass(frozen=True, slots=True)
class CodecData:
    """Octets of speech in 20 ms, microseconds to code them, and its impairments: `base` + `slope` * ln(1 + `bend` * loss)."""

    octets: int
    coding: int
    base: float
    slope: float
    bend: float

    @property
    def datagram(self) -> int:
        """Octets of a datagram's data."""
        return self.octets + HEADER


CODECS = {
    Codec.G711: CodecData(160, 25_000, 0, 30, 15),
    Codec.G729: CodecData(20, 30_000, 11, 40, 10),
}
"""Coding is a packet's 20 ms of speech, the look-ahead of G.729, and 5 ms for coding, encryption and decryption together."""


def rating(delay_ms: float, loss: float, codec: Codec = Codec.G711) -> float:
    """The transmission rating R: `delay_ms` mouth to ear, `loss` a ratio."""
    data = CODECS[codec]
    late = max(0.0, delay_ms - 177.3)
    return 94.2 - 0.024 * delay_ms - 0.11 * late - data.base - data.slope * log(1 + data.bend * loss)


def late_share(wait: int, buffer: int, most: int = 0) -> float:
    """The share of packets that wait for longer than the play-out buffer, when so much is the mean: an exponential tail.

    Where nobody waits for longer than `most`, some do not at all, and the others for any time up to that.
    """
    if most:
        return min(1.0, 2 * wait / most) * max(0.0, 1 - buffer / most)
    return exp(-buffer / wait) if wait else 0.0


def opinion(r: float) -> float:
    """The mean opinion score of a rating."""
    if r <= 0:
        return 1.0
    if r >= 100:
        return 4.5
    return max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)
