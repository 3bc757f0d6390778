"""Hearing a message: what is wrong with it, and whether it would do more than feed a timer. Pure.

A complaint is logged once per sender until it changes; a message with another password is ignored, one with another
virtual address counts all the same, as in IOS.
"""

from __future__ import annotations

from iossim.cli.release import Release
from iossim.device.actions import Action
from iossim.features.hsrp import messages
from iossim.features.hsrp.fsm import Do, step
from iossim.features.hsrp.judge import event_of, remembered
from iossim.features.hsrp.packet import Message, Opcode
from iossim.features.hsrp.state import Group, State
from iossim.net.address import Address
from iossim.net.packet import Packet, Udp

Complaint = tuple[str, object]
"""(`authentication` or `address`, what was heard)"""

_FEEDING = (Do.START_ACTIVE, Do.START_STANDBY, Do.LEARN)


def message_in(packet: Packet) -> Message | None:
    """The HSRP message of a datagram."""
    data = packet.payload.data if isinstance(packet.payload, Udp) else None
    return data if isinstance(data, Message) else None


def complaint_of(group: Group, message: Message) -> Complaint | None:
    """What is wrong with a message, if anything."""
    if message.authentication != group.authentication:
        return "authentication", message.authentication
    if message.state is State.ACTIVE and group.configured is not None and message.address != group.configured:
        return "address", message.address
    return None


def complaint_log(look: Release, complaint: Complaint, group: Group, message: Message, source: Address) -> Action:
    """What IOS logs about it."""
    if complaint[0] == "authentication":
        return messages.bad_authentication(look, group, source, message.state)
    assert group.configured is not None
    return messages.different_address(look, group, message.address, group.configured)


def fed_by(group: Group, message: Message, source: Address, known: Complaint | None) -> tuple[Do, ...] | None:
    """The timers that a message restarts when it changes nothing else; None when it changes more.

    `known` is the complaint about this sender that has been logged already.
    """
    complaint = complaint_of(group, message)
    if message.opcode is not Opcode.HELLO or known != complaint:
        return None
    event = event_of(group, message, source)
    if event is None or (complaint is not None and complaint[0] == "authentication"):
        return ()
    following = step(group.state, event)
    same = following.state is group.state and remembered(group, event, message, source) == group
    if not same or any(action not in _FEEDING for action in following.actions):
        return None
    return tuple(action for action in following.actions if action is not Do.LEARN)
