"""An IOS router: an IP node with NVRAM, a running configuration, engines for its features, and lines to type at.

The router is the only one who performs actions. Engines are told things in the order of the roster. Power is a fact: when
it goes, everything in RAM goes with it; what stays is the start-up configuration, the certificates and the clock (on
models that keep it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from iossim.cli.release import Release
from iossim.cli.session import Configured
from iossim.device import actions as do
from iossim.device.actions import Action
from iossim.device.boot import BootSequence
from iossim.device.catalog import Catalog, catalog
from iossim.device.config import RunningConfig
from iossim.device.engine import Engine
from iossim.device.icmp import IcmpHeard
from iossim.device.interface import Interface
from iossim.device.ip_counters import BOX, counter
from iossim.device.lines import Lines
from iossim.device.node import IpNode
from iossim.device.notices import (
    AddressChanged,
    AddressHeard,
    CarrierChanged,
    ConfigurationChanged,
    ErrorHeard,
    InterfaceDown,
    InterfaceUp,
    RouteChanged,
)
from iossim.device.nvgen import write_down
from iossim.device.order import Order
from iossim.device.performer import Performer
from iossim.device.platform import Platform
from iossim.device.rib import Change as RouteChange
from iossim.device.syslog import LogBuffer, LogRecord, spell
from iossim.device.workload import Workload
from iossim.net.packet import Packet, Snap, Tcp, Udp

if TYPE_CHECKING:
    from iossim.cli.grammar import Match
    from iossim.device.config import Applied, SectionKey
    from iossim.device.context import Context
    from iossim.device.parameters import Parameters
    from iossim.device.pipeline import Transit
    from iossim.net.address import Address, AddressNames, Mac
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire
    from iossim.sim.clock import WallClock


class Router(IpNode):
    """One router of the lab."""

    kind = "router"
    forwards = True

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        platform: Platform,
        release: Release,
        look: Release,
        roster: str,
        parameters: Parameters,
        startup: str,
        names: AddressNames,
        wall: WallClock,
        keeps_time: bool = True,
    ) -> None:
        super().__init__(name, wire, parameters.arp_timeout)
        self.number = number
        self.platform = platform
        self.release = release
        self.look = look
        self.parameters = parameters
        self.names = names
        self.wall = wall
        self.keeps_time = keeps_time
        self.startup = startup
        self.config = RunningConfig()
        self.unsaved = False
        self.log = LogBuffer()
        self.booted_at = 0
        self.return_reason = "power-on"
        self.printed: list[str] | None = None
        self.workload = Workload(self)
        self._roster = roster
        self._claims: dict[tuple[int, int], str] = {}
        self._snap_claims: dict[int, str] = {}
        self._provided: dict[str, Callable[..., Any]] = {}
        self._attentive: dict[str, Engine] = {}
        self.engines: dict[str, Engine] = {}
        self.performer = Performer(self)
        self.boot = BootSequence(self)
        self.lines = Lines(self)
        self._build()

    @property
    def catalog(self) -> Catalog:
        """The features this router is made of."""
        return catalog(self._roster)

    def _build(self) -> None:
        for feature in self.catalog.features:
            engine = self.engines[feature.name] = feature.engine(self)
            for stage, method in feature.stages.items():
                self.pipeline.add(stage, getattr(engine, method))
            for protocol in feature.protocols:
                self._claims[protocol, 0] = feature.name
            for port in feature.udp:
                self._claims[17, port] = feature.name
            for protocol in feature.snap:
                self._snap_claims[protocol] = feature.name
            if engine.attentive:
                self._attentive[feature.name] = engine
        for kind, (name, method) in self.catalog.providers.items():
            self._provided[kind] = getattr(self.engines[name], method)

    def spell(self, names: AddressNames) -> None:
        """How the console prints addresses from now on; what is typed is understood either way."""
        self.names = names
        self.lines.spell(names)

    # -- power ---------------------------------------------------------------------------------------------------

    @property
    def up(self) -> bool:
        """True when IOS is running."""
        return self.boot.state == "up"

    def power_on(self) -> None:
        """The switch is turned on; IOS runs some tens of seconds later. Nothing happens when it is on already."""
        if self.boot.state == "off":
            self.boot.start("power-on")

    def power_off(self) -> None:
        """The switch is turned off."""
        self.go_dark()
        self.boot.halt()

    def restart(self, reason: str) -> None:
        """Everything stops now, and the box boots again: a confirmed `reload`, or a crash."""
        self.go_dark()
        self.boot.halt()
        self.boot.start(reason)

    def go_dark(self) -> None:
        """Forwarding stops; what was in RAM is gone."""
        self.power.set("", False)
        for port, _ in self.platform.ports:
            self.wire.network.set_emitting((self.name, port), False)
        self.performer.stop()
        for engine in self.engines.values():
            engine.stop()
            for table in engine.tables:
                table.clear()
        self.arp.clear()
        self.tcp.clear()
        self.forget_facts()
        self.rib.clear()
        self.config = RunningConfig()
        self.unsaved = False
        self.log = LogBuffer()
        self.lines.power_off()

    def come_up(self) -> None:
        """IOS has read its configuration: engines start, ports begin to emit."""
        self.power.set("", True)
        self.booted_at = self.kernel.now
        self.workload.forget()
        for name, engine in self.engines.items():
            self.perform(name, engine.start())
        for port, _ in self.platform.ports:
            interface = self.interfaces.peek(port)
            self.wire.network.set_emitting((self.name, port), interface is not None and interface.enabled)
        self.kernel.trace.note(self.name, "boot", f"{self.name} is up", reason=self.return_reason)

    # -- what engines are told -----------------------------------------------------------------------------------

    def engine(self, name: str) -> Engine:
        """The engine of a feature; KeyError when the roster lacks it."""
        return self.engines[name]

    def provider(self, kind: str) -> Any:
        """What a feature provides to others under this name (a bound method), or None when no feature does."""
        return self._provided.get(kind)

    def notify(self, notice: Any) -> None:
        """Tell every engine that listens, in the order of the roster."""
        for name, engine in self._attentive.items():
            if actions := engine.notice(notice):
                self.perform(name, actions)

    def carrier_changed(self, port: str) -> None:
        """The signal at a port has come or gone; the interface engine decides what that means and when."""
        if self.powered:
            self.notify(CarrierChanged(port, self.wire.network.carrier((self.name, port))))

    def interface_changed(self, old: Interface, new: Interface) -> None:
        """Turn a change of state into notices."""
        if old.addresses != new.addresses:
            self.notify(AddressChanged(new.name))
        if old.bandwidth != new.bandwidth:
            self.notify(ConfigurationChanged("bandwidth", new.name))
        if new.up and not old.up:
            self.notify(InterfaceUp(new.name))
        elif old.up and not new.up:
            self.notify(InterfaceDown(new.name, administrative=not new.enabled))

    def routes_changed(self, changes: list[RouteChange]) -> None:
        """Turn changes of best routes into notices."""
        for change in changes:
            self.notify(RouteChanged(change.prefix, change.now, change.was, change.before, change.after))

    def address_heard(self, port: str, address: Address, mac: Mac) -> None:
        """A station has announced an address."""
        self.notify(AddressHeard(port, address, mac))

    def error_heard(self, heard: IcmpHeard) -> None:
        """An ICMP error or an echo that no command waits for: a connection's, or an engine's."""
        if not self.tcp.error(heard):
            self.notify(ErrorHeard(heard))

    def tell(self, who: str, what: object) -> None:
        """Wake the command that waits on a line."""
        self.lines.tell(who, what)

    # -- configuration -------------------------------------------------------------------------------------------

    @property
    def hostname(self) -> str:
        """The configured name; `Router` without one."""
        name = self.provider("hostname")
        return str(name()) if name is not None else "Router"

    def configure(self, context: Context, match: Match, section: SectionKey) -> Configured:
        """Apply a line typed in a section; raises Refused with what IOS says against it."""
        order = Order.of(match)
        order.ask(context, section)
        applied = self.config.obey(order, section)
        self.config = applied.config
        write_down(applied, self.names)
        lines = self._carry_out(applied)
        if applied.entered is None:
            return Configured(lines)
        return Configured(lines, order.leads, applied.entered)

    def clear_section(self, section: SectionKey) -> tuple[str, ...]:
        """Everything in a section back to its default; what engines print about it."""
        applied = self.config.cleared(section)
        self.config = applied.config
        return self._carry_out(applied)

    def _carry_out(self, applied: Applied) -> tuple[str, ...]:
        """Tell the engines of changes; what they print."""
        printed, self.printed = self.printed, []
        try:
            for change in applied.changes:
                owner = self.catalog.owners[change.entry.id]
                self.perform(owner, self.engines[owner].configure(change))
            lines = tuple(self.printed)
        finally:
            self.printed = printed
        if applied.changes:
            self.unsaved = True
        return lines

    def load(self, order: Order, section: SectionKey) -> SectionKey | None:
        """Take a line from memory, before engines run; the section it opened, if any. Raises Refused."""
        if order.check is not None:
            console = self.lines.console
            order.ask(console.context(console.session), section)
        applied = self.config.obey(order, section)
        self.config = applied.config
        return applied.entered

    # -- packets -------------------------------------------------------------------------------------------------

    def forwarded(self, walker: Walker, transit: Transit) -> None:
        """Let the feature that counts switching paths see a packet that leaves; what is not switched fast is seen."""
        count = self.provider("forwarded")
        fast = count(walker, transit) if count is not None else False
        if fast:
            self.workload.interrupt(walker)
        else:
            self.seen(walker, transit, "forward" if transit.in_port else "sending")

    def debugging(self, flag: str) -> bool:
        """True while a debug flag is on; a walk that asks depends on it."""
        return self.lines.debugging(flag)

    def seen(self, walker: Walker, transit: Transit, fate: str) -> None:
        """A packet has been handled by a process: it is counted, and `debug ip packet` prints it."""
        self.workload.process(walker)
        self.tally(walker, transit.packet, fate)
        if self.lines.debugging("ip packet"):
            self.provider("packet-seen")(walker, transit, fate)

    def tally(self, walker: Walker, packet: Packet, fate: str) -> None:
        """Count a packet for `show ip traffic`."""
        walker.touch(self.meter(BOX, counter(packet, fate)), packet.size)

    def icmp_seen(self, packet: Packet, sent: bool) -> None:
        """An ICMP message has come, or goes: `debug ip icmp` prints it."""
        if self.lines.debugging("ip icmp"):
            self.provider("icmp-seen")(packet, sent)

    def _claimed(self, packet: Packet) -> str | None:
        payload = packet.payload
        if isinstance(payload, Udp | Tcp):
            return self._claims.get((packet.proto, payload.dport))
        return self._claims.get((packet.proto, 0))

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """Ask the engine that claims the packet."""
        claim = self._claimed(packet)
        return claim is not None and self.engines[claim].absorb(walker, port, packet)

    def receive(self, port: str, packet: Packet) -> None:
        """Hand a packet to the engine that claims it, else to the IP stack."""
        claim = self._claimed(packet)
        if claim is None or not self.powered:
            super().receive(port, packet)
        else:
            self.perform(claim, self.engines[claim].received(port, packet))

    def hears(self, walker: Walker, port: str, message: Snap) -> None:
        """Ask the engine that claims the protocol; what teaches it something is an event."""
        super().hears(walker, port, message)
        claim = self._snap_claims.get(message.protocol)
        if claim is not None and self.power.get("") and not self.engines[claim].absorb_snap(walker, port, message):
            walker.act(self.receive_snap, port, message)

    def receive_snap(self, port: str, message: Snap) -> None:
        """A message that is not IP has arrived."""
        claim = self._snap_claims.get(message.protocol)
        if claim is not None and self.powered:
            self.perform(claim, self.engines[claim].received_snap(port, message))

    def perform(self, engine: str, actions: Iterable[Action]) -> None:
        """Do what an engine asks for, in order."""
        self.performer.perform(engine, actions)

    def timer_remaining(self, engine: str, name: Any) -> int | None:
        """Microseconds until an engine's timer expires; None when it does not run."""
        return self.performer.remaining(engine, name)

    # -- what is printed and logged ------------------------------------------------------------------------------

    def print(self, text: str) -> None:
        """A line for whoever types the command at hand; during boot and from events it goes to the console."""
        if self.printed is not None:
            self.printed.append(text)
        else:
            self.lines.console.terminal.unasked(text)

    def syslog(self, message: do.Log) -> None:
        """Keep a message, print it where logging is on, and put it on the timeline."""
        record = LogRecord(self.kernel.now, message, self.stamp("log"))
        text = f"%{message.facility}-{message.severity}-{message.mnemonic}: {spell(message.text, self.names)}"
        self.kernel.trace.note(
            self.name, "log", text, mnemonic=f"{message.facility}-{message.severity}-{message.mnemonic}"
        )
        self._tell(record)

    def debug(self, flag: str, text: tuple[Any, ...]) -> None:
        """A debug line, if its flag is on."""
        if self.lines.debugging(flag):
            self.kernel.disturb("a debug line")
            record = LogRecord(self.kernel.now, do.Log("DEBUG", 7, "", text), self.stamp("debug"), debug=True)
            self._tell(record, flag)

    def _tell(self, record: LogRecord, flag: str = "") -> None:
        """Put a message into the buffer, if it is of a level that goes there, on the lines that want it, and to servers."""
        lets, keeps, sends = self.provider("lets-log"), self.provider("keeps-log"), self.provider("sends-log")
        if lets is not None and not lets(record):
            return
        if keeps is None or keeps(record):
            self.log.add(record)
        self.lines.announce(record)
        if sends is not None:
            sends(record, flag)

    def stamp(self, kind: str) -> str:
        """The time stamp in front of a message, by `service timestamps`; the system feature knows how."""
        stamp = self.provider("timestamp")
        return stamp(kind) if stamp is not None else ""
