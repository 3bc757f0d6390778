"""What negotiations put on the record about repeated messages, so that a fail-over's time can be told apart.

A repetition follows a wait of one retransmission interval. When what it repeats had arrived (the peer is still at work on it),
the peer notes a duplicate, whose cause is the repetition: that wait cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Remember
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.net.obstacle import Obstacle
    from iossim.sim.trace import Record, Trace

DEEDS = ("action", "typed")
"""The kinds of records of what people do."""


def repetition(remote: Address, number: int) -> Remember:
    """A message was not answered in time and is sent again."""
    return Remember(
        "ike-repeated",
        f"has no answer from {remote} and repeats its message (attempt {number})",
        (*about(remote), ("attempt", number)),
    )


def failed(remote: Address, number: int, found: Obstacle | None, trace: Trace) -> Remember:
    """An attempt to agree on keys has come to nothing: because of what somebody has done to the way, if that is known."""
    told = f"the attempt to agree on keys with {remote} failed (SA {number}){_because(found)}"
    chain = trace.chain(found.cause) if found is not None else []
    if found is None or not chain or chain[-1].kind not in DEEDS:
        return Remember("ike-dead", told, about(remote))
    return Remember("ike-dead", told, (*about(remote), ("obstacle", found.text)), found.cause)


def vain(remote: Address, found: Obstacle | None, renewal: bool, refused: bool) -> Remember:
    """Quick mode has come to nothing. That of a renewal has no other story than what stands in its way."""
    cause = found.cause if found is not None and renewal else None
    why = "it takes none of what is offered" if refused else "no answer"
    return Remember("sa-failed", f"quick mode with {remote} failed: {why}{_because(found)}", cause=cause)


def no_policy(remote: Address, cause: Record | None) -> Remember:
    """A responder takes none of the ISAKMP policies offered: a fault of the configuration, here or there."""
    return Remember("offer-refused", f"has no ISAKMP policy like those that {remote} offers", about(remote), cause)


def no_proposal(remote: Address, proxy: str, why: str, cause: Record | None) -> Remember:
    """A responder takes none of the IPsec proposals."""
    return Remember("offer-refused", f"refuses {remote} IPsec SAs for {proxy}: {why}", about(remote), cause)


def told_of_refusal(remote: Address, own: Record | None, theirs: Record | None) -> Remember:
    """The initiator hears so. To blame is the side whose configuration changed last."""
    later = own is not None and theirs is not None and own.number > (-1 if theirs.cause is None else theirs.cause)
    text = f"is told by {remote} that it takes none of the IPsec proposals"
    return Remember("offer-refused", text, about(remote), own if later else None)


def _because(found: Obstacle | None) -> str:
    return f"; {found.text}" if found is not None else ""


def duplicate(remote: Address) -> Remember:
    """The peer repeats what is being worked at."""
    return Remember("ike-duplicate", f"is still at work on what {remote} repeats", about(remote))


def nothing_to_show(remote: Address, cause: Record | None) -> Remember:
    """There is no certificate, or no key, to prove oneself with."""
    told = f"has no certificate to show {remote} that is valid by its clock, and for its key"
    return Remember("certificate-refused", told, about(remote), cause)


def about(peer: Address) -> tuple[tuple[str, str], ...]:
    """What a record says for machines: with whom."""
    return (("peer", str(peer)),)
