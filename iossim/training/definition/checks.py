"""What may be checked. Each check is declarative: a row of `training.checks.TABLE` says how it is answered.

{kind: holds, that: sa soho-vp gateway-2}                 a condition of the session language
{kind: value, fact: metric gateway-2 10.81.2.0/29, is: 2588160}
{kind: config, device: soho-vp, lines: |                  each line means what holds; `no ...` means absence
     crypto map test 1 ipsec-isakmp
      set peer 64.yy.yy.b}
{kind: acl, device: gateway-1, list: "1", same: permit 10.81.2.0 0.0.1.255}
{kind: path, packet: admin 10.81.2.1 tcp 23, ends: delivered}
{kind: events, order: [{device: gateway-1, record: rri-added}, {device: gateway-2, record: hsrp}], within: 10s}
{kind: fault, do: [reload gateway-2], until: voice phone-3 both audible, within: 35s, calm: 10m, phones: [phone-3]}
{kind: commands, used: [show ip route]}
{kind: saved, devices: [soho-vp]}
{kind: unchanged, devices: [gateway-1]}
{kind: intact, except: [soho-4]}                          nothing else is broken
{kind: shows, device: gateway-1, command: show ip route, lines: D EX}     for claims: what a display has in it
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from iossim.lab.definition.base import Model
from iossim.training.definition.base import Asked, Device, Done, Duration, Name, Node, Packet, Text, That

MOST = 40
"""Entries of any list in a check."""
LONGEST = 24 * 3_600_000_000
"""Virtual time that one fault may take."""


class _Check(Model):
    """What every check has: a name that mistakes refer to, its weight, and what it asks for in words."""

    name: Name | None = None
    weight: Annotated[int, Field(ge=0, le=100)] = 1
    says: Text = ""


class Holds(_Check):
    """A condition holds, now or within a time (looked for in a branch)."""

    kind: Literal["holds"]
    that: That
    within: Duration = 0


class Value(_Check):
    """A fact has a value: `is`, or between `least` and `most`."""

    kind: Literal["value"]
    fact: Asked
    given: Annotated[str | float | tuple[str, ...] | None, Field(alias="is")] = None
    least: float | None = None
    most: float | None = None

    @model_validator(mode="after")
    def _asks(self) -> Value:
        if self.given is None and self.least is None and self.most is None:
            raise ValueError("expected is, least or most")
        return self


class Config(_Check):
    """Lines mean what holds on a device, however they were typed."""

    kind: Literal["config"]
    device: Device
    lines: Text


class Acl(_Check):
    """An access list decides as another would, on every packet."""

    kind: Literal["acl"]
    device: Device
    named: Annotated[str, Field(alias="list", max_length=80)]
    same: Text


class Reach(_Check):
    """A packet arrives, or does not; perhaps by way of some nodes."""

    kind: Literal["path"]
    packet: Packet
    ends: Literal["delivered", "dropped"] = "delivered"
    through: Annotated[tuple[Node, ...], Field(max_length=MOST)] = ()
    avoids: Annotated[tuple[Node, ...], Field(max_length=MOST)] = ()


class Event(Model):
    """A record of the trace, or a log message by its mnemonic; `about` is a part of its text."""

    device: Node | None = None
    record: Annotated[str | None, Field(pattern=r"^[a-z]+(-[a-z]+)*$")] = None
    log: Annotated[str | None, Field(pattern=r"^[A-Z][A-Z0-9_-]*-[0-7]-[A-Z0-9_]+$")] = None
    about: Text = ""

    @model_validator(mode="after")
    def _one(self) -> Event:
        if (self.record is None) == (self.log is None):
            raise ValueError("expected either record or log")
        return self


class Events(_Check):
    """Events happened in this order since the exercise began, the last within a time of the first."""

    kind: Literal["events"]
    order: Annotated[tuple[Event, ...], Field(min_length=1, max_length=MOST)]
    within: Duration = 0


class Typing(Model):
    """Lines typed at a console, in a branch: what somebody else might do."""

    at: Device
    lines: Text


class Fault(_Check):
    """Behaviour under a fault, tried in a branch of the lab: what the learner has in front of him is not touched.

    After `do` the time `within` passes; then `until` holds, and for `calm` no conversation of `phones` is silent for longer
    than `gap`; then `checks` hold. All of this in each of so many `runs`, which differ in what is left to chance.
    """

    kind: Literal["fault"]
    do: Annotated[tuple[Done | Typing, ...], Field(min_length=1, max_length=MOST)]
    until: That | None = None
    within: Duration = 60_000_000
    calm: Duration = 0
    phones: Annotated[tuple[Node, ...], Field(max_length=MOST)] = ()
    gap: Duration = 1_000_000
    runs: Annotated[int, Field(ge=1, le=20)] = 1
    checks: Annotated[tuple[Simple, ...], Field(max_length=MOST)] = ()

    @model_validator(mode="after")
    def _bounded(self) -> Fault:
        if self.within + self.calm > LONGEST:
            raise ValueError("a fault is watched for a day at most")
        return self


class Commands(_Check):
    """Commands were used, or were not: any spelling that the grammar takes for the same command counts."""

    kind: Literal["commands"]
    device: Device | None = None
    used: Annotated[tuple[Text, ...], Field(max_length=MOST)] = ()
    unused: Annotated[tuple[Text, ...], Field(max_length=MOST)] = ()


class Saved(_Check):
    """The running configuration would survive a reload."""

    kind: Literal["saved"]
    devices: Annotated[tuple[Device, ...], Field(min_length=1, max_length=MOST)]


class Unchanged(_Check):
    """Routers are configured as they were when the learner came, saved or not."""

    kind: Literal["unchanged"]
    devices: Annotated[tuple[Device, ...], Field(min_length=1, max_length=MOST)]


class Intact(_Check):
    """Nothing else is broken: compared with the lab as it was before the exercise.

    Homes still have a tunnel and can be called, both ways; one head-end is active and one standby; no route has leaked (but
    those in `routes`); the firewall permits no more. Homes with a router or phone in `except` are not looked at.
    """

    kind: Literal["intact"]
    but: Annotated[tuple[Node, ...], Field(alias="except", max_length=MOST)] = ()
    routes: Annotated[tuple[Text, ...], Field(max_length=MOST)] = ()
    firewall: bool = True


class Shows(_Check):
    """A show command, typed in a branch, prints these lines, and none of those that are `absent`; runs of blanks are one.

    For what an explanation says about a display. What a learner has to bring about is asked of the network, not of a screen.
    """

    kind: Literal["shows"]
    device: Device
    command: Annotated[Text, Field(max_length=200)]
    lines: Text = ""
    absent: Text = ""


Simple: TypeAlias = Annotated[
    Holds | Value | Config | Acl | Reach | Events | Commands | Saved | Unchanged | Intact, Field(discriminator="kind")
]
Check: TypeAlias = Annotated[
    Holds | Value | Config | Acl | Reach | Events | Fault | Commands | Saved | Unchanged | Intact,
    Field(discriminator="kind"),
]
Claim: TypeAlias = Annotated[
    Holds | Value | Config | Acl | Reach | Events | Fault | Commands | Saved | Unchanged | Intact | Shows,
    Field(discriminator="kind"),
]
"""What an explanation may say about the lab."""
Fault.model_rebuild()
