"""Quick mode: three messages under an ISAKMP SA that make a pair of IPsec SAs (RFC 2409, 5.5).

The initiator offers the transform sets of its map entry for one proxy identity; the responder looks for an entry that takes
them. Both install the pair when the last message has gone or come. A failure by silence takes the ISAKMP SA with it.

The responder has *promised* to receive on its SPI as soon as it has told it: the initiator's first packets follow its last message
closely, and a walk is decided when it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from iossim.device.actions import Action, Debug, Send, StartTimer, StopTimer
from iossim.features.crypto import messages
from iossim.features.crypto.ipsec.debugs import described
from iossim.features.crypto.ipsec.state import Flow, Peer, Proxy
from iossim.features.crypto.isakmp import narration, remembered
from iossim.features.crypto.isakmp.fsm import QUICK_MODE, QuickDo, QuickEvent, quick_mode
from iossim.features.crypto.isakmp.packet import Message, Notice, Notification, Quick, QuickDone, carried
from iossim.features.crypto.isakmp.state import Exchange, IkeSa, QuickPhase
from iossim.features.crypto.wanted import MapEntry
from iossim.net.address import Address
from iossim.sim.facts import Table
from iossim.sim.trace import Record

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

Key = tuple[int, int]


class Promise(NamedTuple):
    """What will come in on an SPI that has been told: of which peer, what it may carry, the flow if there is one already."""

    peer: Peer
    proxy: Proxy
    flow: Flow | None


class QuickMode:
    """The exchanges of a router, by ISAKMP SA and message id."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.exchanges: Table[Key, Exchange] = engine.table("quick")
        self.under: Table[int, tuple[Key, ...]] = engine.table("quick.under")
        self.of_flow: Table[Flow, Key] = engine.table("quick.flows")
        self.refused: Table[int, tuple[int, ...]] = engine.table("quick.refused")
        self.promised: Table[tuple[Address, int], Promise] = engine.table("quick.promised")

    def open_for(self, flow: Flow) -> bool:
        """True while SAs for a flow are being negotiated."""
        key = self.of_flow.peek(flow)
        exchange = None if key is None else self.exchanges.peek(key)
        return exchange is not None and exchange.open

    # -- beginning -----------------------------------------------------------------------------------------------

    def initiate(
        self, sa: IkeSa, flow: Flow, entry: MapEntry, interface: str, origin: Record | None
    ) -> Iterator[Action]:
        """Offer SAs for a flow."""
        if self.open_for(flow):
            return
        maps, engine = self.engine.maps, self.engine
        proposals = maps.proposals(entry, flow.proxy, sa.peer)
        if not proposals:
            return
        seconds, kilobytes = maps.lifetimes(entry)
        quick = Quick(False, proposals, flow.proxy, engine.new_spi(), seconds, kilobytes, entry.pfs)
        exchange = Exchange(
            sa.id, engine.random(32) | 1, True, QuickPhase.I_QM1, flow.proxy, engine.now, quick.spi,
            interface=interface, flow=flow, seconds=seconds, kilobytes=kilobytes, origin=origin,
        )  # fmt: skip
        self._enter(exchange)
        yield from narration.quick_begun(engine, exchange)
        yield from self._send(exchange, sa, Message(sa.cookie, quick, exchange.message_id))
        yield from self._arm(exchange, sa)

    def _enter(self, exchange: Exchange) -> None:
        """A new exchange; finished ones under the same SA have been kept long enough."""
        key, kept = exchange.key, []
        for other in self.under.peek(exchange.ike) or ():
            old = self.exchanges.peek(other)
            if old is not None and old.open and other != key:
                kept.append(other)
            else:
                self.exchanges.delete(other)
        self.exchanges.set(key, exchange)
        self.under.set(exchange.ike, (*kept, key))
        if exchange.flow is not None:
            self.of_flow.set(exchange.flow, key)

    # -- messages ------------------------------------------------------------------------------------------------

    def received(self, sa: IkeSa, message: Message) -> Iterator[Action]:
        """A quick mode message of an authenticated peer."""
        body = message.body
        key = sa.id, message.message_id
        exchange = self.exchanges.peek(key)
        if exchange is None:
            if isinstance(body, Quick) and not body.reply:
                yield from self._answer(sa, message.message_id, body)
            return
        event = _event(body)
        if event not in QUICK_MODE[exchange.phase]:
            yield messages.bad_message(sa.peer.remote)
            return
        if exchange.open and quick_mode(exchange.phase, event) == (exchange.phase, ()):
            yield remembered.duplicate(sa.peer.remote)
        if event is QuickEvent.CHOICE and isinstance(body, Quick) and exchange.phase is QuickPhase.I_QM1:
            exchange = self._chosen(exchange, body)
            self.exchanges.set(key, exchange)
        yield from self.learn(key, event)

    def _chosen(self, exchange: Exchange, body: Quick) -> Exchange:
        """What the responder took."""
        assert exchange.flow is not None
        name = self.engine.maps.set_named(exchange.flow, body.proposals[0])
        return exchange._replace(
            theirs=body,
            chosen=body.proposals[0],
            set_name=name,
            seconds=min(exchange.seconds, body.seconds),
            kilobytes=min(exchange.kilobytes, body.kilobytes),
        )

    def _answer(self, sa: IkeSa, message_id: int, quick: Quick) -> Iterator[Action]:
        """A proposal: does any map entry take it?"""
        engine = self.engine
        found = engine.maps.respond(sa.peer, quick)
        yield from narration.offered(engine, sa.id, message_id, quick, not isinstance(found, Notice))
        if isinstance(found, Notice):
            yield Debug("crypto ipsec", engine.maps.refusal(sa.peer, quick, found))
            yield messages.quick_mode_failed(sa.peer.remote)
            yield from self._note_refusal(sa, message_id, quick, found)
            yield Send(carried(sa.peer, Message(sa.cookie, Notification(found), message_id)))
            return
        exchange = Exchange(
            sa.id, message_id, False, QuickPhase.R_KEYS, quick.proxy.mirrored(), engine.now, engine.new_spi(),
            interface=found.interface, flow=found.flow, entry=found.entry, theirs=quick, chosen=found.chosen,
            set_name=found.set_name, seconds=found.seconds, kilobytes=found.kilobytes,
            origin=engine.router.kernel.cause,
        )  # fmt: skip
        self._enter(exchange)
        yield from self._compute(exchange, sa)

    def _note_refusal(self, sa: IkeSa, message_id: int, quick: Quick, notice: Notice) -> Iterator[Action]:
        """Put a refusal on the record, once for each exchange."""
        noted = self.refused.peek(sa.id) or ()
        if message_id not in noted:
            self.refused.set(sa.id, (*noted, message_id))
            why = self.engine.maps.objection(sa.peer, quick, notice)
            flow, cause = described(quick.proxy.mirrored()), self.engine.terms.cause("ipsec")
            yield remembered.no_proposal(sa.peer.remote, flow, why, cause)

    def told_of_refusal(self, sa: IkeSa, message_id: int) -> Iterator[Action]:
        """The responder takes none of our proposals. The exchange goes on until it has waited for an answer in vain."""
        exchange = self.exchanges.peek((sa.id, message_id))
        if exchange is None or not exchange.open or exchange.refused:
            return
        self.exchanges.set(exchange.key, exchange._replace(refused=True))
        own, theirs = self.engine.terms.cause("ipsec"), self.engine.router.kernel.cause
        yield remembered.told_of_refusal(sa.peer.remote, own, theirs)

    # -- the machine ---------------------------------------------------------------------------------------------

    def learn(self, key: Key, event: QuickEvent) -> Iterator[Action]:
        """Let the table answer."""
        exchange, sa = self.exchanges.peek(key), self.engine.main_mode.sas.peek(key[0])
        if exchange is None or sa is None:
            return
        phase, todo = quick_mode(exchange.phase, event)
        if phase is not exchange.phase:
            moved = exchange._replace(phase=phase)
            self.exchanges.set(key, moved)
            if self.engine.watched:
                yield from narration.quick_moved(self.engine, exchange, event, phase)
            exchange = moved
        for step in todo:
            yield from _DOES[step](self, exchange, sa)

    def unanswered(self, key: Key) -> Iterator[Action]:
        """The retransmission timer has expired."""
        exchange = self.exchanges.peek(key)
        if exchange is None or not exchange.open:
            return
        parameters = self.engine.router.parameters
        over = exchange.attempts >= parameters.ike_retransmit_count
        if exchange.initiator and self.engine.now - exchange.first_sent >= parameters.peer_attempt_limit:
            over = True
        if not over:
            self.exchanges.set(key, exchange._replace(attempts=exchange.attempts + 1))
            sa = self.engine.main_mode.sas.peek(exchange.ike)
            if sa is not None:
                yield remembered.repetition(sa.peer.remote, exchange.attempts + 1)
            yield from self.learn(key, QuickEvent.UNANSWERED)
            return
        yield from self._give_up(exchange)

    def _give_up(self, exchange: Exchange) -> Iterator[Action]:
        self.exchanges.delete(exchange.key)
        sa = self.engine.main_mode.sas.peek(exchange.ike)
        if sa is None:
            return
        self.promised.delete((sa.peer.local, exchange.spi))
        renewal = exchange.flow is not None and self.engine.sadb.current.peek(exchange.flow) is not None
        found = self.engine.obstacle(sa.peer, exchange.sent)
        yield remembered.vain(sa.peer.remote, found, renewal, exchange.refused)
        if exchange.initiator:
            yield from self.engine.main_mode.delete(sa.id, "death by retransmission", tell=False)
            yield from self.engine.attempt_failed(sa.peer)

    def end(self, number: int) -> Iterator[Action]:
        """The ISAKMP SA is gone."""
        sa = self.engine.main_mode.sas.peek(number)
        for key in self.under.peek(number) or ():
            exchange = self.exchanges.peek(key)
            if exchange is not None and sa is not None:
                self.promised.delete((sa.peer.local, exchange.spi))
            self.exchanges.delete(key)
            yield StopTimer(("quick", *key))
            yield StopTimer(("quick cpu", *key))
        self.under.delete(number)
        self.refused.delete(number)

    def _traced(self, number: int, *text: object) -> Iterator[Action]:
        """A line about an ISAKMP SA, for whoever debugs."""
        if self.engine.watched and self.engine.router.debugging("crypto isakmp"):
            spoken = (part if isinstance(part, Address) else str(part) for part in text)
            yield Debug("crypto isakmp", (self.engine.lead(number), *spoken))

    # -- what the table says -------------------------------------------------------------------------------------

    def _send(self, exchange: Exchange, sa: IkeSa, message: Message) -> Iterator[Action]:
        self.exchanges.set(exchange.key, exchange._replace(sent=message, first_sent=self.engine.now, attempts=0))
        yield from self._traced(sa.id, "sending packet to ", sa.peer.remote, " QM_IDLE")
        yield Send(carried(sa.peer, message))

    def _arm(self, exchange: Exchange, sa: IkeSa) -> Iterator[Action]:
        yield StartTimer(("quick", *exchange.key), self.engine.router.parameters.ike_retransmit_interval)

    def _disarm(self, exchange: Exchange, sa: IkeSa) -> Iterator[Action]:
        yield StopTimer(("quick", *exchange.key))

    def _resend(self, exchange: Exchange, sa: IkeSa) -> Iterator[Action]:
        if exchange.sent is not None:
            yield Send(carried(sa.peer, exchange.sent))

    def _compute(self, exchange: Exchange, sa: IkeSa) -> Iterator[Action]:
        assert exchange.theirs is not None
        processor = self.engine.processor
        yield StartTimer(("quick cpu", *exchange.key), processor.turn(processor.quick_mode_cost(exchange.theirs.pfs)))

    def _send_choice(self, exchange: Exchange, sa: IkeSa) -> Iterator[Action]:
        assert exchange.chosen is not None
        quick = Quick(True, (exchange.chosen,), exchange.proxy, exchange.spi, exchange.seconds, exchange.kilobytes)
        self.promised.set((sa.peer.local, exchange.spi), Promise(sa.peer, exchange.proxy, exchange.flow))
        yield from self._send(exchange, sa, Message(sa.cookie, quick, exchange.message_id))

    def _send_confirmation(self, exchange: Exchange, sa: IkeSa) -> Iterator[Action]:
        yield from self._send(exchange, sa, Message(sa.cookie, QuickDone(), exchange.message_id))

    def _install(self, exchange: Exchange, sa: IkeSa) -> Iterator[Action]:
        self.promised.delete((sa.peer.local, exchange.spi))
        yield from self._traced(sa.id, "Creating IPSec SAs")
        yield from self.engine.sadb.install(sa, exchange)


def _event(body: object) -> QuickEvent:
    if isinstance(body, Quick):
        return QuickEvent.CHOICE if body.reply else QuickEvent.PROPOSAL
    return QuickEvent.CONFIRMED


_DOES: Mapping[QuickDo, Callable[[QuickMode, Exchange, IkeSa], Iterator[Action]]] = {
    QuickDo.SEND_CHOICE: QuickMode._send_choice,
    QuickDo.SEND_CONFIRMATION: QuickMode._send_confirmation,
    QuickDo.RESEND: QuickMode._resend,
    QuickDo.ARM: QuickMode._arm,
    QuickDo.DISARM: QuickMode._disarm,
    QuickDo.COMPUTE: QuickMode._compute,
    QuickDo.INSTALL: QuickMode._install,
}
