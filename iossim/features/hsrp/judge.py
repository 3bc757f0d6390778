"""What a message means to a group: the event it is, and what is remembered of its sender. Pure.

Ranks compare by priority, then by the sender's address. Only a strictly higher priority pre-empts: a standby router of
equal priority and higher address leaves the active one alone, as 12.2 does.
"""

from __future__ import annotations

from dataclasses import replace

from iossim.features.hsrp.fsm import Event
from iossim.features.hsrp.packet import Message, Opcode
from iossim.features.hsrp.state import Group, Peer, State
from iossim.net.address import Address

_CHALLENGERS = (State.LISTEN, State.SPEAK, State.STANDBY)
_HEARS = (State.LISTEN, State.SPEAK, State.ACTIVE)


def peer_of(message: Message, source: Address) -> Peer:
    """The sender, as its message describes it."""
    return Peer(source, message.priority, message.hello, message.hold)


def event_of(group: Group, message: Message, source: Address) -> Event | None:
    """The event a message is, None for one without meaning here."""
    higher = peer_of(message, source).rank > group.rank
    if group.state is State.INITIAL:
        return None
    if message.opcode is Opcode.COUP:
        return Event.HIGHER_COUP if higher else None
    if message.opcode is Opcode.RESIGN:
        return Event.RESIGN if group.active is not None and group.active.address == source else None
    match message.state:
        case State.ACTIVE:
            if higher:
                return Event.HIGHER_ACTIVE
            return Event.PREEMPT if may_preempt(group, message.priority) else Event.LOWER_ACTIVE
        case State.STANDBY:
            return Event.HIGHER_STANDBY if higher else Event.LOWER_STANDBY
        case State.SPEAK:
            return Event.HIGHER_SPEAK if higher else None
    return None


def may_preempt(group: Group, priority: int) -> bool:
    """True when the group may take the virtual address from an active router of that priority."""
    return group.preempt and not group.held and group.priority > priority and group.state in _CHALLENGERS


def remembered(group: Group, event: Event, message: Message | None, source: Address | None) -> Group:
    """The group with what the event teaches of the others; its state is still the old one."""
    peer = peer_of(message, source) if message is not None and source is not None else None
    match event:
        case Event.ACTIVE_EXPIRED | Event.RESIGN:
            return replace(group, active=None)
        case Event.STANDBY_EXPIRED:
            return replace(group, standby=None)
        case Event.HIGHER_ACTIVE | Event.HIGHER_COUP:
            return _learn_timers(_with_active(group, peer), message)
        case Event.LOWER_ACTIVE if group.state is not State.ACTIVE:
            return _learn_timers(_with_active(group, peer), message)
        case Event.HIGHER_STANDBY | Event.LOWER_STANDBY if group.state in _HEARS or event is Event.HIGHER_STANDBY:
            return replace(group, standby=peer) if group.state is not State.LEARN else group
    return group


def _with_active(group: Group, peer: Peer | None) -> Group:
    """An active router is nobody's standby."""
    was_standby = group.standby is not None and peer is not None and group.standby.address == peer.address
    return replace(group, active=peer, standby=None if was_standby else group.standby)


def _learn_timers(group: Group, message: Message | None) -> Group:
    """Hello and hold time, and the virtual address, of the active router, where the configuration leaves them open."""
    if message is None:
        return group
    if group.learns_timers:
        group = replace(group, hello=message.hello, hold=message.hold)
    return replace(group, address=message.address) if group.configured is None else group
