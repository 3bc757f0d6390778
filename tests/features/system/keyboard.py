"""A small lab at the keyboard: types lines at a console and reads what comes back."""

from __future__ import annotations

from iossim.lab import Lab
from iossim.sim.clock import SECOND

BOOT = 150 * SECOND


class Bench:
    """One router of the lab `pair`, booted cold, somebody at its console."""

    def __init__(self, device="r1", line="con 0"):
        self.lab = Lab.open("pair", "cold")
        self.lab.advance(BOOT)
        self.device = device
        self.line = line
        self.terminal.take()

    @property
    def router(self):
        return self.lab.router(self.device)

    @property
    def terminal(self):
        return self.router.lines.by_name[self.line].terminal

    def type(self, *lines):
        """Enter lines; what was printed since the last time, without CR."""
        for line in lines:
            self.lab.type(self.device, [*line, "enter"], self.line)
        return self.read()

    def key(self, name):
        self.lab.type(self.device, [name], self.line)
        return self.read()

    def read(self):
        return "".join(chunk.text for chunk in self.terminal.take()).replace("\r", "")

    def privileged(self):
        """Past the greeting, at `#`, without pages."""
        self.type("", "enable", "cisco", "terminal length 0")
        return self

    def configure(self, *lines):
        return self.type("configure terminal", *lines, "end")

    def wait(self, seconds):
        self.lab.advance(seconds * SECOND)
        return self.read()
