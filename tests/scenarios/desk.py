"""An operator who types displays at several routers and reads numbers in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from iossim.lab.lab import Lab


class Console:
    """Displays of one lab, typed with privileges."""

    def __init__(self, lab: Lab, routers: Iterable[str]) -> None:
        self.lab = lab
        for router in routers:
            self.type(router, "", "enable", "cisco", "terminal length 0")

    def type(self, router: str, *lines: str) -> str:
        """What lines print."""
        if not self.lab.router(router).up:
            return ""
        terminal = self.lab.terminal(router)
        terminal.take()
        for line in lines:
            self.lab.type(router, (*line, "enter"))
        return "".join(chunk.text for chunk in terminal.take() if chunk.kind == "output").replace("\r", "")

    def numbers(self, router: str, command: str, pattern: str) -> list[tuple[str, ...]]:
        """What a pattern with groups finds in a display."""
        return [match.groups() for match in re.finditer(pattern, self.type(router, command), re.M)]

    def play(self, steps: Iterable[str | int]) -> None:
        """Let time pass (microseconds), type (`router# line`), or do something."""
        for step in steps:
            if isinstance(step, int):
                self.lab.advance(step)
            elif "# " in step:
                router, lines = step.split("# ", 1)
                self.type(router, *lines.split(" / "))
            else:
                self.lab.do(step)
