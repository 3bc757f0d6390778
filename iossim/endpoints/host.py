"""A host: one port, one address, a default gateway. It answers pings and says no to everything nobody listens for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.endpoints.fixed import FixedNode
from iossim.net.address import DEFAULT, Address

if TYPE_CHECKING:
    from iossim.net.walk import Wire

PORT = "eth0"


class Host(FixedNode):
    """A workstation, a server, anything with one port."""

    kind = "host"

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        arp_timeout: int,
        address: tuple[Address, int],
        gateway: Address | None,
    ) -> None:
        super().__init__(
            name,
            wire,
            number=number,
            arp_timeout=arp_timeout,
            ports={PORT: address},
            routes=((DEFAULT, gateway, ""),) if gateway is not None else (),
        )

    @property
    def address(self) -> Address:
        """The address it is known by, from the lab file."""
        configured = self.ports[PORT]
        assert configured is not None
        return configured[0]
