"""IPsec in the order of packet operations: decryption, the check of what came in clear, classification, encryption.

All of it runs inside walks and writes nothing. A packet that needs an SA and has none is dropped and makes a request, once; an ESP
packet for an unknown SA is dropped and logged, once a minute (`muted`): while the fact stands that this has been said,
a stream of such packets changes nothing more.

A packet that has been overtaken by as many later ones of its SA as the window holds, or a copy, is dropped (RFC 2406, 3.4.3):
the wire tells so by a mark (`net.disorder`), packets in order have none.

Standard: RFC 2401, 5; order and drop rules: protocols reference 1.13 to 1.15. Left out: transport mode's saving of a header.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Log, StartTimer
from iossim.device.ip_counters import FRAGMENTED, NOT_FRAGMENTED
from iossim.device.pipeline import Stage, Transit
from iossim.device.refusal import too_big
from iossim.features.crypto import messages
from iossim.features.crypto.ipsec.esp import REPLAY_WINDOW, largest_inner, payload_length
from iossim.features.crypto.ipsec.state import Flow, SaPair
from iossim.features.crypto.isakmp.packet import PORT
from iossim.net.address import Address
from iossim.net.node import Drop, Seam
from iossim.net.packet import Esp, Packet, Protocol
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine
    from iossim.net.walk import Walker

MUTE = 60_000_000
"""Microseconds until the same complaint is logged again."""

Complaint = tuple[str, Address, int]


class Stages:
    """What a router with IPsec does to packets."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine
        self.muted: Table[Complaint, bool] = engine.table("crypto.muted")
        self.df_bits: Table[str, str] = engine.table("crypto.df bits")

    # -- in ------------------------------------------------------------------------------------------------------

    def decrypt(self, walker: Walker, transit: Transit) -> Drop | Seam | None:
        """ESP for an address of this router becomes what is inside."""
        packet, router, sadb = transit.packet, self.engine.router, self.engine.sadb
        if not isinstance(packet.payload, Esp) or router.addresses.get(packet.dst) is None:
            return None
        if walker.cutting:
            return Seam(router, Stage.DECRYPT.name, transit)
        spi = packet.payload.spi
        pair = sadb.spis.get((packet.dst, spi))
        inner = packet.payload.inner
        if pair is None:
            return self._unknown(walker, transit, spi, inner)
        if (packet.payload.copy or packet.payload.overtaken >= REPLAY_WINDOW) and pair.ordered:
            return self._replayed(walker, pair, packet)
        if packet.payload.seal != pair.opens:
            return self._spoiled(walker, pair, packet)
        if not pair.flow.proxy.mirrored().takes(inner):
            return self._foreign(walker, pair, inner)
        self._count(walker, pair, inner, inbound=True)
        idle = self.engine.keepalive.idles.get(pair.peer)
        if idle is not None:
            walker.touch(idle)
        transit.packet, transit.decrypted = inner, True
        if walker.steps is not None:
            reason = f"SPI 0x{spi:X}, peer {pair.peer.remote}, crypto map {pair.flow.map} {pair.flow.sequence}"
            walker.step(router.name, transit.in_port, "decrypt", reason, inner)
        return None

    def _unknown(self, walker: Walker, transit: Transit, spi: int, inner: Packet) -> Drop | None:
        """An SPI without an SA: one that is about to be, whose last message this packet follows, or a stale one."""
        packet = transit.packet
        promise = self.engine.quick_mode.promised.get((packet.dst, spi))
        if promise is None or not promise.proxy.mirrored().takes(inner):
            look = self.engine.router.look
            message = messages.invalid_spi(look, packet.dst, spi, packet.src, transit.in_port)
            self._complain(walker, ("spi", packet.src, spi), message)
            return Drop(f"no SA with SPI 0x{spi:X}: the peer uses one that is gone here")
        counters = None if promise.flow is None else self.engine.sadb.counters.get(promise.flow)
        if counters is not None:
            walker.touch(counters.decrypted, inner.size)
        transit.packet, transit.decrypted = inner, True
        if walker.steps is not None:
            reason = f"SPI 0x{spi:X}, peer {promise.peer.remote}, its SA is just being made"
            walker.step(self.engine.router.name, transit.in_port, "decrypt", reason, inner)
        return None

    def _replayed(self, walker: Walker, pair: SaPair, packet: Packet) -> Drop:
        walker.touch(pair.counters.replayed)
        self._complain(walker, ("replay", packet.src, pair.conn_id), messages.replayed(pair.conn_id))
        return Drop(f"outside of the replay window of SPI 0x{pair.inbound:X}: too late, or a copy")

    def _spoiled(self, walker: Walker, pair: SaPair, packet: Packet) -> Drop:
        """Sealed with other keys: its check fails, or what comes out of it is no packet."""
        assert isinstance(packet.payload, Esp)
        other, own = packet.payload.seal or ("", ""), pair.opens or ("", "")
        checked = bool(own[1]) and own[1] != other[1]
        walker.touch(pair.counters.unverified if checked else pair.counters.receive_errors)
        if checked:
            self._complain(walker, ("mac", packet.src, pair.conn_id), messages.unverified(pair.conn_id))
            return Drop(f"the authenticator of SPI 0x{pair.inbound:X} is not the one that the peer uses")
        return Drop(f"the cipher key of SPI 0x{pair.inbound:X} is not the one that the peer uses")

    def _foreign(self, walker: Walker, pair: SaPair, inner: Packet) -> Drop:
        walker.touch(pair.counters.receive_errors)
        complaint = ("identity", inner.src, pair.inbound)
        self._complain(walker, complaint, messages.invalid_identity(inner.dst, inner.src))
        return Drop(f"the decrypted packet is not one that SPI 0x{pair.inbound:X} is for")

    def check_clear_text(self, walker: Walker, transit: Transit) -> Drop | None:
        """What a crypto map protects must not come in clear."""
        crypto_map = self.engine.maps.lookup.applied.get(transit.in_port)
        packet = transit.packet
        if crypto_map is None or transit.decrypted or self._own_business(packet):
            return None
        flow = self.engine.maps.lookup.find(crypto_map, packet.turned())
        if flow is None:
            return None
        complaint = ("clear", packet.src, packet.proto)
        self._complain(walker, complaint, messages.not_ipsec(packet.dst, packet.src, packet.proto))
        return Drop(f"came in clear, but crypto map {flow.map} {flow.sequence} protects it")

    def _own_business(self, packet: Packet) -> bool:
        """ESP and ISAKMP with this router are never protected themselves."""
        if packet.proto == Protocol.ESP:
            return True
        return (
            packet.proto == Protocol.UDP
            and packet.ports[1] == PORT
            and (self.engine.router.addresses.get(packet.dst) is not None)
        )

    # -- out -----------------------------------------------------------------------------------------------------

    def classify(self, walker: Walker, transit: Transit) -> Drop | None:
        """Mark what must be encrypted; without an SA it goes no further."""
        crypto_map = self.engine.maps.lookup.applied.get(transit.out_port)
        packet = transit.packet
        if crypto_map is None or (transit.in_port == "" and _isakmp_or_esp(packet)):
            return None
        flow = self.engine.maps.lookup.find(crypto_map, packet, walker)
        if flow is None:
            return None
        if not self.engine.sadb.protected.get(flow):
            entry = crypto_map.entry(flow.sequence)
            return self._unprotected(walker, flow, transit.out_port, entry is not None and entry.manual)
        transit.sa = flow
        transit.clear = packet if self.engine.maps.lookup.pre_classifies(crypto_map, flow) else None
        transit.gives_way = packet.gives_way
        return None

    def _unprotected(self, walker: Walker, flow: Flow, port: str, manual: bool) -> Drop:
        counters = self.engine.sadb.counters.get(flow)
        if counters is not None:
            walker.touch(counters.send_errors)
        if manual:
            return Drop(
                f"no SA under crypto map {flow.map} {flow.sequence}: its keys are too short, or its list has another entry first"
            )
        if self.engine.requests.open.get(flow) is None:
            walker.act(self.request, flow, port)
            return Drop(f"no SA under crypto map {flow.map} {flow.sequence}: the packet asks for one and is lost")
        return Drop(f"no SA under crypto map {flow.map} {flow.sequence}: still being negotiated")

    def encrypt(self, walker: Walker, transit: Transit) -> Drop | Seam | None:
        """Put the packet into ESP for its peer; the outer packet is routed anew."""
        if not isinstance(transit.sa, Flow):
            return None
        if walker.cutting:
            return Seam(self.engine.router, Stage.ENCRYPT.name, transit)
        pair = self.engine.sadb.encrypts(transit.sa)
        inner = transit.packet
        length = payload_length(inner.size, pair.transforms)
        outer = Packet(
            pair.peer.local,
            pair.peer.remote,
            Protocol.ESP,
            Esp(pair.outbound, inner, length, seal=pair.seals),
            tos=inner.tos,
            df=self._df(transit, inner),
        )
        if outer.df:
            found = self._fitting(walker, transit, outer, pair)
            if isinstance(found, Drop):
                return found
            outer = found
        self._count(walker, pair, inner, inbound=False)
        self.engine.keepalive.gate(walker, pair.peer)
        transit.packet, transit.rerouted = outer, True
        if walker.steps is not None:
            reason = (
                f"SPI 0x{pair.outbound:X}, peer {pair.peer.remote}, crypto map {pair.flow.map} {pair.flow.sequence}"
            )
            walker.step(self.engine.router.name, transit.out_port, "encrypt", reason, outer)
        return None

    def _df(self, transit: Transit, inner: Packet) -> bool:
        """DF of the outer header: that of the packet, unless `crypto ipsec df-bit` wants another."""
        handling = self.df_bits.get(transit.out_port)
        return inner.df if handling is None else handling == "set"

    def _fitting(self, walker: Walker, transit: Transit, outer: Packet, pair: SaPair) -> Packet | Drop:
        """The sender of a packet that must not be fragmented is told how large it may be inside (RFC 2401, 6.1).

        One that may be, and has DF on the outside only, is fragmented here as the path needs it.
        """
        router = self.engine.router
        interface = router.interfaces.get(transit.out_port)
        if interface is None or interface.address is None:
            return outer
        mtu = self.engine.path_mtus.of(pair, interface.ip_mtu)
        if outer.size <= mtu:
            return outer
        if not transit.packet.df:
            if outer.size <= interface.ip_mtu:  # beyond, it is counted on leaving
                router.tally(walker, outer, FRAGMENTED)
            return replace(outer, df=False).fitting(mtu)
        router.tally(walker, transit.packet, NOT_FRAGMENTED)
        largest = largest_inner(mtu, pair.transforms)
        reason = f"encapsulated it needs {outer.size} octets, MTU {mtu}"
        return too_big(router, transit, reason, largest)

    def _count(self, walker: Walker, pair: SaPair, inner: Packet, inbound: bool) -> None:
        meters, counters, size = pair.meters, pair.counters, inner.size
        walker.touch(meters.decrypted if inbound else meters.encrypted, size)
        walker.touch(counters.decrypted if inbound else counters.encrypted, size)
        walker.sealed = meters.encrypted

    # -- events --------------------------------------------------------------------------------------------------

    def request(self, flow: Flow, port: str) -> None:
        """A packet was lost for want of an SA."""
        self.engine.router.perform("crypto", self.engine.requests.begin(flow, port))

    def _complain(self, walker: Walker, complaint: Complaint, message: Log) -> None:
        if self.muted.get(complaint) is None:
            walker.act(self.complain, complaint, message)

    def complain(self, complaint: Complaint, message: Log) -> None:
        """Say it, and not again for a while."""
        if self.engine.router.powered and self.muted.peek(complaint) is None:
            self.engine.router.perform("crypto", self._said(complaint, message))

    def _said(self, complaint: Complaint, message: Log) -> Iterator[Action]:
        self.muted.set(complaint, True)
        yield message
        yield StartTimer(("mute", complaint), MUTE)


def _isakmp_or_esp(packet: Packet) -> bool:
    return packet.proto == Protocol.ESP or (packet.proto == Protocol.UDP and packet.ports[0] == PORT)
