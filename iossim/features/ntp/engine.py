"""NTP on one router: a poll of every server each 64 s, and a clock that follows the best of those that answer.

A poll is a round (`Every`): quiet while the register is full, or empty, and nothing on the way has changed. What a poll changes is
looked at in an event of its own. The clock is stepped to what a server says once enough answers have come; when no server is left
it runs on, and its time is marked as not in step. A master (`ntp master`) follows its own clock, as if that were a server, and
whoever has servers, or is a master, answers those who ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Notify, Remember
from iossim.device.engine import Actions, Engine
from iossim.device.notices import ClockAdrift, ClockDisciplined, ClockSet
from iossim.features.ntp.association import POLL, Association
from iossim.features.ntp.config import (
    AUTHENTICATE,
    KEY,
    MASTER,
    PEER,
    SERVER,
    SOURCE,
    TRUSTED,
    UPDATE_CALENDAR,
)
from iossim.net import ntp
from iossim.net.address import UNSPECIFIED, Address
from iossim.net.ntp import ANSWER, REQUEST, UNSYNCHRONIZED, Told, answer, mode_of, request
from iossim.net.packet import Protocol
from iossim.sim.meters import Meter
from iossim.sim.rounds import Every

if TYPE_CHECKING:
    from iossim.cli.entry import Args
    from iossim.device.config import Change, RunningConfig
    from iossim.device.router import Router
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker
    from iossim.sim.facts import Table

FIRST_POLL = (48_000_000, 64_000_000)
"""So long after the boot, or after the line was typed, comes the first poll."""
Key = tuple[int, str]
LOCAL, USUAL_STRATUM = Address.parse("127.127.7.1"), 8
"""The own clock of a master, and the stratum of one that is not told its own."""
CERTAIN = Association(reach=0xFF, samples=8)


def _servers(config: RunningConfig) -> tuple[Address, ...]:
    lines = sorted((*config.all(SERVER), *config.all(PEER)), key=lambda line: not line.args.get("prefer"))
    return tuple(dict.fromkeys(line.args["address"] for line in lines))


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
        self.serving: Table[str, Told] = self.table("ntp.serving")
        self.trusted: Table[str, tuple[Key, ...]] = self.table("ntp.trusted")
        self.rounds: dict[Address, Every] = {}

    # -- life ----------------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """Begin to poll what is configured."""
        for server in self.servers():
            self._begin(server)
        yield from self._select()

    def stop(self) -> None:
        """Power has gone."""
        for server in tuple(self.rounds):
            self._end(server)

    def configure(self, change: Change) -> Actions:
        """A server was named, or is no more."""
        if change.entry in (SERVER, PEER):
            server = change.args["address"]
            if server in self.rounds:
                self._end(server)
                self.associations.delete(server)
            if server in self.servers():
                self._begin(server)
        if change.entry in (SERVER, PEER, MASTER, KEY, AUTHENTICATE, TRUSTED):
            yield from self._select()
        if change.entry is UPDATE_CALENDAR and not change.removed and self.followed is not None:
            yield Notify(ClockDisciplined(self.followed.told.origin))

    def notice(self, notice: Any) -> Actions:
        """Somebody has set the clock: every server has to be measured anew."""
        if isinstance(notice, ClockSet):
            self.system.delete("")
            for server in tuple(self.associations.keys()):
                self.associations.set(server, Association())
            yield from self._select()

    def updates_calendar(self) -> bool:
        """Provided to others: whether the calendar is set by what NTP has found (`ntp update-calendar`)."""
        return self.router.config.on(UPDATE_CALENDAR)

    def sockets(self) -> Iterator[tuple[int, Address, int]]:
        """Where NTP listens, once there is somebody to ask."""
        if self.sources():
            yield Protocol.UDP, UNSPECIFIED, ntp.PORT

    def servers(self) -> tuple[Address, ...]:
        """The configured servers, the preferred ones first."""
        return self.router.config.derived(_servers)

    def sources(self) -> tuple[Address, ...]:
        """Whom the clock may follow: the servers, and of a master its own clock before them."""
        return ((LOCAL,) if self.router.config.has(MASTER) else ()) + self.servers()

    def is_peer(self, server: Address) -> bool:
        """Whether a server is a peer."""
        return self.router.config.args(PEER, address=server) is not None

    def known(self, server: Address) -> Association:
        """What is known of a server, or of the own clock."""
        if server == LOCAL:
            return replace(CERTAIN, told=self._own_clock())
        return self.associations.peek(server) or Association()

    def tells_time(self) -> Told | None:
        """Provided to others: what this router says of the time, if it answers."""
        return self.serving.get("")

    def _line(self, server: Address) -> Args:
        config = self.router.config
        return config.args(SERVER, address=server) or config.args(PEER, address=server) or {}

    def _own_clock(self) -> Told:
        line = self.router.config.args(MASTER) or {}
        stratum = line.get("stratum") or USUAL_STRATUM
        return Told(self._origin(), stratum - 1, str(LOCAL) if stratum > 1 else ".LOCL.")

    def _origin(self) -> int:
        clock = self.router.provider("clock")
        return int(clock()) - self.router.kernel.now if clock is not None else 0

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
        good = told is not None and answered is not None and self._trusts(server, told)
        now = known.heard(told, answered) if good and told is not None and answered is not None else known.missed()
        self.associations.set(server, now)
        if now.usable != known.usable or now.told != known.told:
            router.kernel.after(0, self._look)

    def _told(self, name: str) -> Told | None:
        """What the node that has answered says of the time."""
        node: Any = self.router.wire.network.nodes[name]
        says = node.provider("tells-time") if node.kind == "router" else getattr(node, "tells_time", None)
        told: Told | None = says() if says is not None else None
        return told

    def _trusts(self, server: Address, told: Told) -> bool:
        """Whether an answer is vouched for, where a key is asked for (`ntp authenticate`)."""
        number, trusted = self._line(server).get("key"), self.trusted.get("")
        return not number or trusted is None or any(key[0] == number and key in told.keys for key in trusted)

    def _source(self, server: Address) -> Address:
        """The configured source, if that interface has an address."""
        line = self._line(server)
        interface = line.get("source") or self.router.config.value(SOURCE, (), "source")
        port = self.router.interfaces.get(interface) if interface else None
        return port.address or UNSPECIFIED if port is not None else UNSPECIFIED

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """An answer is counted; a request is answered by whoever takes part in NTP, else there is no unreachable either."""
        mode = mode_of(packet)
        heard = self.answers.get(packet.src) if mode == ANSWER else None
        if heard is not None:
            walker.touch(heard, ntp.LENGTH)
        if mode == REQUEST and self.serving.get("") is not None:
            answer(walker, self.router, packet)
        return bool(mode)

    # -- the clock -----------------------------------------------------------------------------------------------

    def _keys(self) -> tuple[Key, ...]:
        """The keys that there are; those that are trusted become a fact where keys are asked for."""
        config = self.router.config
        keys = tuple((one.args["number"], one.args["text"]) for one in config.all(KEY))
        if config.on(AUTHENTICATE):
            self.trusted.set("", tuple(key for key in keys if config.has(TRUSTED, number=key[0])))
        else:
            self.trusted.delete("")
        return keys

    def _is_own(self, told: Told) -> bool:
        """Whether somebody only says what he has heard here."""
        return any(told.reference == str(address) for address in self.router.addresses.keys())

    def _look(self) -> None:
        """An event: a server has become usable or useless, or says something else."""
        if self.router.powered:
            self.router.perform("ntp", self._select())

    def _select(self) -> Iterator[Action]:
        """Choose whom to follow, and say so to those who ask."""
        yield from self._follow()
        keys = self._keys()
        followed = self.followed
        if not self.sources():
            self.serving.delete("")
        elif followed is None:
            self.serving.set("", Told(self._origin(), UNSYNCHRONIZED, str(UNSPECIFIED), keys))
        else:
            told = followed.told
            self.serving.set("", Told(told.origin, told.stratum + 1, str(followed.server), keys))

    def _follow(self) -> Iterator[Action]:
        """Follow the best server: a preferred one, then the one nearest to a clock, then the first that was named."""
        found = [(server, self.known(server)) for server in self.sources()]
        usable = [
            Followed(server, known.told)
            for server, known in found
            if known.usable and known.told is not None and not self._is_own(known.told)
        ]
        before = self.followed
        if not usable:
            if before is not None:
                self.system.delete("")
                yield Remember(
                    "clock", f"no NTP server is left: its clock is not in step any more (was {before.server})"
                )
                yield Notify(ClockAdrift())
            return
        preferred = [one for one in usable if self._line(one.server).get("prefer")]
        best = min(preferred or usable, key=lambda one: one.told.stratum)
        if best != before:
            self.system.set("", best)
            yield Remember("clock", f"takes its time from {best.server}")
            yield Notify(ClockDisciplined(best.told.origin))
