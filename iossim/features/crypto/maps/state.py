"""What crypto maps know beyond their configuration: temporary entries, and which peer of a list is the current one."""

from __future__ import annotations

from dataclasses import dataclass

from iossim.features.crypto.ipsec.state import Flow, Peer, Proxy
from iossim.features.crypto.isakmp.packet import Proposal


@dataclass(frozen=True, slots=True)
class Temporary:
    """An entry that a dynamic map has made for one remote: it lives while the remote has SAs."""

    map: str
    sequence: int
    template: str
    template_sequence: int
    peer: Peer
    proxy: Proxy
    set_name: str
    seconds: int
    kilobytes: int
    pfs: str
    reverse_route: bool
    pre_classify: bool

    @property
    def flow(self) -> Flow:
        """The flow under this entry; it has exactly one."""
        return Flow(self.map, self.sequence, self.proxy)


@dataclass(frozen=True, slots=True)
class Answer:
    """The map entry that takes a peer's proposal. `flow` is None when a temporary entry is yet to be made.

    `entry` is (map, number, dynamic map, number there); the last two are empty for a static entry.
    """

    entry: tuple[str, int, str, int]
    flow: Flow | None
    interface: str
    chosen: Proposal
    set_name: str
    seconds: int
    kilobytes: int
