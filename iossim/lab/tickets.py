"""Tickets: faults of the catalogue that are given out by number, come and go by the clock, and are mended.

What a number means is settled when it is given out, and remembered with the world, so that mending it means the same fault
whatever has become of configurations since. Deeds at consoles are typed there, as by a person; at a router that is not running
nothing is typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.terminal import State
from iossim.lab.faults.catalogue import draw
from iossim.lab.faults.fault import ENTER, PROMPT, Fault, Level
from iossim.lab.session.report import Report
from iossim.lab.session.tickets import Break, Mend

if TYPE_CHECKING:
    from iossim.lab.hand import Hand
    from iossim.lab.session.action import Action
    from iossim.lab.world import World

CONSOLE = "con 0"


@dataclass(frozen=True, slots=True)
class Site:
    """A lab, as far as its catalogue of faults needs it."""

    world: World
    devices: tuple[str, ...]


def carry_out(hand: Hand, action: Action) -> Report:
    """Give a ticket out, or take it back."""
    assert isinstance(action, Break | Mend)
    world = hand.world
    if isinstance(action, Mend):
        if action.ticket not in world.tickets:
            return Report((f"ticket {action.ticket} is not given out",), ok=False)
        mend(hand, action.ticket)
        del world.tickets[action.ticket]
        return Report()
    if action.ticket in world.tickets:
        return Report((f"ticket {action.ticket} is given out already",), ok=False)
    if action.period is not None and (action.lasting is None or action.lasting >= action.period):
        return Report(
            ("a fault that comes again has to be over before: [fault 17 for 5s every 60s times 3]",), ok=False
        )
    level = None if action.level is None else Level[action.level.upper()]
    try:
        world.tickets[action.ticket] = draw(Site(world, tuple(world.routers)), action.ticket, level)
    except ValueError as error:
        return Report((str(error),), ok=False)
    for turn in range(action.times or 1):
        begin = turn * (action.period or 0)
        if turn:
            world.kernel.after(begin, bring_about, hand, action.ticket)
        if action.lasting is not None:
            world.kernel.after(begin + action.lasting, mend, hand, action.ticket)
    bring_about(hand, action.ticket)
    return Report()


def bring_about(hand: Hand, ticket: int) -> None:
    """The fault begins, unless its ticket was taken back meanwhile."""
    fault: Fault | None = hand.world.tickets.get(ticket)
    _do(hand, fault.doing if fault is not None else ())


def mend(hand: Hand, ticket: int) -> None:
    """It is over."""
    fault: Fault | None = hand.world.tickets.get(ticket)
    _do(hand, fault.undoing if fault is not None else ())


def _do(hand: Hand, deeds: Iterable[str]) -> None:
    for deed in deeds:
        device, at_console, lines = deed.partition(PROMPT)
        if at_console:
            _type(hand.world, device, lines.split(ENTER))
        else:
            hand.do_text(deed)


def _type(world: World, device: str, lines: list[str]) -> None:
    router = world.router(device)
    if not router.up:
        return
    if router.lines.console.terminal.state is State.IDLE:
        world.ready(device)
    cause = world.kernel.cause
    for line in lines:
        world.kernel.cause = cause
        world.press(device, CONSOLE, (*line, "enter"))
    world.kernel.cause = cause
