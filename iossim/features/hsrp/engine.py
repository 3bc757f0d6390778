"""HSRP on one router: messages, timers, configuration and interfaces become events, the table answers them.

Hellos are a round per group, from the virtual MAC when active. Hearing a hello that says what is known already feeds an
idle and nothing else (`absorb`), so a pair at rest costs nothing. The last word of an active router, resign, is sent on
`shutdown`, and on `reload` only if the parameter table says so: power that fails says nothing.

Standard: RFC 2281. Left out: MD5, version 2, `standby redirect`, `mac-refresh`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from iossim.device.actions import Action, Debug, JoinGroup, LeaveGroup, Print, Remember, StartTimer, StopTimer
from iossim.device.engine import Engine
from iossim.device.interface import short
from iossim.device.notices import AddressChanged, InterfaceDown, InterfaceUp, Reloading
from iossim.features.hsrp import config as wanted
from iossim.features.hsrp import debugs
from iossim.features.hsrp.fsm import Do, Event
from iossim.features.hsrp.hearing import Complaint, complaint_log, complaint_of, fed_by, message_in
from iossim.features.hsrp.judge import event_of
from iossim.features.hsrp.machine import NAME, Machines
from iossim.features.hsrp.packet import ALL_ROUTERS, PORT, Opcode
from iossim.features.hsrp.show import GroupView
from iossim.features.hsrp.state import Group, GroupKey, State
from iossim.net.address import Address, Mac
from iossim.net.packet import Packet, Protocol
from iossim.sim.facts import Table

if TYPE_CHECKING:
    from iossim.device.config import Change
    from iossim.device.router import Router
    from iossim.net.walk import Walker


class HsrpEngine(Engine):
    """The standby groups of one router."""

    def __init__(self, router: Router) -> None:
        super().__init__(router)
        self.groups: Table[GroupKey, Group] = self.table("hsrp.groups")
        self.complaints: Table[tuple[GroupKey, Address], Complaint] = self.table("hsrp.complaints")
        self.seen: Table[str, bool] = self.table("hsrp.interfaces-seen")
        self.machines = Machines(router, self.groups, self.table("hsrp.announcements"))

    # -- what the box tells --------------------------------------------------------------------------------------

    def start(self) -> list[Action]:
        """Bring up what the configuration has."""
        return [action for key in wanted.groups_in(self.router.config) for action in self._reconfigure(key, True)]

    def stop(self) -> None:
        """Power has gone."""
        self.machines.stop()

    def configure(self, change: Change) -> list[Action]:
        """A `standby` line: of one group, or of the whole interface."""
        interface = str(change.section[-1][1])
        number = change.args.get("group")
        keys = [(interface, number)] if number is not None else [group.key for group in self._on(interface)]
        actions = [action for key in keys for action in self._reconfigure(key)]
        if change.entry is wanted.IP and not change.removed:
            actions += self._warn(interface, change.args.get("address"))
        return actions

    def _warn(self, interface: str, address: Address | None) -> Iterator[Action]:
        known = self.router.interfaces.peek(interface)
        if address is not None and known is not None and not any(address in prefix for prefix in known.prefixes):
            yield Print("% Warning: address is not within a subnet on this interface")

    def notice(self, notice: Any) -> list[Action]:
        """Interfaces come and go, with their addresses; groups and what they track follow."""
        match notice:
            case InterfaceUp(interface):
                first = self.seen.peek(interface) is None
                self.seen.set(interface, True)
                up = [action for group in self._on(interface) for action in self._begin(group, first)]
                return [*self._follow_tracks(interface), *up]
            case InterfaceDown(interface):
                down = [action for group in self._on(interface) for action in self._end(group)]
                return [*down, *self._follow_tracks(interface)]
            case AddressChanged(interface):
                return [action for group in self._on(interface) for action in self._readdress(group)]
            case Reloading() if self.router.parameters.hsrp_reload_resign:
                active = [group for group in self.groups.values() if group.state is State.ACTIVE]
                return [self.machines.message(group, Opcode.RESIGN) for group in active]
        return []

    def timer(self, name: Any) -> list[Action]:
        """The start delay or the preempt delay is over, or the virtual address is due to be announced again."""
        what, *key = name
        group = self.groups.peek((key[0], key[1]))
        if group is None:
            return []
        match what:
            case "delay":
                return self._enable(group)
            case "preempt":
                self.groups.set(group.key, replace(group, held=False))
            case "announce":
                return self.machines.announce(group)
        return []

    # -- packets -------------------------------------------------------------------------------------------------

    def received(self, port: str, packet: Packet) -> list[Action]:
        """A message; those of another password are ignored."""
        message = message_in(packet)
        group = self.groups.peek((port, message.group)) if message is not None else None
        if message is None or group is None:
            return []
        told: list[Action] = [debugs.said(self.router.lines, group, "in", message, packet.src)]
        complaint = complaint_of(group, message)
        key = (group.key, packet.src)
        if complaint is not None:
            known = self.complaints.peek(key) == complaint
            self.complaints.set(key, complaint)
            told += [] if known else [complaint_log(self.router.look, complaint, group, message, packet.src)]
            if complaint[0] == "authentication":
                return [*told, debugs.refused(self.router.look, group, packet.src)]
        else:
            self.complaints.delete(key)
        event = event_of(group, message, packet.src)
        return told + (self.machines.fire(group, event, message, packet.src) if event is not None else [])

    def absorb(self, walker: Walker, port: str, packet: Packet) -> bool:
        """A message that would teach nothing and move nothing only feeds the timer of its sender."""
        message = message_in(packet)
        group = self.groups.get((port, message.group)) if message is not None else None
        if message is None or group is None:
            return True
        known = self.complaints.get((group.key, packet.src))
        feeds = fed_by(group, message, packet.src, known) if not self._watched() else None
        if feeds is None:
            return False
        clocks = self.machines.clocks[group.key]
        for action in feeds:
            walker.touch(clocks.active if action is Do.START_ACTIVE else clocks.standby)
        return True

    def _watched(self) -> bool:
        """True while debug prints hellos, or what is wrong with them."""
        return any(self.router.lines.debugging(flag) for flag in (*debugs.HELLOS, debugs.ERRORS))

    # -- configuration -------------------------------------------------------------------------------------------

    def _reconfigure(self, key: GroupKey, first: bool = False) -> list[Action]:
        config = wanted.group_of(self.router.config, key, self.router.parameters)
        group = self.groups.peek(key)
        if config is None:
            return self._remove(group) if group is not None else []
        if group is None:
            return self._create(key, config, first)
        actions: list[Action] = []
        mac = self._mac(key[0], config)
        if group.state is not State.INITIAL and (config.address != group.configured or mac != group.mac):
            actions += self._end(group)
        group = replace(self._adopted(self.machines.known(key), config), mac=mac)
        if group.state is State.INITIAL:
            group = replace(group, address=config.address)
        self.groups.set(key, group)
        self.machines.clocks[key].adopt(group.hello, group.hold, self.router.kernel.now)
        if group.state is State.INITIAL and self.router.timer_remaining(NAME, ("delay", *key)) is None:
            actions += self._enable(group)
        return actions

    def _create(self, key: GroupKey, config: wanted.GroupConfig, first: bool) -> list[Action]:
        interface, number = key
        known = self.router.interfaces.peek(interface)
        group = Group(interface, number, self._mac(interface, config), known.address if known else None)
        group = replace(self._adopted(group, config), address=config.address, since=self.router.kernel.now)
        alone = not self._on(interface)
        self.machines.add(group)
        joined: list[Action] = [JoinGroup(interface, ALL_ROUTERS)] if alone else []
        return joined + (self._begin(group, first) if known is not None and known.up else [])

    def _remove(self, group: Group) -> list[Action]:
        actions = self._end(group)
        self.machines.remove(group)
        if not self._on(group.interface):
            actions.append(LeaveGroup(group.interface, ALL_ROUTERS))
        return actions

    def _adopted(self, group: Group, config: wanted.GroupConfig) -> Group:
        """The group with what the configuration decides; learned timers stay."""
        if config.timers_set or not group.hello or not group.learns_timers:
            group = replace(group, hello=config.hello, hold=config.hold)
        return replace(
            group,
            configured=config.address,
            priority=self._priority(config),
            preempt=config.preempt,
            held=group.held and config.preempt,
            learns_timers=not config.timers_set,
            authentication=config.authentication,
        )

    def _mac(self, interface: str, config: wanted.GroupConfig) -> Mac:
        return config.mac if config.mac is not None else self.router.mac_of(interface)

    def _priority(self, config: wanted.GroupConfig) -> int:
        lost = sum(decrement for interface, decrement in config.tracks if not self._is_up(interface))
        return max(0, config.priority - lost)

    def _is_up(self, interface: str) -> bool:
        known = self.router.interfaces.peek(interface)
        return known is not None and known.up

    def _follow_tracks(self, interface: str) -> list[Action]:
        """Priorities follow the interfaces they track."""
        actions: list[Action] = []
        for key, group in tuple(self.groups.items()):
            config = wanted.group_of(self.router.config, key, self.router.parameters)
            if config is None or all(tracked != interface for tracked, _ in config.tracks):
                continue
            priority = self._priority(config)
            if priority != group.priority:
                text = f"SB{group.number}: {short(key[0])} Priority was {group.priority} now {priority}"
                actions += [Debug(debugs.EVENTS, (text,)), Remember(NAME, f"{text}, because of {interface}")]
                self.groups.set(key, replace(group, priority=priority))
        return actions

    # -- coming up, going down -----------------------------------------------------------------------------------

    def _on(self, interface: str) -> tuple[Group, ...]:
        return tuple(group for key, group in self.groups.items() if key[0] == interface)

    def _begin(self, group: Group, first: bool) -> list[Action]:
        """The interface is up, for the first time since boot or again: start now, or after the configured delay."""
        delay = wanted.start_delay(self.router.config, group.interface, first, self.router.parameters)
        if delay:
            return [StartTimer(("delay", *group.key), delay)]
        return self._enable(group, first)

    def _enable(self, group: Group, first: bool = False) -> list[Action]:
        if group.state is not State.INITIAL or group.own is None or not self._is_up(group.interface):
            return []
        config = wanted.group_of(self.router.config, group.key, self.router.parameters)
        hold = 0 if config is None else max(config.preempt_delay, config.reload_delay if first else 0)
        group = replace(group, held=group.preempt and hold > 0)
        self.groups.set(group.key, group)
        event = Event.ENABLED_WITHOUT_ADDRESS if group.address is None else Event.ENABLED
        waits: list[Action] = [StartTimer(("preempt", *group.key), hold)] if group.held else []
        return waits + self.machines.fire(group, event)

    def _end(self, group: Group) -> list[Action]:
        """The interface is down, or the group is taken away."""
        timers: list[Action] = [StopTimer(("delay", *group.key)), StopTimer(("preempt", *group.key))]
        ended = self.machines.fire(group, Event.DISABLED)
        after = self.machines.known(group.key)
        self.groups.set(group.key, replace(after, active=None, standby=None, address=after.configured, held=False))
        return timers + ended

    def _readdress(self, group: Group) -> list[Action]:
        known = self.router.interfaces.peek(group.interface)
        own = known.address if known is not None else None
        if own == group.own:
            return []
        actions = self._end(group) if group.state is not State.INITIAL else []
        self.groups.set(group.key, replace(self.machines.known(group.key), own=own))
        return actions + self._enable(self.machines.known(group.key))

    # -- what others may ask -------------------------------------------------------------------------------------

    def sockets(self) -> Iterator[tuple[int, Address, int]]:
        """Where groups listen: a socket per interface."""
        own = {group.interface: group.own for group in self.groups.values()}
        yield from ((Protocol.UDP, address, PORT) for address in own.values() if address is not None)

    def debug_flags(self) -> dict[str, tuple[str, str]]:
        """How the flags of debug are called."""
        return debugs.NAMES

    def states(self) -> tuple[str, ...]:
        """The state of every group, as IOS names it."""
        return tuple(group.state.label for group in self.groups.values())

    def views(self) -> tuple[GroupView, ...]:
        """Every enabled group as it is now, in the order of interfaces and numbers."""
        return tuple(self._view(key) for key in sorted(self.groups.keys()))

    def _view(self, key: GroupKey) -> GroupView:
        config = wanted.group_of(self.router.config, key, self.router.parameters)
        assert config is not None
        clocks, now = self.machines.clocks[key], self.router.kernel.now
        return GroupView(
            self.machines.known(key),
            config,
            self._is_up(key[0]),
            clocks.hello.next_tick() - now if clocks.hello.running else None,
            clocks.active.remaining(),
            clocks.standby.remaining(),
            tuple((name, self._is_up(name), decrement) for name, decrement in config.tracks),
            now,
        )
