"""What the kernel costs: events, walks, wakes, and a quiet day against the same day made of explicit events.

Run as `python -m benchmarks.kernel`. The figures are CPU time of one process; trust their ratios more than their values.
"""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from iossim.sim.clock import DAY, MILLISECOND, SECOND
from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Path, Result
from iossim.sim.meters import Idle, Meter, Touch
from iossim.sim.rounds import Every

KEYS = 35
METERS = 13
ROUNDS = 20


class Flow:
    """A periodic packet over eight hops: 35 facts read, 13 meters and one idle touched."""

    def __init__(self, kernel: Kernel, number: int, period: int) -> None:
        self.kernel = kernel
        self.facts: Table[str, int] = Table(kernel, f"facts {number}")
        self.keys = [f"key {i}" for i in range(KEYS)]
        self.meters = [Meter(kernel) for _ in range(METERS)]
        self.hold = Idle(kernel, 4 * period, self.expired)
        self.path = Path(kernel, self.walk)
        self.round = Every(kernel, period, number * 1_111 * MILLISECOND, self.path.send)
        self.hold.start()
        self.round.start()

    def walk(self) -> Result[int]:
        found = [self.facts.get(key, 0) for key in self.keys]
        touches = [Touch(meter, 100, 5 * MILLISECOND) for meter in self.meters]
        return Result(sum(found), 40 * MILLISECOND, (*touches, Touch(self.hold, 0, 40 * MILLISECOND)))

    def expired(self) -> None:
        self.kernel.trace.note("flow", "expired", "")


class Clockwork:
    """An event that schedules the next one."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def beat(self) -> None:
        self.kernel.after(MILLISECOND, self.beat)


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    before = process_time()
    work()
    return process_time() - before


def events(count: int = 200_000) -> float:
    """Seconds per plain event, with a thousand others waiting."""
    kernel = Kernel(1)
    clockwork = Clockwork(kernel)
    for i in range(1_000):
        kernel.at(DAY + i, clockwork.beat)
    clockwork.beat()
    return timed(lambda: kernel.run_until(count * MILLISECOND)) / count


def settled() -> Flow:
    flow = Flow(Kernel(1), 0, 20 * MILLISECOND)
    flow.kernel.run_until(SECOND)
    return flow


def walks(count: int = 20_000) -> float:
    """Seconds per use of a dirty path."""
    flow = settled()

    def work() -> None:
        for i in range(count):
            flow.facts.set("key 7", i + 1)
            flow.path.use()

    return timed(work) / count


def sends(count: int = 50_000) -> float:
    """Seconds per send on a clean path."""
    flow = settled()

    def work() -> None:
        for _ in range(count):
            flow.path.send()

    return timed(work) / count


def wakes(count: int = 5_000) -> float:
    """Seconds per wake of a quiet round: settle 13 meters and an idle, arm the next tick, alone."""
    flow = settled()
    spent = 0.0
    for i in range(count):
        spent += timed(lambda i=i: flow.facts.set("key 7", i + 1))
        flow.kernel.run_until(flow.kernel.now + 20 * MILLISECOND)
    return spent / count


def writes(count: int = 200_000) -> float:
    """Seconds per write of a fact nobody watches."""
    flow = settled()

    def work() -> None:
        for i in range(count):
            flow.facts.set("unwatched", i)

    return timed(work) / count


def day(explicit: bool) -> tuple[float, int, int]:
    """CPU seconds, events and packets of a day of twenty rounds, periods of 1 to 5 seconds, nothing changing."""
    kernel = Kernel(1, explicit=explicit)
    flows = [Flow(kernel, number, (1 + number % 5) * SECOND) for number in range(ROUNDS)]
    spent = timed(lambda: kernel.run_until(DAY))
    return spent, kernel.events, sum(flow.meters[0].count for flow in flows)


def main() -> None:
    """Print the table."""
    print(f"events          {1 / events():>12,.0f} /s")
    print(f"walks (dirty)   {1 / walks():>12,.0f} /s   {KEYS} keys")
    print(f"sends (clean)   {1 / sends():>12,.0f} /s   {METERS} meters, 1 idle")
    print(f"wake            {wakes() * 1e6:>12.1f} us   {METERS} meters, 1 idle")
    print(f"write unwatched {writes() * 1e6:>12.2f} us")
    quiet, explicit = day(explicit=False), day(explicit=True)
    assert quiet[2] == explicit[2]
    for name, (spent, count, packets) in (("quiet", quiet), ("explicit", explicit)):
        print(f"day, {name:<10} {spent * 1e3:>12.1f} ms   {count:,} events, {packets:,} packets, {ROUNDS} rounds")
    print(f"ratio           {explicit[0] / quiet[0]:>12,.0f}")


if __name__ == "__main__":
    main()
