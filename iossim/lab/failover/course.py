"""The course of one run: what is done, and what is measured.

The settled lab is the same for every seed, so a run first lets a random time pass; so it does again just before the reload:
keepalives, hellos and packets then stand at any phase. The origin is the instant at which the router stops to forward, which is up
to two seconds after the confirmed reload; the outage ends at the first instant from which both directions are audible for
a second. Whatever the operator does goes through the door of the lab, so a run can be replayed from its journal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.parameters import MINUTE, SECOND
from iossim.endpoints.phone import Phone
from iossim.lab.failover.masked import Masked, caches, masked
from iossim.lab.failover.phases import Phases, Story, phases_of

if TYPE_CHECKING:
    from iossim.endpoints.voice import Hearing
    from iossim.lab.failover.plan import Plan
    from iossim.lab.failover.scene import Scene
    from iossim.lab.lab import Lab
    from iossim.net.address import Address
    from iossim.sim.trace import Record

LONGEST_PHASE = 30 * SECOND
"""The longest period of anything that goes on by itself: a phone's keepalive."""

PATIENCE = 10 * MINUTE
REST = 10 * MINUTE
"""After the router that was reloaded beforehand is up."""

CALM = MINUTE
"""After the home has changed its peer: SAs that only one side still holds are gone."""

STOP_WITHIN = 10 * SECOND
AFTERMATH = 10 * SECOND
FLIPS = 5


class CourseFailed(Exception):
    """A run that did not come to its end; the text says at what."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run measured, in microseconds. `to` is what the caller sends, `back` what the caller hears."""

    seed: int
    outage: int
    to: int
    back: int
    phases: Phases
    masked: Masked
    confirmed_to_stop: int


def measure(lab: Lab, plan: Plan, scene: Scene, seed: int) -> Run:
    """One run on a lab that has just been opened with this seed; CourseFailed when it gets stuck."""
    return Course(lab, plan, scene).run(seed)


