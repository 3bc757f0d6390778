"""Random faults for the toy, and the comparison of two ways to run them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from iossim.sim.clock import SECOND
from iossim.sim.kernel import CHANGE, EVENT, Kernel
from iossim.sim.trace import Record

from .toy import LINKS, PHONES, Times, Toy

LENGTH = 420
NAMES = ("G1", "G2", "to", "from", *PHONES)
Fault = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens to the toy, and when somebody looks."""

    seed: int
    times: Times
    faults: tuple[tuple[int, int, Fault], ...]  # time, 0 = between instants, 1 = event, 2 = change
    samples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that could be seen."""

    log: tuple[Record, ...]
    samples: tuple[tuple[object, ...], ...]
    fingerprint: str


def fault(random: Random) -> list[tuple[int, Fault]]:
    """One fault and its end, as (seconds later, fault)."""
    link, gateway = random.choice(LINKS), random.choice(("G1", "G2"))
    long = random.choice((1, 5, 8, 14, 25, 40))
    return random.choice(
        [
            [(0, ("cut", link)), (long, ("restore", link))],
            [(0, ("cut", "G1-G2")), (long, ("restore", "G1-G2"))],
            [(0, ("cut", "D-I")), (long, ("restore", "D-I"))],
            [(0, ("off", gateway)), (long, ("on", gateway))],
            [(0, ("off", gateway)), (long, ("on", gateway))],
            [(0, ("call",)), (long * 2, ("hang_up",))],
            [(0, ("call",))],
            [(0, ("plug", random.choice(tuple(PHONES)))), (4 * long, ("unplug", random.choice(tuple(PHONES))))],
            [(0, ("plug", random.choice(tuple(PHONES))))],
            [(0, ("hole", gateway)), (long, ("unhole",))],
            [(0, ("hole", gateway)), (3 * long, ("unhole",))],
            [(0, ("hello_period", gateway, random.choice((1, 3, 4, 9, 10, 12))))],
            [(0, ("hold", gateway, random.choice((4, 7, 10, 12))))],
            [(0, ("worry", random.choice((5, 10, 20, 30, 31))))],
            [(0, ("clear",))],
            [(0, ("loss", "to", 10)), (long, ("loss", "to", 0))],
            [(0, ("loud", 1)), (long, ("loud", -1))],
        ]
    )


def scenario(seed: int, aligned: bool = False) -> Scenario:
    """A random story; `aligned` puts phases, delays and faults on whole seconds, so that everything ties."""
    random = Random(f"scenario {seed}")
    unit = SECOND if aligned else 1
    phases = {name: random.randrange(30 * SECOND) // unit * unit for name in NAMES}
    hop = random.choice((0, SECOND)) if aligned else random.choice((0, 3_007, 40_000))
    faults: list[tuple[int, int, Fault]] = []
    for _ in range(9):
        start = random.randrange(5 * SECOND, (LENGTH - 60) * SECOND) // unit * unit
        for later, what in fault(random):
            short = 1 if aligned or random.random() < 0.8 else 5  # some last a fraction of a second
            when = start + later * SECOND // short
            if when < LENGTH * SECOND:
                faults.append((when, random.randrange(3), what))
    faults.sort(key=lambda row: row[:2])
    samples = [random.randrange(LENGTH * SECOND) // unit * unit for _ in range(25)]
    samples += [random.choice(faults)[0] for _ in range(15)]
    return Scenario(seed, Times(hop, random.choice((18, 60)) * SECOND, phases), tuple(faults), tuple(sorted(samples)))


def prepare(what: Scenario, explicit: bool, shadow: bool = False) -> Toy:
    """The toy with those faults scheduled that are events."""
    kernel = Kernel(what.seed, explicit=explicit, shadow=shadow)
    toy = Toy(kernel, what.times)
    for when, how, args in what.faults:
        if how:
            kernel.at(when, toy.fault, *args, order=EVENT if how == 1 else CHANGE)
    return toy


def play(what: Scenario, explicit: bool, shadow: bool = False) -> Story:
    """Run it to the end, looking and interfering between instants."""
    toy = prepare(what, explicit, shadow)
    kernel = toy.kernel
    stops = [(when, 0, args) for when, how, args in what.faults if not how]
    stops += [(when, 1, ()) for when in what.samples]
    samples = []
    for when, looks, args in sorted(stops, key=lambda row: row[:2]):
        kernel.run_until(when)
        if looks:
            samples.append(toy.sample())
        else:
            kernel.cause = None
            toy.fault(*args)
    kernel.run_until(LENGTH * SECOND)
    samples.append(toy.sample())
    return Story(kernel.trace.records(), tuple(samples), kernel.trace.fingerprint())
