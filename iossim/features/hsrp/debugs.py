"""What HSRP prints under debug, in the form of 12.2T: errors, events, packets; terse leaves out the hellos.

A flag is one kind of line. `debug standby` sets all but the terse one, which stands for packets other than hellos. The
words of errors are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.actions import Debug
from iossim.features.hsrp.packet import Message, Opcode
from iossim.features.hsrp.show import short
from iossim.features.hsrp.state import Group
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.device.lines import Lines

ERRORS, EVENTS, PACKETS, TERSE = "standby errors", "standby events", "standby packets", "standby terse"
GROUP = "HSRP"

KINDS = {
    "": (ERRORS, EVENTS, PACKETS),
    "errors": (ERRORS,),
    "events": (EVENTS,),
    "packets": (PACKETS,),
    "terse": (ERRORS, EVENTS, TERSE),
}
"""The flags of each word after `debug standby`."""

NAMES = {
    ERRORS: (GROUP, "HSRP Errors debugging"),
    EVENTS: (GROUP, "HSRP Events debugging"),
    PACKETS: (GROUP, "HSRP Packets debugging"),
    TERSE: (GROUP, "HSRP Packets (Coup, Resign) debugging"),
}


def said(lines: Lines, group: Group, way: str, message: Message, source: Address) -> Debug:
    """A message in or out; one that is no hello is printed under terse, too."""
    terse = message.opcode is not Opcode.HELLO and lines.debugging(TERSE) and not lines.debugging(PACKETS)
    head = f"SB{group.number}: {short(group.interface)} {message.opcode.name.capitalize()} {way:<3} "
    text = (head, source, f" {message.state.label} pri {message.priority} ip ", message.address)
    return Debug(TERSE if terse else PACKETS, text)


def refused(group: Group, source: Address) -> Debug:
    """A message with another password."""
    return Debug(ERRORS, (f"SB{group.number}: {short(group.interface)} Bad authentication from ", source))
