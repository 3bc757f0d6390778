"""The firewall of a lab: interfaces, routes, named groups of networks, and the policy as a table.

The policy is read from the top; the first rule that fits decides, and what no rule fits is denied and counted. Rules
name the interface a packet came in by and the one it leaves by; `source` and `destination` name groups, nothing means
any.

Invariant: every group, interface and next hop that is named exists (checked by `references`).
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, PlainValidator

from iossim.lab.definition.base import Id, Model, Place, Text
from iossim.lab.definition.values import HostAddress, Ip, Network, Permitted, read_prefix
from iossim.net.address import DEFAULT, Address, Prefix


def read_target(value: object) -> Prefix | str:
    """Where a route leads: a network, or the name of a group."""
    return value if isinstance(value, str) and value[:1].isalpha() else read_prefix(value)


Target: TypeAlias = Annotated[Prefix | str, PlainValidator(read_target)]


class Route(Model):
    """A static route."""

    to: Network
    via: Ip


class GroupRoute(Model):
    """A static route for every network of a group, or for one network."""

    to: Target
    via: Ip


class Rule(Model):
    """One line of the policy: from -> to, permitted services, and why.

    `stateful`: packets the other way that answer are permitted. `translate`: leaves with this address (PAT).
    """

    came_in: Annotated[Id, Field(alias="from")]
    leaves: Annotated[Id, Field(alias="to")]
    source: tuple[Id, ...] = ()
    destination: tuple[Id, ...] = ()
    permit: Annotated[tuple[Permitted, ...], Field(min_length=1)]
    stateful: bool = False
    translate: Ip | None = None
    why: Text = ""


class Firewall(Model):
    """The firewall."""

    kind: Literal["firewall"]
    label: Text = ""
    at: Place = None
    interfaces: Annotated[dict[Id, HostAddress], Field(min_length=1)]
    groups: dict[Id, tuple[Network, ...]] = {}
    routes: tuple[GroupRoute, ...] = ()
    policy: tuple[Rule, ...] = ()

    def table(self) -> tuple[tuple[Prefix, Address], ...]:
        """The routes with the groups written out."""
        return tuple(
            (prefix, route.via)
            for route in self.routes
            for prefix in ((route.to,) if isinstance(route.to, Prefix) else self.groups[route.to])
        )

    def networks(self, names: tuple[str, ...]) -> tuple[Prefix, ...]:
        """The networks of some groups, in order; nothing named is any address."""
        return tuple(prefix for name in names for prefix in self.groups[name]) if names else (DEFAULT,)
