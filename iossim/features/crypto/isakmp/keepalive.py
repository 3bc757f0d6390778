"""Is the peer alive? Dead peer detection on demand (RFC 3706), and the periodic keepalive that came before it.

On demand: a packet to the peer is about to be sent, and nothing has been heard for the keepalive seconds. Would a probe be answered
now? Then it is as if it had been: question and answer touch what they pass, in the same instant. Otherwise the peer is in
*doubt*: probes are sent as packets of their own, one per retry time, until something is heard or the last one has waited
in vain; then the peer is dead. Doubt is a fact, so a stream into the void stays quiet meanwhile.

    no doubt --(to send, silence, no answer)--> doubt --(heard)--> no doubt
                                                doubt --(retries used up)--> dead

A missing ISAKMP SA is renewed first: a failure of that is a death too. The older style asks every keepalive period whether or not
there is traffic; three unanswered in a row are a death. Both ends must want it. Dead peer detection may be told to ask every
period, too (`periodic`, later releases); what is not answered then is a doubt, which only an answer ends: traffic is no answer.

Invariant: a probe of a round has sequence number 0, so its path can be remembered; probes in doubt count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Debug, Remember, Send, StartTimer, StopTimer
from iossim.device.parameters import IdleClock, KeepaliveStyle
from iossim.features.crypto.ipsec.state import Peer
from iossim.features.crypto.isakmp.packet import Message, Notice, Notification, carried
from iossim.features.crypto.isakmp.state import IkeSa, Origin
from iossim.net.packet import Packet
from iossim.sim.facts import Table
from iossim.sim.meters import Idle
from iossim.sim.rounds import Every

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.net.walk import Walker
    from iossim.sim.trace import Record

ROUND_ID = 1
"""The message id of probes that rounds make."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A peer that may be dead: since when, the sequence number of its probe, how many have been sent (0: none yet)."""

    since: int
    sequence: int
    sent: int = 0
    negotiating: bool = False


