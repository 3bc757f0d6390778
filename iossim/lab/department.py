"""The firewall's department: another team, which does what it is asked for at the firewall, also when that is wrong.

A side of a permission is an interface, meaning every address behind it, or an address or prefix; the interface behind which
that lies is looked up in the firewall's own table. Who withdraws a service withdraws its answers too: those from its port. What
was permitted on request is taken back as it was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.endpoints.firewall import Firewall, Rule, Service
from iossim.endpoints.host import Host
from iossim.lab.session.policy import ForgetRoute, Permit, RestorePolicy, SetRoute, Withdraw
from iossim.lab.session.report import Report
from iossim.net.address import DEFAULT, Address, Prefix

if TYPE_CHECKING:
    from iossim.lab.session.action import Action
    from iossim.lab.session.action import Service as Wanted
    from iossim.lab.world import World

PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "esp": 50, "fragments": None}


def service_of(wanted: Wanted) -> Service:
    """A service of the session language, as the firewall judges by it."""
    ports = (0, 65_535) if wanted.port is None else (wanted.port, wanted.port)
    return Service(PROTOCOLS[wanted.protocol], ports, fragments=wanted.protocol == "fragments")


def refused(reason: str) -> Report:
    """The answer to what cannot be done."""
    return Report((reason,), ok=False)


def carry_out(world: World, action: Action) -> Report:
    """Change a firewall as requested."""
    assert isinstance(action, Permit | Withdraw | SetRoute | ForgetRoute | RestorePolicy)
    node = world.nodes[action.node]
    try:
        if isinstance(action, Permit | Withdraw | RestorePolicy):
            return (
                _policy(world, node, action)
                if isinstance(node, Firewall)
                else refused(f"{node.name} is not a firewall")
            )
        if not isinstance(node, Firewall | Host):
            return refused(f"{node.name} is not a firewall or a host")
        hop = world.names.read(action.next_hop) if isinstance(action, SetRoute) else None
        node.lead(prefix_of(world, action.target), hop)
    except ValueError as error:
        return refused(str(error))
    return Report()


def _policy(world: World, node: Firewall, action: Permit | Withdraw | RestorePolicy) -> Report:
    if isinstance(action, RestorePolicy):
        node.policy = node.policy_meant
        return Report()
    return _permission(world, node, action)


def _permission(world: World, node: Firewall, action: Permit | Withdraw) -> Report:
    source, destination = side(world, node, action.source), side(world, node, action.destination)
    service = service_of(action.service)
    rule = Rule(source[0], destination[0], (source[1],), (destination[1],), (service,))
    if isinstance(action, Permit):
        node.permit(rule)
        return Report()
    both = replace(rule, services=(service, replace(service, to=service.source, source=service.to)))
    withdrawn = node.take_back(rule) or node.withdraw(both)
    return Report() if withdrawn else refused(f"{action.node} permits no such thing")


def side(world: World, node: Firewall, text: str) -> tuple[str, Prefix]:
    """The interface and the network that one side of a permission means; ValueError when there is none."""
    if text in node.ports:
        return text, DEFAULT
    if text[:1].isalpha():
        raise ValueError(f"{node.name} has no interface {text}; it has {', '.join(node.ports)}")
    prefix = prefix_of(world, text)
    hop = node.rib.resolve(prefix.network)
    if hop is None:
        raise ValueError(f"{node.name} has no route to {text}")
    return hop.interface, prefix


def prefix_of(world: World, text: str) -> Prefix:
    """An address of the lab, as a /32, or a prefix."""
    address, slash, length = text.partition("/")
    return Prefix.of(Address(world.names.read(address)), int(length) if slash else 32)
