"""An hour at the console: random typing, resizing, switching, rewinding and faults leave memory flat and nothing to complain of.

    pytest -m soak tests/frontends/test_tui_soak.py -s

The hour is virtual: the wall clock of the pacer is the test's, half a second a frame at 1x, and at each frame
everything is done that is done in a real one - events are delivered, the lab runs, consoles and panels are drawn, the past
and the journal are kept. Nothing waits, so it takes minutes. Memory is looked at in three quarters after the first, when
caches, scroll-back and checkpoints are full.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import random
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from iossim.frontends.recording import Shelf
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.keys import PREFIX
from iossim.frontends.tui.room import Room
from iossim.lab.lab import Lab

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
GROWTH = 24
"""MiB between the end of the second quarter and the end: what an hour's journal, trace and fragmentation may take."""


def resident() -> float:
    """MiB in memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


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
                self.press(*chance.choices((" ", "q", "tab", "up", "ctrl+a", "ctrl+z", "ctrl+c", "ctrl+6", "pageup", "x"), k=4))
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
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_an_hour_leaves_memory_flat_and_the_log_empty(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After 7,200 frames and some 1,000 deeds the room is there, the lab is an hour older, and nothing was complained of."""
    monkeypatch.chdir(tmp_path)
    seen: list[float] = []
    held: list[float] = []

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
                if frame % (FRAMES // 4) == 0:
                    seen.append(resident())
                    held.append(sum(len(kept.data) for kept in room.visit.past.checkpoints) / MIB)
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
            seen.append(resident())
            held.append(sum(len(kept.data) for kept in room.visit.past.checkpoints) / MIB)
            assert room.pulse.alive and pacer.stalls == 0
            assert room.live.now - began > 0.7 * FRAMES * FRAME  # time stands while the past or a tour is looked at
            app.close_recording()

    with caplog.at_level(logging.WARNING):
        asyncio.run(run())
    print("\nRSS in MiB at the quarters:", *(f"{size:.0f}" for size in seen))
    print("of these, moments kept of the past:", *(f"{size:.0f}" for size in held))
    assert not caplog.records
    assert seen[-1] - seen[2] < GROWTH
