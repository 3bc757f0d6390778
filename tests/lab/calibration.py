"""How far the settled state of `headend` is from the ages and numbers that the document prints, and the waits that close the gap.

An age follows from when an event of the history fell; the simulation is deterministic, so moving the event moves the age by as
much. An event moves when the long wait before it grows and the long wait behind it shrinks by the same amount, so that the whole
still ends at t = 0. The maintenance at home 1 must also last until just before attempt 108.

    python -m tests.lab.calibration             what is off, and by how much
    python -m tests.lab.calibration --write     the same, and the waits of history.session rewritten

Invariant: no checkpoint is read here; the history is played.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from iossim.lab.definition import load
from iossim.lab.hand import Hand
from iossim.lab.history import Player
from iossim.lab.lab import names_of
from iossim.lab.spelling import read_duration, write_duration
from iossim.lab.world import World
from iossim.net.address import Prefix
from iossim.sim.kernel import Kernel

SECOND = 1_000_000
LONG = 300 * SECOND
HALF = SECOND // 2
"""An age is printed from whole seconds: in the middle of one, the display is right for the first half second of t = 0."""

MAINTENANCE = "outage dsl-1"
ATTEMPT = 108
LEAD = SECOND
"""So long before that attempt the line of home 1 is back."""

_WAIT = re.compile(r"\[wait (\S+)\]")


@dataclass(frozen=True)
class Age:
    """An age that the document prints, and the event of the history that it follows from."""

    event: str
    router: str
    prefix: str
    age: str

    @property
    def micros(self) -> int:
        """How long before t = 0 the route changed."""
        hours, minutes, seconds = (int(part) for part in self.age.split(":"))
        return ((hours * 60 + minutes) * 60 + seconds) * SECOND + HALF


AGES = (
    Age(MAINTENANCE, "gateway-2", "10.81.2.0/29", "07:26:03"),
    Age("power on soho-5", "gateway-2", "10.81.2.40/29", "05:48:36"),
    Age("plug phone-4", "gateway-2", "10.81.2.32/29", "03:51:48"),
    Age("outage dsl-3", "gateway-1", "10.81.2.24/29", "00:50:58"),
)


def history_file() -> Path:
    """The history as it stands."""
    import iossim

    return Path(iossim.__file__).parent / "labs" / "headend" / "history.session"


def played(text: str) -> World:
    """The world at t = 0 after this history."""
    definition = load("headend")
    history = definition.history
    assert history is not None
    world = World(definition, Kernel(history.seed, -history.starts), definition.table())
    world.everything_on()
    Player(world, Hand(world), names_of(world)).play(text, history.session)
    return world


def shift(world: World, age: Age) -> int:
    """By how much the event of an age must fall later; negative: earlier."""
    entry = world.router(age.router).rib.installed.peek(Prefix.parse(age.prefix))
    assert entry is not None and entry.best.source.startswith("eigrp"), (
        f"{age.router} has no EIGRP route to {age.prefix}"
    )
    return -age.micros - entry.since


def told(age: Age, later: int) -> str:
    """What has to be done about an age that is off."""
    way = "later" if later > 0 else "earlier"
    return (
        f"{age.prefix} at {age.router} shows not {age.age}: [{age.event} ...] must fall {abs(later) / SECOND} s {way}"
    )


def attempt_begins(world: World, number: int = ATTEMPT) -> int | None:
    """When soho-vp begins its attempt of that number; None when there is no such attempt."""
    before = f"(SA {number - 1})"
    dead = None
    for record in world.kernel.trace.since(0):
        if record.device != "soho-vp":
            continue
        if record.kind == "ike-dead" and before in record.text:
            dead = record.t
        elif record.kind == "sa-wanted" and dead is not None:
            return record.t
    return None


# -- rewriting -------------------------------------------------------------------------------------------------------


def moved(text: str, event: str, later: int) -> str:
    """The history with an event, and what is done around it, so much later."""
    lines = text.split("\n")
    at = _line_of(lines, event)
    before = max(number for number in range(at) if _wait(lines[number]) >= LONG)
    behind = min(number for number in range(at, len(lines)) if _wait(lines[number]) >= LONG)
    for number, change in ((before, later), (behind, -later)):
        lines[number] = f"[wait {write_duration(_wait(lines[number]) + change)}]"
    return "\n".join(lines)


def lasting(text: str, event: str, duration: int) -> str:
    """The history with an outage that lasts so long."""
    lines = text.split("\n")
    lines[_line_of(lines, event)] = f"[{event} {write_duration(duration)}]"
    return "\n".join(lines)


def _line_of(lines: list[str], event: str) -> int:
    return max(number for number, line in enumerate(lines) if line.startswith(f"[{event}"))


def _wait(line: str) -> int:
    match = _WAIT.fullmatch(line)
    return 0 if match is None else read_duration(match[1])


# -- all of it -------------------------------------------------------------------------------------------------------


def calibrated(text: str, rounds: int = 4) -> str:
    """The history with every age where the document has it."""
    text = _with_maintenance(text)
    for _ in range(rounds):
        world = played(text)
        later = {age: _rounded(shift(world, age)) for age in AGES}
        if not any(later.values()):
            return text
        for age, change in later.items():
            text = moved(text, age.event, change)
    raise SystemExit("the ages do not come to rest: an event depends on another one's time")


def _with_maintenance(text: str) -> str:
    """The maintenance at home 1 lasts until just before attempt 108."""
    long = played(lasting(text, MAINTENANCE, 3 * 3600 * SECOND))
    began = next(record.t for record in long.kernel.trace.since(0) if record.text.startswith(MAINTENANCE))
    attempt = attempt_begins(long)
    assert attempt is not None, "three hours are not enough for 106 attempts"
    return lasting(text, MAINTENANCE, _rounded(attempt - began - LEAD))


def _rounded(micros: int) -> int:
    """To tenths of a second: a reader can bear that in a wait."""
    return round(micros / 100_000) * 100_000


def main() -> None:
    """Say what is off, and close the gap when asked to."""
    file = history_file()
    text = file.read_text(encoding="utf-8")
    world = played(text)
    for age in AGES:
        later = shift(world, age)
        if _rounded(later):
            print(told(age, later))
    if "--write" in sys.argv[1:]:
        file.write_text(calibrated(text), encoding="utf-8")


if __name__ == "__main__":
    main()
