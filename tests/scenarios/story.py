"""A scenario, and what is to be seen while it is played.

A `Step` is a moment after t = 0 and a text: an action of the session language (`cut x-over`), or lines typed at a console
(`r1# show ip route`; several lines apart by ` / `). With `tie` the step waits for the next tick of one of the rounds
that run then, so that it happens in the same instant. What is typed at a router that is not up is lost, as keys are.

`play` runs a scenario on a copy of a lab in one of three modes, and looks: at every step and every sample before and after,
and at the end. The modes are `quiet`, `explicit` (every frame is an event and every walk is walked) and `shadow` (quiet, every
skipped round rehearsed).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from iossim.cli.terminal import State
from iossim.lab.audit import stale
from iossim.lab.lab import Lab
from iossim.lab.session import Report
from iossim.sim.clock import SECOND
from iossim.sim.rounds import Every
from iossim.sim.trace import Record

from .portrait import Frozen, Portrait, difference, portrait

LABS = Path(__file__).parent / "labs"
SHIPPED = ("pair", "headend")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done, `t` microseconds after the start."""

    t: int
    what: str
    tie: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A lab, what is done to it, when it is looked at (microseconds after the start), and how long it lasts."""

    name: str
    lab: str
    steps: tuple[Step, ...]
    length: int
    samples: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Chronicle:
    """All that was to be seen: records with their causes, portraits, what consoles printed, reports, one hash."""

    records: tuple[Record, ...]
    portraits: tuple[Portrait, ...]
    printed: tuple[str, ...]
    reports: tuple[Report | None, ...]
    fingerprint: str

    def against(self, other: Chronicle) -> list[str]:
        """Where two chronicles part, in a few lines; empty when they are equal."""
        for mine, theirs in zip(self.records, other.records, strict=False):
            if mine != theirs:
                return [f"record {mine}", f"record {theirs}"]
        if len(self.records) != len(other.records):
            longer = max(self.records, other.records, key=len)
            return [
                f"{len(self.records)} / {len(other.records)} records",
                str(longer[min(len(self.records), len(other.records))]),
            ]
        for before, after in zip(self.portraits, other.portraits, strict=True):
            if before != after:
                return [f"at {before['now']}", *difference(before, after)]
        for one, two in zip(self.printed, other.printed, strict=True):
            if one != two:
                return [one, two]
        if self.reports != other.reports:
            return [f"{a} / {b}" for a, b in zip(self.reports, other.reports, strict=True) if a != b]
        return [] if self.fingerprint == other.fingerprint else ["fingerprints"]


def named(lab: str) -> str | Path:
    """How `Lab.open` calls a lab: by name when it comes with the package, else by its folder."""
    return lab if lab in SHIPPED else LABS / lab


@cache
def _pickled(lab: str, explicit: bool) -> bytes:
    return pickle.dumps(Lab.open(named(lab), batch=True, explicit=explicit), pickle.HIGHEST_PROTOCOL)


def opened(lab: str, mode: str = "quiet") -> Lab:
    """A lab at t = 0. One with a long history becomes explicit there; the others have always been."""
    early = mode == "explicit" and lab != "headend"
    found: Lab = pickle.loads(_pickled(lab, early))
    return found if early else turned(found, mode)


def turned(lab: Lab, mode: str) -> Lab:
    """A lab in that mode from now on."""
    kernel = lab.world.kernel
    kernel.explicit, kernel.shadow = mode == "explicit", mode == "shadow"
    if mode != "quiet":
        for every in kernel.parts(Every):
            every.rouse()
    return lab


Watch = Callable[[Lab], Lab | None]
"""Called after each step and each sample; may put another lab in the place of the one that is played."""


def play(
    scenario: Scenario, mode: str = "quiet", watch: Watch | None = None, go: Callable[[Lab, int], object] = Lab.run_to
) -> Chronicle:
    """Play a scenario to its end; `go` is how time passes."""
    lab = opened(scenario.lab, mode)
    start = lab.now
    frozen: Frozen = {}
    portraits, printed, reports = [portrait(lab, frozen)], [], []
    moments = [(start + step.t, 1, step) for step in scenario.steps]
    moments += [(start + t, 0, Step(t, "")) for t in scenario.samples]
    for when, looks, step in sorted(moments, key=lambda moment: moment[:2]):
        go(lab, max(lab.now, when if step.tie is None else tied(lab, when, step.tie)))
        portraits.append(portrait(lab, frozen))
        if looks:
            reports.append(do(lab, step.what))
            portraits.append(portrait(lab, frozen))
        printed.append(spoken(lab))
        if watch is not None:
            lab = watch(lab) or lab
    go(lab, max(lab.now, start + scenario.length))
    portraits.append(portrait(lab, frozen))
    printed.append(spoken(lab))
    return Chronicle(
        lab.world.kernel.trace.records(), tuple(portraits), tuple(printed), tuple(reports), lab.fingerprint()
    )


def fingerprint(scenario: Scenario) -> str:
    """The hash of all that happens in a scenario, played without looking."""
    lab = opened(scenario.lab)
    start = lab.now
    for step in sorted(scenario.steps, key=lambda step: step.t):
        lab.run_to(max(lab.now, start + step.t if step.tie is None else tied(lab, start + step.t, step.tie)))
        do(lab, step.what)
    lab.run_to(max(lab.now, start + scenario.length))
    return lab.fingerprint()


def tied(lab: Lab, when: int, number: int) -> int:
    """The first tick at or after that time of one of the rounds that run."""
    rounds = [every for every in lab.world.kernel.parts(Every) if every.running]
    if not rounds:
        return when
    every = sorted(rounds, key=lambda one: one.number)[number % len(rounds)]
    tick = every.next_tick()
    return tick + max(0, -(-(when - tick) // every.period)) * every.period


def do(lab: Lab, what: str) -> Report | None:
    """One step: an action, or lines at a console."""
    device, typed, lines = what.partition("# ")
    if not typed:
        return lab.do(what)
    if lab.router(device).up:
        if lab.terminal(device).state is State.IDLE:
            lab.ready(device)
        for line in lines.split(" / "):
            lab.type(device, (*line, "enter"))
    return None


def spoken(lab: Lab) -> str:
    """What all consoles have printed since they were asked last."""
    return "\n".join(
        f"--- {device}\n" + "".join(chunk.text for chunk in lab.terminal(device).take()) for device in lab.devices
    )


def audited(lab: Lab, until: int) -> None:
    """Let time pass, and look after every instant whether something remembered has become untrue."""
    kernel = lab.world.kernel
    while (due := kernel.next_time()) is not None and due <= until:
        kernel.step()
        found = stale(lab.world)
        assert not found, "\n".join(map(str, found[:3]))
    lab.run_to(until)


def sliced(seed: int) -> Callable[[Lab, int], None]:
    """Time that passes in slices: of random length, of random budgets of events, instant by instant."""
    random = Random(f"slices {seed}")

    def go(lab: Lab, until: int) -> None:
        while lab.now < until:
            how = random.randrange(3)
            if how == 0:
                lab.run_to(min(until, lab.now + random.randrange(1, 40 * SECOND)))
            elif how == 1:
                lab.run_to(until, budget=random.randrange(1, 50))
            else:
                due = lab.next_time()
                lab.run_to(until if due is None else min(until, due))
        lab.run_to(until)

    return go
