"""An hour at the console: random typing, resizing, switching, rewinding and faults leave memory flat and nothing to complain of.

    pytest -m soak tests/frontends/test_tui_soak.py -s

The hour is virtual: the wall clock of the pacer is the test's, half a second a frame at 1x, and at each frame
everything is done that is done in a real one - events are delivered, the lab runs, consoles and panels are drawn, the past
and the journal are kept. Nothing waits, so it takes minutes.

Memory is counted, not guessed from pages: the octets of every object, once without and once with what the session itself is -
the lab with its journal, its trace and what its terminals have printed, and the packed moments of its past. The session may grow,
by what happened in it; everything else - screens, caches, labs of the past that were looked at - fills and then stays: the last
quarter adds next to nothing. It is counted with the same screen in front each time.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType

import pytest
from textual import events
from textual.pilot import Pilot

from iossim.frontends.recording import Shelf
from iossim.frontends.tui import layout
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.room import Room
from iossim.lab.lab import Lab
from iossim.lab.past import MEMORY

FRAME = 500_000
FRAMES = 2 * 3600
SIZES = ((80, 24), (100, 30), (120, 36), (160, 45), (200, 60), (132, 43), (60, 20))
COMMANDS = (
    "show ip route", "show crypto isakmp sa", "show crypto ipsec sa", "show standby", "show ip eigrp neighbors", "show clock",
    "show running-config", "show logging", "ping 10.81.0.1", "conf t", "interface FastEthernet0/0", "end", "debug crypto isakmp",
    "undebug all", "enable", "cisco", "?", "write memory", "terminal length 0", "traceroute 10.81.0.1",
)  # fmt: skip
DEEDS = (
    "cut x-over", "restore x-over", "silence stick-gw1", "restore stick-gw1", "loss uplink 5%", "restore uplink",
    "outage dsl-1 40s", "renumber dsl-2", "retrain dsl-3", "block esp at firewall", "unblock esp at firewall", "crash gateway-2",
    "reload gateway-1", "reload gateway-2", "power off soho-3", "power on soho-3", "unplug phone-1", "plug phone-1",
    "hang up phone-1", "call phone-1 phone-hq", "call phone-2 phone-hq2",
)  # fmt: skip
VIEWS = "mvtwec"
MIB = 1024 * 1024
LOOKS = 4
OTHERS = 0.5
"""MiB that all that is not the session may grow by in the last quarter, where caches and scroll-back still fill: measured 0.10."""
SESSION = 4.0
"""MiB that the session may grow by in half an hour of some 500 deeds and 3,500 inputs: measured 3.7."""
UNCOUNTED = (type, ModuleType, FunctionType, BuiltinFunctionType, CodeType, MethodType)
"""What is there once and not of this hour, or leads from the lab to whoever listens to it: not followed."""


def octets(*roots: object, without: set[int]) -> int:
    """The octets of all that can be reached from these objects and has not been counted before; the count itself is no part."""
    without.add(id(without))
    total, waiting = 0, list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) in without or isinstance(one, UNCOUNTED):
            continue
        without.add(id(one))
        total += sys.getsizeof(one)
        waiting += gc.get_referents(one)
    return total


@dataclass(frozen=True, slots=True)
class Held:
    """MiB at a moment of the hour, and how many inputs and moments there are."""

    session: float
    moments: float
    others: float
    inputs: int

    @classmethod
    def by(cls, room: Room) -> Held:
        """Count."""
        gc.collect()
        counted: set[int] = set()
        lab, kept = room.live, room.visit.past.checkpoints
        moments = octets(*(one.data for one in kept), without=counted)
        session = octets(lab.world, lab.journal, lab.hand, without=counted)
        others = octets(*gc.get_objects(), without=counted)
        return cls(session / MIB, moments / MIB, others / MIB, len(lab.journal.inputs))


class Monkey:
    """Somebody who tries everything but to leave."""

    def __init__(self, app: ConsoleApp, room: Room, pilot: Pilot[int], seed: int) -> None:
        self.app, self.room, self.pilot = app, room, pilot
        self.chance = random.Random(seed)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else "\r" if key == "enter" else None))

    def order(self, key: str) -> None:
        self.press(PREFIX, key)

    async def rest(self) -> None:
        """Back to one console at the first router in a window of the usual size, with nothing lying over it."""
        await self.pilot.resize_terminal(*SIZES[3])
        while self.app.screen is not self.room:
            self.app.pop_screen()
            await self.pilot.pause()
        if self.room.visit.open:
            self.room.visit.end()
        self.room.pulse.pacer.stop_hunt()
        self.room.tile(1)
        for view in (*(row.name for row in layout.VIEWS), "console"):
            self.room.show_view(view)
            await self.pilot.pause()
        self.room.action_console(0)
        await self.pilot.pause()
        for widget in self.room.walk_children(with_self=True):
            widget.refresh()  # a row remembers up to four ways it was cut into, by whatever came before this
        await self.pilot.pause()

    async def act(self) -> None:
        """One thing of many."""
        chance = self.chance
        if self.app.screen is not self.room:
            self.press("escape")
            if self.app.size.width < 80:
                await self.pilot.resize_terminal(80, 24)
            return
        if self.room.visit.open:
            self.order("p")
            self.press("escape")
            return
        match chance.randrange(16):
            case 0 | 1 | 2 | 3 | 4 | 5:
                self.order("c")
                self.press("enter", *chance.choice(COMMANDS), "enter")
            case 6:
                self.order("c")
                self.press(
                    *chance.choices((" ", "q", "tab", "up", "ctrl+a", "ctrl+z", "ctrl+c", "ctrl+6", "pageup", "x"), k=4)
                )
            case 7 | 8:
                self.press(f"f{chance.randrange(2, 10)}")
            case 9:
                self.order(chance.choice(VIEWS))
                self.press(*chance.choices(("up", "down", "pagedown", "enter", "F"), k=3), "escape", "escape")
            case 10:
                await self.pilot.resize_terminal(*chance.choice(SIZES))
            case 11:
                self.order(chance.choice("szPol"))
            case 12:
                self.order("p")
                self.press(*chance.choices(("left", "down", "pageup", "left_square_bracket", "right"), k=3))
                await self.pilot.pause()
                while self.room.visit._busy:
                    await self.pilot.pause()
                self.press("escape", "escape")
            case 13:
                self.order(chance.choice(("k", "d", "question_mark", "r", "a", "h", "x")))
                self.press("escape")
            case _:
                if not self.room.visit.open:
                    self.room.orders.do_action(chance.choice(DEEDS))


@pytest.mark.soak
def test_an_hour_leaves_memory_flat_and_the_log_empty(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After 7,200 frames and some 1,000 deeds the room is there, the lab is an hour older, and nothing was complained of."""
    monkeypatch.chdir(tmp_path)
    held: list[Held] = []

    async def run() -> None:
        app = ConsoleApp(Shelf(tmp_path))
        async with app.run_test(size=(160, 45)) as pilot:
            lab = Lab.open("headend")
            app.recording = app.shelf.begin(lab)
            lab.do("call phone-1 phone-hq")
            room = Room(lab, app.recording)
            wall, pacer = [0], room.pulse.pacer
            pacer.wall = lambda: wall[0]
            pacer._turn = 0
            pacer.set_rate(1)
            await app.push_screen(room)
            await pilot.pause()
            monkey = Monkey(app, room, pilot, 1)
            began = lab.now
            for frame in range(FRAMES):
                if frame % (FRAMES // LOOKS) == 0:
                    await monkey.rest()
                    held.append(Held.by(room))
                if monkey.chance.random() < 0.15:
                    await monkey.act()
                elif pacer.paused and app.screen is room and not room.visit.open:
                    pacer.pause(False)
                wall[0] += FRAME
                if frame % 2 == 0 and not room.visit.open:
                    room.keep()
                room.pulse.hurry()
                await asyncio.sleep(0)
                await pilot._wait_for_screen()
                if app._exception is not None:
                    break
            await monkey.rest()
            held.append(Held.by(room))
            assert room.pulse.alive and pacer.stalls == 0
            assert room.live.now - began > 0.7 * FRAMES * FRAME  # time stands while the past or a tour is looked at
            app.close_recording()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    for name in ("session", "moments", "others"):
        print(f"\nMiB at the quarters, {name}:", *(f"{getattr(one, name):.2f}" for one in held), end="")
    half, late, end = held[LOOKS // 2], held[-2], held[-1]
    print(
        f"\n{end.inputs} inputs; journal on disk {sum(file.stat().st_size for file in tmp_path.glob('*.journal')) / MIB:.2f} MiB"
    )
    assert not caplog.records
    assert end.others - late.others < OTHERS
    assert end.session - half.session < SESSION
    assert end.moments < MEMORY / MIB
