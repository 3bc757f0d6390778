"""The security association database: pairs, what they belong to, how long they live (RFC 2401, 4.4.3).

A pair encrypts as long as it is its flow's current one; a renewal takes over at once, and the older pair goes on
decrypting until its lifetime ends or the peer deletes it. A pair that carried traffic is renewed before its lifetime ends:
by its initiator first, by the other side a little later if that has not happened. One that did not simply ends. Volume counts
like time; when it could run out is computed from the fastest line of a lab, so an ordinary pair is never looked at early.

Everything that hangs on the last pair of a flow (temporary entry, route) goes with it, here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from iossim.device.actions import Action, Debug, Notify, Remember, StartTimer, StopTimer
from iossim.device.notices import SaCreated, SaDeleted
from iossim.features.crypto.ipsec import debugs
from iossim.features.crypto.ipsec.state import Flow, FlowMeters, Peer, SaMeters, SaPair
from iossim.features.crypto.isakmp import narration
from iossim.features.crypto.isakmp.state import LAST_ID, Exchange, IkeSa
from iossim.net.address import Address
from iossim.sim.facts import Table
from iossim.sim.trace import Record

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine

FASTEST_OCTETS_PER_SECOND = 1_250_000
"""A remote's Ethernet: no pair carries more."""

LOOKS = 720
"""Looks at the volume in the lifetime of a pair, at most; a limit may be overrun by what passes between two."""


