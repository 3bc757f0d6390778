"""CDP on one router: what it says on each interface, and whom it has heard.

What is said is a fact per interface, changed when the box changes; saying it is a round. Hearing the same again only feeds the hold
time of the neighbour, so a network at rest costs nothing. A neighbour whose duplex differs is complained of with each message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Log
from iossim.device.debug_switch import Named
from iossim.device.engine import Engine
from iossim.device.notices import AddressChanged, ConfigurationChanged, InterfaceDown, InterfaceUp
from iossim.features.cdp import config as wanted
from iossim.features.cdp import debugs
from iossim.features.cdp.message import EVERYBODY, Announcement
from iossim.net.packet import Snap
from iossim.sim.facts import Table
from iossim.sim.idle import Idle
from iossim.sim.meters import Meter
from iossim.sim.rounds import Every

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.router import Router
    from iossim.net.walk import Walker

NAME = "cdp"
SECOND = 1_000_000
ROUTER = ("Router",)
ABOUT_US = ("hostname", "duplex")
"""Kinds of configuration that change what is said."""

NeighborKey = tuple[str, str, str]
"""Own interface, the neighbour's name, its port."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages since the counters were cleared."""

    sent: int
    heard: int


class CdpEngine(Engine):
    """See the module."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.says: Table[str, Announcement] = self.table("cdp.says")
        self.neighbors: Table[NeighborKey, Announcement] = self.table("cdp.neighbors")
        self.rounds: dict[str, Every] = {}
        self.holds: dict[NeighborKey, Idle] = {}
        self.sent, self.heard = Meter(router.kernel), Meter(router.kernel)
        self.cleared = Counts(0, 0)

    # -- what the box tells --------------------------------------------------------------------------------------

    def start(self) -> Iterator[Action]:
        """Speak where the box is up already."""
        self.speak()
        yield from ()

    def stop(self) -> None:
        """Power has gone."""
        for every in self.rounds.values():
            every.stop()
        for hold in self.holds.values():
            hold.stop()
        self.rounds.clear()
        self.holds.clear()
        self.clear_counters()

    def configure(self, change: Change) -> Iterator[Action]:
        """A line of CDP: without `cdp run` all neighbours are forgotten."""
        if change.entry is wanted.RUN and not self.running:
            self.clear_table()
        self.speak()
        yield from ()

    def notice(self, notice: Any) -> Iterator[Action]:
        """What is said follows interfaces, addresses and names."""
        match notice:
            case InterfaceUp() | InterfaceDown() | AddressChanged():
                self.speak()
            case ConfigurationChanged(kind) if kind in ABOUT_US:
                self.speak()
        yield from ()

    # -- speaking ------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Unless `no cdp run`."""
        return self.router.config.on(wanted.RUN)

    @property
    def timer_seconds(self) -> int:
        """Between two messages."""
        return int(self.router.config.value(wanted.TIMER, (), "seconds"))

    @property
    def hold_seconds(self) -> int:
        """For how long others are to keep a message."""
        return int(self.router.config.value(wanted.HOLD, (), "hold"))

    def enabled(self, port: str) -> bool:
        """Whether CDP runs on an interface at all, up or not."""
        return self.running and self.router.config.on(wanted.ENABLE, (("interface", port),))

    def speak(self) -> None:
        """Say on every interface what is true now; what has changed is said at once."""
        if not self.router.up:
            return
        for port, _ in self.router.platform.ports:
            said, before = self._announcement(port), self.says.peek(port)
            if before is not None and said != before:
                self.router.wire.forget_link(self.router, port, before.message(), EVERYBODY)
            if said is None:
                self.says.delete(port)
                if port in self.rounds:
                    self.rounds[port].stop()
            elif said != before:
                self.says.set(port, said)
                self._round(port).start(self.router.kernel.now, self.timer_seconds * SECOND)
            elif self._round(port).period != self.timer_seconds * SECOND:
                self._round(port).start(self.router.kernel.now, self.timer_seconds * SECOND)

    def _round(self, port: str) -> Every:
        every = self.rounds.get(port)
        if every is None:
            kernel = self.router.kernel
            every = self.rounds[port] = Every(kernel, self.timer_seconds * SECOND, kernel.now, self._say, port)
        return every

    def _announcement(self, port: str) -> Announcement | None:
        router = self.router
        interface = router.interfaces.peek(port)
        if interface is None or not interface.up or not self.enabled(port):
            return None
        software, duplex = router.provider("software"), router.provider("full-duplex")
        second = router.config.on(wanted.VERSION_2)
        return Announcement(
            self.device_id,
            port,
            router.platform.processor.partition(" (")[0],
            ROUTER,
            interface.address,
            software() if software is not None else (),
            self.hold_seconds,
            2 if second else 1,
            duplex(port) if second and duplex is not None else None,
        )

    @property
    def device_id(self) -> str:
        """The name of the box, with its domain."""
        asked = self.router.provider("domain-name")
        domain = asked() if asked is not None else ""
        return f"{self.router.hostname}.{domain}" if domain else self.router.hostname

    def _say(self, port: str) -> None:
        """One tick of the round."""
        said = self.says.get(port)
        if said is not None:
            self.sent.touch(self.router.kernel.now)
            self.router.debug(debugs.PACKETS, debugs.sent(said))
            wire = self.router.wire
            wire.again_link(wire.path_link(self.router, port, said.message(), EVERYBODY))

    # -- hearing -------------------------------------------------------------------------------------------------

    def absorb_snap(self, walker: Walker, port: str, message: Snap) -> bool:
        """The same again, from a neighbour whose duplex fits, feeds its hold time."""
        said = self.says.get(port)
        if said is None:
            return True
        walker.touch(self.heard)
        told: Announcement = message.data
        key = port, told.device, told.port
        if self.neighbors.get(key) != told or mismatched(said, told) or self.router.debugging(debugs.PACKETS):
            return False
        walker.touch(self.holds[key])
        return True

    def received_snap(self, port: str, message: Snap) -> Iterator[Action]:
        """A new neighbour, one that has changed, or one whose duplex differs."""
        said, told = self.says.peek(port), message.data
        if said is None:
            return
        key = port, told.device, told.port
        yield from debugs.received(port, told, key in self.holds)
        self.neighbors.set(key, told)
        hold = self.holds.get(key)
        if hold is None:
            hold = self.holds[key] = Idle(self.router.kernel, told.hold * SECOND, self._over, key)
        hold.set_limit(told.hold * SECOND)
        hold.restart(self.router.kernel.now)
        if mismatched(said, told):
            yield complaint(said, told)

    def _over(self, key: NeighborKey) -> None:
        """A neighbour has been silent for too long."""
        self.neighbors.delete(key)
        self.holds.pop(key).stop()

    # -- commands ------------------------------------------------------------------------------------------------

    def clear_table(self) -> None:
        """`clear cdp table`."""
        for key in tuple(self.neighbors.keys()):
            self._over(key)

    def clear_counters(self) -> None:
        """`clear cdp counters`."""
        self.cleared = Counts(self.sent.count, self.heard.count)

    def debug_flags(self) -> dict[str, Named]:
        """Provided to others: how the flag of debug is called."""
        return debugs.NAMES

    def counts(self) -> Counts:
        """Messages since then."""
        return Counts(self.sent.count - self.cleared.sent, self.heard.count - self.cleared.heard)


def mismatched(said: Announcement, told: Announcement) -> bool:
    """Whether both sides name their duplex, and not the same one."""
    return None not in (said.full_duplex, told.full_duplex) and said.full_duplex != told.full_duplex


def complaint(said: Announcement, told: Announcement) -> Log:
    """What a duplex that does not fit is called."""
    theirs = "full" if told.full_duplex else "half"
    found = f"duplex mismatch discovered on {said.port} (not {theirs} duplex)"
    text = f"{found}, with {told.device} {told.port} ({theirs} duplex)."
    return Log("CDP", 4, "DUPLEX_MISMATCH", (text,))
