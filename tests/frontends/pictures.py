"""Every state of the room as text, at the sizes of the three layouts: what `test_tui_pictures` compares.

    python -m tests.frontends.pictures --write      after a change that was looked at

The lab is `pair`, half a minute after a cable was cut, with time standing still: the same picture every time. What the routers
printed before is wiped off their consoles: how they boot is not what the pictures are of. Themes change no
character (`test_tui_pictures` tells so), so one picture stands for all.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from iossim.frontends.recording import Shelf
from iossim.frontends.tui.app import ConsoleApp
from iossim.frontends.tui.room import Room
from iossim.lab.lab import Lab

SECOND = 1_000_000
SIZES = ((80, 24), (120, 36), (200, 60))
FOLDER = Path(__file__).with_name("pictures")
STATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("console", ()),
    ("map", ("m",)),
    ("timeline, one chosen", ("t", "up", "up")),
    ("packet", ("w",)),
    ("why", ("e",)),
    ("two consoles", ("c", "s")),
    ("past", ("m", "p", "left_square_bracket")),
    ("back, commands", ("escape", "ctrl+right_square_bracket")),
)
"""States in the order in which they are visited, with the commands and keys that lead there."""


def drawn(app: ConsoleApp) -> list[str]:
    """The rows of the screen."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


@asynccontextmanager
async def room(size: tuple[int, int]) -> AsyncIterator[tuple[ConsoleApp, Room, Pilot[int]]]:
    """A room of the lab in its state, and whoever drives it."""
    lab = Lab.open("pair", "cold")
    lab.advance(200 * SECOND)
    lab.do("cut x-over")
    lab.advance(30 * SECOND)
    for device in lab.devices:
        lab.terminal(device).screen.wipe()
        lab.type(device, ("enter", *"show privilege", "enter"))
    with tempfile.TemporaryDirectory() as folder:
        app = ConsoleApp(Shelf(Path(folder)))
        async with app.run_test(size=size) as pilot:
            shown = Room(lab, None)
            shown.pulse.pacer.pause(True)
            await app.push_screen(shown)
            await pilot.pause()
            yield app, shown, pilot


async def lead(app: ConsoleApp, shown: Room, pilot: Pilot[int], keys: tuple[str, ...]) -> None:
    """Press keys as commands, and wait until all is drawn."""
    for key in keys:
        if len(key) == 1:
            app.post_message(events.Key("ctrl+right_square_bracket", "\x1d"))
        app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
    while shown.visit._busy:
        await pilot.pause(0.01)
    shown._draw_anew()
    await pilot.pause()


def album(size: tuple[int, int], look: Callable[[ConsoleApp, str], None] | None = None) -> str:
    """All pictures of a size; `look` is called at each."""

    async def run() -> str:
        parts = []
        async with room(size) as (app, shown, pilot):
            for name, keys in STATES:
                await lead(app, shown, pilot, keys)
                if look is not None:
                    look(app, name)
                parts += [f"==== {name}", *drawn(app)]
        return "\n".join(parts) + "\n"

    return asyncio.run(run())


def file(size: tuple[int, int]) -> Path:
    """Where the pictures of a size are kept."""
    return FOLDER / f"{size[0]}x{size[1]}.txt"


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        FOLDER.mkdir(exist_ok=True)
        for size in SIZES:
            file(size).write_text(album(size), encoding="utf-8")


if __name__ == "__main__":
    main()
