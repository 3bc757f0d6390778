"""Weighted random early detection (`random-detect`): a queue begins to drop before it is full, by what a packet is marked with.

Between two thresholds of the mean length more and more is dropped at random, up to one packet of `mark`; beyond the higher one all.
What uploads do about it: they keep the mean in the middle between the thresholds of their packets, as each loss makes one
of them slow down; so the queue is shorter than one that drops only when it is full. Packets of a higher mark have a higher minimum
and pass.

Source: the vendor's description of WRED in outline; the default thresholds are those it lists. Left out: how the mean follows
the length (`exponential-weighting-constant` is shown), single losses of uploads, which give way and lose nothing (`net.line`).
"""

from __future__ import annotations

from dataclasses import dataclass

from iossim.device.codepoint import DSCP

MILLION = 1_000_000
LEAST, MOST, MARK = 20, 40, 10
STEP = 2
RSVP = "rsvp"
BEST_EFFORT = 0
WEIGHT = 9
AF_LEAST = {"1": 32, "2": 28, "3": 24}
"""By drop precedence."""
LISTED = (
    *(f"af{group}{drop}" for group in range(1, 5) for drop in range(1, 4)),
    *(f"cs{number}" for number in range(1, 8)),
    *("ef", RSVP, "default"),
)
"""The rows of a display by DSCP."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Packets between which more and more is dropped, and that one of so many is dropped at the higher one."""

    least: int
    most: int = MOST
    mark: int = MARK

    def loss(self, mean: int) -> int:
        """What is dropped at a mean length, in millionths."""
        if mean >= self.most:
            return MILLION
        over = max(mean - self.least, 0)
        return over * MILLION // (max(self.most - self.least, 1) * self.mark)


def usual(value: str, by_dscp: bool) -> Thresholds:
    """What holds unless it is configured."""
    if value == RSVP:
        return Thresholds(36)
    if not by_dscp:
        return Thresholds(LEAST + STEP * int(value))
    if value.startswith("af"):
        return Thresholds(AF_LEAST[value[-1]])
    if value.startswith("cs"):
        return Thresholds(LEAST + STEP * int(value[-1]))
    return Thresholds(36 if value == "ef" else LEAST)


@dataclass(frozen=True, slots=True)
class Early:
    """`random-detect` of a class: by precedence or by DSCP, the constant of its mean, and what was configured of thresholds."""

    by_dscp: bool = False
    weight: int = WEIGHT
    given: tuple[tuple[str, Thresholds], ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """What is told apart."""
        return LISTED if self.by_dscp else (*map(str, range(8)), RSVP)

    def thresholds(self, row: str) -> Thresholds:
        """Those of a row."""
        return dict(self.given).get(row) or usual(row, self.by_dscp)

    def row(self, tos: int) -> str:
        """Where a packet belongs."""
        if not self.by_dscp:
            return str(tos >> 5)
        return next((name for name, number in DSCP.items() if number == tos >> 2 and name in LISTED), "default")

    @property
    def stands(self) -> int:
        """The mean length in packets that uploads keep."""
        usual_ones = self.thresholds(self.row(BEST_EFFORT))
        return (usual_ones.least + usual_ones.most) // 2
