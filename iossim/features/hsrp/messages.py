"""What HSRP logs, in the words of 12.2T and of what came since 12.4."""

from __future__ import annotations

from iossim.cli.release import Forms, Release
from iossim.device.actions import Log
from iossim.features.hsrp.state import Group, State
from iossim.net.address import Address

NAMED_HSRP = "12.4"
FACILITY = Forms("STANDBY", (NAMED_HSRP, "HSRP"))
CHANGE_LEVEL, ERROR_LEVEL = Forms(6, (NAMED_HSRP, 5)), Forms(3, (NAMED_HSRP, 4))
GROUP = Forms("Group", (NAMED_HSRP, "Grp"))
LOUD = (State.STANDBY, State.ACTIVE)
"""States whose coming and going is logged and counted."""


def state_change(look: Release, group: Group, was: State) -> Log:
    """A group has entered its state."""
    text = f"{group.interface} {GROUP.on(look)} {group.number} state {was.label} -> {group.state.label}"
    return Log(FACILITY.on(look), CHANGE_LEVEL.on(look), "STATECHANGE", (text,))


def bad_authentication(look: Release, group: Group, source: Address, state: State) -> Log:
    """A message with another password was ignored."""
    return Log(
        FACILITY.on(look),
        ERROR_LEVEL.on(look),
        "BADAUTH",
        ("Bad authentication from ", source, f", group {group.number}, remote state {state.label}"),
    )


def different_address(look: Release, group: Group, heard: Address, ours: Address) -> Log:
    """The active router answers for another virtual address."""
    start = f"{group.interface} {GROUP.on(look)} {group.number} active routers virtual IP address "
    return Log(
        FACILITY.on(look),
        ERROR_LEVEL.on(look),
        "DIFFVIP1",
        (start, heard, " is different to the locally configured address ", ours),
    )
