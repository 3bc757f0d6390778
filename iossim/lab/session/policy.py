"""What the firewall's department does on request: permit a service, withdraw it, lead a network somewhere.

    permit esp from outside to 64.yy.yy.a at firewall      withdraw udp 500 from 64.yy.yy.b to outside at firewall
    route 64.yy.yy.b via 10.81.0.4 at firewall             forget route 10.81.2.0/23 at firewall
    restore policy at firewall

A side is an interface of the firewall, or an address or prefix behind one. Addresses stay text: only the lab knows its names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from iossim.lab.session.action import SERVICE, Action, Service
from iossim.lab.session.forms import Form
from iossim.lab.session.slots import Slot, pattern

_ADDRESS = r"[0-9]+(?:\.[0-9A-Za-z]+){3}"
SIDES = {
    **SERVICE,
    "side": Slot(
        pattern(
            "an interface of the firewall, an address or a prefix", rf"[a-z][a-z0-9-]*|{_ADDRESS}(?:/[0-9]{{1,2}})?"
        )
    ),
    "target": Slot(pattern("an address or a prefix", rf"{_ADDRESS}(?:/[0-9]{{1,2}})?")),
}
_PERMISSION = "<service:service> from <source:side> to <destination:side> at <node:node>"


@dataclass(frozen=True, slots=True)
class Permit(Action):
    """Let a service pass from one side to another."""

    form: ClassVar[Form] = Form(f"permit {_PERMISSION}", SIDES)
    service: Service
    source: str
    destination: str
    node: str


@dataclass(frozen=True, slots=True)
class Withdraw(Action):
    """Take a permission of the policy back, and nothing else."""

    form: ClassVar[Form] = Form(f"withdraw {_PERMISSION}", SIDES)
    service: Service
    source: str
    destination: str
    node: str


@dataclass(frozen=True, slots=True)
class SetRoute(Action):
    """Lead a network by a next hop, in the place of its route until now."""

    form: ClassVar[Form] = Form("route <target:target> via <next_hop:target> at <node:node>", SIDES)
    target: str
    next_hop: str
    node: str


@dataclass(frozen=True, slots=True)
class ForgetRoute(Action):
    """Take a static route away."""

    form: ClassVar[Form] = Form("forget route <target:target> at <node:node>", SIDES)
    target: str
    node: str


@dataclass(frozen=True, slots=True)
class RestorePolicy(Action):
    """The policy of a firewall is that of the lab file again."""

    form: ClassVar[Form] = Form("restore policy at <node:node>")
    node: str


POLICY: tuple[type[Action], ...] = (Permit, Withdraw, SetRoute, ForgetRoute, RestorePolicy)
