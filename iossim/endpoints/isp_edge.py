"""The Internet: where the firewall and the providers' lines meet. It routes public addresses and knows no private ones.

Towards a home's line it has no address of its own; the home's public address is a host route by that line, moved when the
provider renumbers the home. Answers pings to its own addresses, so traceroutes show it.
"""

from __future__ import annotations

from iossim.device.rib import STATIC, Route
from iossim.endpoints.fixed import FixedNode
from iossim.net.address import Address, Prefix


class IspEdge(FixedNode):
    """The node `internet`."""

    kind = "internet"
    forwards = True

    def subscribe(self, line: str, public: Address) -> None:
        """A home's public address is reached by this line from now on."""
        self.rib.add(self._host_route(line, public))

    def unsubscribe(self, line: str, public: Address) -> None:
        """The provider takes the address back."""
        self.rib.remove(self._host_route(line, public))

    @staticmethod
    def _host_route(line: str, public: Address) -> Route:
        return Route(Prefix(public, 32), "static", STATIC, interface=line)
