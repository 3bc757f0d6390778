"""The lines of `debug crypto isakmp`, as far as they tell where a negotiation stands; `lead` is what a line begins with."""

from __future__ import annotations

from iossim.cli.release import Forms
from iossim.features.crypto.isakmp.state import IkeSa, Phase
from iossim.net.address import Address

Text = tuple[str | Address, ...]
LEAD = Forms("ISAKMP (0:{number}): ", ("12.4(20)T", "ISAKMP:({number}):"))


def _side(sa: IkeSa) -> str:
    return "I" if sa.initiator else "R"


def sending(lead: str, sa: IkeSa) -> Text:
    """A message goes out."""
    return (
        f"{lead}sending packet to ",
        sa.peer.remote,
        f" my_port 500 peer_port {sa.peer.port} ({_side(sa)}) {sa.phase.shown}",
    )


def received(lead: str, sa: IkeSa) -> Text:
    """A message has come in."""
    return (
        f"{lead}received packet from ",
        sa.peer.remote,
        f" dport 500 sport {sa.peer.port} ({_side(sa)}) {sa.phase.shown}",
    )


def retransmitting(lead: str, sa: IkeSa, most: int) -> Text:
    """The last message goes out again."""
    return (
        f"{lead}retransmitting phase 1 {sa.phase.shown}... "
        f"incrementing error counter on sa: attempt {sa.attempts} of {most}: retransmit phase 1",
    )


def deleting(lead: str, sa: IkeSa, reason: str) -> Text:
    """The SA goes."""
    return (
        f'{lead}deleting SA reason "{reason}" state ({_side(sa)}) {sa.phase.shown} (peer ',
        sa.peer.remote,
        ")",
    )


def states(lead: str, old: Phase, new: Phase) -> Text:
    """The machine has moved."""
    return (f"{lead}Old State = {old.internal}  New State = {new.internal}",)
