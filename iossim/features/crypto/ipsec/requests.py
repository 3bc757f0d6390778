"""Who wants SAs: packets that found none, and pairs that are nearly over.

A packet that a static entry protects is dropped while there is no SA and asks for one; the request stays open until it is met, its
peer gives up, or the key engine has been asked so often. While it is open, further packets are dropped without another word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Debug, Remember, StartTimer, StopTimer
from iossim.features.crypto.ipsec import debugs
from iossim.features.crypto.ipsec.state import Flow, Peer, Request, SaPair
from iossim.features.crypto.isakmp.state import Origin
from iossim.net.address import Address
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine


class Requests:
    """The open requests of a router."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.open: Table[Flow, Request] = engine.table("sa.requests")

    def begin(self, flow: Flow, interface: str) -> Iterator[Action]:
        """A packet found no SA."""
        engine = self.engine
        if self.open.peek(flow) is not None or engine.sadb.current.peek(flow) is not None:
            return
        peer = self.peer_of(flow, interface)
        entry = engine.maps.entry(flow)
        if peer is None or entry is None or entry.manual or not engine.running:
            return
        if engine.sadb.counters.peek(flow) is None:
            counters = engine.sadb.counters_of(flow)
            counters.send_errors.touch(engine.now)  # the packet that asks, before there was anything to count it with
        self.open.set(flow, Request(flow, interface, engine.now))
        sets = [one.transforms for one in engine.maps.sets(entry)]
        yield Debug(
            "crypto ipsec", debugs.requested(peer, flow.proxy, sets[0] if sets else (), *engine.maps.lifetimes(entry))
        )
        yield Remember(
            "sa-wanted",
            f"a packet for {debugs.described(flow.proxy)} finds no SA and asks for one with {peer.remote}",
            (("peer", str(peer.remote)),),
        )
        yield StartTimer(("request", flow), engine.router.parameters.ike_request_interval)
        yield from self._ask(flow, peer)

    def peer_of(self, flow: Flow, interface: str) -> Peer | None:
        """With whom a flow of a static entry would be negotiated now."""
        maps = self.engine.maps
        crypto_map = self.engine.config.maps.get(flow.map)
        entry = crypto_map.entry(flow.sequence) if crypto_map is not None else None
        if crypto_map is None or entry is None:
            return None
        remote, local = maps.current_peer(entry), maps.local_address(crypto_map, interface)
        return None if remote is None or local is None else Peer(local, remote)

    def _ask(self, flow: Flow, peer: Peer) -> Iterator[Action]:
        """Quick mode when there is an ISAKMP SA, main mode first when there is none."""
        engine = self.engine
        sa, entry, request = engine.main_mode.up(peer), engine.maps.entry(flow), self.open.peek(flow)
        if entry is None or request is None:
            return
        if sa is not None:
            cause = engine.router.kernel.cause
            yield from engine.quick_mode.initiate(sa, flow, entry, request.interface, cause)
        else:
            yield from engine.main_mode.initiate(peer, Origin.TRAFFIC)

    def again(self, flow: Flow) -> Iterator[Action]:
        """The request timer has expired: ask once more, unless something is under way."""
        request = self.open.peek(flow)
        if request is None:
            return
        engine = self.engine
        peer = self.peer_of(flow, request.interface)
        if peer is not None and (engine.main_mode.negotiating(peer) or engine.quick_mode.open_for(flow)):
            yield StartTimer(("request", flow), engine.router.parameters.ike_request_interval)
        elif peer is None or request.asked >= engine.router.parameters.ike_request_count:
            self.open.delete(flow)
        else:
            self.open.set(flow, replace(request, asked=request.asked + 1))
            yield StartTimer(("request", flow), engine.router.parameters.ike_request_interval)
            yield from self._ask(flow, peer)

    def ike_up(self, peer: Peer) -> Iterator[Action]:
        """Main mode has ended well: quick mode for everything that waits for this peer."""
        for flow, request in tuple(self.open.items()):
            wanted = self.peer_of(flow, request.interface)
            if wanted is not None and wanted[:2] == peer[:2]:
                yield from self._ask(flow, peer)

    def met(self, flow: Flow) -> Iterator[Action]:
        """There are SAs."""
        if self.open.peek(flow) is not None:
            self.open.delete(flow)
            yield StopTimer(("request", flow))

    def give_up(self, remote: Address) -> Iterator[Action]:
        """The peer does not answer: the next packet asks anew, perhaps another peer."""
        for flow, request in tuple(self.open.items()):
            peer = self.peer_of(flow, request.interface)
            if peer is None or peer.remote == remote:
                self.open.delete(flow)
                yield StopTimer(("request", flow))

    def renew(self, pair: SaPair) -> Iterator[Action]:
        """A pair needs a successor: with its peer, or with the current one when its entry no longer names that peer.

        Only who began the pair may begin main mode for it.
        """
        engine = self.engine
        entry, sa = engine.maps.entry(pair.flow), engine.main_mode.up(pair.peer)
        if entry is None or not engine.running:
            return
        named = not entry.peers or pair.peer.remote in entry.peers
        peer = pair.peer if named else self.peer_of(pair.flow, pair.interface)
        if sa is not None and named:
            yield from engine.quick_mode.initiate(sa, pair.flow, entry, pair.interface, pair.origin)
        elif peer is not None and (pair.initiator or not named) and self.open.peek(pair.flow) is None:
            self.open.set(pair.flow, Request(pair.flow, pair.interface, engine.now))
            yield StartTimer(("request", pair.flow), engine.router.parameters.ike_request_interval)
            yield from self._ask(pair.flow, peer)
