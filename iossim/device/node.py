"""Anything with an IP stack: interfaces, ARP, a routing table, ICMP, sockets, and the answers the walk asks for.

`Router` adds configuration and engines, endpoints add a fixed behaviour. State lives in tables, cleared when power goes.
The packet path is `device.pipeline` for every node; who has nothing to say at a stage is not there.

Standards: RFC 791, RFC 1122, RFC 1812.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from iossim.device import icmp, refusal
from iossim.device.arp import ArpTable
from iossim.device.counting import Counting
from iossim.device.icmp import IcmpAgent, IcmpHeard, error_about
from iossim.device.interface import Interface, parent_of
from iossim.device.ip_counters import BOX, EXPIRED, FRAGMENTED, NO_PORT, NOT_FRAGMENTED, counter
from iossim.device.pipeline import Pipeline, Transit, run
from iossim.device.rib import CONNECTED, Change, Rib, Route
from iossim.device.routing import aim, find_own_way, find_way
from iossim.device.tcp import TcpAgent
from iossim.net.address import BROADCAST, BROADCAST_MAC, Address, Mac
from iossim.net.node import Deliver, Drop, Forward, Seam, Verdict
from iossim.net.packet import Arp, Frame, IcmpType, Packet, Protocol, Unreachable, multicast_mac
from iossim.sim.facts import Table
from iossim.sim.meters import Meter

if TYPE_CHECKING:
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire

Listener = Callable[[str, Packet], None]


class IpNode(Counting):
    """One node of the network."""

    kind = "node"
    forwards = False

    def __init__(self, name: str, wire: Wire, arp_timeout: int) -> None:
        self.name = name
        self.wire = wire
        self.kernel = wire.network.kernel
        self.power: Table[str, bool] = Table(self.kernel, f"{name}.power")
        self.interfaces: Table[str, Interface] = Table(self.kernel, f"{name}.interfaces")
        self.addresses: Table[Address, str] = Table(self.kernel, f"{name}.addresses")
        self.broadcasts: Table[tuple[str, Address], bool] = Table(self.kernel, f"{name}.broadcasts")
        self.groups: Table[tuple[str, Address], bool] = Table(self.kernel, f"{name}.groups")
        self.virtual: Table[tuple[str, Address], Mac] = Table(self.kernel, f"{name}.virtual")
        self.extra_macs: Table[tuple[str, Mac], bool] = Table(self.kernel, f"{name}.macs")
        self.tagged: Table[tuple[str, int], str] = Table(self.kernel, f"{name}.vlans")
        self.arp = ArpTable(self, arp_timeout)
        self.rib = Rib(self.kernel, name, self.interfaces)
        self.icmp = IcmpAgent(self)
        self.tcp = TcpAgent(self)
        self.pipeline = Pipeline()
        self.listeners: dict[tuple[int, int], Listener] = {}
        self._meters: dict[tuple[str, str], Meter] = {}
        wire.network.add(self)

    def forget_facts(self) -> None:
        """Power has gone, and with it what was known of interfaces, addresses and those who wait."""
        for facts in (
            self.interfaces,
            self.addresses,
            self.broadcasts,
            self.groups,
            self.virtual,
            self.extra_macs,
            self.tagged,
        ):
            facts.clear()
        self.icmp.stop()

    # -- ports and power -----------------------------------------------------------------------------------------

    @property
    def powered(self) -> bool:
        """True while the box has power (a booting router has)."""
        return bool(self.power.peek(""))

    def change_interface(self, name: str, **changes: Any) -> None:
        """Replace parts of an interface's state, and tell the world what follows from it. KeyError when unknown."""
        old = self.interfaces.peek(name)
        if old is None:
            raise KeyError(name)
        new = old.changed(**changes)
        if new == old:
            return
        self.interfaces.set(name, new)
        if old.vlan != new.vlan:
            self._retag(old, new)
        if old.addresses != new.addresses:
            for address, _ in old.addresses:
                self.addresses.delete(address)
            for prefix in old.prefixes:
                self.broadcasts.delete((name, prefix.broadcast))
            for address, _ in new.addresses:
                self.addresses.set(address, name)
            for prefix in new.prefixes:
                self.broadcasts.set((name, prefix.broadcast), True)
            self.arp.forget(name)
        if old.up and not new.up:
            self.arp.forget(name)
        if old.arp_timeout != new.arp_timeout:
            self.arp.retime(name)
        changed = self._connect(old, new) if old.addresses != new.addresses else []
        self.routes_changed(changed + self.rib.settle_interface(name))
        self.interface_changed(old, new)
        self.wire.network.set_emitting((self.name, name), new.enabled and self.powered)

    def _retag(self, old: Interface, new: Interface) -> None:
        """Frames with the tag of a subinterface are for it."""
        parent = parent_of(new.name)
        if old.vlan and self.tagged.peek((parent, old.vlan)) == old.name:
            self.tagged.delete((parent, old.vlan))
        if new.vlan:
            self.tagged.set((parent, new.vlan), new.name)

    def _connect(self, old: Interface, new: Interface) -> list[Change]:
        """Connected routes follow the addresses; they are usable while the interface is up."""
        changes: list[Change] = []
        for prefix in sorted(set(old.prefixes) - set(new.prefixes)):
            changes += self.rib.remove(Route(prefix, "connected", CONNECTED, interface=old.name))
        for prefix in sorted(set(new.prefixes) - set(old.prefixes)):
            changes += self.rib.add(Route(prefix, "connected", CONNECTED, interface=new.name))
        return changes

    def carrier_changed(self, port: str) -> None:
        """The signal at a port may have come or gone; a plain node believes it at once."""
        interface = self.interfaces.peek(port)
        if interface is not None and self.powered:
            self.change_interface(port, line=self.wire.network.carrier((self.name, port)))

    def claim(self, port: str, address: Address, mac: Mac) -> None:
        """Answer for a virtual address, and announce where it lives now."""
        self.virtual.set((port, address), mac)
        self.addresses.set(address, port)
        self.extra_macs.set((port, mac), True)
        self.arp.announce(port, address, mac)

    def disclaim(self, port: str, address: Address) -> None:
        """Stop answering for a virtual address."""
        mac = self.virtual.peek((port, address))
        self.virtual.delete((port, address))
        self.addresses.delete(address)
        if mac is not None:
            self.extra_macs.delete((port, mac))

    def error_heard(self, heard: IcmpHeard) -> None:
        """An ICMP error or an echo that no command waits for: perhaps a connection does."""
        self.tcp.error(heard)

    # -- layer 2, asked by the walk ------------------------------------------------------------------------------

    def mac_of(self, port: str) -> Mac:
        """The burned-in address of a port."""
        interface = self.interfaces.peek(port)
        return interface.mac if interface else Mac(0)

    def frame_in(self, walker: Walker, port: str, frame: Frame) -> tuple[str, ...] | None:
        """An IP node repeats nothing."""
        return None

    def takes(self, port: str, frame: Frame) -> str | None:
        """For the own address, a virtual one, or a group: the interface, which is a subinterface when there is one for the tag."""
        interface = self.interfaces.get(port)
        if interface is None or not interface.up:
            return None
        if frame.tag or interface.native:
            port = (self.tagged.get((port, frame.tag)) or "") if frame.tag else interface.native
            interface = self.interfaces.get(port)
            if interface is None or not interface.up:
                return None
        mine = frame.dst == interface.mac or frame.is_group or self.extra_macs.get((port, frame.dst))
        return port if mine else None

    def on_wire(self, port: str) -> tuple[str, int]:
        """The port by which an interface sends, and the tag of its frames."""
        if (parent := parent_of(port)) and (interface := self.interfaces.get(port)) is not None:
            return parent, 0 if interface.native else interface.vlan
        return port, 0

    def _frame(self, walker: Walker, interface: Interface, next_hop: Address, packet: Packet) -> Frame | Drop:
        """The frame for a next hop: group addresses map by rule, others by ARP."""
        port = interface.name
        if next_hop.is_multicast:
            mac: Mac | None = multicast_mac(next_hop)
        elif next_hop == BROADCAST or interface.point_to_point or (interface.directed and self._is_all(port, next_hop)):
            mac = BROADCAST_MAC
        else:
            mac = self.arp.resolve(walker, (port, next_hop))
        if mac is None:
            return Drop(f"no ARP answer from {next_hop} on {port}")
        self.count(walker, port, "out", packet)
        return Frame(interface.mac, mac, packet)

    def _is_all(self, port: str, next_hop: Address) -> bool:
        """Whether something is for all stations of the network of an interface."""
        return bool(self.broadcasts.get((port, next_hop)))

    def on_link(self, port: str, address: Address) -> bool:
        """True when an address lies on the network of an interface."""
        interface = self.interfaces.peek(port)
        return interface is not None and any(address in prefix for prefix in interface.prefixes)

    def arp_answer(self, port: str, target: Address) -> Mac | None:
        """The MAC to answer an ARP request with, if it is ours to answer."""
        interface = self.interfaces.peek(port)
        if interface is None or not interface.up:
            return None
        virtual = self.virtual.peek((port, target))
        if virtual is not None:
            return virtual
        if any(target == address for address, _ in interface.addresses):
            return interface.mac
        if self.forwards and interface.proxy_arp and not self.on_link(port, target):
            hop = self.rib.resolve(target)
            if hop is not None and hop.interface != port:
                return interface.mac
        return None

    def absorb_arp(self, walker: Walker, port: str, message: Arp) -> bool:
        """What teaches nothing only touches ages and counters."""
        interface = self.interfaces.peek(port)
        return interface is not None and interface.up and self.arp.absorb(walker, port, message)

    def receive_arp(self, port: str, message: Arp) -> None:
        """An ARP message has arrived."""
        interface = self.interfaces.peek(port)
        if interface is not None and interface.up:
            self.arp.receive(port, message)

    # -- layer 3, asked by the walk ------------------------------------------------------------------------------

    def inbound(self, walker: Walker, port: str, packet: Packet) -> Verdict:
        """A packet from the wire, in the order of operations; its frame has been taken in by a port that is up."""
        arrived = packet.fragments, packet.carried
        self.count_frames(walker, port, "in", *arrived)
        walker.step(self.name, port, "receive", "", packet)
        transit = Transit(packet, port, arrived=arrived)
        end = run(self.pipeline.input, walker, transit)
        return end if end is not None else self._route(walker, transit)

    def sews(self, walker: Walker, stage: str, transit: Any) -> Drop | Seam | None:
        """One stage by itself."""
        return run(self.pipeline.at(stage), walker, transit)

    def goes_on(self, walker: Walker, stage: str, transit: tuple[Any, ...]) -> Verdict:
        """A packet behind that stage goes through the others, and on as usual."""
        before = Transit(*transit)
        end = run(self.pipeline.behind(stage), walker, before)
        if end is not None:
            return end
        return self._leave(walker, before) if before.out_port else self._route(walker, before)

    def _route(self, walker: Walker, transit: Transit) -> Verdict:
        packet = transit.packet
        if self.owns(transit.in_port, packet.dst):
            self.seen(walker, transit, "rcvd 2" if packet.dst.is_multicast else "rcvd 3")
            return Deliver(transit.in_port, packet)
        if packet.dst.is_multicast or packet.dst == BROADCAST:
            return Drop(f"no listener for {packet.dst}")
        if not self.forwards:
            return Drop(f"{self.name} is not a router")
        if transit.in_port and not self._speaks_ip(transit.in_port):
            return Drop(f"{transit.in_port} has no IP address")
        if packet.ttl <= 1:
            self.tally(walker, packet, EXPIRED)
            return Drop("TTL expired", refusal.error(self, transit, *icmp.TTL_EXPIRED))
        transit.packet, transit.sought = packet.aged(), packet.dst
        end = find_way(self, walker, transit)
        if end is not None:
            return end
        end = run(self.pipeline.routed, walker, transit)
        return end if end is not None else self._leave(walker, transit)

    def _speaks_ip(self, port: str) -> bool:
        """False for a port without an address: IP processing is disabled there, but on a line to a single neighbour."""
        interface = self.interfaces.get(port)
        return interface is not None and (interface.point_to_point or bool(interface.addresses))

    def _leave(self, walker: Walker, transit: Transit) -> Verdict:
        if transit.rerouted:
            hop = self.rib.resolve(transit.packet.dst, 0)
            if hop is None:
                return Drop(f"no route to {transit.packet.dst}")
            aim(self, walker, transit, hop)
        interface = self.interfaces.get(transit.out_port)
        if interface is None or not interface.up:
            return Drop(f"{transit.out_port} is down")
        if interface.loopback:
            return self._loop(walker, transit)
        mtu = interface.ip_mtu
        if transit.packet.size > mtu:
            self.tally(walker, transit.packet, NOT_FRAGMENTED if transit.packet.df else FRAGMENTED)
            if transit.packet.df:
                return refusal.too_big(self, transit, f"needs fragmentation, MTU {mtu}", mtu)
            transit.packet = transit.packet.fitting(mtu)
        drop = run(self.pipeline.queue, walker, transit)
        if drop is not None:
            return drop
        packet = transit.packet
        frame = self._frame(walker, interface, transit.next_hop, packet)
        if isinstance(frame, Drop):
            self.seen(walker, transit, "encapsulation failed")
            return frame
        self.forwarded(walker, transit)
        if transit.in_port == transit.out_port and interface.redirects and not transit.decrypted:
            refusal.redirect(self, walker, transit, interface)
        return Forward(transit.out_port, frame, packet)

    def _loop(self, walker: Walker, transit: Transit) -> Verdict:
        """What a policy sends to a loopback interface comes in by it, once; what is routed there is of nobody."""
        port, packet = transit.out_port, transit.packet
        interface = self.interfaces.get(transit.in_port)
        if not transit.policed or (interface is not None and interface.loopback):
            return Drop(f"{packet.dst} is not on {port}")
        self.count(walker, port, "out", packet)
        return self.inbound(walker, port, packet)

    def outbound(self, walker: Walker, packet: Packet) -> Verdict:
        """A packet of this node's own; an unspecified source becomes the address of the outgoing interface."""
        if not self.power.get(""):
            return Drop(f"{self.name} has no power")
        if self.owns("", packet.dst):
            return Deliver("", packet)
        transit = find_own_way(self, walker, packet)
        if not isinstance(transit, Transit):
            return transit
        end = run(self.pipeline.own, walker, transit)
        return end if end is not None else self._leave(walker, transit)

    def complains(self, walker: Walker, answer: Packet) -> None:
        """An ICMP error about a dropped packet."""
        self.icmp.answer(walker, answer)

    def owns(self, port: str, address: Address) -> bool:
        """True when a packet to this address, in by this port, is for this node."""
        if self.addresses.get(address) is not None or address == BROADCAST:
            return True
        if address.is_multicast:
            return bool(self.groups.get((port, address)))
        return self.broadcasts.get((port, address)) is not None

    # -- the node's own traffic ----------------------------------------------------------------------------------

    def send(self, packet: Packet) -> None:
        """One packet, for real."""
        self.wire.send(self, packet)

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """A plain node acts on everything it hears."""
        return False

    def receive(self, port: str, packet: Packet) -> None:
        """A packet for this node has arrived."""
        if not self.powered:
            return
        if packet.proto == Protocol.ICMP:
            self.icmp.receive(port, packet)
            return
        if packet.proto == Protocol.TCP:
            self.tcp.receive(port, packet)
            return
        listener = self.listener(packet)
        if listener is not None:
            listener(port, packet)
        else:
            self.unclaimed(port, packet)

    def listener(self, packet: Packet) -> Listener | None:
        """Who waits for such packets, at their port or at any."""
        return self.listeners.get((packet.proto, packet.ports[1])) or self.listeners.get((packet.proto, 0))

    def unclaimed(self, port: str, packet: Packet) -> None:
        """Nobody listens: say so, as RFC 1122 asks."""
        self.meter(BOX, counter(packet, NO_PORT)).touch(self.kernel.now, packet.size)
        code = Unreachable.PORT if packet.proto == Protocol.UDP else Unreachable.PROTOCOL
        own = self.addresses.peek(packet.dst) is not None
        answer = error_about(packet, packet.dst, IcmpType.UNREACHABLE, code) if own else None
        if answer is not None:
            self.icmp.complain(answer)
