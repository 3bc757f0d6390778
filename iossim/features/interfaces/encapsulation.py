"""`encapsulation dot1Q`: subinterfaces of a Fast Ethernet port, one for each VLAN (IEEE 802.1Q).

A subinterface gets its address behind its VLAN, and two of one port have different ones. Frames of the native VLAN carry no tag.
Left out: ISL, 802.10.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, ConfigLine
from iossim.cli.mode import GLOBAL, INTERFACE, Mode
from iossim.device.interface import parent_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iossim.device.config import RunningConfig, SectionKey
    from iossim.device.context import Context

PORT, BELOW, LOGICAL = INTERFACE.aspect, "subinterface", "loopback"
"""What an interface is, to its lines."""
SUBINTERFACE = Mode(INTERFACE.name, "config-subif", INTERFACE.heading, GLOBAL, INTERFACE.keyword, BELOW)
LOOPBACK = replace(INTERFACE, aspect=LOGICAL)
NO_VLAN = (
    "\n% Configuring IP routing on a LAN subinterface is only allowed if that\n"
    "subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,\n"
    "or ISL vLAN.\n"
)
TAKEN = (
    "%Configuration of multiple subinterfaces of the same main\n"
    "interface with the same VID ({vlan}) is not permitted.\n"
    "This VID is already configured on {other}."
)


def section_of(port: str) -> SectionKey:
    """The section of an interface."""
    return ((INTERFACE.name, port),)


def port_of(context: Context) -> str:
    """The interface whose section a line is typed in."""
    return str(context.section[-1][1]) if context.section else ""


def shown_as(args: Args) -> Mode:
    """The prompt and the lines of an interface: those of a subinterface and of a logical one are others."""
    if parent_of(args["interface"]):
        return SUBINTERFACE
    return LOOPBACK if args["interface"].startswith("Loopback") else INTERFACE


def check_vlan(context: Context, args: Args) -> str | None:
    """Each subinterface has its own VLAN."""
    port = port_of(context)
    parent = parent_of(port)
    for other, vlan in vlans(context.router.config):
        if other != port and parent_of(other) == parent and vlan == args["vlan"]:
            return TAKEN.format(vlan=vlan, other=other)
    return None


def lacks_vlan(context: Context) -> str | None:
    """What IOS says against an address of a subinterface that has no VLAN yet."""
    port = port_of(context)
    has = not parent_of(port) or context.router.config.has(DOT1Q, section_of(port))
    return None if has else NO_VLAN


def vlans(config: RunningConfig) -> Iterator[tuple[str, int]]:
    """The subinterfaces with a VLAN, and which."""
    for section in config.sections(INTERFACE):
        args = config.args(DOT1Q, section)
        if args is not None:
            yield str(section[-1][1]), args["vlan"]


def native_of(config: RunningConfig, port: str) -> str:
    """The subinterface for frames without a tag, seen from itself or from its port; empty when there is none."""
    for other, _ in vlans(config):
        if port in (other, parent_of(other)) and config.value(DOT1Q, section_of(other), "native"):
            return other
    return ""


DOT1Q = ConfigLine(
    "encapsulation dot1Q <vlan:1-4094> [native]",
    INTERFACE,
    {
        "encapsulation": "Set encapsulation type for an interface",
        "dot1Q": "IEEE 802.1Q Virtual LAN",
        "vlan": "IEEE 802.1Q VLAN ID",
        "native": "Make this as native vlan",
    },
    fill={"native": False},
    no_pattern="encapsulation dot1Q [<vlan:1-4094> [native]]",
    rank=25,
    lacks=(PORT, LOGICAL),
    check=check_vlan,
)
