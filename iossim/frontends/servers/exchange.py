"""Where all callers meet the lab: their keys go in by turns, and what lines print goes out to everybody who looks.

A turn takes from each caller who has typed a line, or a piece of one, until nothing is left or the turn is up; then
other work of the loop has its chance. So a client that floods takes time from nobody else. The lab is brought to the
present moment before keys are typed, by whoever drives it (`Drive`).

Invariant: the lab is touched from the loop's own thread only, and every input goes through its door.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.keys import printable
from iossim.frontends.servers.caller import Caller, Outlet

if TYPE_CHECKING:
    from iossim.lab.lab import Lab

CONSOLE = "con 0"
TURN = 0.004
PIECE = 64
"""Keys of one client before the next one has its turn: a line, or as much as a few milliseconds allow if each asks for help."""
VIEWERS = 32
"""Clients at one console."""


@dataclass(frozen=True, slots=True)
class Drive:
    """What whoever drives the lab does for its doors.

    `present` brings the lab to the present moment, `wake` is called after an input, `fault` gets what fails in the lab.
    """

    present: Callable[[], None]
    wake: Callable[[], None]
    fault: Callable[[Exception], None]


class Exchange:
    """See the module."""

    def __init__(self, lab: Lab, drive: Drive) -> None:
        self.lab = lab
        self.drive = drive
        self.callers: dict[Caller, None] = {}
        self._viewers: Counter[str] = Counter()
        self._typing: deque[Caller] = deque()
        self._printing: dict[Caller, None] = {}
        self._loop = asyncio.get_running_loop()
        self._turn_due = False
        self._flush_due = False

    # -- coming and going ----------------------------------------------------------------------------------------

    def view(self, device: str, outlet: Outlet) -> Caller | None:
        """A client at a console: it sees the line as it stands, then what is printed. None when too many look already."""
        if self._viewers[device] >= VIEWERS:
            return None
        self._viewers[device] += 1
        caller = Caller(self, device, CONSOLE, outlet)
        screen = self.lab.terminal(device).screen
        caller.printed(screen.current + "\b" * (len(screen.current) - screen.column))
        self._begin(caller)
        return caller

    def call(self, device: str, location: str, protocol: str, outlet: Outlet | None = None) -> Caller | None:
        """A client at a virtual terminal, before its login; None when no line is free, as for a router without power."""
        with self._reporting():
            self.drive.present()
            line = self.lab.free_line(device, protocol, location)
            if line is None:
                return None
            caller = Caller(self, device, line, outlet)
            self._begin(caller)
            self.lab.connect(device, line, location)
            self.drive.wake()
            return caller
        return None

    def log_in(self, device: str, location: str, protocol: str, user: str, password: str) -> Caller | None:
        """The same past the router's own login, whose questions are answered and not shown; None when it says no."""
        if not all(printable(character) for character in user + password):
            return None
        caller = self.call(device, location, protocol)
        if caller is None:
            return None
        with self._reporting():
            for question, answer in (("Username", user), ("Password", password)):
                if self._question(caller).startswith(question):
                    caller.forget_text()
                    self.lab.type(device, (*answer, "enter"), caller.line)
            if self.logged_in(caller):
                return caller
            self.leave(caller)
        return None

    def leave(self, caller: Caller) -> None:
        """A client has gone, or is sent away."""
        if caller.over:
            return
        caller.over = True
        caller.keys.clear()
        self.callers.pop(caller, None)
        self.lab.terminal(caller.device, caller.line).screen.unwatch(caller.printed)
        if not caller.visitor:
            self._viewers[caller.device] -= 1
            return
        with self._reporting():
            self.drive.present()
            self.lab.disconnect(caller.device, caller.line)
            self.drive.wake()

    def move_to(self, lab: Lab) -> None:
        """Another lab takes the place of this one: a branch, an earlier moment. Visitors' lines are not theirs there."""
        for caller in tuple(self.callers):
            if caller.visitor:
                self.dismiss(caller)
            else:
                self.lab.terminal(caller.device).screen.unwatch(caller.printed)
                lab.terminal(caller.device).screen.watch(caller.printed)
        self.lab = lab

    def dismiss(self, caller: Caller) -> None:
        """Send a client away."""
        self.leave(caller)
        if caller.outlet is not None:
            caller.outlet.close()

    def cut_off(self, caller: Caller) -> None:
        """The same, and what it has not read is lost."""
        self.leave(caller)
        if caller.outlet is not None:
            caller.outlet.abort()

    def _begin(self, caller: Caller) -> None:
        self.callers[caller] = None
        self.lab.terminal(caller.device, caller.line).screen.watch(caller.printed)

    # -- the line of a caller ------------------------------------------------------------------------------------

    def in_use(self, caller: Caller) -> bool:
        """Whether somebody is still at the line: logging in, or in EXEC."""
        return self.lab.terminal(caller.device, caller.line).session.stage != "off"

    def is_asked(self, caller: Caller) -> bool:
        """Whether the line waits for its user, at a prompt or a question."""
        return self.lab.terminal(caller.device, caller.line).waiting

    def logged_in(self, caller: Caller) -> bool:
        """Whether the caller is past the login."""
        return self.lab.terminal(caller.device, caller.line).session.stage == "exec"

    def _question(self, caller: Caller) -> str:
        return self.lab.terminal(caller.device, caller.line).last_line

    # -- keys ----------------------------------------------------------------------------------------------------

    def has_keys(self, caller: Caller) -> None:
        """A caller has keys to type."""
        if caller not in self._typing:
            self._typing.append(caller)
        if not self._turn_due:
            self._turn_due = True
            self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        self._turn_due = False
        with self._reporting():
            self.drive.present()
            end = self._loop.time() + TURN
            while self._typing and self._loop.time() < end:
                self._type(self._typing.popleft())
            self.drive.wake()
        if self._typing:
            self._turn_due = True
            self._loop.call_soon(self._turn)

    def _type(self, caller: Caller) -> None:
        keys = caller.some_keys(PIECE)
        if keys and not caller.over:
            self.lab.type(caller.device, keys, caller.line)
        if caller.keys:
            self._typing.append(caller)
        elif caller.ending:
            self.has_text(caller)

    # -- text ----------------------------------------------------------------------------------------------------

    def has_text(self, caller: Caller) -> None:
        """A caller's line has printed something."""
        self._printing[caller] = None
        if not self._flush_due:
            self._flush_due = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flush_due = False
        printing, self._printing = self._printing, {}
        for caller in printing:
            if caller.visitor:
                self.lab.terminal(caller.device, caller.line).take()  # nobody else will
            caller.flush()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.drive.fault(error)
