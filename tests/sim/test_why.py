"""Why did it happen: causes through rounds and idles, the same whether rounds are quiet or not."""

from __future__ import annotations

import pytest

from iossim.sim.facts import Table
from iossim.sim.kernel import Kernel
from iossim.sim.memo import Path, Result
from iossim.sim.meters import Idle, Meter, Touch
from iossim.sim.rounds import Every


class Heartbeat:
    """A hello every 3 over a link, a hold time of 10 at the other end."""

    def __init__(self, explicit: bool) -> None:
        self.kernel = Kernel(1, explicit=explicit)
        self.links: Table[str, bool] = Table(self.kernel, "links")
        self.links.set("cable", True)
        self.hold = Idle(self.kernel, 10, self.lost)
        self.meter = Meter(self.kernel)
        self.path = Path(self.kernel, self.walk)
        self.round = Every(self.kernel, 3, 0, self.tick)
        self.heard: bool | None = None

    def walk(self) -> Result[bool]:
        if self.links.get("cable"):
            return Result(True, 1, (Touch(self.hold, 0, 1), Touch(self.meter, 60, 1)))
        return Result(False)

    def tick(self) -> None:
        heard = self.path.send().value
        if heard != self.heard:
            self.heard = heard
            self.kernel.trace.note("a", "hello", str(heard))

    def lost(self) -> None:
        self.kernel.trace.note("b", "hold", "expired")

    def power_on(self) -> None:
        self.kernel.trace.note("lab", "power", "on")
        self.hold.start()
        self.round.start()

    def cut(self) -> None:
        self.kernel.trace.note("lab", "cut", "cable")
        self.links.set("cable", False)

    def power_off(self) -> None:
        self.kernel.trace.note("lab", "power", "off")
        self.round.stop()

    def story(self, end: int) -> list[tuple[int, str, list[str]]]:
        """Every record with its chain of causes."""
        self.kernel.at(0, self.power_on)
        self.kernel.run_until(end)
        trace = self.kernel.trace
        return [(r.t, r.kind, [f"{c.kind} {c.text}" for c in trace.chain(r)[1:]]) for r in trace.records()]


@pytest.mark.parametrize("explicit", [False, True])
def test_a_cut_cable_explains_what_follows(explicit):
    """The first lost hello and the expired hold time both lead to the cable."""
    beat = Heartbeat(explicit)
    beat.kernel.at(100, beat.cut)
    assert beat.story(200) == [
        (0, "power", []),
        (0, "hello", ["power on"]),
        (100, "cut", []),
        (102, "hello", ["cut cable"]),
        (99 + 1 + 10, "hold", ["cut cable"]),
    ]


@pytest.mark.parametrize("explicit", [False, True])
def test_a_sender_without_power_explains_the_expiry(explicit):
    """A round that stops leaves its reason with the idle it fed."""
    beat = Heartbeat(explicit)
    beat.kernel.at(100, beat.power_off)
    assert beat.story(200)[2:] == [(100, "power", []), (110, "hold", ["power off"])]


@pytest.mark.parametrize("explicit", [False, True])
def test_an_idle_that_was_never_fed_names_its_start(explicit):
    """Without a feeder the start is all there is to say."""
    beat = Heartbeat(explicit)
    beat.links.set("cable", False)
    assert beat.story(50)[-1] == (10, "hold", ["power on"])


class Nothing:
    def happen(self) -> None:
        pass


@pytest.mark.parametrize("explicit", [False, True])
def test_after_a_step_the_instant_is_over(explicit):
    """An input after a single step comes after all ticks of that instant, skipped or not."""
    beat = Heartbeat(explicit)
    beat.kernel.at(99, Nothing().happen)
    beat.power_on()
    while beat.kernel.now < 99:
        beat.kernel.step()
    beat.links.set("cable", False)
    beat.kernel.run_until(200)
    assert (beat.meter.count, beat.meter.last) == (34, 100)
