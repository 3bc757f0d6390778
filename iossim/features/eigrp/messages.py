"""What EIGRP logs, in the words of 12.2T."""

from __future__ import annotations

from iossim.device.actions import Log
from iossim.features.eigrp.state import NeighborKey
from iossim.net.address import Address, Prefix

FACILITY = "DUAL"
NEW_ADJACENCY = "new adjacency"
HOLD_EXPIRED = "holding time expired"
INTERFACE_DOWN = "interface down"
PEER_RESTARTED = "peer restarted"
RETRY_LIMIT = "retry limit exceeded"
WEIGHTS_DIFFER = "K-value mismatch"
CONFIGURATION = "route configuration changed"
STUCK = "stuck in active"
CLEARED = "manually cleared"


def neighbor_change(key: NeighborKey, up: bool, why: str) -> Log:
    """A neighbor came or went."""
    asn, interface, address = key
    state = "up" if up else "down"
    return Log(FACILITY, 5, "NBRCHANGE", (f"IP-EIGRP {asn}: Neighbor ", address, f" ({interface}) is {state}: {why}"))


def stuck_in_active(asn: int, prefix: Prefix) -> Log:
    """Some neighbor never answered a query."""
    network: Address = prefix.network
    rest = f"/{prefix.length} stuck-in-active state in IP-EIGRP {asn}.  Cleaning up"
    return Log(FACILITY, 3, "SIA", ("Route ", network, rest))
