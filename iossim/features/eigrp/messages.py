"""What EIGRP logs, in the words of 12.2T and 15.x."""

from __future__ import annotations

from iossim.cli.release import Release
from iossim.device.actions import Log
from iossim.features.eigrp.names import PROTOCOL
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


def neighbor_change(look: Release, key: NeighborKey, up: bool, why: str) -> Log:
    """A neighbor came or went."""
    asn, interface, address = key
    state = "up" if up else "down"
    return Log(
        FACILITY,
        5,
        "NBRCHANGE",
        (f"{PROTOCOL.on(look)} {asn}: Neighbor ", address, f" ({interface}) is {state}: {why}"),
    )


def stuck_in_active(look: Release, asn: int, prefix: Prefix) -> Log:
    """Some neighbor never answered a query."""
    network: Address = prefix.network
    rest = f"/{prefix.length} stuck-in-active state in {PROTOCOL.on(look)} {asn}.  Cleaning up"
    return Log(FACILITY, 3, "SIA", ("Route ", network, rest))
