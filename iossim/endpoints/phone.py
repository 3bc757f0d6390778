"""An IP phone of type 7960: registers with its CallManager, keeps the registration alive, carries one call.

    NO_ADDRESS    waiting for DHCP
    REGISTERING   Register sent again after 1, 2, 4 .. s; a new connection every thirty to sixty seconds
    REGISTERED    a keepalive every thirty seconds; answered: nothing happens
    PROBING       one went unanswered: TCP sends it again after 1, 2, 4 .. s
    back to REGISTERING when TCP gives up or the CallManager asks for it

A keepalive and its answer are decided in one instant, at the tick; while both pass, the round is quiet. A call's media flows
phone to phone and does not stop when the registration is lost (call preservation): only a new call needs the CallManager.

Source: protocols reference 7.1.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from iossim.endpoints import sccp
from iossim.endpoints.dispatch import Dispatch
from iossim.endpoints.host import Host
from iossim.endpoints.voice import Stream, is_voice
from iossim.net.address import Address
from iossim.net.packet import Packet
from iossim.sim.facts import Table
from iossim.sim.rounds import Every
from iossim.sim.timers import Timer

if TYPE_CHECKING:
    from iossim.device.parameters import Parameters
    from iossim.endpoints.call_manager import CallManager
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire
    from iossim.sim.trace import Record


class PhoneState(StrEnum):
    """How far a phone is."""

    NO_ADDRESS = "no address"
    REGISTERING = "registering"
    REGISTERED = "registered"
    PROBING = "probing"


class Phone(Host):
    """One phone."""

    kind = "phone"

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        node_number: int,
        number: str,
        parameters: Parameters,
        address: tuple[Address, int],
        gateway: Address,
        dhcp: bool,
        call_manager: Address,
    ) -> None:
        super().__init__(
            name,
            wire,
            number=node_number,
            arp_timeout=parameters.arp_timeout,
            address=address,
            gateway=gateway,
            dhcp=dhcp,
        )
        self.extension = number
        self.parameters = parameters
        self.call_manager = call_manager
        self.facts: Table[str, PhoneState] = Table(self.kernel, f"{name}.sccp")
        self.beat = Every(self.kernel, parameters.sccp_keepalive, 0, self._beat)
        self.retry = Timer(self.kernel, self._again)
        self.dispatch = Dispatch(self, parameters)
        self.tries = 0
        self.renewed = 0
        self.stream: Stream | None = None
        self.peer = ""
        self.caller = False

    @property
    def state(self) -> PhoneState:
        """How far it is."""
        return self.facts.peek("state") or PhoneState.NO_ADDRESS

    # -- life ----------------------------------------------------------------------------------------------------

    def addressed(self) -> None:
        """There is an address: register."""
        self._register()

    def stopped(self) -> None:
        """Power is about to go: the call with it."""
        super().stopped()
        self.beat.stop()
        self.retry.stop()
        self.dispatch.clear()
        self._silence()
        self.facts.clear()

    # -- registration --------------------------------------------------------------------------------------------

    def _register(self) -> None:
        """A new connection. If it comes to nothing the next one follows after the registration interval."""
        interval = self.parameters.sccp_register_interval.draw(self.kernel.stream(f"{self.name}.sccp"))
        self.facts.set("state", PhoneState.REGISTERING)
        self.dispatch.clear()
        self.tries = 0
        self.renewed = self.kernel.now + interval
        self._again()

    def _again(self) -> None:
        """Send what is unanswered once more; after the last try, or when it is time for a new connection, begin anew."""
        if self.state is PhoneState.REGISTERING:
            self._ask()
        else:
            self._probe()

    def _ask(self) -> None:
        left = self.renewed - self.kernel.now
        if left <= 0:
            self._register()
            return
        self.tries += 1
        last = self.tries > self.parameters.tcp_retransmit_count
        self.retry.start(left if last else min(left, self._patience()))
        self._tell(sccp.Register(self.name, self.extension, self.stream is not None))

    def _probe(self) -> None:
        self.tries += 1
        if self.tries > self.parameters.tcp_retransmit_count + 1:
            self.kernel.trace.note(self.name, "registration", f"{self.name} has lost its CallManager")
            self._register()
            return
        self.retry.start(self._patience())
        if self._exchange():
            self.retry.stop()
            self.facts.set("state", PhoneState.REGISTERED)
            self.beat.start(self.kernel.now + self.parameters.sccp_keepalive)

    def _patience(self) -> int:
        """How long TCP waits after this try: twice as long as after the one before."""
        return self.parameters.tcp_retransmit_first << (self.tries - 1)

    def _beat(self) -> None:
        """The periodic keepalive; unanswered, it is sent again by TCP."""
        if not self._exchange():
            self.beat.stop()
            self.facts.set("state", PhoneState.PROBING)
            self.tries = 1
            self.retry.start(self.parameters.tcp_retransmit_first)

    def _exchange(self) -> bool:
        """One keepalive and its answer, in this instant."""
        own = self.address
        if own is None:
            return False
        asked = self.wire.again(
            self.wire.path(self, sccp.to_manager(sccp.KeepAlive(self.name), own, self.call_manager))
        )
        if not asked.delivered:
            return False
        manager = self.wire.network.nodes[asked.node]
        answer: CallManager = manager  # type: ignore[assignment]
        return getattr(manager, "kind", "") == "callmanager" and answer.answers(self)

    # -- calls ---------------------------------------------------------------------------------------------------

    def dial(self, number: str) -> None:
        """Somebody picks up and dials."""
        self._tell(sccp.Dial(self.name, number))

    def hang_up(self) -> None:
        """Somebody puts the receiver down."""
        if self.stream is not None:
            self._tell(sccp.OnHook(self.name))
            self._silence()

    def _start_media(self, message: sccp.StartMedia) -> None:
        self._silence()
        self.peer, self.caller = message.peer, message.caller
        self.stream = Stream(self, message.peer, message.address, self.parameters)

    def _silence(self) -> None:
        if self.stream is not None:
            self.stream.stop()
            self.stream = None
            self.peer = ""

    def heard_changed(self, stream: Stream) -> Record:
        """What this phone sends has become audible or silent at the other end: put it on the record."""
        other = self.wire.network.nodes.get(self.peer)
        theirs = other.stream if isinstance(other, Phone) else None
        way = {True: "audible", False: "silent"}
        sent = way[stream.hearing.audible]
        received = way[theirs is not None and theirs.hearing.audible]
        first, second = (self.name, self.peer) if self.caller else (self.peer, self.name)
        to, back = (sent, received) if self.caller else (received, sent)
        text = f"{self.peer} {'hears' if stream.hearing.audible else 'no longer hears'} {self.name}"
        reason = stream.hearing.reason
        data: dict[str, Any] = {"call": f"{first} {second}", "to": to, "from": back, "reason": reason}
        return self.kernel.trace.note(self.name, "voice", f"{text}: {reason}" if reason else text, **data)

    # -- packets -------------------------------------------------------------------------------------------------

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """Voice is heard, an answer to a keepalive is taken; both change nothing."""
        if is_voice(packet):
            return True
        return isinstance(sccp.message_of(packet), sccp.KeepAliveAck) or super().absorb(walker, port, packet)

    def receive(self, port: str, packet: Packet) -> None:
        """A message of the CallManager, or something for the IP stack."""
        message = sccp.message_of(packet)
        if message is None:
            super().receive(port, packet)
        elif self.powered:
            self._hear(message)

    def _hear(self, message: sccp.Message) -> None:
        match message:
            case sccp.RegisterAck() if self.state is PhoneState.REGISTERING:
                self.retry.stop()
                self.facts.set("state", PhoneState.REGISTERED)
                self.kernel.trace.note(self.name, "registration", f"{self.name} is registered")
                self.beat.start(self.kernel.now + self.parameters.sccp_keepalive)
            case sccp.Reset():
                self.beat.stop()
                self._register()
            case sccp.StartMedia():
                self._start_media(message)
            case sccp.StopMedia():
                self._silence()

    def _tell(self, message: sccp.Message) -> None:
        """Send a message by the connection; a registration, which opens it, has its own clock."""
        own = self.address
        if own is None:
            return
        packet = sccp.to_manager(message, own, self.call_manager)
        if isinstance(message, sccp.Register):
            self.send(packet)
        else:
            self.dispatch.post(packet)
