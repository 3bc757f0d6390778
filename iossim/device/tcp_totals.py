"""What the TCP of a node counts over all its connections since the power came: `show tcp statistics`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.net.packet import Tcp

CONTROL = frozenset("SFR")


@dataclass(slots=True)
class Totals:
    """Segments by what they were for, and connections by how they began and ended."""

    received: int = 0
    no_port: int = 0
    fresh: int = 0
    fresh_octets: int = 0
    repeated: int = 0
    repeated_octets: int = 0
    early: int = 0
    early_octets: int = 0
    acknowledged: int = 0
    acknowledged_octets: int = 0
    sent: int = 0
    control: int = 0
    control_again: int = 0
    data: int = 0
    data_octets: int = 0
    data_again: int = 0
    data_again_octets: int = 0
    only_acknowledge: int = 0
    initiated: int = 0
    accepted: int = 0
    established: int = 0
    closed: int = 0
    dropped: int = 0
    embryonic: int = 0
    expired: int = 0
    given_up: int = 0
    asked: int = 0
    silent: int = 0

    def out(self, segment: Tcp, again: bool) -> None:
        """A segment goes out, for the first time or again."""
        self.sent += 1
        if not CONTROL.isdisjoint(segment.flags):
            self.control += 1
            self.control_again += again
        elif not segment.length:
            self.only_acknowledge += 1
        elif again:
            self.data_again += 1
            self.data_again_octets += segment.length
        else:
            self.data += 1
            self.data_octets += segment.length

    def took(self, segment: Tcp, expected: int) -> None:
        """A segment with data has come while that number was expected."""
        if segment.sequence == expected:
            self.fresh += 1
            self.fresh_octets += segment.length
        elif segment.sequence < expected:
            self.repeated += 1
            self.repeated_octets += segment.length
        else:
            self.early += 1
            self.early_octets += segment.length

    def ended(self, was_open: bool, dropped: bool) -> None:
        """A connection is no more; `dropped` if not by agreement of both sides."""
        self.closed += 1
        self.embryonic += not was_open
        self.dropped += was_open and dropped
