"""The firewall: a router with a policy table, state for what asks for it, and port translation towards the outside.

A packet is judged when its outgoing interface is known. The first rule that fits decides; a packet that answers a flow
opened under a stateful rule passes; everything else is dropped silently and counted. It does not send a packet back out
of the interface it came in by, unless the lab says so (`firewall_hairpin`). An operator may block a protocol on top of the
policy (`[block esp at firewall inbound]`).

Source: the configuration supplement on what must be permitted; protocols reference 6.1. No ICMP errors are sent: a
firewall of its kind is silent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.device.nat import PortTranslator
from iossim.device.pipeline import Stage, Transit
from iossim.endpoints.fixed import FixedNode, StaticRoute
from iossim.net.address import Address, Prefix
from iossim.net.fate import TURNS_BACK
from iossim.net.node import Drop
from iossim.net.packet import Icmp, Packet, Protocol
from iossim.sim.facts import Table
from iossim.sim.meters import Idle, Meter

if TYPE_CHECKING:
    from iossim.net.walk import Walker
    from iossim.net.wire import Wire

OUTSIDE = "outside"
Flow = tuple[int, Address, int, Address, int]


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of traffic: protocol (None any), ranges of destination and source ports, ICMP type; or whatever is in fragments."""

    protocol: int | None
    to: tuple[int, int] = (0, 65_535)
    source: tuple[int, int] = (0, 65_535)
    icmp_type: int | None = None
    fragments: bool = False

    def fits(self, packet: Packet) -> bool:
        """True when a packet is of this kind."""
        if self.fragments and packet.fragments == 1:
            return False
        if self.protocol is None:
            return True
        if packet.proto != self.protocol:
            return False
        if self.icmp_type is not None:
            return isinstance(packet.payload, Icmp) and packet.payload.kind == self.icmp_type
        sport, dport = packet.ports
        return self.to[0] <= dport <= self.to[1] and self.source[0] <= sport <= self.source[1]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the policy."""

    came_in: str
    leaves: str
    source: tuple[Prefix, ...]
    destination: tuple[Prefix, ...]
    services: tuple[Service, ...]
    stateful: bool = False
    translate: Address | None = None

    def fits(self, came_in: str, leaves: str, packet: Packet) -> bool:
        """True when this line decides about a packet."""
        return (
            came_in == self.came_in
            and leaves == self.leaves
            and any(packet.src in prefix for prefix in self.source)
            and any(packet.dst in prefix for prefix in self.destination)
            and any(service.fits(packet) for service in self.services)
        )

    def without(self, gone: Rule) -> tuple[Rule, ...]:
        """What is left of this line when the services of another are no longer permitted between its networks."""
        same = (self.came_in, self.leaves) == (gone.came_in, gone.leaves)
        source, destination = _common(self.source, gone.source), _common(self.destination, gone.destination)
        services = tuple(one for one in self.services if one not in gone.services)
        if not same or not source or not destination or services == self.services:
            return (self,)
        others = tuple(one for one in self.source if one not in source)
        elsewhere = tuple(one for one in self.destination if one not in destination)
        left = (
            replace(self, source=others),
            replace(self, source=source, destination=elsewhere),
            replace(self, source=source, destination=destination, services=services),
        )
        return tuple(one for one in left if one.source and one.destination and one.services)


def _common(mine: tuple[Prefix, ...], theirs: tuple[Prefix, ...]) -> tuple[Prefix, ...]:
    """Those of my networks that one of theirs covers."""
    return tuple(one for one in mine if any(one.network in other and one.length >= other.length for other in theirs))


class Firewall(FixedNode):
    """The firewall of a lab."""

    kind = "firewall"
    forwards = True

    def __init__(
        self,
        name: str,
        wire: Wire,
        *,
        number: int,
        arp_timeout: int,
        ports: dict[str, tuple[Address, int] | None],
        routes: tuple[StaticRoute, ...],
        policy: tuple[Rule, ...],
        hairpin: bool,
        idle: dict[int, int],
    ) -> None:
        super().__init__(name, wire, number=number, arp_timeout=arp_timeout, ports=ports, routes=routes)
        self.rules: Table[str, tuple[Rule, ...]] = Table(self.kernel, f"{name}.policy")
        self.policy = self.policy_meant = policy
        self.hairpin = hairpin
        self.idle = idle
        self.flows: Table[Flow, Idle] = Table(self.kernel, f"{name}.flows")
        self.blocks: Table[str, tuple[tuple[Service, bool], ...]] = Table(self.kernel, f"{name}.blocks")
        self.denied: dict[tuple[str, str], Meter] = {}
        self.translators = {
            rule.translate: PortTranslator(self, rule.translate, idle) for rule in policy if rule.translate is not None
        }
        self.pipeline.add(Stage.NAT_IN, self.untranslate)
        self.pipeline.add(Stage.POLICY, self.judge)
        self.pipeline.add(Stage.NAT_OUT, self.translate)

    # -- the operator --------------------------------------------------------------------------------------------

    @property
    def policy(self) -> tuple[Rule, ...]:
        """The rules, from the top."""
        return self.rules.peek("") or ()

    @policy.setter
    def policy(self, rules: tuple[Rule, ...]) -> None:
        self.rules.set("", rules)

    def permit(self, rule: Rule) -> None:
        """One more rule, at the end."""
        if rule not in self.policy:
            self.policy = (*self.policy, rule)

    def withdraw(self, gone: Rule) -> bool:
        """Take the services of a rule away where they are permitted; what else the policy permits stays. False: nowhere."""
        kept = tuple(rest for rule in self.policy for rest in rule.without(gone))
        changed, self.policy = kept != self.policy, kept
        return changed

    def take_back(self, rule: Rule) -> bool:
        """Take a rule away that was permitted on request; False when there is no such one."""
        asked_for = rule in self.policy and rule not in self.policy_meant
        if asked_for:
            self.policy = tuple(one for one in self.policy if one != rule)
        return asked_for

    def block(self, service: Service, directions: tuple[bool, ...]) -> None:
        """Drop a kind of traffic; True = inbound (from outside), False = outbound."""
        now = self.blocks.peek("") or ()
        self.blocks.set("", now + tuple((service, d) for d in directions if (service, d) not in now))

    def unblock(self, service: Service, directions: tuple[bool, ...]) -> None:
        """Let it pass again."""
        now = self.blocks.peek("") or ()
        self.blocks.set("", tuple(b for b in now if b not in [(service, d) for d in directions]))

    # -- stages --------------------------------------------------------------------------------------------------

    def judge(self, walker: Walker, transit: Transit) -> Drop | None:
        """The policy."""
        packet, came_in, leaves = transit.packet, transit.in_port, transit.out_port
        if came_in == leaves and not self.hairpin:
            return self._deny(walker, came_in, leaves, TURNS_BACK)
        for service, inbound in self.blocks.get("") or ():
            if inbound == (came_in == OUTSIDE) and service.fits(packet):
                return self._deny(walker, came_in, leaves, "blocked by the operator")
        known = self.flows.get(_reversed(packet))
        if known is not None:
            walker.touch(known)
            return None
        for rule in self.rules.get("") or ():
            if rule.fits(came_in, leaves, packet):
                if rule.stateful:
                    self._remember(walker, packet)
                if rule.translate is not None:
                    transit.translate_to = rule.translate
                walker.step(self.name, leaves, "permit", "", packet)
                return None
        return self._deny(walker, came_in, leaves, "denied by the policy")

    def translate(self, walker: Walker, transit: Transit) -> Drop | None:
        """Port translation, where the rule that let the packet pass asks for it."""
        if transit.translate_to is not None:
            transit.packet = self.translators[transit.translate_to].outbound(walker, transit.packet)
        return None

    def untranslate(self, walker: Walker, transit: Transit) -> Drop | None:
        """Answers to translated flows get their inside address back."""
        translator = self.translators.get(transit.packet.dst)
        if translator is None or transit.in_port != OUTSIDE:
            return None
        inside = translator.inbound(walker, transit.packet)
        if inside is None:
            return self._deny(walker, transit.in_port, "", "no translation for it")
        transit.packet = inside
        return None

    # -- inside --------------------------------------------------------------------------------------------------

    def _deny(self, walker: Walker, came_in: str, leaves: str, reason: str) -> Drop:
        meter = self.denied.get((came_in, leaves))
        if meter is None:
            meter = self.denied[came_in, leaves] = Meter(self.kernel)
        walker.touch(meter)
        return Drop(reason)

    def _remember(self, walker: Walker, packet: Packet) -> None:
        flow = flow_key(packet)
        known = self.flows.get(flow)
        if known is None:
            walker.act(self.open, flow)
        else:
            walker.touch(known)

    def open(self, flow: Flow) -> None:
        """A flow has begun: its answers may come back while it is used."""
        if self.flows.peek(flow) is None and self.powered:
            limit = self.idle.get(flow[0], self.idle[Protocol.UDP])
            idle = Idle(self.kernel, limit, self.close, flow)
            idle.start()
            self.flows.set(flow, idle)

    def close(self, flow: Flow) -> None:
        """A flow has been idle for too long."""
        idle = self.flows.peek(flow)
        if idle is not None:
            idle.stop()
            self.flows.delete(flow)

    def stopped(self) -> None:
        """State is RAM."""
        for flow in tuple(self.flows.keys()):
            self.close(flow)
        for translator in self.translators.values():
            translator.clear()


def flow_key(packet: Packet) -> Flow:
    """What makes a conversation: protocol, addresses, ports (the identifier of ICMP echoes)."""
    payload = packet.payload
    if isinstance(payload, Icmp):
        return packet.proto, packet.src, payload.ident, packet.dst, payload.ident
    sport, dport = packet.ports
    return packet.proto, packet.src, sport, packet.dst, dport


def _reversed(packet: Packet) -> Flow:
    proto, src, sport, dst, dport = flow_key(packet)
    return proto, dst, dport, src, sport
