"""What HSRP prints under debug, in the form of 12.2T: errors, events, packets; terse leaves out the hellos.

A flag is one kind of line. `debug standby` sets all but the terse one, which stands for packets other than hellos, and those of
single kinds of packets. The
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
HELLO, COUP, RESIGN = "standby packets hello", "standby packets coup", "standby packets resign"
GROUP = "HSRP"

KINDS = {
    "": (ERRORS, EVENTS, PACKETS),
    "errors": (ERRORS,),
    "events": (EVENTS,),
    "packets": (PACKETS,),
    "terse": (ERRORS, EVENTS, TERSE),
    "packets hello": (HELLO,),
    "packets coup": (COUP,),
    "packets resign": (RESIGN,),
}
"""The flags of the words after `debug standby`."""

NAMES = {
    ERRORS: (GROUP, "HSRP Errors debugging"),
    EVENTS: (GROUP, "HSRP Events debugging"),
    PACKETS: (GROUP, "HSRP Packets debugging"),
    TERSE: (GROUP, "HSRP Packets (Coup, Resign) debugging"),
    HELLO: (GROUP, "HSRP Packets (Hello) debugging"),
    COUP: (GROUP, "HSRP Packets (Coup) debugging"),
    RESIGN: (GROUP, "HSRP Packets (Resign) debugging"),
}
HELLOS = (PACKETS, HELLO)
"""The flags under which hellos are printed."""


def said(lines: Lines, group: Group, way: str, message: Message, source: Address) -> Debug:
    """A message in or out; one that is no hello is printed under terse, too."""
    own = f"standby packets {message.opcode.name.lower()}"
    flags = (PACKETS, own) if message.opcode is Opcode.HELLO else (PACKETS, own, TERSE)
    flag = next((one for one in flags if lines.debugging(one)), PACKETS)
    head = f"SB{group.number}: {short(group.interface)} {message.opcode.name.capitalize()} {way:<3} "
    text = (head, source, f" {message.state.label} pri {message.priority} ip ", message.address)
    return Debug(flag, text)


def refused(group: Group, source: Address) -> Debug:
    """A message with another password."""
    return Debug(ERRORS, (f"SB{group.number}: {short(group.interface)} Bad authentication from ", source))
