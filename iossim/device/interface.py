"""What is true of an interface at this moment.

Configuration says what is wanted; this frozen value says what is: enabled, line protocol, addresses. It is a fact per
interface, replaced whole when anything in it changes, and walks ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iossim.net.address import Address, Mac, Prefix


def short(name: str) -> str:
    """`FastEthernet0/0` -> `Fa0/0`: as tables with little room write it."""
    kind = name.rstrip("0123456789/.")
    return kind[:2] + name[len(kind) :] if len(kind) < len(name) else name


TAG = 4
"""Octets that an IEEE 802.1Q tag adds to a frame."""


def parent_of(name: str) -> str:
    """The port of a subinterface (`FastEthernet0/0` of `FastEthernet0/0.10`); empty for all others."""
    return name[: name.index(".")] if "." in name else ""


@dataclass(frozen=True)
class Interface:
    """One interface of a node.

    `line` is carrier as the box has noticed it (loopbacks: always). `bandwidth` in kbit/s, `delay` in tens of
    microseconds, as IOS metrics use them. `mtu` is the link's, `ip_limit` what IP is told to keep to (0: the link's).
    `addresses` holds the primary first, each with its prefix length. On a `point_to_point` interface whatever is sent
    reaches the one at the other end, without ARP. `tcp_mss` is the largest segment that TCP may agree on through it (0: any).
    A subinterface has its `vlan` (0: none yet); `native` names the subinterface of frames without a tag, at itself and at its port.
    `arp_timeout` are seconds for which its ARP entries hold: 0 for ever, None as long as the box keeps them.
    What is for all stations of its network goes there as a broadcast where it is `directed`.
    """

    name: str
    mac: Mac
    enabled: bool = True
    line: bool = False
    addresses: tuple[tuple[Address, int], ...] = ()
    mtu: int = 1500
    ip_limit: int = 0
    bandwidth: int = 100_000
    delay: int = 10
    loopback: bool = False
    unreachables: bool = True
    redirects: bool = True
    proxy_arp: bool = True
    point_to_point: bool = False
    tcp_mss: int = 0
    vlan: int = 0
    native: str = ""
    arp_timeout: int | None = None
    directed: bool = False

    def changed(self, **changes: Any) -> Interface:
        """The same with other values in these parts."""
        return Interface(**{**self.__dict__, **changes})

    @property
    def up(self) -> bool:
        """True when the interface can carry IP."""
        return self.enabled and self.line

    @property
    def ip_mtu(self) -> int:
        """The largest packet that leaves in one piece."""
        return self.ip_limit if 0 < self.ip_limit < self.mtu else self.mtu

    @property
    def address(self) -> Address | None:
        """The primary address."""
        return self.addresses[0][0] if self.addresses else None

    @property
    def prefix(self) -> Prefix | None:
        """The primary network."""
        return Prefix.of(*self.addresses[0]) if self.addresses else None

    @property
    def prefixes(self) -> tuple[Prefix, ...]:
        """All connected networks, primary first."""
        return tuple(Prefix.of(address, length) for address, length in self.addresses)

    def source_for(self, target: Address) -> Address | None:
        """The own address on the network of a target; the primary one when none fits."""
        for address, length in self.addresses:
            if target in Prefix.of(address, length):
                return address
        return self.address
