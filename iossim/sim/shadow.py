"""The rehearsal of skipped rounds: the best finder of untracked reads.

In a kernel with `shadow` set, rounds go quiet as always, but every skipped tick is executed after all, with paths
computed anew, as of just before its turn, and nothing it does is let through. It must do what the proof claims: write
nothing, schedule nothing, touch the same targets and be told the same. If not, something it depends on has changed
without waking it, and `ShadowFault` names the round and the time.

Left out: a round that changes plain attributes behind the tables' back does so for real, also here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.sim.bundle import spread
from iossim.sim.facts import Reader
from iossim.sim.meters import Touch

if TYPE_CHECKING:
    from iossim.sim.idle import Idle
    from iossim.sim.meters import Target
    from iossim.sim.rounds import Asked, Every


class ShadowFault(AssertionError):
    """A skipped round would not have been as quiet as was proven."""


class Rehearsal(Reader):
    """Reads like a round, lets nothing through."""

    __slots__ = ("asked", "felt", "round")

    rehearsing = True

    def __init__(self, subject: Every) -> None:
        super().__init__(subject.kernel)
        self.round = subject
        self.felt: list[Touch] = []
        self.asked: list[Asked] = []

    def disturb(self, what: str) -> None:
        """A quiet round does nothing but read and touch."""
        raise ShadowFault(f"{self.round.name} at {self.kernel.now}: {what} in a skipped round")

    def feels(self, target: Target, octets: int, delay: int) -> bool:
        """Note the touch and keep it from happening."""
        self.felt.append(Touch(target, octets, delay))
        return True

    def asks(self, idle: Idle, over: bool) -> bool:
        """Note the answer, by the rule of rounds; a touch of this very run makes it *no*."""
        if any(target is idle for target, _, _ in self.felt):
            return False
        self.asked.append((idle, over))
        return over


def rehearse(subject: Every) -> None:
    """Execute a skipped tick of a quiet round and compare it with what the round relies on."""
    kernel = subject.kernel
    rehearsal = Rehearsal(subject)
    turn, kernel.turn = kernel.turn, subject.number - 1
    kernel.reader = rehearsal
    try:
        subject.fn(*subject.args)
    finally:
        kernel.reader = None
        kernel.turn = turn
    if spread(rehearsal.felt) != spread(subject.felt):
        raise ShadowFault(f"{subject.name} at {kernel.now}: touches differ in a skipped round")
    if rehearsal.asked != subject.asked:
        raise ShadowFault(f"{subject.name} at {kernel.now}: an answer about time differs in a skipped round")