class Course:
    """One run on one lab."""

    def __init__(self, lab: Lab, plan: Plan, scene: Scene) -> None:
        self.lab = lab
        self.plan = plan
        self.scene = scene

    def run(self, seed: int) -> Run:
        """From the settled state to ten seconds after two-way audio."""
        self.let_pass()
        if self.plan.after:
            self.reload_before(self.plan.after)
        self.call()
        self.peer_with(self.plan.peer)
        self.let_pass()
        self.expect(
            self.both_audible() and self.peers() == (self.address,), "the call before the reload is not as planned"
        )
        return self.outage(seed)

    # -- what is there -------------------------------------------------------------------------------------------

    @property
    def address(self) -> Address:
        """By which address the home knows the peer of the plan."""
        return self.scene.head_ends[self.plan.peer]

    def peers(self) -> tuple[Address, ...]:
        """With whom the home has SAs."""
        ask = self.lab.router(self.scene.home).provider("ipsec-peers")
        return tuple(ask()) if ask is not None else ()

    def hearing(self) -> tuple[Hearing, Hearing]:
        """What the called hears, what the caller hears."""
        streams = [self.phone(name).stream for name in (self.scene.caller, self.scene.called)]
        to, back = (stream.hearing if stream is not None else None for stream in streams)
        if to is None or back is None:
            raise CourseFailed("the call has ended")
        return to, back

    def phone(self, name: str) -> Phone:
        """A telephone by name."""
        node = self.lab.world.nodes[name]
        assert isinstance(node, Phone)
        return node

    def both_audible(self) -> bool:
        """Both ends hear each other."""
        in_call = all(self.phone(name).stream is not None for name in (self.scene.caller, self.scene.called))
        return in_call and all(hearing.audible for hearing in self.hearing())

    def expect(self, holds: bool, otherwise: str) -> None:
        """CourseFailed unless it holds."""
        if not holds:
            raise CourseFailed(otherwise)

    def wait(self, holds: Callable[[], bool], within: int, otherwise: str) -> None:
        """Let time run until something holds."""
        self.expect(self.lab.step_until(holds, within), otherwise)

    # -- before the reload ---------------------------------------------------------------------------------------

    def let_pass(self) -> None:
        """A random time, to the microsecond."""
        self.lab.advance(self.lab.world.kernel.stream("failover").randrange(LONGEST_PHASE))

    def reload(self, name: str) -> None:
        """Reload a router; time then stands where it stops to forward."""
        done = self.lab.do(f"reload {name}")
        self.expect(done.ok, " ".join(done.lines))
        router = self.lab.router(name)
        self.wait(lambda: not router.up, STOP_WITHIN, f"{name} does not stop")

    def reload_before(self, name: str) -> None:
        """Reload a router and give everything time to settle."""
        self.reload(name)
        router = self.lab.router(name)
        self.wait(lambda: router.up, PATIENCE, f"{name} does not come up")
        self.lab.advance(REST)

    def call(self) -> None:
        """Make the call."""
        done = self.lab.do(f"call {self.scene.caller} {self.scene.called}")
        self.expect(done.ok, " ".join(done.lines))
        self.wait(self.both_audible, MINUTE, "the call is not connected")

    def peer_with(self, name: str) -> None:
        """Cut the home's line for as long as it takes the home to turn to another peer; again, if it turned elsewhere."""
        for _ in range(FLIPS):
            if self.peers() == (self.address,):
                return
            self.flip()
        self.expect(self.peers() == (self.address,), f"{self.scene.home} does not turn to {name}")

    def flip(self) -> None:
        """An outage of the line until the home turns to another peer; then time to recover.

        The line is back at once when that is the peer of the plan, else when the home has asked another one in vain.
        """
        seen = self.lab.world.kernel.trace.count
        self.lab.do(f"cut {self.scene.line}")
        self.lab.step_until(lambda: self.turned(seen, "peer-dead"), 5 * MINUTE)
        if not self.turned(seen, "peer-changed", str(self.address)):
            self.lab.step_until(lambda: self.turned(seen, "sa-wanted"), 5 * MINUTE)
        self.lab.do(f"restore {self.scene.line}")
        self.wait(self.both_audible, PATIENCE, f"no audio after the outage of {self.scene.line}")
        self.lab.advance(CALM)
        self.wait(self.both_audible, PATIENCE, f"no audio after the outage of {self.scene.line}")

    def turned(self, since: int, kind: str, peer: str = "") -> bool:
        """A record of that kind at the home, perhaps about a given peer."""
        return any(
            r.kind == kind and r.device == self.scene.home and peer in ("", r.data.get("peer"))
            for r in self.lab.records(since)
        )

    # -- the reload ----------------------------------------------------------------------------------------------

    def outage(self, seed: int) -> Run:
        """Reload, and measure until both ends hear each other again."""
        lab, world = self.lab, self.lab.world
        since, confirmed = world.kernel.trace.count, lab.now
        self.reload(self.plan.reload)
        origin, known = lab.now, caches(world)
        self.wait(lambda: self.recovered(origin), PATIENCE, "no two-way audio within ten minutes")
        to, back = (max(0, hearing.since - origin) for hearing in self.hearing())
        end = origin + max(to, back)
        lab.run_to(max(lab.now, end + AFTERMATH))
        records = lab.records(since)
        return Run(
            seed,
            end - origin,
            to,
            back,
            phases_of(self.story(records, origin, end)),
            masked(records, world, known, self.plan.reload, origin, end),
            origin - confirmed,
        )

    def recovered(self, origin: int) -> bool:
        """Both directions have been audible for a second, or will have been before anything else happens."""
        hearing = self.hearing()
        if not all(one.audible for one in hearing):
            return False
        held = max(origin, *(one.since for one in hearing)) + self.lab.world.parameters.audible_hold
        due = self.lab.next_time()
        return due is None or due > held

    def story(self, records: Sequence[Record], origin: int, end: int) -> Story:
        """What the phases are read from."""
        caller = self.phone(self.scene.caller).address
        assert caller is not None
        names = {str(address): name for name, address in self.scene.head_ends.items()}
        repeat = self.lab.world.parameters.ike_retransmit_interval
        return Story(records, self.scene.home, caller, names, repeat, origin, end)
