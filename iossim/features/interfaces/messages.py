"""What is logged about interfaces."""

from __future__ import annotations

from iossim.device.actions import Log
from iossim.net.address import Address, Mac


def link(port: str, up: bool) -> Log:
    """The signal has come or gone."""
    return Log("LINK", 3, "UPDOWN", (f"Interface {port}, changed state to {'up' if up else 'down'}",))


def shut(port: str) -> Log:
    """`shutdown`."""
    return Log("LINK", 5, "CHANGED", (f"Interface {port}, changed state to administratively down",))


def protocol(port: str, up: bool) -> Log:
    """The line protocol follows the link."""
    return Log(
        "LINEPROTO", 5, "UPDOWN", (f"Line protocol on Interface {port}, changed state to {'up' if up else 'down'}",)
    )


def duplicate(port: str, address: Address, mac: Mac) -> Log:
    """Another station has an own address."""
    return Log("IP", 4, "DUPADDR", ("Duplicate address ", address, f" on {port}, sourced by {mac}"))


def cleared(port: str, who: str) -> Log:
    """`clear counters`: of one interface, or of all when none is named."""
    return Log(
        "CLEAR", 5, "COUNTERS", (f"Clear counter on {f'interface {port}' if port else 'all interfaces'} by {who}",)
    )
