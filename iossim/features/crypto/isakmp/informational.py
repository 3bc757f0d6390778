"""Informational exchanges: what is told to a peer under an ISAKMP SA, and what it tells (RFC 2408, 4.8; RFC 3706).

Without an ISAKMP SA nothing can be said: a router that has lost its SAs stays silent, and a message under cookies it does not know
is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Debug, Send
from iossim.features.crypto.ipsec.state import Peer
from iossim.features.crypto.isakmp.packet import Delete, Message, Notice, Notification, carried
from iossim.features.crypto.isakmp.state import IkeSa

if TYPE_CHECKING:
    from iossim.features.crypto.engine import CryptoEngine


class Informational:
    """What is said besides negotiations."""

    def __init__(self, engine: CryptoEngine) -> None:
        self.engine = engine

    def delete_spis(self, peer: Peer, spis: tuple[int, ...]) -> Iterator[Action]:
        """Tell a peer that SAs are gone, if there is a way."""
        sa = self.engine.main_mode.up(peer)
        if sa is not None:
            yield Send(carried(peer, Message(sa.cookie, Delete(spis), self.engine.random(32) | 1)))

    def delete_isakmp(self, sa: IkeSa) -> Iterator[Action]:
        """Tell a peer that the ISAKMP SA itself goes."""
        yield Send(carried(sa.peer, Message(sa.cookie, Delete(), self.engine.random(32) | 1)))

    def received(self, sa: IkeSa, message: Message) -> Iterator[Action]:
        """What a peer tells."""
        body = message.body
        if isinstance(body, Delete):
            yield from self._deleted(sa, body)
        elif isinstance(body, Notification):
            yield from self._notified(sa, body, message.message_id)

    def _deleted(self, sa: IkeSa, body: Delete) -> Iterator[Action]:
        if not sa.up:
            return
        if body.spis:
            yield from self.engine.sadb.told(sa.peer, body.spis)
        else:
            yield from self.engine.main_mode.delete(sa.id, "the peer deleted it", tell=False)

    def _notified(self, sa: IkeSa, body: Notification, message_id: int) -> Iterator[Action]:
        if self.engine.router.debugging("crypto isakmp"):
            told = f"{self.engine.lead(sa.id)}processing NOTIFY {body.kind.value} protocol 1 spi 0, sa = {sa.id}"
            yield Debug("crypto isakmp", (told,))
        if body.kind is Notice.ARE_YOU_THERE and sa.up:
            answer = Notification(Notice.HERE_I_AM, body.sequence)
            yield Send(carried(sa.peer, Message(sa.cookie, answer, self.engine.random(32) | 1)))
        elif body.kind is Notice.HERE_I_AM and sa.up:
            yield from self.engine.keepalive.answered(sa.peer, body.sequence)
        elif body.kind in (Notice.NO_PROPOSAL_CHOSEN, Notice.INVALID_IDENTITY) and sa.up:
            yield from self.engine.quick_mode.told_of_refusal(sa, message_id)
