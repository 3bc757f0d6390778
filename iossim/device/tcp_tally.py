"""What a TCP connection counts of itself: segments, octets, time-outs and round trips, as `show tcp` has them.

Round trips are those of what was sent once (Karn), smoothed as by RFC 2988. Times are microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.net.packet import Tcp


@dataclass(slots=True)
class Tally:
    """The counts of one end."""

    received: int = 0
    received_data: int = 0
    octets_in: int = 0
    repeated: int = 0
    sent: int = 0
    sent_data: int = 0
    octets_out: int = 0
    again: int = 0
    started: int = 0
    expired: int = 0
    watched: int = 0
    asked: int = 0
    trip: int = 0
    spread: int = 0
    shortest: int = 0
    longest: int = 0

    def out(self, segment: Tcp) -> None:
        """A segment goes out."""
        self.sent += 1
        if segment.length:
            self.sent_data += 1
            self.octets_out += segment.length

    def came(self, segment: Tcp) -> None:
        """A segment has come."""
        self.received += 1
        if segment.length:
            self.received_data += 1
            self.octets_in += segment.length

    def took(self, trip: int) -> None:
        """What was sent once has been acknowledged after this time."""
        first = not self.longest
        self.spread = trip // 2 if first else (3 * self.spread + abs(self.trip - trip)) // 4
        self.trip = trip if first else (7 * self.trip + trip) // 8
        self.shortest = trip if first else min(self.shortest, trip)
        self.longest = max(self.longest, trip)
