"""The Internet: where the firewall and the providers' lines meet. It routes public addresses and knows no private ones.

Towards a home's line it has no address of its own; the home's public address is a host route by that line, moved when the
provider renumbers the home. Answers pings to its own addresses, so traceroutes show it.
"""

from __future__ import annotations

from iossim.endpoints.fixed import FixedNode, StaticRoute
from iossim.net.address import Address, Prefix


class IspEdge(FixedNode):
    """The node `internet`."""

    kind = "internet"
    forwards = True

    def host_route(self, line: str, public: Address) -> StaticRoute:
        """The static route to a home's public address by its line."""
        return Prefix(public, 32), None, line

    def renumber(self, line: str, old: Address, new: Address) -> None:
        """A home's line has another public address from now on."""
        self.reroute((*(r for r in self.routes if r != self.host_route(line, old)), self.host_route(line, new)))
