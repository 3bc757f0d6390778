"""What is logged about interfaces."""

from __future__ import annotations

from iossim.device.actions import Log


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