class Keepalive:
    """What is known of the life of each peer."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.idles: Table[Peer, Idle] = engine.table("keepalive.idles")
        self.doubts: Table[Peer, Doubt] = engine.table("keepalive.doubts")
        self.rounds: Table[int, Every] = engine.table("keepalive.rounds")
        self.missed: Table[int, int] = engine.table("keepalive.missed")

    @property
    def legacy(self) -> bool:
        """True for the style before dead peer detection."""
        return self.engine.router.parameters.keepalive_style is KeepaliveStyle.LEGACY

    @property
    def periodic(self) -> bool:
        """True when peers are asked every period, whether or not there is something to send."""
        wanted = self.engine.config.keepalive
        return self.legacy or (wanted is not None and wanted.periodic)

    # -- who is watched ------------------------------------------------------------------------------------------

    def begin(self, peer: Peer) -> None:
        """There are SAs with a peer: remember when it was heard."""
        wanted = self.engine.config.keepalive
        if wanted is None:
            return
        idle = self.idles.peek(peer)
        if idle is None:
            idle = Idle(self.engine.router.kernel, wanted.seconds * 1_000_000)
            self.idles.set(peer, idle)
        idle.touch(self.engine.now)

    def heard(self, peer: Peer) -> None:
        """An authenticated message of ISAKMP has come from a peer."""
        idle = self.idles.peek(peer)
        if idle is not None:
            idle.touch(self.engine.now)

    def forget(self, peer: Peer) -> Iterator[Action]:
        """Nothing is left with a peer."""
        self.idles.delete(peer)
        self.doubts.delete(peer)
        yield StopTimer(("doubt", peer))

    def ike_up(self, sa: IkeSa) -> Iterator[Action]:
        """An ISAKMP SA is up: no doubt any more, and with the older style a round begins."""
        self.begin(sa.peer)
        yield from self._settled(sa.peer)
        self._begin_round(sa)

    def _begin_round(self, sa: IkeSa) -> None:
        """Ask every period, counted from when the SA came up, if that is the style."""
        wanted = self.engine.config.keepalive
        if self.periodic and wanted is not None and sa.peer_keepalive:
            kernel = self.engine.router.kernel
            period = wanted.seconds * 1_000_000
            beat = Every(kernel, period, sa.established % period, self.beat, sa.id)
            self.rounds.set(sa.id, beat)
            beat.start(kernel.now + period - (kernel.now - sa.established) % period)

    def ike_gone(self, sa: IkeSa) -> None:
        """An ISAKMP SA is gone: its round and its remembered path with it."""
        beat = self.rounds.peek(sa.id)
        if beat is not None:
            beat.stop()
            self.rounds.delete(sa.id)
        self.missed.delete(sa.id)
        self.engine.router.wire.forget(self.engine.router, self._probe(sa))

    def reconfigured(self) -> Iterator[Action]:
        """The keepalive line has changed: living peers are watched anew from now on."""
        engine = self.engine
        watched = [sa for sa in engine.main_mode.sas.values() if sa.up]
        for peer in tuple(self.idles.keys()):
            yield from self.forget(peer)
        self.stop()
        for sa in watched:
            yield from self.ike_up(sa)
        for pair in tuple(engine.sadb.pairs.values()):
            self.begin(pair.peer)

    def restyled(self) -> None:
        """Another parameter table holds: rounds for all SAs, or for none."""
        self.stop()
        for sa in tuple(self.engine.main_mode.sas.values()):
            if sa.up:
                self._begin_round(sa)

    def stop(self) -> None:
        """Power has gone, or the rounds begin anew."""
        for beat in tuple(self.rounds.values()):
            beat.stop()
        self.rounds.clear()

    # -- on demand -----------------------------------------------------------------------------------------------

    def gate(self, walker: Walker, peer: Peer) -> None:
        """A packet for a peer is on its way: look at the clock when it is sent, unless it brings an answer itself."""
        idle = self.idles.get(peer)
        if idle is None or self.periodic or idle in [touch.target for touch in walker.touches]:
            return
        walker.gate(self.look, peer)

    def look(self, peer: Peer) -> None:
        """Something is sent to a peer now: has it been silent?"""
        idle = self.idles.get(peer)
        if idle is None or self.doubts.get(peer) is not None or not idle.over():
            return
        number = self.engine.main_mode.established.get(peer)
        sa = None if number is None else self.engine.main_mode.sas.get(number)
        if sa is None or not self._answers(sa, idle):
            self.engine.router.kernel.after(0, self.doubt, peer)

    def _probe(self, sa: IkeSa) -> Packet:
        return carried(sa.peer, Message(sa.cookie, Notification(Notice.ARE_YOU_THERE), ROUND_ID))

    def _answers(self, sa: IkeSa, idle: Idle) -> bool:
        """Would a probe be answered now? If so, it has been."""
        wire = self.engine.router.wire
        path = wire.path(self.engine.router, self._probe(sa))
        if path.use().reaches(idle) is None:
            return False
        return wire.again(path).delivered

    def absorb(self, walker: Walker, packet: Packet, message: Message) -> bool:
        """Pure: a probe of a round is answered on the spot, an answer is heard. Probes in doubt are not for here."""
        body = message.body
        if not isinstance(body, Notification) or body.sequence != 0:
            return False
        main_mode, router = self.engine.main_mode, self.engine.router
        number = main_mode.cookies.get(message.cookie)
        sa = None if number is None else main_mode.sas.get(number)
        if sa is None or not sa.up or packet.src != sa.peer.remote:
            return body.kind in (Notice.ARE_YOU_THERE, Notice.HERE_I_AM)
        idle = self.idles.get(sa.peer)
        if idle is not None:
            walker.touch(idle)
        if body.kind is Notice.ARE_YOU_THERE:
            answer = carried(sa.peer, Message(sa.cookie, Notification(Notice.HERE_I_AM), ROUND_ID))
            delay, steps = walker.delay, walker.steps
            walker.steps = None
            walker.carry(router, router.outbound(walker, answer), answer)
            walker.delay, walker.steps = delay, steps
            return True
        return body.kind is Notice.HERE_I_AM

    # -- doubt ---------------------------------------------------------------------------------------------------

    def doubt(self, peer: Peer) -> None:
        """An event: there was something to send, and no answer to hope for."""
        self.engine.router.perform("crypto", self._doubt(peer))

    def _doubt(self, peer: Peer) -> Iterator[Action]:
        engine = self.engine
        if self.idles.peek(peer) is None or self.doubts.peek(peer) is not None or not engine.running:
            return
        negotiating = engine.main_mode.up(peer) is None
        self.doubts.set(peer, Doubt(engine.now, engine.random(31) | 1, negotiating=negotiating))
        if negotiating:
            yield from engine.main_mode.initiate(peer, Origin.KEEPALIVE)
            return
        text = f"has heard nothing from {peer.remote} and asks whether it lives"
        yield Remember("peer-silent", text, cause=self._blame(peer))
        yield StartTimer(("doubt", peer), self._first_look())

    def _blame(self, peer: Peer) -> Record | None:
        """What has come into the way since the peer was heard: it explains a silence better than who noticed it."""
        found, idle = self.engine.obstacle(peer), self.idles.peek(peer)
        cause = None if found is None else found.cause
        since = None if idle is None else idle.last
        return cause if cause is not None and since is not None and cause.t >= since else None

    def _first_look(self) -> int:
        """When the process that looks at the idle clock comes round."""
        router = self.engine.router
        stream = router.kernel.stream(f"{router.name}.crypto.keepalive")
        wanted = self.engine.config.keepalive
        if router.parameters.keepalive_clock is IdleClock.POLLED and wanted is not None:
            return stream.randint(0, wanted.seconds * 1_000_000)
        return router.parameters.keepalive_tick.draw(stream)

    def expired(self, peer: Peer) -> Iterator[Action]:
        """The first look, or a retry time is over."""
        doubt, idle, wanted = self.doubts.peek(peer), self.idles.peek(peer), self.engine.config.keepalive
        if doubt is None or idle is None or wanted is None:
            return
        if not self.periodic and idle.last is not None and idle.last > doubt.since:
            yield from self._settled(peer)
            return
        sa = self.engine.main_mode.up(peer)
        if sa is None or doubt.sent >= self._most():
            yield from self.engine.peer_dead(peer)
            return
        self.doubts.set(peer, Doubt(doubt.since, doubt.sequence, doubt.sent + 1))
        probe = Notification(Notice.ARE_YOU_THERE, doubt.sequence)
        yield Debug(
            "crypto isakmp", (f"{self.engine.lead(sa.id)}sending R_U_THERE to ", peer.remote, f" seq {doubt.sequence}")
        )
        yield Send(carried(peer, Message(sa.cookie, probe, self.engine.random(32) | 1)))
        yield StartTimer(("doubt", peer), wanted.retry * 1_000_000)

    def _most(self) -> int:
        """Probes in all: the first and its retransmissions; without the final wait the last one is not worth sending."""
        parameters = self.engine.router.parameters
        return parameters.keepalive_retransmissions + (1 if parameters.keepalive_final_wait else 0)

    def answered(self, peer: Peer, sequence: int) -> Iterator[Action]:
        """A probe in doubt has been answered."""
        doubt = self.doubts.peek(peer)
        if doubt is not None and doubt.sequence == sequence:
            yield from self._settled(peer)

    def _settled(self, peer: Peer) -> Iterator[Action]:
        if self.doubts.peek(peer) is not None:
            self.doubts.delete(peer)
            yield StopTimer(("doubt", peer))

    # -- every period -----------------------------------------------------------------------------------------

    def beat(self, number: int) -> None:
        """One period: ask, whether or not there is traffic."""
        sa = self.engine.main_mode.sas.get(number)
        idle = self.idles.get(sa.peer) if sa is not None else None
        if sa is None or idle is None:
            return
        missed = self.missed.get(number) or 0
        if self._answers(sa, idle):
            self.missed.delete(number)
            return
        if not self.legacy:
            if self.doubts.get(sa.peer) is None:
                self.engine.router.kernel.after(0, self.doubt, sa.peer)
            return
        self.missed.set(number, missed + 1)
        if missed + 1 >= self.engine.router.parameters.legacy_keepalive_missed:
            self.engine.router.kernel.after(0, self.silent, sa.peer)
        else:
            self.engine.router.kernel.after(0, self.ask, number)

    def ask(self, number: int) -> None:
        """An event: a keepalive that was not answered on the spot travels as a packet of its own."""
        sa = self.engine.main_mode.sas.peek(number)
        if sa is not None and sa.up:
            self.engine.router.send(self._probe(sa))

    def silent(self, peer: Peer) -> None:
        """An event: the last keepalive that may be missed has been."""
        self.engine.router.perform("crypto", self.engine.peer_dead(peer))
