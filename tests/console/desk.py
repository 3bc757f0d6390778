"""Routers of the lab `pair`, booted once, and somebody who types at them."""

from __future__ import annotations

import pickle
from functools import lru_cache

from iossim.cli.terminal import State, Terminal
from iossim.lab import Lab
from iossim.sim.clock import SECOND

BOOTED = 150 * SECOND


@lru_cache
def _booted(name: str) -> bytes:
    lab = Lab.open(name, "cold", numbers=True)
    lab.advance(BOOTED)
    return pickle.dumps(lab)


def booted(name: str = "pair") -> Lab:
    """A lab of its own whose routers are up; nobody has typed anything."""
    lab = pickle.loads(_booted(name))
    assert isinstance(lab, Lab)
    return lab


class Desk:
    """One line of one router."""

    def __init__(self, lab: Lab | None = None, device: str = "r1", line: str = "con 0") -> None:
        self.lab = lab or booted()
        self.device = device
        self.line = line
        self.terminal.take()

    @property
    def terminal(self) -> Terminal:
        """What is typed at."""
        return self.lab.terminal(self.device, self.line)

    def read(self) -> str:
        """What was printed since the last time, without CR."""
        return "".join(chunk.text for chunk in self.terminal.take()).replace("\r", "")

    def press(self, *names: str) -> str:
        """Keys by their names; what was printed."""
        self.lab.type(self.device, list(names), self.line)
        return self.read()

    def keys(self, text: str) -> str:
        """Characters, without Return."""
        return self.press(*text)

    def enter(self, *lines: str) -> str:
        """Lines, each waited for; what was printed since the last time."""
        for line in lines:
            self.lab.type(self.device, [*line, "enter"], self.line)
            self.settle()
        return self.read()

    def settle(self) -> None:
        """Until the running command has ended or asks for something."""
        for _ in range(400):
            if self.terminal.state is not State.BUSY:
                return
            self.lab.advance(SECOND // 4)
        raise AssertionError("the command goes on for more than a hundred seconds")

    def wait(self, seconds: float) -> str:
        """Let time pass; what was printed meanwhile."""
        self.lab.advance(int(seconds * SECOND))
        return self.read()

    def privileged(self) -> Desk:
        """Past the greeting, at `#`, without pages."""
        self.enter("", "enable", "cisco", "terminal length 0")
        return self

    def configuring(self, *openers: str) -> Desk:
        """In configuration mode, further down by each opener."""
        self.privileged().enter("configure terminal", *openers)
        return self
