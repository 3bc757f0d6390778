"""Reliable packets to neighbors: one at a time each, repeated until acknowledged, sixteen times at most.

The first repetition follows the smoothed round trip time (six of it, at least 200 ms), each further one half as long again,
up to 5 s (RFC 7868, 5.2). Left out: multicast of reliable packets with conditional receive, pacing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.actions import Send, StartTimer, StopTimer
from iossim.features.eigrp import debugs, ip_debugs
from iossim.features.eigrp.packet import Destination, Message, Opcode, packet_of
from iossim.features.eigrp.state import Conversation, Neighbor, NeighborKey
from iossim.features.eigrp.tables import Tables

if TYPE_CHECKING:
    from iossim.device.router import Router

RTO_LEAST = 200_000
RTO_MOST = 5_000_000
PER_PACKET = 40
"""Routes that fit into one packet of 1500 octets."""


class Transport:
    """The conversations of one process."""

    def __init__(self, router: Router, tables: Tables, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.asn = asn

    def open(self, key: NeighborKey) -> None:
        """A neighbor has been met."""
        self.tables.conversations.set(key, Conversation(rto=RTO_LEAST))

    def close(self, key: NeighborKey) -> None:
        """It is gone."""
        self.tables.conversations.delete(key)
        self.tables.out.append(StopTimer(("rto", key)))

    def tell(
        self,
        neighbor: Neighbor,
        opcode: Opcode,
        routes: tuple[Destination, ...] = (),
        *,
        init: bool = False,
        end: bool = False,
    ) -> None:
        """Queue routes for a neighbor, in as many packets as they need."""
        flag = ip_debugs.flag_for(self.router.lines.flags, self.tables.targets, neighbor.key)
        for route in routes if opcode is Opcode.UPDATE else ():
            self.tables.out += ip_debugs.told(flag, route, neighbor.interface)
        chunks = [routes[at : at + PER_PACKET] for at in range(0, len(routes), PER_PACKET)] or [()]
        for number, chunk in enumerate(chunks, 1):
            last = end and number == len(chunks)
            message = Message(opcode, self.asn, self._next(), init=init, end=last, routes=chunk)
            conversation = self._of(neighbor.key)
            self.tables.conversations.set(neighbor.key, replace(conversation, queue=(*conversation.queue, message)))
            if not conversation.queue:
                self._send_first(neighbor.key)

    def heard(self, key: NeighborKey, message: Message) -> bool:
        """Acknowledge a reliable packet; True when it is new."""
        conversation = self._of(key)
        new = message.sequence > conversation.heard or (message.init and message.sequence != conversation.heard)
        self._send(key, Message(Opcode.HELLO, self.asn, ack=message.sequence))
        if new:
            self.tables.conversations.set(key, replace(conversation, heard=message.sequence))
        else:
            self.tables.meter(self.asn, key[1], "out of sequence").touch(self.router.kernel.now)
        return new

    def acknowledged(self, key: NeighborKey, number: int) -> Message | None:
        """The neighbor has the packet of that number: go on with the next. Returns what it has now."""
        conversation = self._of(key)
        if not conversation.queue or conversation.queue[0].sequence != number:
            return None
        srtt, rto = conversation.srtt, conversation.rto
        if conversation.tries == 1:  # the answer to a repeated packet measures nothing (Karn)
            sample = max(1_000, self.router.kernel.now - conversation.sent)
            srtt = sample if not srtt else (7 * srtt + sample) // 8
            rto = min(RTO_MOST, max(RTO_LEAST, 6 * srtt))
        done = conversation.queue[0]
        rest = conversation.queue[1:]
        self.tables.conversations.set(key, replace(conversation, queue=rest, tries=0, srtt=srtt, rto=rto))
        self.tables.out.append(StopTimer(("rto", key)))
        if rest:
            self._send_first(key)
        return done

    def repeat(self, key: NeighborKey) -> bool:
        """No acknowledgement has come in time; False when the neighbor has had its sixteen chances."""
        if self._of(key).tries > self.router.parameters.eigrp_retransmit_count:
            return False
        repeated = replace(self._of(key), retransmissions=self._of(key).retransmissions + 1)
        self.tables.conversations.set(key, repeated)
        self.tables.meter(self.asn, key[1], "repeated").touch(self.router.kernel.now)
        self._send_first(key)
        return True

    def _send_first(self, key: NeighborKey) -> None:
        conversation = self._of(key)
        wait = min(RTO_MOST, conversation.rto * 3**conversation.tries // 2**conversation.tries)
        sent = replace(conversation, tries=conversation.tries + 1, sent=self.router.kernel.now)
        self.tables.conversations.set(key, sent)
        self._send(key, conversation.queue[0])
        self.tables.out.append(StartTimer(("rto", key), wait))

    def _send(self, key: NeighborKey, message: Message) -> None:
        _, interface, address = key
        speaking = self.tables.speaking.peek((self.asn, interface))
        if speaking is not None:
            self.tables.meter(self.asn, debugs.name_of(message), "sent").touch(self.router.kernel.now)
            way = "reliable" if message.sequence else "unreliable"
            self.tables.meter(self.asn, interface, way).touch(self.router.kernel.now)
            if self.tables.watches(debugs.name_of(message)):
                self.tables.out.append(debugs.sending(message, interface, address))
            signed = replace(message, signature=speaking.authentication.signature)
            self.tables.out.append(Send(packet_of(signed, speaking.source, address)))

    def _next(self) -> int:
        number = (self.tables.sequence.peek(self.asn) or 0) + 1
        self.tables.sequence.set(self.asn, number)
        return number

    def _of(self, key: NeighborKey) -> Conversation:
        conversation = self.tables.conversations.peek(key)
        assert conversation is not None
        return conversation
