"""ARP: the addresses of next hops, asked for when needed and kept for a time (RFC 826).

A lookup that misses drops the packet and asks once; while the question is open further packets are dropped silently, and
after `retry` the next packet asks again. Entries are learned from answers and from requests addressed to this node, refreshed by
gratuitous messages, and asked again when their time is over. A router answers for remote addresses it reaches by another
interface (proxy ARP) unless told not to.

The age of an entry is an idle that messages touch. So a question to somebody who knows the asker, and its answer, change nothing
but ages and counters: they travel in one walk (`absorb`), and an entry that is asked for again in time is one event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.net.address import BROADCAST_MAC, Address, Mac
from iossim.net.packet import Arp, Frame
from iossim.sim.facts import Table
from iossim.sim.kernel import Event
from iossim.sim.meters import Idle
from iossim.sim.values import dataclass

if TYPE_CHECKING:
    from iossim.device.node import IpNode
    from iossim.net.walk import Walker

ARP_OCTETS = 60
DEBUG, DEBUG_HEAD = "arp", "IP ARP:"
RETRY = 1_000_000
"""Microseconds until an unanswered question may be asked again."""


@dataclass(frozen=True, slots=True)
class ArpEntry:
    """A next hop's MAC; None while the question is open.

    When it was last confirmed is no part of it: a confirmation changes nothing for those who use the entry.
    """

    mac: Mac | None


ArpKey = tuple[str, Address]
"""(interface, address)"""


class ArpTable:
    """The ARP cache of one node."""

    def __init__(self, node: IpNode, timeout: int) -> None:
        self.node = node
        self.timeout = timeout
        self.entries: Table[ArpKey, ArpEntry] = Table(node.kernel, f"{node.name}.arp")
        self._ages: dict[ArpKey, Idle] = {}
        self._waits: dict[ArpKey, Event] = {}  # for an answer

    # -- asked by walks ------------------------------------------------------------------------------------------

    def resolve(self, walker: Walker, key: ArpKey) -> Mac | None:
        """The MAC of a next hop, or None; a real packet would then ask for it."""
        entry = self.entries.get(key)
        if entry is None:
            walker.act(self.ask, key)
            return self._guess(walker, key) if walker.steps is not None else None
        return entry.mac

    def _guess(self, walker: Walker, key: ArpKey) -> Mac | None:
        """A packet's story is not to end where a question has merely not been asked yet: ask on paper."""
        port, target = key
        frame = Frame(self.node.mac_of(port), BROADCAST_MAC, Arp(True, Address(0), Mac(0), target))
        for arrival in walker.transmit(self.node, port, frame):
            mac = arrival.node.arp_answer(arrival.port, target)
            if mac is not None:
                walker.step(self.node.name, port, "arp", f"asks for {target}")
                return mac
        return None

    # -- events --------------------------------------------------------------------------------------------------

    def ask(self, key: ArpKey) -> None:
        """Broadcast a request, unless one is open."""
        if self.entries.peek(key) is None:
            self._enter(key, None)
            incomplete = (f"{DEBUG_HEAD} creating incomplete entry for IP address: ", key[1], f" interface {key[0]}")
            self.node.debug(DEBUG, incomplete)
            self._request(key)
            self._wait(key)

    def absorb(self, walker: Walker, port: str, message: Arp) -> bool:
        """True for a message that teaches nothing and that nobody here watches: it is counted, and answered with the walk."""
        node = self.node
        if message.sender == message.target or node.debugging(DEBUG):
            return False
        mac = node.arp_answer(port, message.target)
        if message.request and mac is None:
            walker.touch(node.meter(port, "arp.request.in"), ARP_OCTETS)
            return True
        key = (port, message.sender)
        known = self.entries.peek(key)
        if known is None or known.mac != message.sender_mac or key in self._waits:
            return False
        walker.touch(self._ages[key])
        walker.touch(node.meter(port, "arp.request.in" if message.request else "arp.reply.in"), ARP_OCTETS)
        if message.request and mac is not None:
            walker.touch(node.meter(port, self._kind_of_answer(port, message)), ARP_OCTETS)
            node.wire.carry_arp(walker, node, port, message.answered(mac), message.sender_mac)
        return True

    def receive(self, port: str, message: Arp) -> None:
        """A message has arrived: learn what it teaches, answer what is ours."""
        self._count(port, "arp.request.in" if message.request else "arp.reply.in")
        self._told("rcvd", port, message)
        key = (port, message.sender)
        gratuitous = message.sender == message.target
        known = self.entries.peek(key)
        if gratuitous:
            if known is not None:
                self._learn(key, message.sender_mac)
            self.node.address_heard(port, message.sender, message.sender_mac)
            return
        mac = self.node.arp_answer(port, message.target)
        if message.request:
            if mac is None:
                return
            if self.node.on_link(port, message.sender):
                self._learn(key, message.sender_mac)
            self._count(port, self._kind_of_answer(port, message))
            self._send(port, message.answered(mac), message.sender_mac)
        elif known is not None:
            self._learn(key, message.sender_mac)

    def announce(self, port: str, address: Address, mac: Mac) -> None:
        """Send a gratuitous request: this address lives at this MAC."""
        self._count(port, "arp.request.out")
        self._send(port, Arp(True, address, mac, address), BROADCAST_MAC)

    def forget(self, port: str | None = None) -> None:
        """Drop all entries, or those of one interface."""
        for key in tuple(self.entries.keys()):
            if port is None or key[0] == port:
                self.drop(key)

    def clear(self) -> None:
        """Power has gone."""
        self.forget()

    def refresh(self) -> None:
        """`clear arp-cache`: ask again for every entry."""
        for key in tuple(self.entries.keys()):
            self._refresh(key)

    def timeout_of(self, port: str) -> int:
        """Microseconds for which an interface keeps its entries; 0: for ever."""
        interface = self.node.interfaces.peek(port)
        own = interface.arp_timeout if interface is not None else None
        return self.timeout if own is None else own * 1_000_000

    def retime(self, port: str) -> None:
        """An interface keeps its entries for another time from now on, also those that it has."""
        for key in tuple(self.entries.keys()):
            entry = self.entries.peek(key)
            if key[0] == port and entry is not None and entry.mac is not None:
                self._age(key)

    def since(self, key: ArpKey) -> int:
        """When an entry was last confirmed, or asked for, in virtual microseconds. KeyError when there is none."""
        return min(self._confirmed(key), self.node.kernel.now)

    def _confirmed(self, key: ArpKey) -> int:
        """The same; while an answer is under way already when it comes."""
        last = self._ages[key].last
        assert last is not None
        return last

    # -- inside --------------------------------------------------------------------------------------------------

    def _enter(self, key: ArpKey, mac: Mac | None) -> None:
        self.entries.set(key, ArpEntry(mac))
        if key not in self._ages:
            self._ages[key] = Idle(self.node.kernel, max(self.timeout_of(key[0]), 1), self._refresh, key)
        self._ages[key].touch(self.node.kernel.now)

    def _learn(self, key: ArpKey, mac: Mac) -> None:
        self._enter(key, mac)
        self._wait_no_longer(key)
        self._age(key)

    def _age(self, key: ArpKey) -> None:
        """An entry is asked for again when it has gone unconfirmed for as long as its interface keeps it."""
        timeout, age = self.timeout_of(key[0]), self._ages[key]
        if not timeout:
            age.stop()
            return
        age.set_limit(timeout)
        if not age.running:
            age.restart(self._confirmed(key))

    def _refresh(self, key: ArpKey) -> None:
        """Ask again; who has answered with the walk is known for another while."""
        before = self._confirmed(key)
        self._request(key)
        if self._confirmed(key) > before:
            self._age(key)
        else:
            self._wait(key)

    def drop(self, key: ArpKey) -> None:
        """Forget one entry."""
        self._wait_no_longer(key)
        self.entries.delete(key)
        if (age := self._ages.pop(key, None)) is not None:
            age.stop()

    def _wait(self, key: ArpKey) -> None:
        """Without an answer the entry goes."""
        self._wait_no_longer(key)
        self._waits[key] = self.node.kernel.after(RETRY, self.drop, key)

    def _wait_no_longer(self, key: ArpKey) -> None:
        waiting = self._waits.pop(key, None)
        if waiting is not None:
            self.node.kernel.cancel(waiting)

    def _kind_of_answer(self, port: str, message: Arp) -> str:
        return "arp.reply.out" if self.node.on_link(port, message.target) else "arp.proxy.out"

    def _request(self, key: ArpKey) -> None:
        port, target = key
        interface = self.node.interfaces.peek(port)
        source = interface.source_for(target) if interface else None
        if interface is None or source is None or not interface.up:
            return
        self._count(port, "arp.request.out")
        self._send(port, Arp(True, source, interface.mac, target), BROADCAST_MAC)

    def _send(self, port: str, message: Arp, to: Mac) -> None:
        self._told("sent", port, message)
        self.node.wire.send_arp(self.node, port, message, to)

    def _told(self, way: str, port: str, message: Arp) -> None:
        """`debug arp`: a message that goes has both hardware addresses, over two lines."""
        if not self.node.debugging(DEBUG):
            return
        head = f"{DEBUG_HEAD} {way} {'req' if message.request else 'rep'} src "
        mac, port = (f",\n{'':17}", f" {message.target_mac} {port}") if way == "sent" else (", ", f" {port}")
        self.node.debug(DEBUG, (head, message.sender, f" {message.sender_mac}{mac}dst ", message.target, port))

    def _count(self, port: str, what: str) -> None:
        self.node.meter(port, what).touch(self.node.kernel.now, ARP_OCTETS)
