"""Main mode: six messages that make an ISAKMP SA (RFC 2409, 5.1 and 5.4).

The table in `fsm` decides; this module does what it says. One negotiation per peer at a time. What an initiator's failure means for
traffic (another peer is tried) is the map's business and is told to the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Debug, Remember, Send, StartTimer, StopTimer
from iossim.features.crypto import messages
from iossim.features.crypto.ipsec.state import Peer
from iossim.features.crypto.isakmp import debugs, narration, remembered
from iossim.features.crypto.isakmp.fsm import MAIN_MODE, Do, Event, main_mode
from iossim.features.crypto.isakmp.identity import own_identity, shared_secret
from iossim.features.crypto.isakmp.packet import (
    Choice,
    Identity,
    KeyExchange,
    Message,
    Notice,
    Notification,
    Offer,
    carried,
)
from iossim.features.crypto.isakmp.state import LAST_ID, IkeSa, Origin, Phase
from iossim.features.crypto.pki.authority import Verdict
from iossim.features.crypto.wanted import Policy
from iossim.net.address import Address
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

SHARES = {Phase.I_DH: 40, Phase.I_SIGN: 60, Phase.R_DH: 50, Phase.R_SIGN: 50}
"""Percent of a side's processor time that is spent in a phase."""


class MainMode:
    """All ISAKMP SAs of a router, and what becomes of them."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.sas: Table[int, IkeSa] = engine.table("ike")
        self.cookies: Table[int, int] = engine.table("ike.cookies")
        self.established: Table[Peer, int] = engine.table("ike.established")
        self.counter: Table[str, int] = engine.table("ike.counter")
        self.by_peer: Table[tuple[Address, Address], tuple[int, ...]] = engine.table("ike.peers")

    # -- asking --------------------------------------------------------------------------------------------------

    def of_cookie(self, cookie: int) -> IkeSa | None:
        """The SA a message belongs to."""
        number = self.cookies.peek(cookie)
        return None if number is None else self.sas.peek(number)

    def up(self, peer: Peer) -> IkeSa | None:
        """The SA that quick mode with a peer uses."""
        number = self.established.peek(peer)
        return None if number is None else self.sas.peek(number)

    def negotiating(self, peer: Peer) -> bool:
        """True while main mode with a peer is under way."""
        return any(sa.negotiating for sa in self._known(peer))

    def with_peer(self, peer: Peer) -> list[IkeSa]:
        """The living SAs with a peer, oldest first."""
        return [sa for sa in self._known(peer) if sa.peer == peer and sa.phase is not Phase.DEAD]

    def _known(self, peer: Peer) -> list[IkeSa]:
        numbers = self.by_peer.peek((peer.local, peer.remote)) or ()
        return [sa for number in numbers if (sa := self.sas.peek(number)) is not None]

    # -- beginning -----------------------------------------------------------------------------------------------

    def initiate(self, peer: Peer, origin: Origin) -> Iterator[Action]:
        """Begin with a peer, unless that is under way."""
        if self.negotiating(peer) or not self.engine.running:
            return
        wanted = self.engine.config
        cookie = self.engine.random(64)
        first = not self.with_peer(peer) and not self.engine.sadb.with_peer(peer)
        message = Message(cookie, Offer(wanted.offers(), wanted.keepalive is not None))
        sa = self._enter(peer, cookie, initiator=True, phase=Phase.I_MM1, origin=origin, first=first)
        yield from narration.begun(self.engine, sa)
        yield from self._send(sa.id, message)
        yield from self._arm(sa.id)

    def _enter(
        self, peer: Peer, cookie: int, *, initiator: bool, phase: Phase, origin: Origin, first: bool = False
    ) -> IkeSa:
        engine = self.engine
        number = (self.counter.peek("") or LAST_ID.on(engine.router.look)) + 1
        self.counter.set("", number)
        cost = engine.processor.main_mode_cost()
        sa = IkeSa(
            number, peer, initiator, phase, cookie, engine.now, origin, cost,
            initial_contact=first, cause=engine.router.kernel.cause,
        )  # fmt: skip
        self.sas.set(number, sa)
        self.cookies.set(cookie, number)
        between = peer.local, peer.remote
        self.by_peer.set(between, (*(self.by_peer.peek(between) or ()), number))
        return sa

    # -- messages ------------------------------------------------------------------------------------------------

    def received(self, peer: Peer, message: Message) -> Iterator[Action]:
        """A main mode message of a peer."""
        body = message.body
        sa = self.of_cookie(message.cookie)
        if sa is None:
            if isinstance(body, Offer):
                yield from self._answer(peer, message.cookie, body)
            return
        if sa.peer[:2] != peer[:2]:
            return
        event = _event(body)
        if event is None:
            return
        if event not in MAIN_MODE[sa.phase]:
            yield messages.bad_message(peer.remote)
            return
        yield Debug("crypto isakmp", debugs.received(self.engine.lead(sa.id), sa))
        if sa.negotiating and main_mode(sa.phase, event) == (sa.phase, ()):
            yield remembered.duplicate(sa.peer.remote)
        if event is Event.CHOICE and isinstance(body, Choice) and sa.phase is Phase.I_MM1:
            self.sas.set(sa.id, replace(sa, policy=body.policy, peer_keepalive=body.keepalive))
        if isinstance(body, Identity) and sa.phase in (Phase.I_MM5, Phase.R_MM4):
            self.sas.set(sa.id, replace(sa, pending=message))
        yield from self.learn(sa.id, event)

    def _answer(self, peer: Peer, cookie: int, offer: Offer) -> Iterator[Action]:
        """Main mode 1 of somebody new."""
        policy = self._choose(peer, offer)
        if policy is None:
            sa = self._enter(peer, cookie, initiator=False, phase=Phase.DEAD, origin=Origin.PEER)
            yield from narration.judged(self.engine, sa.id, offer, None)
            yield messages.no_offer(peer.remote)
            yield remembered.no_policy(peer.remote, self.engine.terms.cause("isakmp"))
            yield Send(carried(peer, Message(cookie, Notification(Notice.NO_PROPOSAL_CHOSEN))))
            yield StartTimer(("corpse", sa.id), self.engine.router.parameters.ike_corpse)
            return
        sa = self._enter(peer, cookie, initiator=False, phase=Phase.R_MM2, origin=Origin.PEER)
        self.sas.set(sa.id, replace(sa, policy=policy, peer_keepalive=offer.keepalive))
        yield from narration.judged(self.engine, sa.id, offer, policy)
        yield from self._send(sa.id, Message(cookie, Choice(policy, self.engine.config.keepalive is not None)))
        yield from self._arm(sa.id)

    def _choose(self, peer: Peer, offer: Offer) -> Policy | None:
        """Our first policy that the peer offers too, with the shorter lifetime."""
        wanted = self.engine.config
        for mine in wanted.offers():
            if mine.authentication == "pre-share" and self.engine.secret_for(peer.remote) is None:
                continue
            for theirs in offer.policies:
                if mine.agrees(theirs):
                    return replace(mine, lifetime=min(mine.lifetime, theirs.lifetime))
        return None

    # -- the machine ---------------------------------------------------------------------------------------------

    def learn(self, number: int, event: Event) -> Iterator[Action]:
        """Let the table answer."""
        sa = self.sas.peek(number)
        if sa is None:
            return
        phase, todo = main_mode(sa.phase, event)
        if phase is not sa.phase:
            self.sas.set(number, replace(sa, phase=phase))
            yield from narration.moved(self.engine, sa, event, phase)
        for step in todo:
            yield from _DOES[step](self, number)

    def unanswered(self, number: int) -> Iterator[Action]:
        """The retransmission timer has expired."""
        sa = self.sas.peek(number)
        if sa is None:
            return
        parameters = self.engine.router.parameters
        over = sa.attempts >= parameters.ike_retransmit_count
        if sa.initiator and self.engine.now - sa.first_sent >= parameters.peer_attempt_limit:
            over = True
        if not over:
            self.sas.set(number, replace(sa, attempts=sa.attempts + 1))
            yield remembered.repetition(sa.peer.remote, sa.attempts + 1)
        yield from self.learn(number, Event.EXHAUSTED if over else Event.UNANSWERED)

    def computed(self, number: int) -> Iterator[Action]:
        """Its turn at the processor is over."""
        sa = self.sas.peek(number)
        if sa is None:
            return
        signing = sa.phase in (Phase.I_SIGN, Phase.R_SIGN)
        able = not signing or own_identity(self.engine, sa) is not None
        if not able:
            yield remembered.nothing_to_show(sa.peer.remote, self.engine.authority.cause())
            yield Debug(
                "crypto isakmp", (f"{self.engine.lead(number)}Unable to get router cert or routerdoes not have a cert",)
            )
        yield from self.learn(number, Event.COMPUTED if able else Event.REJECTED)

    def _send(self, number: int, message: Message) -> Iterator[Action]:
        sa = self.sas.peek(number)
        assert sa is not None
        self.sas.set(number, replace(sa, sent=message, first_sent=self.engine.now, attempts=0))
        yield Debug("crypto isakmp", debugs.sending(self.engine.lead(sa.id), sa))
        yield Send(carried(sa.peer, message))

    def _arm(self, number: int) -> Iterator[Action]:
        yield StartTimer(("main", number), self.engine.router.parameters.ike_retransmit_interval)

    def _disarm(self, number: int) -> Iterator[Action]:
        yield StopTimer(("main", number))

    def _resend(self, number: int) -> Iterator[Action]:
        sa = self.sas.peek(number)
        if sa is None or sa.sent is None:
            return
        if sa.negotiating:
            yield Debug(
                "crypto isakmp",
                debugs.retransmitting(self.engine.lead(sa.id), sa, self.engine.router.parameters.ike_retransmit_count),
            )
        yield Send(carried(sa.peer, sa.sent))

    def _compute(self, number: int) -> Iterator[Action]:
        sa = self.sas.peek(number)
        assert sa is not None
        yield StartTimer(("cpu", number), self.engine.processor.turn(sa.cost * SHARES[sa.phase] // 100))

    def _send_keys(self, number: int) -> Iterator[Action]:
        sa = self.sas.peek(number)
        assert sa is not None
        yield from self._send(number, Message(sa.cookie, KeyExchange(reply=not sa.initiator)))

    # -- identities ----------------------------------------------------------------------------------------------

    def _send_identity(self, number: int) -> Iterator[Action]:
        sa = self.sas.peek(number)
        assert sa is not None
        identity = own_identity(self.engine, sa)
        assert identity is not None
        yield from self._send(number, Message(sa.cookie, identity))

    def _check(self, number: int) -> Iterator[Action]:
        """Is the peer who it says it is? A missing revocation list is fetched first, which takes its time."""
        sa = self.sas.peek(number)
        if sa is None or sa.pending is None or sa.policy is None:
            return
        body = sa.pending.body
        assert isinstance(body, Identity)
        if sa.policy.authentication == "pre-share":
            good = bool(body.secret) and body.secret == shared_secret(self.engine, sa)
            if not good:
                yield messages.bad_message(sa.peer.remote)
            yield from self.learn(number, Event.CERTIFIED if good else Event.REJECTED)
            return
        verdict = self.engine.authority.verify(body.certificate)
        if verdict.trustpoint_to_ask:
            yield from self.engine.lists.fetch(verdict.trustpoint_to_ask, number)
            return
        yield from self.checked(number, verdict)

    def checked(self, number: int, verdict: Verdict) -> Iterator[Action]:
        """The certificate has been judged."""
        sa = self.sas.peek(number)
        if sa is None or sa.phase not in (Phase.I_CHECK, Phase.R_CHECK) or sa.pending is None:
            return
        if verdict.reason:
            yield messages.bad_certificate(sa.peer.remote, verdict.reason)
            told = f"refuses the certificate of {sa.peer.remote}: {verdict.reason}"
            yield Remember("certificate-refused", told, remembered.about(sa.peer.remote), verdict.cause)
            yield from self.learn(number, Event.REJECTED)
            return
        yield from self.learn(number, Event.CERTIFIED)

    def recheck(self, number: int) -> Iterator[Action]:
        """The revocation list has come, or not."""
        sa = self.sas.peek(number)
        if sa is None or sa.phase not in (Phase.I_CHECK, Phase.R_CHECK) or sa.pending is None:
            return
        body = sa.pending.body
        assert isinstance(body, Identity)
        verdict = self.engine.authority.verify(body.certificate)
        if verdict.trustpoint_to_ask:
            verdict = Verdict(reason="unable to check its revocation")
        yield from self.checked(number, verdict)

    # -- up and down ---------------------------------------------------------------------------------------------

    def _establish(self, number: int) -> Iterator[Action]:
        sa = self.sas.peek(number)
        assert sa is not None and sa.policy is not None and sa.pending is not None
        body = sa.pending.body
        assert isinstance(body, Identity)
        if body.initial_contact and not sa.initiator:
            yield from self.engine.initial_contact(sa)
        lifetime = sa.policy.lifetime
        sa = replace(sa, established=self.engine.now, peer_name=body.name, pending=None)
        self.sas.set(number, sa)
        self.established.set(sa.peer, number)
        yield Debug("crypto isakmp", (f"{self.engine.lead(number)}SA has been authenticated with ", sa.peer.remote))
        yield Remember(
            "ike-up",
            f"ISAKMP SA {number} with {sa.peer.remote} ({body.name}) is up",
            (("peer", str(sa.peer.remote)), ("id", number)),
        )
        yield StartTimer(("life", number), lifetime * 1_000_000)
        yield from self.engine.ike_up(sa)

    def _bury(self, number: int) -> Iterator[Action]:
        """A negotiation has failed."""
        sa = self.sas.peek(number)
        assert sa is not None
        yield Debug("crypto isakmp", debugs.deleting(self.engine.lead(sa.id), sa, "death by retransmission"))
        found = self.engine.obstacle(sa.peer, sa.sent) if sa.initiator else None
        yield remembered.failed(sa.peer.remote, number, found, self.engine.router.kernel.trace)
        yield StopTimer(("cpu", number))
        yield StartTimer(("corpse", number), self.engine.router.parameters.ike_corpse)
        if sa.initiator:
            yield from self.engine.attempt_failed(sa.peer)
        yield from self.engine.peer_left(sa.peer)

    def expired(self, number: int) -> Iterator[Action]:
        """Its lifetime is over. IPsec SAs made under it live on."""
        sa = self.sas.peek(number)
        if sa is not None and sa.up:
            yield from self.delete(number, "its lifetime is over", tell=True)

    def delete(self, number: int, reason: str, tell: bool) -> Iterator[Action]:
        """Take an SA out of use; `tell` the peer."""
        sa = self.sas.peek(number)
        if sa is None or sa.phase is Phase.DEAD:
            return
        if tell and sa.up:
            yield from self.engine.informational.delete_isakmp(sa)
        yield Debug("crypto isakmp", debugs.deleting(self.engine.lead(sa.id), sa, reason))
        if sa.up:
            yield Remember(
                "ike-down",
                f"ISAKMP SA {number} with {sa.peer.remote} is gone: {reason}",
                remembered.about(sa.peer.remote),
            )
        for timer in ("main", "cpu", "life"):
            yield StopTimer((timer, number))
        self.sas.set(number, replace(sa, phase=Phase.DEAD, pending=None, sent=None))
        if self.established.peek(sa.peer) == number:
            others = [other.id for other in self.with_peer(sa.peer) if other.up]
            if others:
                self.established.set(sa.peer, others[-1])
            else:
                self.established.delete(sa.peer)
        yield StartTimer(("corpse", number), self.engine.router.parameters.ike_corpse)
        yield from self.engine.ike_gone(sa)

    def forget(self, number: int) -> None:
        """A dead entry has been shown long enough."""
        sa = self.sas.peek(number)
        if sa is not None and sa.phase is Phase.DEAD:
            self.sas.delete(number)
            self.cookies.delete(sa.cookie)
            between = sa.peer.local, sa.peer.remote
            rest = tuple(other for other in self.by_peer.peek(between) or () if other != number)
            if rest:
                self.by_peer.set(between, rest)
            else:
                self.by_peer.delete(between)


def _event(body: object) -> Event | None:
    match body:
        case Offer():
            return Event.OFFER
        case Choice():
            return Event.CHOICE
        case KeyExchange(reply=reply):
            return Event.KEYS_REPLY if reply else Event.KEYS
        case Identity(reply=reply):
            return Event.IDENTITY_REPLY if reply else Event.IDENTITY
    return None


_DOES: Mapping[Do, Callable[[MainMode, int], Iterator[Action]]] = {
    Do.SEND_KEYS: MainMode._send_keys,
    Do.SEND_IDENTITY: MainMode._send_identity,
    Do.RESEND: MainMode._resend,
    Do.ARM: MainMode._arm,
    Do.DISARM: MainMode._disarm,
    Do.COMPUTE: MainMode._compute,
    Do.CHECK: MainMode._check,
    Do.ESTABLISH: MainMode._establish,
    Do.BURY: MainMode._bury,
}
