"""`Lab`: the one facade, used by the session runner, fail-over runs, tests and every screen.

A lab is a world plus the journal of what was done to it. There is one door in: every input drains the events that are due,
is journalled with its virtual time, and is applied. Everything else is derived, so replaying the journal gives the same
state, and a copy of a lab goes on exactly as the original would.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.endpoints.phone import Phone
from iossim.lab import checkpoint, judge, visitors
from iossim.lab.hand import Hand
from iossim.lab.history import Player
from iossim.lab.journal import (
    Connected,
    Disconnected,
    Done,
    Hashed,
    Input,
    Journal,
    Marked,
    Passed,
    Readied,
    Typed,
)
from iossim.lab.opening import SETTLED, Opening, opening
from iossim.lab.roster import standard
from iossim.lab.session import Action, Names, read_action
from iossim.lab.session.lesson import Exercise
from iossim.lab.state import state_lines
from iossim.lab.story import report
from iossim.lab.world import World
from iossim.sim.kernel import Kernel
from iossim.sim.rng import hash_draw

if TYPE_CHECKING:
    from datetime import datetime

    from iossim.cli.terminal import Terminal
    from iossim.device.router import Router
    from iossim.lab.definition import LabDefinition
    from iossim.lab.session import Condition, Report
    from iossim.sim.trace import Record

CONSOLE = "con 0"
PLAIN_HISTORY = 300_000_000
"""Microseconds that a lab without a history of its own has run before t = 0."""
FURTHER = 600_000_000
"""Within so many microseconds generated homes are switched on, one by one: their telephones do not speak in step."""


class Lab:
    """One lab, running in virtual time."""

    def __init__(self, world: World, journal: Journal) -> None:
        self.world = world
        self.journal = journal
        self.hand = Hand(world)
        self.start = world.kernel.now

    # -- opening -------------------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        lab: str | Path | LabDefinition = "headend",
        start: str = "settled",
        *,
        seed: int = 1,
        profile: str = "seed",
        numbers: bool = False,
        remotes: int = 0,
        batch: bool = False,
        explicit: bool = False,
        shadow: bool = False,
    ) -> Lab:
        """A lab from a name, a path or a definition; LabError lists every mistake in its files.

        `cold`: power-on now. `settled`: converged since the history that the lab tells. `explicit`: no round is ever
        quiet (the every-frame mode). `shadow`: every skipped round is rehearsed (`sim.shadow`). `batch`: consoles stand at
        `<id>#` with no paging, as session files expect.
        """
        begun = opening(lab, start, seed=seed, profile=profile, numbers=numbers, remotes=remotes, batch=batch)
        return cls.begin(begun, explicit, shadow)

    @classmethod
    def begin(cls, opening: Opening, explicit: bool = False, shadow: bool = False) -> Lab:
        """The lab of an opening, at its beginning."""
        definition, header = opening.definition, opening.journal.header
        begin = _settled if header.start == SETTLED else _cold
        opened = cls(begin(definition, explicit, shadow), opening.journal)
        opened.world.live(header.seed, definition.table(header.profile), header.numbers)
        for device in opened.devices:
            opened._fresh_console(device, header.batch)
        return opened

    def _fresh_console(self, device: str, batch: bool) -> None:
        """What happened before anybody looked is on no screen: a console waits for Return, in a run for a command."""
        router = self.router(device)
        router.lines.console.terminal.screen.wipe()
        if router.up and batch:
            self.world.ready(device)
            router.lines.console.terminal.take()
        elif router.up:
            router.lines.console.terminal.start_screen()

    @classmethod
    def replay(cls, journal: Journal, until: int | None = None) -> Lab:
        """A lab brought to where a journal ends, or to a time within it, inputs of that very moment included."""
        header = journal.header
        lab = cls.open(
            header.lab,
            header.start,
            seed=header.seed,
            profile=header.profile,
            numbers=header.numbers,
            remotes=header.remotes,
            batch=header.batch,
        )
        for entry in journal.inputs:
            if until is not None and entry.t > until:
                lab.run_to(until)
                break
            lab.apply(entry)
        return lab

    # -- what is there -------------------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """Virtual time in microseconds."""
        return self.world.kernel.now

    @property
    def wall(self) -> datetime:
        """The lab's date and time, UTC."""
        return self.world.wall.at(self.now)

    @property
    def devices(self) -> tuple[str, ...]:
        """The nodes with a console, in the order of the lab file."""
        return tuple(self.world.routers)

    @property
    def names(self) -> Names:
        """What a session may name."""
        return names_of(self.world)

    def router(self, device: str) -> Router:
        """A router by name; KeyError for anything else."""
        return self.world.router(device)

    def terminal(self, device: str, line: str = CONSOLE) -> Terminal:
        """The terminal of a line."""
        return self.world.router(device).lines.by_name[line].terminal

    def records(self, since: int = 0) -> Sequence[Record]:
        """The significant events from that number on, oldest first."""
        return self.world.kernel.trace.since(since)

    def holds(self, condition: Condition) -> bool:
        """Whether a condition of the session language holds now."""
        return judge.holds(self.world, condition)

    def found(self, condition: Condition) -> str:
        """What is there instead, in a few words."""
        return judge.found(self.world, condition)

    def fingerprint(self) -> str:
        """One hash over everything that has happened and everything that is."""
        return self.world.kernel.trace.fingerprint(state_lines(self.world))

    # -- the door in ---------------------------------------------------------------------------------------------

    def type(self, device: str, keys: Iterable[str], line: str = CONSOLE) -> None:
        """Press keys at a line; what is due at this instant happens. KeyError for an unknown device or line."""
        self.apply(Typed(self.now, device, line, tuple(keys)))

    def ready(self, device: str) -> None:
        """Bring a console to its privileged prompt, without paging."""
        self.apply(Readied(self.now, device))

    def free_line(self, device: str, protocol: str = "telnet", location: str = "") -> str | None:
        """The virtual terminal that somebody from outside gets now; None when none is free for the protocol."""
        self._drain(self.now)
        return visitors.free_line(self.world.router(device), protocol, location)

    def connect(self, device: str, line: str, location: str) -> None:
        """Somebody from outside comes to a free virtual terminal: banners and login begin."""
        self.apply(Connected(self.now, device, line, location))

    def disconnect(self, device: str, line: str) -> None:
        """Who came with `connect` leaves, or has been sent away."""
        self.apply(Disconnected(self.now, device, line))

    def mark(self, text: str, at: int, inputs: int) -> None:
        """Set a bookmark at a moment, of now or before (`lab.past`)."""
        self.apply(Marked(self.now, text, at, inputs))

    def hash(self) -> None:
        """Note what the lab has come to by now, for whoever replays the journal."""
        self._drain(self.now)
        self.journal.add(Hashed(self.now, self.world.kernel.trace.fingerprint()))

    def do(self, action: Action | str) -> Report:
        """Carry out an action of the session language; Expected for a text that is none."""
        if isinstance(action, str):
            action = read_action(action, self.names)
        told = report(self.world, action)
        if told is not None:
            return told
        return self._do(Done(self.now, str(action)), action)

    def apply(self, entry: Input) -> None:
        """Apply one input of a journal."""
        self._drain(entry.t)
        match entry:
            case Typed(_, device, line, keys):
                self.journal.add(entry)
                self.world.press(device, line, keys)
            case Readied(_, device):
                self.journal.add(entry)
                self.world.ready(device)
            case Connected(_, device, line, location):
                self.journal.add(entry)
                visitors.come(self.world.router(device), line, location)
            case Disconnected(_, device, line):
                self.journal.add(entry)
                visitors.go(self.world.router(device), line)
            case Done(_, action):
                self._do(entry, read_action(action))
                return
            case Passed() | Marked():
                self.journal.add(entry)
            case Hashed():
                self.journal.add(entry)
                self.journal.compare(entry, self.world.kernel.trace.fingerprint())
        self._drain(entry.t)

    def _do(self, entry: Done, action: Action) -> Report:
        self._drain(entry.t)
        self.journal.add(entry)
        done = self.hand.do(action)
        if isinstance(action, Exercise):
            for device in self.devices:
                self._fresh_console(device, self.journal.header.batch)
        self._drain(entry.t)
        return done

    def _drain(self, when: int) -> None:
        self.world.kernel.run_until(when)

    # -- time ----------------------------------------------------------------------------------------------------

    def advance(self, micros: int, budget: int | None = None) -> bool:
        """Let time pass. False when so many events ran out first; time then stands where they ended."""
        return self.run_to(self.now + micros, budget)

    def run_to(self, when: int, budget: int | None = None) -> bool:
        """Let time pass up to a moment."""
        reached = self.world.kernel.run_until(when, budget)
        self.journal.add(Passed(self.now))
        return reached

    def step_until(self, holds: Callable[[], bool], within: int) -> bool:
        """Run instant by instant until `holds()` is true, at most so long; then `now` is that instant, or the end."""
        kernel = self.world.kernel
        end = kernel.now + within
        reached = holds()
        while not reached:
            due = kernel.next_time()
            if due is None or due > end:
                kernel.run_until(end)
                reached = holds()
                break
            kernel.run_until(due)
            reached = holds()
        self.journal.add(Passed(kernel.now))
        return reached

    def next_time(self) -> int | None:
        """When the next event is due."""
        return self.world.kernel.next_time()

    # -- copies --------------------------------------------------------------------------------------------------

    def copy(self) -> Lab:
        """A branch: the same state, going its own way from here."""
        return next(self.copies())

    def copies(self) -> Iterator[Lab]:
        """Branches of this moment, as many as are taken: it is written down once and read for each."""
        with checkpoint.collector_resting():
            data = pickle.dumps(self, pickle.HIGHEST_PROTOCOL)
        while True:
            with checkpoint.collector_resting():
                branch: Lab = pickle.loads(data)
            yield branch

    def __reduce__(self) -> tuple[Callable[[], Lab], tuple[()], dict[str, object]]:
        return _shell, (), self.__dict__

    def reseeded(self, seed: int) -> Lab:
        """A copy of a lab that has just been opened, as if opened with another seed."""
        branch, header = self.copy(), self.journal.header
        branch.journal = Journal(replace(header, seed=seed), list(self.journal.inputs))
        branch.world.live(seed, self.world.parameters, header.numbers)
        return branch


