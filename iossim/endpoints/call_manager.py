"""The CallManager: knows its phones by their keepalives, and connects calls.

A phone that has been silent for three keepalives is forgotten, and its connection closed: the closing segment is sent again
a few times, traffic towards a home that may be gone. A call is answered at once (there is nobody to wait for).

Source: protocols reference 7.1. Left out: TFTP of phone configurations, several CallManagers, features of a call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.endpoints import sccp
from iossim.endpoints.dispatch import Dispatch
from iossim.endpoints.host import Host
from iossim.net.address import Address
from iossim.net.packet import Packet, Protocol, Tcp
from iossim.sim.facts import Table
from iossim.sim.meters import Idle

if TYPE_CHECKING:
    from iossim.device.parameters import Parameters
    from iossim.endpoints.phone import Phone
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire


@dataclass(frozen=True, slots=True)
class Registration:
    """A phone that is known."""

    phone: str
    number: str
    address: Address
    idle: Idle


class CallManager(Host):
    """The server."""

    kind = "callmanager"

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        parameters: Parameters,
        address: tuple[Address, int],
        gateway: Address,
    ) -> None:
        super().__init__(
            name, wire, number=number, arp_timeout=parameters.arp_timeout, address=address, gateway=gateway
        )
        self.parameters = parameters
        self.phones: Table[str, Registration] = Table(self.kernel, f"{name}.phones")
        self.calls: Table[str, str] = Table(self.kernel, f"{name}.calls")
        self.dispatch = Dispatch(self, parameters)

    def stopped(self) -> None:
        """Registrations and calls are RAM."""
        super().stopped()
        for registration in tuple(self.phones.values()):
            registration.idle.stop()
        self.phones.clear()
        self.calls.clear()
        self.dispatch.clear()

    # -- keepalives ----------------------------------------------------------------------------------------------

    def answers(self, phone: Phone) -> bool:
        """Answer a keepalive in the same instant; True when the answer arrives."""
        registration = self.phones.get(phone.name)
        own = self.address
        if registration is None or own is None or registration.address != phone.address:
            return False
        packet = sccp.to_phone(sccp.KeepAliveAck(phone.name), own, registration.address)
        answer = self.wire.again(self.wire.path(self, packet))
        return answer.delivered and answer.node == phone.name

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """A keepalive of a phone that is known only feeds its timer."""
        message = sccp.message_of(packet)
        if not isinstance(message, sccp.KeepAlive):
            return super().absorb(walker, port, packet)
        registration = self.phones.get(message.phone)
        if registration is None or registration.address != packet.src:
            return False
        walker.touch(registration.idle)
        return True

    def _lost(self, phone: str) -> None:
        """Three keepalives are missing."""
        registration = self.phones.peek(phone)
        if registration is None:
            return
        self.phones.delete(phone)
        self.kernel.trace.note(self.name, "registration", f"{self.name} has lost {phone}")
        self._close(registration.address, 1)

    def _close(self, address: Address, attempt: int) -> None:
        """Close the connection; nobody may be there to answer, so the segment is sent again."""
        own = self.address
        if own is None:
            return
        segment = Tcp(sccp.PORT, sccp.PHONE_PORT, "FA")
        self.dispatch.clear(address)
        packet = Packet(own, address, Protocol.TCP, segment, ttl=128, tos=sccp.TOS)
        self.wire.again(self.wire.path(self, packet))
        if attempt <= self.parameters.tcp_retransmit_count:
            wait = self.parameters.tcp_retransmit_first << (attempt - 1)
            self.kernel.after(wait, self._close, address, attempt + 1)
        else:
            self.wire.forget(self, packet)

    # -- messages ------------------------------------------------------------------------------------------------

    def receive(self, port: str, packet: Packet) -> None:
        """A phone's message, or something for the IP stack."""
        message = sccp.message_of(packet)
        if message is None:
            super().receive(port, packet)
        elif self.powered:
            self._hear(message, packet.src)

    def _hear(self, message: sccp.Message, source: Address) -> None:
        match message:
            case sccp.Register(phone, number, talking):
                self._register(phone, number, source)
                if not talking:
                    self._end_call(phone)
            case sccp.KeepAlive(phone):
                self._tell(sccp.Reset(phone), source)
            case sccp.Dial(phone, number):
                self._put_through(phone, number)
            case sccp.OnHook(phone):
                self._end_call(phone)

    def _register(self, phone: str, number: str, source: Address) -> None:
        known = self.phones.peek(phone)
        if known is not None:
            known.idle.stop()
        limit = self.parameters.sccp_keepalive * self.parameters.sccp_keepalives_missed
        idle = Idle(self.kernel, limit, self._lost, phone)
        idle.start()
        self.phones.set(phone, Registration(phone, number, source, idle))
        self._tell(sccp.RegisterAck(phone), source)

    def _put_through(self, phone: str, number: str) -> None:
        caller = self.phones.peek(phone)
        called = next((r for r in self.phones.values() if r.number == number), None)
        busy = phone in self.calls.keys() or (called is not None and called.phone in self.calls.keys())
        if caller is None or called is None or busy:
            self.kernel.trace.note(self.name, "call", f"{phone} cannot be connected to {number}")
            return
        self.calls.set(phone, called.phone)
        self.calls.set(called.phone, phone)
        self.kernel.trace.note(self.name, "call", f"{phone} talks to {called.phone}")
        self._tell(sccp.StartMedia(phone, called.phone, called.address, True), caller.address)
        self._tell(sccp.StartMedia(called.phone, phone, caller.address, False), called.address)

    def _end_call(self, phone: str) -> None:
        peer = self.calls.peek(phone)
        if peer is None:
            return
        self.calls.delete(phone)
        self.calls.delete(peer)
        registration = self.phones.peek(peer)
        self.kernel.trace.note(self.name, "call", f"{phone} has hung up on {peer}")
        if registration is not None:
            self._tell(sccp.StopMedia(peer, phone), registration.address)

    def _tell(self, message: sccp.Message, address: Address) -> None:
        own = self.address
        if own is not None:
            self.dispatch.post(sccp.to_phone(message, own, address))
