"""`show standby` and `show standby brief`, in the forms of 12.2(8)T to 12.4, and of 15.x.

Views are frozen; nothing here asks a router.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from iossim.cli.release import Forms, Release
from iossim.device.ages import age
from iossim.device.interface import short
from iossim.features.hsrp.config import DEFAULT_AUTHENTICATION, GroupConfig
from iossim.features.hsrp.state import Group, Peer, State, virtual_mac

Spell = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group at a moment: what is true, what is wanted, and how long its clocks still run (microseconds)."""

    group: Group
    config: GroupConfig
    up: bool
    next_hello: int | None
    active_expires: int
    standby_expires: int
    tracks: tuple[tuple[str, bool, int], ...]
    now: int


def seconds(span: int) -> str:
    """`7.580`: seconds with thousandths, cut."""
    thousandths = max(0, span) // 1000
    return f"{thousandths // 1000}.{thousandths % 1000:03}"


def time(span: int) -> str:
    """`3 sec`, `500 msec`."""
    return f"{span // 1_000_000} sec" if span % 1_000_000 == 0 else f"{span // 1000} msec"


VERSIONED = Forms("{kind}", ("12.4(4)T", "v1 {kind}"))
NAME = Forms("IP redundancy name", ("15.0", "Group name"))


def show_group(view: GroupView, look: Release, ip: Spell) -> Iterator[str]:
    """The block of one group."""
    group, config = view.group, view.config
    yield f"{group.interface} - Group {group.number}"
    yield f"  State is {group.state.label}{'' if view.up else ' (interface down)'}"
    plural = "" if group.changes == 1 else "s"
    if group.changes:
        yield f"    {group.changes} state change{plural}, last state change {age(view.now - group.since)}"
    yield f"  Virtual IP address is {ip(group.address) if group.address is not None else 'unknown'}"
    known = group.state is State.ACTIVE or group.active is not None
    yield f"  Active virtual MAC address is {group.mac if known else 'unknown'}"
    usual = VERSIONED.on(look).format(kind="default")
    kind = usual if group.mac == virtual_mac(group.number) else "configured" if config.mac else "bia"
    yield f"    Local virtual MAC address is {group.mac} ({kind})"
    yield f"  Hello time {time(group.hello)}, hold time {time(group.hold)}"
    if view.next_hello is not None:
        yield f"    Next hello sent in {seconds(view.next_hello)} secs"
    if config.authentication != DEFAULT_AUTHENTICATION:
        yield f'  Authentication text "{config.authentication}"'
    yield f"  {_preemption(config)}"
    yield f"  Active router is {_router(group.active, group.state is State.ACTIVE, view.active_expires, ip)}"
    yield f"  Standby router is {_router(group.standby, group.state is State.STANDBY, view.standby_expires, ip)}"
    yield f"  Priority {group.priority} (configured {config.priority})"
    for interface, up, decrement in view.tracks:
        yield f"    Track interface {interface} state {'Up' if up else 'Down'} decrement {decrement}"
    name = config.name or f"hsrp-{short(group.interface)}-{group.number}"
    yield f'  {NAME.on(look)} is "{name}" ({"cfgd" if config.name else "default"})'


def _preemption(config: GroupConfig) -> str:
    if not config.preempt:
        return "Preemption disabled"
    delays = [("min", config.preempt_delay), ("reload", config.reload_delay)]
    said = [f"{word} {span // 1_000_000} secs" for word, span in delays if span]
    return "Preemption enabled" + (f", delay {', '.join(said)}" if said else "")


def _router(peer: Peer | None, local: bool, expires: int, ip: Spell) -> str:
    if local:
        return "local"
    if peer is None:
        return "unknown"
    return f"{ip(peer.address)}, priority {peer.priority} (expires in {seconds(expires)} sec)"


BRIEF_HEADING = (
    "                     P indicates configured to preempt.",
    "                     |",
)
BRIEF = Forms(
    "Interface   Grp Prio P State    Active addr     Standby addr    Group addr",
    ("12.4", "Interface   Grp  Pri P State   Active          Standby         Virtual IP"),
)
ROW = Forms(
    "{interface:<11} {group:<3} {priority:<4} {preempt:<1} {state:<8} {active:<15} {standby:<15} {address}",
    ("12.4", "{interface:<11} {group:<4} {priority:<3} {preempt:<1} {state:<7} {active:<15} {standby:<15} {address}"),
)


def show_brief(views: Iterable[GroupView], look: Release, ip: Spell) -> Iterator[str]:
    """The short form: a row per group."""
    yield from BRIEF_HEADING
    yield BRIEF.on(look)
    for view in views:
        yield _row(view, look, ip)


def _row(view: GroupView, look: Release, ip: Spell) -> str:
    group = view.group
    active = "local" if group.state is State.ACTIVE else ip(group.active.address) if group.active else "unknown"
    standby = "local" if group.state is State.STANDBY else ip(group.standby.address) if group.standby else "unknown"
    address = ip(group.address) if group.address is not None else "unknown"
    return ROW.on(look).format(
        interface=short(group.interface), group=group.number, priority=group.priority,
        preempt="P" if group.preempt else "", state=group.state.label, active=active, standby=standby, address=address,
    )  # fmt: skip