def _shell() -> Lab:
    """A lab without contents. Its routers' declarations are found by name, so the features are loaded first."""
    standard()
    return Lab.__new__(Lab)


def _cold(definition: LabDefinition, explicit: bool, shadow: bool) -> World:
    """Power-on is now."""
    world = World(definition, Kernel(0, 0, explicit, shadow), definition.table())
    world.everything_on()
    return world


def _settled(definition: LabDefinition, explicit: bool, shadow: bool) -> World:
    """Converged at t = 0; from a checkpoint when this has been played before."""
    if shadow:
        return _played(definition, explicit, shadow)
    return checkpoint.settled(definition, explicit, lambda: _played(definition, explicit, shadow))


def _played(definition: LabDefinition, explicit: bool, shadow: bool) -> World:
    """Converged since the history the lab tells, or since a plain start when it tells none."""
    history = definition.history
    if history is None:
        world = World(definition, Kernel(0, -PLAIN_HISTORY, explicit, shadow), definition.table())
        world.everything_on()
        world.kernel.run_until(0)
        return world
    world = World(definition, Kernel(history.seed, -history.starts, explicit, shadow), definition.table())
    later = definition.generated if history.remotes is not None else ()
    world.turn_on(tuple(name for name in world.nodes if name not in set(later)))
    size = len(later) // max(1, definition.remotes)
    for home in range(definition.remotes if later else 0):
        within = hash_draw(history.seed, "further homes", home, FURTHER)
        world.kernel.at(within - (history.remotes or 0), world.turn_on, later[home * size : (home + 1) * size])
    Player(world, Hand(world), names_of(world)).play(definition.session, history.session)
    return world


def names_of(world: World) -> Names:
    """The names that a session may use in a world."""
    phones = tuple(name for name, node in world.nodes.items() if isinstance(node, Phone))
    return Names(tuple(world.routers), tuple(world.nodes), tuple(world.network.links), phones)
