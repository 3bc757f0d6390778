"""NTP on one router: a poll of every server each 64 s, and a clock that follows the best of those that answer.

A poll is a round (`Every`): quiet while the register is full, or empty, and nothing on the way has changed. What a poll changes is
looked at in an event of its own. The clock is stepped to what a server says once enough answers have come; when no server is left
it runs on, and its time is marked as not in step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Notify, Remember
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ClockAdrift, ClockDisciplined, ClockSet
from iossim.features.ntp.association import POLL, Association
from iossim.features.ntp.config import SERVER, SOURCE, UPDATE_CALENDAR
from iossim.net import ntp
from iossim.net.address import UNSPECIFIED, Address
from iossim.net.ntp import ANSWER, Told, mode_of, request
from iossim.net.packet import Protocol
from iossim.sim.meters import Meter
from iossim.sim.rounds import Every

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.router import Router
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker
    from iossim.sim.facts import Table

FIRST_POLL = (48_000_000, 64_000_000)
"""So long after the boot, or after the line was typed, comes the first poll."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The server that the clock follows, and what it said."""

    server: Address
    told: Told


class NtpEngine(Engine):
    """See the module."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.associations: Table[Address, Association] = self.table("ntp.associations")
        self.system: Table[str, Followed] = self.table("ntp.system")
        self.answers: Table[Address, Meter] = self.table("ntp.answers")
        self.rounds: dict[Address, Every] = {}

    # -- life ----------------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """Begin to poll what is configured."""
        for server in self.servers():
            self._begin(server)
        return ()

    def stop(self) -> None:
        """Power has gone."""
        for server in tuple(self.rounds):
            self._end(server)

    def configure(self, change: Change) -> Actions:
        """A server was named, or is no more."""
        if change.entry is SERVER:
            server = change.args["address"]
            if server in self.rounds:
                self._end(server)
                self.associations.delete(server)
            if not change.removed:
                self._begin(server)
            yield from self._select()
        if change.entry is UPDATE_CALENDAR and not change.removed and self.followed is not None:
            yield Notify(ClockDisciplined(self.followed.told.origin))

    def notice(self, notice: Any) -> Actions:
        """Somebody has set the clock: every server has to be measured anew."""
        if isinstance(notice, ClockSet):
            self.system.delete("")
            for server in tuple(self.associations.keys()):
                self.associations.set(server, Association())
        return ()

    def updates_calendar(self) -> bool:
        """Provided to others: whether the calendar is set by what NTP has found (`ntp update-calendar`)."""
        return self.router.config.on(UPDATE_CALENDAR)

    def sockets(self) -> Iterator[tuple[int, Address, int]]:
        """Where NTP listens, once there is somebody to ask."""
        if self.servers():
            yield Protocol.UDP, UNSPECIFIED, ntp.PORT

    def servers(self) -> tuple[Address, ...]:
        """The configured servers, the preferred ones first."""
        lines = sorted(self.router.config.all(SERVER), key=lambda line: not line.args.get("prefer"))
        return tuple(line.args["address"] for line in lines)

    @property
    def followed(self) -> Followed | None:
        """Whom the clock follows."""
        return self.system.peek("")

    def _begin(self, server: Address) -> None:
        kernel = self.router.kernel
        first = kernel.now + kernel.stream(f"{self.router.name}.ntp").randrange(*FIRST_POLL)
        self.associations.set(server, Association())
        self.answers.set(server, Meter(kernel))
        every = self.rounds[server] = Every(kernel, POLL, first % POLL, self.poll, server)
        every.start(first)

    def _end(self, server: Address) -> None:
        self.rounds.pop(server).stop()
        self.answers.delete(server)

    # -- polls ---------------------------------------------------------------------------------------------------

    def poll(self, server: Address) -> None:
        """One poll: a request, and its answer if there is one."""
        known = self.associations.get(server)
        if known is None:
            return
        router, wire = self.router, self.router.wire
        path = wire.path(router, request(self._source(server), server))
        heard = self.answers.get(server)
        answered = path.use().reaches(heard) if heard is not None else None
        fate = wire.again(path)
        told = self._told(fate.node) if answered is not None and fate.delivered else None
        now = known.missed() if told is None or answered is None else known.heard(told, answered)
        self.associations.set(server, now)
        if now.usable != known.usable or now.told != known.told:
            router.kernel.after(0, self._look)

    def _told(self, name: str) -> Told | None:
        """What the node that has answered says of the time."""
        says = getattr(self.router.wire.network.nodes[name], "tells_time", None)
        told: Told | None = says() if says is not None else None
        return told

    def _source(self, server: Address) -> Address:
        """The configured source, if that interface has an address."""
        line = self.router.config.args(SERVER, address=server) or {}
        interface = line.get("source") or self.router.config.value(SOURCE, (), "source")
        port = self.router.interfaces.get(interface) if interface else None
        return port.address or UNSPECIFIED if port is not None else UNSPECIFIED

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """An answer is counted; a request finds no server here, and no unreachable either."""
        mode = mode_of(packet)
        heard = self.answers.get(packet.src) if mode == ANSWER else None
        if heard is not None:
            walker.touch(heard, ntp.LENGTH)
        return bool(mode)

    # -- the clock -----------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """An event: a server has become usable or useless, or says something else."""
        if self.router.powered:
            self.router.perform("ntp", self._select())

    def _select(self) -> Iterator[Action]:
        """Follow the best server: a preferred one, then the one nearest to a clock, then the first that was named."""
        found = [(server, known) for server in self.servers() if (known := self.associations.peek(server)) is not None]
        usable = [Followed(server, known.told) for server, known in found if known.usable and known.told is not None]
        before = self.followed
        if not usable:
            if before is not None:
                self.system.delete("")
                yield Remember(
                    "clock", f"no NTP server is left: its clock is not in step any more (was {before.server})"
                )
                yield Notify(ClockAdrift())
            return
        preferred = [one for one in usable if (self.router.config.args(SERVER, address=one.server) or {}).get("prefer")]
        best = min(preferred or usable, key=lambda one: one.told.stratum)
        if best != before:
            self.system.set("", best)
            yield Remember("clock", f"takes its time from {best.server}")
            yield Notify(ClockDisciplined(best.told.origin))
