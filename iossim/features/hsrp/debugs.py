"""What HSRP prints under debug, in the forms of 12.2T and later: errors, events, packets; terse leaves out the hellos.

A flag is one kind of line. `debug standby` sets all but the terse one, which stands for packets other than hellos, and those of
single kinds of packets. The
words of errors are ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.cli.release import Forms
from iossim.device.actions import Debug
from iossim.device.interface import short
from iossim.features.hsrp.packet import Message, Opcode
from iossim.features.hsrp.state import Group, State
from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.cli.release import Release
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


LEAD = Forms("SB{number}: {interface}", ("12.4", "HSRP: {interface} Grp {number}"))
PACKET = Forms("{lead} {opcode} {way:<3} ", ("12.4", "{lead} {opcode:<6} {way:<3} "))
STATE = Forms(" {state} pri {priority} ip ", ("12.4", " {state:<7} pri {priority} vIP "))


def lead(look: Release, group: Group) -> str:
    """What a line begins with: `SB1: Fa0/0`."""
    return LEAD.on(look).format(number=group.number, interface=short(group.interface))


def said(lines: Lines, group: Group, way: str, message: Message, source: Address) -> Debug:
    """A message in or out; one that is no hello is printed under terse, too."""
    own = f"standby packets {message.opcode.name.lower()}"
    flags = (PACKETS, own) if message.opcode is Opcode.HELLO else (PACKETS, own, TERSE)
    flag = next((one for one in flags if lines.debugging(one)), PACKETS)
    look = lines.router.look
    head = PACKET.on(look).format(lead=lead(look, group), opcode=message.opcode.name.capitalize(), way=way)
    state = STATE.on(look).format(state=message.state.label, priority=message.priority)
    text = (head, source, state, message.address)
    return Debug(flag, text)


def refused(look: Release, group: Group, source: Address) -> Debug:
    """A message with another password."""
    return Debug(ERRORS, (f"{lead(look, group)} Bad authentication from ", source))


def routers(look: Release, before: Group, after: Group) -> Iterator[Debug]:
    """Who is active, and who standby, when that has changed."""
    known = ((role, _router(before, role), _router(after, role)) for role in (State.ACTIVE, State.STANDBY))
    for role, was, now in known:
        if was != now:
            yield Debug(EVENTS, (f"{lead(look, after)} {role.label} router is ", now, ", was ", was))


def _router(group: Group, role: State) -> str | Address:
    peer = group.active if role is State.ACTIVE else group.standby
    return "local" if group.state is role else "unknown" if peer is None else peer.address
