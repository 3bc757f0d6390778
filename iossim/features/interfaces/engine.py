"""Interfaces on one router: configuration becomes state, signals become links, and the log says so.

`shutdown` takes an interface down at once and is logged when the link has settled; the line protocol follows each LINK
message after `line_protocol_delay`. A signal that comes is believed after `carrier_detect`, one that goes after
`carrier_detect` and the carrier delay; a signal that is back before that has never gone. Loopbacks have no signal.

Ports that the start-up configuration does not name are shut down, as a port new to the box is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.cli.mode import INTERFACE
from iossim.device.actions import (
    Action,
    Amend,
    Announce,
    ChangeInterface,
    CreateInterface,
    Notify,
    StartTimer,
    StopTimer,
)
from iossim.device.config import Statement
from iossim.device.engine import Actions, Engine
from iossim.device.interface import parent_of
from iossim.device.notices import (
    AddressChanged,
    AddressHeard,
    CarrierChanged,
    ConfigurationChanged,
    InterfaceDown,
    InterfaceUp,
    SwitchingChanged,
)
from iossim.features.interfaces import config as lines
from iossim.features.interfaces import messages, subinterfaces
from iossim.features.interfaces.encapsulation import DOT1Q, section_of
from iossim.features.interfaces.segments import clamp
from iossim.features.interfaces.settings import settings_of
from iossim.features.interfaces.state import Link, PortState, SwitchingPath, Wait
from iossim.features.interfaces.switching import path_of, switched_fast
from iossim.net.address import Address, Mac, length_of
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.pipeline import Transit
    from iossim.device.router import Router
    from iossim.net.walk import Walker

ARP_METERS = ("arp.request.in", "arp.reply.in", "arp.request.out", "arp.reply.out", "arp.proxy.out")
METERS = ("in", "out", "in.fast", "out.fast", "in.group", "in.snap", "out.snap", *ARP_METERS)
"""The counters of a port: totals, those of the fast path, received broadcasts, what is not IP."""
FRESH = PortState()


class InterfacesEngine(Engine):
    """The interfaces of one router."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.ports: Table[str, PortState] = self.table("interfaces.ports")
        self.paths: Table[str, SwitchingPath] = self.table("interfaces.fast")

    def state(self, port: str) -> PortState:
        """What is known of a port."""
        return self.ports.peek(port) or FRESH

    # -- what is told --------------------------------------------------------------------------------------------

    def start(self) -> Actions:
        """Every port takes its configuration."""
        for port, _ in self.router.platform.ports:
            self._adopt(port)
        for section in self.router.config.sections(INTERFACE):
            yield from self._born(str(section[-1][1]))

    def configure(self, change: Change) -> Actions:
        """A line of an interface, or a whole interface, came or went."""
        if change.entry is lines.SECTION:
            port = change.args["interface"]
            if not change.removed:
                yield from self._born(port)
            elif self.router.platform.port_type(port) is not None:
                yield from self._gone(port)
            return
        port = str(change.section[-1][1])
        if change.entry in (lines.ADDRESS, lines.SECONDARY):
            yield from self._readdress(port, change)
        if change.entry is lines.KEEPALIVE and not change.removed:
            yield Amend(change.section, Statement(lines.KEEPS_ALIVE), remove=True)
        if change.entry in (lines.KEEPS_ALIVE, lines.KEEPALIVE):
            yield from self._rely(port)
        if change.entry in (lines.DUPLEX, lines.HALF_DUPLEX):
            yield Notify(ConfigurationChanged("duplex", port))
        if change.entry is DOT1Q and change.removed:
            yield from subinterfaces.without_vlan(self.router, port)
        yield from self._settle(port)
        if change.entry is DOT1Q:
            yield from self._settle(parent_of(port))

    def notice(self, notice: Any) -> Actions:
        """A signal has come or gone, an interface can be used, somebody claims an address."""
        match notice:
            case CarrierChanged(port, present):
                yield from self._signal(port, present)
            case InterfaceUp(port):
                yield from self._announce(port)
                yield from subinterfaces.follow(self.router, port)
            case InterfaceDown(port):
                yield from subinterfaces.follow(self.router, port)
            case AddressChanged(port):
                yield from self._announce(port)
            case AddressHeard(port, address, mac):
                yield from self._defend(port, address, mac)
            case ConfigurationChanged("cef"):
                for port in tuple(self.paths.keys()):
                    yield from self._choose_path(port)

    def timer(self, name: Any) -> Actions:
        """A change is believed, or its message is due."""
        wait, port = name
        match wait:
            case Wait.CARRIER:
                yield from self._believe(port)
            case Wait.PROTOCOL:
                yield from self._protocol(port)
            case Wait.SHUT:
                yield messages.shut(port)

    # -- configuration -------------------------------------------------------------------------------------------

    def _adopt(self, port: str) -> None:
        """Give a port that memory does not name the section of a new port."""
        config, section = self.router.config, section_of(port)
        if config.opener(section) is None:
            config = config.with_statement((), Statement(lines.SECTION, {"interface": port}))
            self.router.config = config.with_statement(section, Statement(lines.SHUTDOWN))
        self._forget_counts(port)

    def _forget_counts(self, port: str) -> None:
        for what, meter in self.router.meters_of(port).items():
            if what in METERS:
                meter.clear()

    def _born(self, port: str) -> Iterator[Action]:
        """An interface gets its state; a logical one comes into being."""
        fresh = self.router.interfaces.peek(port) is None
        if fresh:
            yield CreateInterface(port)
        elif self.ports.peek(port) is not None:
            return
        interface = self.router.interfaces.peek(port)
        if interface is None:
            return
        shut = self.router.config.on(lines.SHUTDOWN, section_of(port))
        address = self.router.config.args(lines.ADDRESS, section_of(port))
        method = "unset" if address is None else "DHCP" if address.get("dhcp") else "NVRAM"
        below = bool(parent_of(port))
        virtual = below or self._virtual(port)
        link = Link.SHUT if shut else Link.UP if virtual else Link.DOWN
        self.ports.set(port, PortState(link, carrier=virtual, method=method))
        if address is not None and method == "NVRAM":
            yield ChangeInterface(port, (("addresses", self._addresses(port)),))
        yield from self._settle(port)
        if below:
            self._forget_counts(port)
            return
        if shut:
            yield StartTimer((Wait.SHUT, port), self.router.parameters.carrier_delay)
        elif virtual:
            if not interface.loopback:
                yield messages.link(port, True)
            yield StartTimer((Wait.PROTOCOL, port), self.router.parameters.line_protocol_delay)

    def _gone(self, port: str) -> Iterator[Action]:
        """`no interface` of a logical one."""
        yield from subinterfaces.remove(self.router, port)
        self.ports.delete(port)
        self.paths.delete(port)
        if not parent_of(port):
            yield StartTimer((Wait.SHUT, port), self.router.parameters.carrier_delay)

    def _choose_path(self, port: str) -> Iterator[Action]:
        """How packets that leave by a port are switched: cached, also out of where they came in. CEF does both."""
        path = path_of(self.router, section_of(port))
        if path != self.paths.peek(port):
            self.paths.set(port, path)
            yield Notify(SwitchingChanged(port))

    def _settle(self, port: str) -> Iterator[Action]:
        """Make the state of an interface what its configuration says, addresses apart."""
        interface = self.router.interfaces.peek(port)
        if interface is None:
            return
        changes = settings_of(self.router, port, interface)
        yield from self._choose_path(port)
        yield ChangeInterface(port, tuple(changes.items()))
        if parent_of(port):
            return
        if interface.enabled and not changes["enabled"]:
            yield from self._shut(port, interface.up)
        elif changes["enabled"] and not interface.enabled:
            yield from self._open(port)
        yield from subinterfaces.follow(self.router, port)

    def _readdress(self, port: str, change: Change) -> Iterator[Action]:
        """Addresses as configured; what DHCP does is told to whoever does it."""
        args = self.router.config.args(lines.ADDRESS, section_of(port))
        dhcp = bool(args and args.get("dhcp"))
        method = "DHCP" if dhcp else "unset" if args is None else "manual"
        self.ports.set(port, replace(self.state(port), method=method))
        if dhcp or (change.before or {}).get("dhcp"):
            yield Notify(ConfigurationChanged("ip address dhcp", port))
        yield ChangeInterface(port, (("addresses", self._addresses(port)),))

    def _addresses(self, port: str) -> tuple[tuple[Address, int], ...]:
        """The configured addresses, primary first; none while DHCP gives them."""
        config, section = self.router.config, section_of(port)
        primary = config.args(lines.ADDRESS, section)
        if primary is None or primary.get("dhcp"):
            return ()
        others = [statement.args for statement in config.all(lines.SECONDARY, section)]
        return tuple((args["address"], length_of(args["mask"])) for args in (primary, *others))

    # -- links ---------------------------------------------------------------------------------------------------

    def _shut(self, port: str, was_up: bool) -> Iterator[Action]:
        self.ports.set(port, replace(self.state(port), link=Link.SHUT, carrier=self._virtual(port)))
        parameters = self.router.parameters
        yield StopTimer((Wait.CARRIER, port))
        yield StartTimer((Wait.SHUT, port), parameters.carrier_delay)
        if was_up:
            yield StartTimer((Wait.PROTOCOL, port), parameters.carrier_delay + parameters.line_protocol_delay)

    def _open(self, port: str) -> Iterator[Action]:
        state = self.state(port)
        link = Link.UP if self._virtual(port) else Link.DOWN
        carrier = state.carrier or link is Link.UP
        self.ports.set(port, replace(state, link=link, carrier=carrier, resets=state.resets + 1))
        yield StopTimer((Wait.SHUT, port))
        yield StopTimer((Wait.PROTOCOL, port))
        if link is Link.UP:
            yield messages.link(port, True)
            yield StartTimer((Wait.PROTOCOL, port), self.router.parameters.line_protocol_delay)

    def _virtual(self, port: str) -> bool:
        """Up without a signal: logical interfaces, and those without keepalives, which never find out."""
        interface = self.router.interfaces.peek(port)
        if interface is None or interface.loopback:
            return interface is not None
        return not self.router.config.on(lines.KEEPS_ALIVE, section_of(port))

    def _rely(self, port: str) -> Iterator[Action]:
        """Keepalives begin or end: the link is what the signal is, or up whatever that is."""
        interface, state = self.router.interfaces.peek(port), self.state(port)
        if interface is None or not interface.enabled or interface.loopback:
            return
        if not self._virtual(port):
            yield from self._signal(port, self.router.wire.network.carrier((self.router.name, port)))
        elif not state.carrier:
            yield StopTimer((Wait.CARRIER, port))
            self.ports.set(port, replace(state, link=Link.UP, carrier=True))
            yield messages.link(port, True)
            yield StartTimer((Wait.PROTOCOL, port), self.router.parameters.line_protocol_delay)

    def _signal(self, port: str, present: bool) -> Iterator[Action]:
        """Wait before a change of signal is believed."""
        interface = self.router.interfaces.peek(port)
        if interface is None or not interface.enabled or self._virtual(port):
            return
        name = Wait.CARRIER, port
        if present == self.state(port).carrier:
            yield StopTimer(name)
        elif self.router.timer_remaining("interfaces", name) is None:
            yield StartTimer(name, self._patience(port, present))

    def _patience(self, port: str, present: bool) -> int:
        parameters = self.router.parameters
        detected = parameters.carrier_detect.draw(self.router.kernel.stream(f"{self.router.name}.{port}.carrier"))
        if present:
            return detected
        seconds = self.router.config.value(lines.CARRIER_DELAY, section_of(port), "seconds")
        return detected + (parameters.carrier_delay if seconds is None else seconds * 1_000_000)

    def _believe(self, port: str) -> Iterator[Action]:
        """The signal has been as it is for long enough."""
        present = self.router.wire.network.carrier((self.router.name, port))
        state = self.state(port)
        if present == state.carrier or self._virtual(port):
            return
        link = Link.UP if present else Link.DOWN
        self.ports.set(port, replace(state, link=link, carrier=present, changes=state.changes + (not present)))
        yield messages.link(port, present)
        if not present:
            yield ChangeInterface(port, (("line", False),))
        yield StartTimer((Wait.PROTOCOL, port), self.router.parameters.line_protocol_delay)

    def _protocol(self, port: str) -> Iterator[Action]:
        """The line protocol follows."""
        up = self.state(port).link is Link.UP
        if up:
            yield ChangeInterface(port, (("line", True),))
        yield messages.protocol(port, up)

    # -- addresses on the wire -----------------------------------------------------------------------------------

    def _announce(self, port: str) -> Iterator[Action]:
        """Tell the neighbours where the addresses of an interface live now."""
        interface = self.router.interfaces.peek(port)
        if interface is not None and interface.up and not interface.loopback:
            yield from (Announce(port, address, interface.mac) for address, _ in interface.addresses)

    def _defend(self, port: str, address: Address, mac: Mac) -> Iterator[Action]:
        """Another station claims an own address: complain and insist, but not again for a while."""
        interface = self.router.interfaces.peek(port)
        if interface is None or mac == interface.mac or all(address != own for own, _ in interface.addresses):
            return
        name = Wait.DUPLICATE, (port, address)
        if self.router.timer_remaining("interfaces", name) is None:
            yield StartTimer(name, self.router.parameters.duplicate_address_interval)
            yield messages.duplicate(port, address, mac)
            yield Announce(port, address, interface.mac)

    # -- counting ------------------------------------------------------------------------------------------------

    def count_input(self, walker: Walker, transit: Transit) -> None:
        """A packet has come in: count it when it is for a group."""
        if transit.packet.dst.is_multicast or transit.packet.dst == 0xFFFFFFFF:
            walker.touch(self.router.meter(transit.in_port, "in.group"), transit.packet.size + 14)

    def clamp_input(self, walker: Walker, transit: Transit) -> None:
        """A SYN comes in: its sender must not be sent larger segments than the interface says."""
        clamp(self.router, walker, transit, transit.in_port)

    def clamp_output(self, walker: Walker, transit: Transit) -> None:
        """A SYN of somebody else is about to leave."""
        if transit.in_port:
            clamp(self.router, walker, transit, transit.out_port)

    def forwarded(self, walker: Walker, transit: Transit) -> bool:
        """A packet leaves by routing: True, and counted, if it is switched fast."""
        return switched_fast(self.router, walker, transit, self.paths)

    # -- what others ask -----------------------------------------------------------------------------------------

    def address_method(self, port: str) -> str:
        """How an interface gets its address: `dhcp`, `manual` or `unset`."""
        args = self.router.config.args(lines.ADDRESS, section_of(port))
        return "unset" if args is None else "dhcp" if args.get("dhcp") else "manual"

    def full_duplex(self, port: str) -> bool:
        """Whether an interface sends while it receives; `auto` agrees on that, and a 10 Mbit/s port has to be told."""
        config, section = self.router.config, section_of(port)
        if lines.is_ethernet({"interface": port}):
            return bool((config.args(lines.HALF_DUPLEX, section) or {}).get("full-duplex"))
        return (config.args(lines.DUPLEX, section) or {}).get("value") != "half"

    def load_interval(self, port: str) -> int:
        """Seconds for which the rates of an interface are means."""
        return int(self.router.config.value(lines.LOAD_INTERVAL, section_of(port), "seconds"))

    def helpers(self, port: str) -> tuple[Address, ...]:
        """Where questions go that are broadcast on an interface (`ip helper-address`)."""
        return tuple(one.args["server"] for one in self.router.config.all(lines.HELPER, section_of(port)))

    def reset(self, port: str) -> None:
        """`clear interface`."""
        state = self.state(port)
        self.ports.set(port, replace(state, resets=state.resets + 1))

    def clear_counters(self, port: str) -> None:
        """`clear counters`."""
        self._forget_counts(port)
        self.ports.set(port, replace(self.state(port), cleared=self.router.kernel.now, changes=0, resets=0))
