"""What one router does with ICMP limits, and what it tells of packets under debug."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Amend
from iossim.device.config import Statement
from iossim.device.debug_switch import Named, through
from iossim.device.engine import Actions, Engine
from iossim.device.icmp import GENERAL, TOO_BIG
from iossim.device.ip_counters import BOX
from iossim.device.notices import RouteChanged
from iossim.features.ip import config as lines
from iossim.features.ip import debugs
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.packet import Packet
    from iossim.net.walk import Walker


class IpEngine(Engine):
    """See the module. `watched` has the access list that `debug ip packet` looks through, `traffic_before` what was counted before
    `clear ip traffic`."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.watched: Table[str, str] = self.table("ip.debug")
        self.traffic_before: Table[str, dict[str, int]] = self.table("ip.traffic")

    def start(self) -> Actions:
        """The configuration is in; what the box counts begins anew."""
        for meter in self.router.meters_of(BOX).values():
            meter.clear()
        self._limit()
        return ()

    def configure(self, change: Change) -> Actions:
        """A limit has changed; an interval is a limit, so it takes back that there is none."""
        if change.entry is lines.LIMIT and not change.removed:
            self.router.perform("ip", [Amend((), Statement(lines.LIMITED), remove=True)])
        self._limit()
        return ()

    def _limit(self) -> None:
        config = self.router.config
        general = config.value(lines.LIMIT, (), "interval") if config.on(lines.LIMITED) else 0
        special = config.value(lines.DF_LIMIT, (), "interval")
        self.router.icmp.limit(GENERAL, general * lines.MILLISECOND)
        self.router.icmp.limit(TOO_BIG, (general if special is None else special) * lines.MILLISECOND)

    def notice(self, notice: Any) -> Actions:
        """The routing table has changed."""
        if isinstance(notice, RouteChanged) and self.router.lines.flags.peek(debugs.ROUTING):
            return self._routed(notice)
        return ()

    def _routed(self, notice: RouteChanged) -> Iterator[Action]:
        yield from debugs.routed(notice)

    # -- debug -----------------------------------------------------------------------------------------------------

    def seen(self, walker: Walker, transit: Transit, fate: str) -> None:
        """A packet has been handled by the processor: print it, if the list that is asked for permits it."""
        name = self.watched.get("list")
        if name is not None:
            find = self.router.provider("access-list")
            found = find(name) if find is not None else None
            if found is not None and not found.permits(transit.packet):
                return
        text = debugs.packet(transit, fate)
        walker.act(self.router.debug, debugs.PACKET, text)
        if self.watched.get("detail") is not None:
            walker.act(self.router.debug, debugs.PACKET, debugs.detail(transit.packet))

    def icmp_seen(self, packet: Packet, sent: bool) -> None:
        """An ICMP message has come, or goes."""
        text = debugs.icmp(packet, sent)
        if text is not None:
            self.router.debug(debugs.ICMP, text)

    def debug_flags(self) -> dict[str, Named]:
        """How the flags of debug are called."""
        names: dict[str, Named] = {**debugs.NAMES}
        group, text = debugs.NAMES[debugs.PACKET]
        more = " (detailed)" if self.watched.peek("detail") is not None else ""
        names[debugs.PACKET] = (group, text, more + through(self.watched.peek("list")))
        return names