class Database:
    """All pairs of a router."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.pairs: Table[int, SaPair] = engine.table("sa.pairs")
        self.spis: Table[tuple[Address, int], SaPair] = engine.table("sa.spis")
        self.flows: Table[Flow, tuple[SaPair, ...]] = engine.table("sa.flows")
        self.current: Table[Flow, SaPair] = engine.table("sa.current")
        self.protected: Table[Flow, bool] = engine.table("sa.protected")  # has a current pair, whichever it is
        self.by_peer: Table[Peer, tuple[SaPair, ...]] = engine.table("sa.peers")
        self.counters: Table[Flow, FlowMeters] = engine.table("sa.counters")
        self.numbers: Table[str, int] = engine.table("sa.numbers")

    # -- asked by walks ------------------------------------------------------------------------------------------

    def encrypts(self, flow: Flow) -> SaPair:
        """The current pair of a flow that is protected."""
        pair = self.current.get(flow)
        assert pair is not None
        return pair

    # -- asking --------------------------------------------------------------------------------------------------

    def of_flow(self, flow: Flow) -> tuple[SaPair, ...]:
        """The pairs of a flow, oldest first."""
        return self.flows.peek(flow) or ()

    def with_peer(self, peer: Peer) -> tuple[SaPair, ...]:
        """The pairs that were negotiated with a peer, oldest first."""
        return self.by_peer.peek(peer) or ()

    def flows_with(self, peer: Peer) -> list[Flow]:
        """The flows that have pairs with a peer."""
        return list(dict.fromkeys(pair.flow for pair in self.with_peer(peer)))

    def in_use(self, pair: SaPair) -> bool:
        """True when a pair has carried a packet lately, either way."""
        return not pair.idle_since(self.engine.now - self.engine.router.parameters.rekey_idle)

    # -- installing ----------------------------------------------------------------------------------------------

    def install(self, sa: IkeSa, exchange: Exchange) -> Iterator[Action]:
        """Quick mode has ended: both SAs are in use from now on."""
        flow = exchange.flow
        if flow is None or not self._alive(flow):
            flow = self.engine.maps.make_temporary(exchange, sa.peer).flow
        older = self.of_flow(flow)
        first = not older
        pair = self._pair(sa, exchange, flow, None if first else older[-1].origin)
        if first:  # on the record first: it is the cause of all that follows, and of every renewal
            yield Remember(
                "sa-up",
                f"IPsec SAs with {pair.peer.remote} for {debugs.described(flow.proxy)} are up",
                (("peer", str(pair.peer.remote)), ("spi", pair.inbound)),
            )
            pair = replace(pair, origin=self.engine.router.kernel.cause)
        self._enter(pair)
        yield from self.engine.requests.met(flow)
        yield from narration.installed(self.engine, pair)
        if self.engine.watched:
            yield Debug("crypto ipsec", ("IPSEC(key_engine): got a queue event...",))
            yield from self._traced(pair, debugs.initialized)
            yield from self._traced(pair, debugs.created)
        if first:
            yield Notify(SaCreated(flow.map, flow.sequence, pair.peer.remote))
        yield from self._arm(pair)
        if first and self._injects(flow):
            yield from self.engine.routes.want(flow)
        self.engine.keepalive.begin(pair.peer)

    def install_manual(self, pair: SaPair) -> Iterator[Action]:
        """Both SAs are in use as long as they are configured."""
        number, conn_id = self._numbered()
        pair = replace(pair, id=number, conn_id=conn_id)
        about = debugs.described(pair.flow.proxy)
        told = f"IPsec SAs with {pair.peer.remote} for {about} are up, with the keys that are configured"
        yield Remember("sa-up", told, (("peer", str(pair.peer.remote)), ("spi", pair.inbound)))
        self._enter(pair)
        yield from self._traced(pair, debugs.created)
        yield Notify(SaCreated(pair.flow.map, pair.flow.sequence, pair.peer.remote))

    def _numbered(self) -> tuple[int, int]:
        """The number of a new pair, and of its inbound connection."""
        number, router = (self.numbers.peek("pair") or 0) + 1, self.engine.router
        self.numbers.set("pair", number)
        first = router.parameters.ipsec_first_conn_id if LAST_ID.on(router.look) == 0 else 1
        return number, first + 2 * (number - 1)

    def _traced(self, pair: SaPair, told: Callable[[SaPair, bool], debugs.Text]) -> Iterator[Action]:
        """Both SAs of a pair, for whoever debugs."""
        if self.engine.watched and self.engine.router.debugging("crypto ipsec"):
            yield Debug("crypto ipsec", told(pair, True))
            yield Debug("crypto ipsec", told(pair, False))

    def _alive(self, flow: Flow) -> bool:
        """A temporary entry may have gone while its renewal was under way."""
        if self.engine.maps.lookup.temporaries.peek((flow.map, flow.sequence)) is not None:
            return True
        crypto_map = self.engine.config.maps.get(flow.map)
        entry = crypto_map.entry(flow.sequence) if crypto_map is not None else None
        return entry is not None and not entry.template

    def _pair(self, sa: IkeSa, exchange: Exchange, flow: Flow, origin: Record | None) -> SaPair:
        assert exchange.theirs is not None and exchange.chosen is not None
        number, conn_id = self._numbered()
        return SaPair(
            number, flow, sa.peer, exchange.spi, exchange.theirs.spi, exchange.chosen.transforms, exchange.set_name,
            exchange.chosen.transport, self.engine.now, exchange.seconds * 1_000_000, exchange.kilobytes,
            exchange.initiator, exchange.interface or self.engine.maps.interface_of(flow.map),
            conn_id, SaMeters.new(self.engine.router.kernel), self.counters_of(flow), origin,
        )  # fmt: skip

    def counters_of(self, flow: Flow) -> FlowMeters:
        """The counters of a flow, from now on if there are none yet."""
        counters = self.counters.peek(flow)
        if counters is None:
            counters = FlowMeters.new(self.engine.router.kernel)
            self.counters.set(flow, counters)
        return counters

    def _enter(self, pair: SaPair) -> None:
        self.pairs.set(pair.id, pair)
        self.spis.set((pair.peer.local, pair.inbound), pair)
        if not pair.manual:
            self.by_peer.set(pair.peer, (*self.with_peer(pair.peer), pair))
        self.flows.set(pair.flow, (*self.of_flow(pair.flow), pair))
        self.current.set(pair.flow, pair)
        self.protected.set(pair.flow, True)

    def _injects(self, flow: Flow) -> bool:
        temporary = self.engine.maps.lookup.temporaries.peek((flow.map, flow.sequence))
        if temporary is not None:
            return temporary.reverse_route
        entry = self.engine.maps.entry(flow)
        return entry is not None and entry.reverse_route

    # -- lifetimes -----------------------------------------------------------------------------------------------

    def _arm(self, pair: SaPair) -> Iterator[Action]:
        parameters = self.engine.router.parameters
        margin = parameters.rekey_margin_initiator if pair.initiator else parameters.rekey_margin_responder
        yield StartTimer(("lifetime", pair.id), max(1, pair.life - margin))
        if self._may_run_out(pair):
            yield from self._watch_volume(pair)

    def _may_run_out(self, pair: SaPair) -> bool:
        """True when the fastest line could use up the volume of a pair before its time is over."""
        return pair.kilobytes * 1024 * 1_000_000 // FASTEST_OCTETS_PER_SECOND < pair.life

    def _watch_volume(self, pair: SaPair) -> Iterator[Action]:
        """Look again when the volume could be used up at the earliest, if that is before the time is."""
        left = pair.kilobytes * 1024 - pair.octets
        earliest = max(pair.life // LOOKS, left * 1_000_000 // FASTEST_OCTETS_PER_SECOND)
        if self.current.peek(pair.flow) is pair and self.engine.now + earliest < pair.expires:
            yield StartTimer(("volume", pair.id), earliest)

    def volume(self, number: int) -> Iterator[Action]:
        """The volume of a pair might be used up."""
        pair = self.pairs.peek(number)
        if pair is None:
            return
        used, parameters = pair.octets, self.engine.router.parameters
        first = parameters.rekey_margin_kilobytes if pair.initiator else parameters.rekey_margin_kilobytes_responder
        if used >= pair.kilobytes * 1024:
            yield from self.delete(number, "its volume is used up", tell=True)
            return
        if used >= (pair.kilobytes - first) * 1024:
            yield from self._renew(pair)
        yield from self._watch_volume(pair)

    def lifetime(self, number: int) -> Iterator[Action]:
        """The lifetime of a pair is nearly over, or over."""
        pair = self.pairs.peek(number)
        if pair is None:
            return
        if self.engine.now < pair.expires:
            yield StartTimer(("lifetime", number), pair.expires - self.engine.now)
            yield from self._soft(pair)
        else:
            yield from self._hard(pair)

    def _soft(self, pair: SaPair) -> Iterator[Action]:
        """A pair is renewed in time, unless that has happened; one that nobody uses any more is let go."""
        if self.current.peek(pair.flow) is pair and self.in_use(pair):
            yield from self._renew(pair)

    def _renew(self, pair: SaPair) -> Iterator[Action]:
        """Negotiate the next pair, unless that has happened. The cause is the flow's beginning, not the last renewal."""
        if self.current.peek(pair.flow) is not pair:
            return
        self.engine.router.kernel.cause = pair.origin
        yield from self.engine.requests.renew(pair)

    def _hard(self, pair: SaPair) -> Iterator[Action]:
        """A pair goes: its age is a cause by itself, unless something stands in the way of its renewal."""
        reason, cause, unused = "its lifetime is over", None, False
        current = self.current.peek(pair.flow) is pair
        if current and self.engine.quick_mode.open_for(pair.flow):
            found = self.engine.obstacle(pair.peer)
            if found is not None:
                reason, cause = f"{reason}, and its renewal has no answer: {found.text}", found.cause
        elif current and not self.in_use(pair):
            reason, unused = f"{reason}, and nothing has used it lately", True
        self.engine.router.kernel.cause = cause
        yield from self.delete(pair.id, reason, tell=True, unused=unused)

    # -- deleting ------------------------------------------------------------------------------------------------

    def delete(self, number: int, reason: str, tell: bool, unused: bool = False) -> Iterator[Action]:
        """Take a pair out of use; `tell` the peer. The last one takes the entry and the route with it.

        The record of one that ended `unused` says for whom it was: why they were silent is a question of its own.
        """
        pair = self.pairs.peek(number)
        if pair is None:
            return
        yield StopTimer(("lifetime", number))
        if self._may_run_out(pair):
            yield StopTimer(("volume", number))
        if tell:
            yield from self.engine.informational.delete_spis(pair.peer, (pair.inbound,))
        yield from self._traced(pair, debugs.deleted)
        last = self.flows.peek(pair.flow) == (pair,)
        if last:  # on the record first: it is the cause of all that follows
            about = debugs.described(pair.flow.proxy)
            told = f"IPsec SAs with {pair.peer.remote} for {about} are gone: {reason}"
            ends = (("unused", (pair.flow.proxy.local, pair.flow.proxy.remote)),) if unused else ()
            yield Remember("sa-down", told, (("peer", str(pair.peer.remote)), *ends))
        self._leave(pair)
        if self.engine.path_mtus.known.peek(number) is not None:
            self.engine.path_mtus.forget(number)
            yield StopTimer(("pmtu", number))
        if last:
            yield from self._ended(pair)
        yield from self.engine.peer_left(pair.peer)

    def _leave(self, pair: SaPair) -> None:
        self.pairs.delete(pair.id)
        self.spis.delete((pair.peer.local, pair.inbound))
        _without(self.by_peer, pair.peer, pair)
        _without(self.flows, pair.flow, pair)
        if self.current.peek(pair.flow) is pair:
            rest = self.flows.peek(pair.flow)
            if rest:
                self.current.set(pair.flow, rest[-1])
            else:
                self.current.delete(pair.flow)
                self.protected.delete(pair.flow)

    def _ended(self, pair: SaPair) -> Iterator[Action]:
        """A flow has no pair any more."""
        flow = pair.flow
        yield from self.engine.routes.release(flow)
        if self.engine.maps.lookup.temporaries.peek((flow.map, flow.sequence)) is not None:
            self.engine.maps.drop_temporary(flow)
            self.counters.delete(flow)
        self.engine.quick_mode.of_flow.delete(flow)
        yield Notify(SaDeleted(flow.map, flow.sequence, pair.peer.remote))

    def delete_all(self, pairs: Iterable[SaPair], reason: str, tell: bool) -> Iterator[Action]:
        """Several at once."""
        for pair in pairs:
            yield from self.delete(pair.id, reason, tell)

    def told(self, peer: Peer, spis: tuple[int, ...]) -> Iterator[Action]:
        """The peer has deleted SAs: what it received with is what we sent with."""
        for pair in self.with_peer(peer):
            if pair.outbound in spis:
                yield from self.delete(pair.id, "the peer deleted them", tell=False)


K = TypeVar("K")


def _without(table: Table[K, tuple[SaPair, ...]], key: K, pair: SaPair) -> None:
    rest = tuple([other for other in table.peek(key) or () if other is not pair])
    if rest:
        table.set(key, rest)
    else:
        table.delete(key)
