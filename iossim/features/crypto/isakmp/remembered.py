"""What negotiations put on the record about repeated messages, so that a fail-over's time can be told apart.

A repetition follows a wait of one retransmission interval. When what it repeats had arrived (the peer is still at work on it),
the peer notes a duplicate, whose cause is the repetition: that wait cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Remember
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.sim.trace import Record


def repetition(remote: Address, number: int) -> Remember:
    """A message was not answered in time and is sent again."""
    return Remember(
        "ike-repeated",
        f"has no answer from {remote} and repeats its message (attempt {number})",
        (*about(remote), ("attempt", number)),
    )


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
