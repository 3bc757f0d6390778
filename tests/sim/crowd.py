"""A crowd around one idle: rounds that ask it, feed it, do both or neither, with equal and unequal periods."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from iossim.sim.clock import SECOND
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Result, send_result
from iossim.sim.meters import Idle, Meter, Touch
from iossim.sim.rounds import Every

MEMBERS = 4
LENGTH = 400


@dataclass(frozen=True, slots=True)
class Member:
    """What one round does at each tick."""

    period: int
    phase: int
    delay: int
    asks: bool
    feeds: bool
    probes: bool


class Crowd:
    def __init__(self, seed: int, explicit: bool, shadow: bool = False) -> None:
        random = Random(f"crowd {seed}")
        unit = SECOND if seed % 2 else 1
        self.kernel = Kernel(seed, explicit=explicit, shadow=shadow)
        self.idle = Idle(self.kernel, random.choice((4, 10, 12, 30)) * SECOND, self.expired)
        self.members = [self.member(random, unit) for _ in range(MEMBERS)]
        self.meters = [(Meter(self.kernel), Meter(self.kernel)) for _ in self.members]
        self.rounds = [Every(self.kernel, m.period, m.phase, self.tick, i) for i, m in enumerate(self.members)]
        self.inputs = sorted(
            (random.randrange(LENGTH * SECOND) // unit * unit, random.randrange(8), random.randrange(MEMBERS))
            for _ in range(14)
        )
        self.inputs += [(LENGTH * SECOND, 7, 0)]
        for every in self.rounds:
            every.start()

    @staticmethod
    def member(random: Random, unit: int) -> Member:
        period = random.choice((5, 10, 30, 30, 30)) * SECOND
        delay = random.choice((0, 2 * SECOND, 40_000 if unit == 1 else SECOND))
        asks, feeds, probes = (random.random() < 0.6 for _ in range(3))
        return Member(period, random.randrange(period) // unit * unit, delay, asks, feeds, probes)

    def expired(self) -> None:
        self.kernel.trace.note("crowd", "idle", "expired")

    def tick(self, number: int) -> None:
        member = self.members[number]
        yes, no = self.meters[number]
        touches = []
        if member.asks:
            over = self.idle.over()
            touches.append(Touch(yes if over else no, 1, 0))
            if over and member.probes:
                touches.append(Touch(self.idle, 0, member.delay))
        if member.feeds:
            touches.append(Touch(self.idle, 0, member.delay))
        send_result(self.kernel, Result(None, 0, tuple(touches)))

    def apply(self, what: int, number: int) -> None:
        every = self.rounds[number]
        if what == 0:
            every.stop()
        elif what in (1, 2):
            every.start()
        elif what == 3:
            self.idle.touch(self.kernel.now + number * SECOND)
        elif what == 4:
            self.idle.start()
        elif what == 5:
            self.idle.set_limit((4, 10, 12, 30)[number] * SECOND)
        elif what == 6:
            every.loud(1)
            every.loud(-1)

    def story(self) -> list[object]:
        """What can be seen at each input, before and after it."""
        seen: list[object] = []
        for when, what, number in self.inputs:
            self.kernel.run_until(when)
            seen.append(self.sample())
            self.apply(what, number)
            seen.append(self.sample())
        return [*seen, self.kernel.trace.records()]

    def sample(self) -> tuple[object, ...]:
        counts = tuple(meter.count for pair in self.meters for meter in pair)
        return self.kernel.now, counts, self.idle.last, self.idle.over(), self.idle.remaining(), self.idle.running
