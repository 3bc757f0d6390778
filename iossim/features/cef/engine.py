"""CEF on one router: whether it runs. It has no state of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from iossim.cli.entry import ConfigLine
from iossim.device.actions import Action, Notify
from iossim.device.engine import Engine
from iossim.device.notices import ConfigurationChanged
from iossim.device.nvgen import Place

if TYPE_CHECKING:
    from iossim.device.config import Change

NAME = "cef"
USUAL = "12.4"
"""The release since which CEF is on where nothing is said."""

CEF = ConfigLine(
    "ip cef",
    help={"ip": "Global IP configuration subcommands", "cef": "Cisco Express Forwarding"},
    rank=Place.CLOCK + 11,
    toggle=False,
    until=USUAL,
)
CEF_LATER = replace(CEF, toggle=True, always=True, since=USUAL, until="")
LINES = (CEF, CEF_LATER)


class CefEngine(Engine):
    """See the module."""

    def configure(self, change: Change) -> Iterator[Action]:
        """Who chooses switching paths chooses again."""
        yield Notify(ConfigurationChanged(NAME, ""))

    def start(self) -> Iterator[Action]:
        """The same when the box is up."""
        if self.running():
            yield Notify(ConfigurationChanged(NAME, ""))

    def running(self) -> bool:
        """Provided to others: whether CEF is on."""
        return self.router.config.on(CEF_LATER if self.router.release.has(USUAL) else CEF)
