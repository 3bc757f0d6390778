"""What HSRP logs, in the words of 12.2T."""

from __future__ import annotations

from iossim.device.actions import Log
from iossim.features.hsrp.state import Group, State
from iossim.net.address import Address

FACILITY = "STANDBY"
LOUD = (State.STANDBY, State.ACTIVE)
"""States whose coming and going is logged and counted."""


def state_change(group: Group, was: State) -> Log:
    """A group has entered its state."""
    text = f"{group.interface} Group {group.number} state {was.label} -> {group.state.label}"
    return Log(FACILITY, 6, "STATECHANGE", (text,))


def bad_authentication(group: Group, source: Address, state: State) -> Log:
    """A message with another password was ignored."""
    return Log(
        FACILITY,
        3,
        "BADAUTH",
        ("Bad authentication from ", source, f", group {group.number}, remote state {state.label}"),
    )


def different_address(group: Group, heard: Address, ours: Address) -> Log:
    """The active router answers for another virtual address."""
    start = f"{group.interface} Group {group.number} active routers virtual IP address "
    return Log(FACILITY, 3, "DIFFVIP1", (start, heard, " is different to the locally configured address ", ours))
