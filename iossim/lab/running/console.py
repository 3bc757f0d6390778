"""One console of a run: what may be typed, when it is ready again, and what it printed.

After an input, time runs until the console shows a prompt or a question or goes dark, at most `PATIENCE`. Which keys an input
presses, and where Enter follows, says `lab.session.typed`.
"""

from __future__ import annotations

from collections.abc import Sequence

from iossim.lab.running.drawn import drawn
from iossim.lab.running.port import LabPort, TerminalPort
from iossim.lab.session.typed import SHOWING, entered, remainder

PATIENCE = 600_000_000

AT_REST = SHOWING | {"dark", "idle", "closed"}
RELOAD_QUESTION = "Proceed with reload?"


class Console:
    """The console of one device. `fresh`: `Press RETURN` is answered by the session, not for it."""

    def __init__(self, lab: LabPort, device: str, fresh: bool = False) -> None:
        self.lab = lab
        self.device = device
        self.fresh = fresh
        self.running_on = False  # the last input said `{go}`, or has not come to an end in time
        self._output: list[str] = []
        self._unasked: list[str] = []

    @property
    def terminal(self) -> TerminalPort:
        """The terminal; asked for each time, because a boot may bring a new one."""
        return self.lab.terminal(self.device)

    def collect(self) -> None:
        """Take what was printed. What precedes a question on lines of its own is output."""
        for chunk in self.terminal.take():
            if chunk.kind == "unasked":
                self._unasked.append(chunk.text)
            elif chunk.kind == "output":
                self._output.append(chunk.text)
            elif chunk.kind == "question" and "\n" in chunk.text:
                self._output.append(chunk.text.rpartition("\n")[0] + "\n")

    def output(self) -> tuple[str, ...]:
        """The output since the last call."""
        self.collect()
        text = "".join(self._output)
        self._output.clear()
        return tuple(drawn(text))

    def unasked(self) -> list[str]:
        """The lines nobody asked for since the last call; empty ones are left out."""
        self.collect()
        text = "".join(self._unasked)
        self._unasked.clear()
        return [line for line in drawn(text) if line.strip()]

    def shown(self) -> str:
        """What the console shows, for a message."""
        state = self.terminal.state
        if state in SHOWING:
            return f'shows "{self.terminal.last_line}"'
        if state == "busy":
            return f'is busy; its last line is "{self.terminal.last_line}"'
        return {"dark": "is dark", "idle": "shows the start screen"}.get(state, "is closed")

    def await_prompt(self) -> bool:
        """Wait until the console can be typed at, if it is booting; `Press RETURN` is answered."""
        if self.running_on and self.terminal.state == "busy":
            return True  # the author knows; the last line tells whether this is the place
        ready = self.lab.step_until(lambda: self.terminal.state in SHOWING | {"idle"}, PATIENCE)
        if self.terminal.state == "idle" and not self.fresh:
            self.collect()
            self.lab.ready(self.device)
            ready = self.settle()
            self.output()
        return ready

    def settle(self) -> bool:
        """Let time run until the console is at rest."""
        return self.lab.step_until(lambda: self.terminal.state in AT_REST, PATIENCE)

    def remainder(self, keys: Sequence[str]) -> tuple[str, ...] | None:
        """What is to be typed, given keys that begin with the console's last line; None when they do not."""
        return remainder(keys, self.terminal)

    def press(self, keys: Sequence[str], go: bool) -> bool:
        """Type keys, and Enter where it follows; False when the console is not at rest again in time."""
        state, last = self.terminal.state, self.terminal.last_line
        self.lab.type(self.device, entered(keys, self.terminal))
        self.running_on = go
        if go:
            return True
        if state == "key" and last.startswith(RELOAD_QUESTION):
            self.lab.step_until(self._at_rest, 0)  # a confirmed reload returns at once
            return True
        self.running_on = not self.settle()
        return not self.running_on

    def _at_rest(self) -> bool:
        return self.terminal.state in AT_REST
