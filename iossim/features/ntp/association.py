"""What a router knows of one server: whether it answers, how far it is, and how sure the router is of it (RFC 1305, 3.2).

`reach` is the last eight polls, a bit each. Every answer halves the dispersion, from sixteen seconds on; a server is followed once
it is below one second, which takes five answers, four minutes and sixteen seconds at the shortest interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from iossim.net.ntp import UNSYNCHRONIZED, Told

POLL = 64_000_000
REGISTER = 0xFF
MOST_DISPERSION = 16_000.0
"""Milliseconds: nothing is known."""
SAMPLES = 8
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Association:
    """One server. `delay` is there and back, in microseconds."""

    reach: int = 0
    samples: int = 0
    delay: int = 0
    told: Told | None = None

    def heard(self, told: Told, delay: int) -> Association:
        """A poll was answered. One that says another time than before has to be measured anew."""
        same = self.told is None or self.told.origin == told.origin
        samples = min(SAMPLES, self.samples + 1) if same else 1
        return Association(self._register(True), samples, delay, told)

    def missed(self) -> Association:
        """A poll was not answered; a server that has been silent for the whole register is unknown again."""
        reach = self._register(False)
        return replace(self, reach=reach) if reach else Association()

    def _register(self, answered: bool) -> int:
        return (self.reach << 1 | answered) & REGISTER

    @property
    def usable(self) -> bool:
        """True when the clock may follow it."""
        return self.told is not None and self.told.stratum < UNSYNCHRONIZED and self.samples >= ENOUGH

    @property
    def dispersion(self) -> float:
        """Milliseconds: half with every answer; what eight leave is that of the crystal."""
        return MOST_DISPERSION / 2**self.samples if self.samples < SAMPLES else 0.1
