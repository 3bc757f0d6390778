"""The lines of `debug crypto isakmp` (12.2 form), as far as they tell where a negotiation stands."""

from __future__ import annotations

from iossim.features.crypto.isakmp.state import IkeSa, Phase
from iossim.net.address import Address

Text = tuple[str | Address, ...]


def _side(sa: IkeSa) -> str:
    return "I" if sa.initiator else "R"


def sending(sa: IkeSa) -> Text:
    """A message goes out."""
    return (
        f"ISAKMP (0:{sa.id}): sending packet to ",
        sa.peer.remote,
        f" my_port 500 peer_port {sa.peer.port} ({_side(sa)}) {sa.phase.shown}",
    )


def received(sa: IkeSa) -> Text:
    """A message has come in."""
    return (
        f"ISAKMP (0:{sa.id}): received packet from ",
        sa.peer.remote,
        f" dport 500 sport {sa.peer.port} ({_side(sa)}) {sa.phase.shown}",
    )


def retransmitting(sa: IkeSa, most: int) -> Text:
    """The last message goes out again."""
    return (
        f"ISAKMP (0:{sa.id}): retransmitting phase 1 {sa.phase.shown}... "
        f"incrementing error counter on sa: attempt {sa.attempts} of {most}: retransmit phase 1",
    )


def deleting(sa: IkeSa, reason: str) -> Text:
    """The SA goes."""
    return (
        f'ISAKMP (0:{sa.id}): deleting SA reason "{reason}" state ({_side(sa)}) {sa.phase.shown} (peer ',
        sa.peer.remote,
        ")",
    )


def states(number: int, old: Phase, new: Phase) -> Text:
    """The machine has moved."""
    return (f"ISAKMP (0:{number}): Old State = {old.internal}  New State = {new.internal}",)
