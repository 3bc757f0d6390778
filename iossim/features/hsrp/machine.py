"""The standby groups of a router as machines: events in, the table asked, its actions done.

Nobody else changes where a group stands. Timers that messages feed, and the round of hellos, are `Clocks`; a handler of
theirs is an event like any other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.device.actions import (
    Action,
    Announce,
    ClaimAddress,
    Debug,
    ReleaseAddress,
    Remember,
    SendOn,
    StartTimer,
    StopTimer,
)
from iossim.features.hsrp import debugs, messages
from iossim.features.hsrp.clocks import Clocks
from iossim.features.hsrp.fsm import Do, Event, Step, step
from iossim.features.hsrp.judge import remembered
from iossim.features.hsrp.packet import ALL_ROUTERS_MAC, Message, Opcode, packet_of
from iossim.features.hsrp.state import Group, GroupKey, State
from iossim.net.address import Address, Mac
from iossim.net.packet import Udp
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.router import Router

NAME = "hsrp"


class Machines:
    """All groups of one router."""

    def __init__(self, router: Router, groups: Table[GroupKey, Group], left: Table[GroupKey, int]) -> None:
        self.router = router
        self.groups = groups
        self.left = left
        self.clocks: dict[GroupKey, Clocks] = {}

    def add(self, group: Group) -> None:
        """A group comes into being, in state Init."""
        handlers = (self._standby_over, self._active_over, self._hello)
        self.clocks[group.key] = Clocks.of(self.router.kernel, group.key, group.hold, group.hello, handlers)
        self.groups.set(group.key, group)

    def remove(self, group: Group) -> None:
        """A group that has ended goes."""
        self.clocks.pop(group.key).stop()
        self.groups.delete(group.key)

    def stop(self) -> None:
        """Power has gone."""
        for clocks in self.clocks.values():
            clocks.stop()
        self.clocks.clear()

    def known(self, key: GroupKey) -> Group:
        """A group that exists."""
        group = self.groups.peek(key)
        assert group is not None
        return group

    # -- the machine ---------------------------------------------------------------------------------------------

    def fire(
        self, group: Group, event: Event, message: Message | None = None, source: Address | None = None
    ) -> list[Action]:
        """Let the table answer an event; KeyError for one that cannot happen there."""
        following = step(group.state, event)
        after = _settled(group, following, remembered(group, event, message, source))
        if following.state is not group.state:
            counted = following.state in messages.LOUD or group.state in messages.LOUD
            after = replace(after, since=self.router.kernel.now, changes=after.changes + counted)
        self.groups.set(group.key, after)
        self.clocks[group.key].adopt(after.hello, after.hold, self.router.kernel.now)
        actions = self._told(group, after, event, message, source)
        for action in following.actions:
            actions += self._do(action, after)
        return actions

    def _told(
        self, group: Group, after: Group, event: Event, message: Message | None, source: Address | None
    ) -> list[Action]:
        where = debugs.lead(self.router.look, group)
        who: tuple[str | Address, ...] = ("",)
        if message is not None and source is not None:
            who = (f" ({message.priority}/", source, ")")
        elif (
            lost := {Event.ACTIVE_EXPIRED: group.active, Event.STANDBY_EXPIRED: group.standby}.get(event)
        ) is not None:
            who = (" (", lost.address, ")")
        told: list[Action] = []
        if after.state is not group.state or message is None:
            told.append(Debug(debugs.EVENTS, (f"{where} {group.state.label}: {event.value}", *who)))
        told += debugs.routers(self.router.look, group, after)
        if after.state is not group.state:
            moved = f"{group.state.label} -> {after.state.label}"
            told.append(Debug(debugs.EVENTS, (f"{where} {moved}",)))
            text = f"{group.interface} group {group.number}: {moved} ({event.value[2:]})"
            told.append(Remember(NAME, text, (("interface", group.interface), ("state", after.state.label))))
            if group.state in messages.LOUD or after.state in messages.LOUD:
                told.append(messages.state_change(self.router.look, after, group.state))
        return told

    def _do(self, action: Do, group: Group) -> list[Action]:
        """One action of the table."""
        clocks, now = self.clocks[group.key], self.router.kernel.now
        match action:
            case Do.START_ACTIVE:
                clocks.active.restart(now)
            case Do.START_STANDBY:
                clocks.standby.restart(now)
            case Do.STOP_ACTIVE:
                clocks.active.stop()
            case Do.STOP_STANDBY:
                clocks.standby.stop()
            case Do.HELLO:
                clocks.hello.start(now)
            case Do.SILENCE:
                clocks.hello.stop()
            case Do.COUP:
                return self._said_out(group, Opcode.COUP)
            case Do.RESIGN:
                return self._said_out(group, Opcode.RESIGN)
            case Do.CLAIM:
                return self._claim(group)
            case Do.RELEASE:
                return self._release(group)
        return []

    def _claim(self, group: Group) -> list[Action]:
        assert group.address is not None
        self.left.set(group.key, self.router.parameters.gratuitous_arp_count - 1)
        claim = ClaimAddress(group.interface, group.address, group.mac)
        return [claim, StartTimer(("announce", *group.key), self.router.parameters.gratuitous_arp_interval)]

    def _release(self, group: Group) -> list[Action]:
        assert group.address is not None
        return [StopTimer(("announce", *group.key)), ReleaseAddress(group.interface, group.address)]

    def announce(self, group: Group) -> list[Action]:
        """Gratuitous ARP again, as often as the parameter table says."""
        left = self.left.peek(group.key) or 0
        if left < 1 or group.address is None or group.state is not State.ACTIVE:
            return []
        self.left.set(group.key, left - 1)
        said: Action = Announce(group.interface, group.address, group.mac)
        return [said, StartTimer(("announce", *group.key), self.router.parameters.gratuitous_arp_interval)]

    # -- sending -------------------------------------------------------------------------------------------------

    def message(self, group: Group, opcode: Opcode) -> SendOn:
        """A message out of turn."""
        return SendOn(group.interface, packet_of(group, opcode), ALL_ROUTERS_MAC, self._source(group))

    def _said_out(self, group: Group, opcode: Opcode) -> list[Action]:
        sent = self.message(group, opcode)
        payload = sent.packet.payload
        assert isinstance(payload, Udp) and group.own is not None
        return [sent, debugs.said(self.router.lines, group, "out", payload.data, group.own)]

    @staticmethod
    def _source(group: Group) -> Mac | None:
        return group.mac if group.state is State.ACTIVE else None

    def _hello(self, interface: str, number: int) -> None:
        """One tick of the round of hellos."""
        group = self.groups.get((interface, number))
        if group is None or group.own is None or group.address is None:
            return
        packet = packet_of(group, Opcode.HELLO)
        watched = any(self.router.lines.debugging(flag) for flag in debugs.HELLOS)
        if watched and isinstance(packet.payload, Udp):
            self.router.kernel.disturb("a debug line")
            self.router.perform(NAME, [debugs.said(self.router.lines, group, "out", packet.payload.data, group.own)])
        wire = self.router.wire
        wire.again(wire.path_on(self.router, interface, packet, ALL_ROUTERS_MAC, self._source(group)))

    # -- time ----------------------------------------------------------------------------------------------------

    def _standby_over(self, interface: str, number: int) -> None:
        self.router.perform(NAME, self.fire(self.known((interface, number)), Event.STANDBY_EXPIRED))

    def _active_over(self, interface: str, number: int) -> None:
        self.router.perform(NAME, self.fire(self.known((interface, number)), Event.ACTIVE_EXPIRED))


def _settled(before: Group, following: Step, group: Group) -> Group:
    """The group in its next state: who becomes standby or active is nobody else's standby or active."""
    group = replace(group, state=following.state)
    if following.state is State.STANDBY:
        return replace(group, standby=None)
    if following.state is State.ACTIVE and before.state is not State.ACTIVE:
        return replace(group, active=None, standby=None if before.state is State.STANDBY else group.standby)
    return group
