"""One client at one line: its keys on the way to the lab, the line's text on the way to it.

A visitor of a virtual terminal leaves it when his client goes, and his client is sent away when the EXEC ends. A viewer of
a console changes nothing by coming or going; all viewers of one see the same. A client that will type no more, as at the
end of a pipe, is sent away at the next prompt behind what it has typed.

Invariant: every text printed while a caller is at the line goes to its client once and in order, or the client is cut
off. What waits is bounded both ways: keys by not reading on, text by cutting off a client that does not read.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from iossim.frontends.servers.decoding import KeyReader

if TYPE_CHECKING:
    from iossim.frontends.servers.exchange import Exchange

MOST_UNREAD = 1024 * 1024
"""Octets a client may leave unread."""
MANY_KEYS, FEW_KEYS = 32_768, 4_096
"""From so many keys waiting on nothing more is read, until only so many are left."""


class Outlet(Protocol):
    """The client's side of a connection."""

    def write(self, data: bytes) -> None:
        """Send."""

    def unsent(self) -> int:
        """Octets that have not gone yet."""

    def hold(self, on: bool) -> None:
        """Stop reading, or read on."""

    def close(self) -> None:
        """End, after what is unsent."""

    def abort(self) -> None:
        """End at once."""


class Caller:
    """See the module. `outlet` is None while a client is still being let in; text waits."""

    def __init__(self, exchange: Exchange, device: str, line: str, outlet: Outlet | None) -> None:
        self.exchange = exchange
        self.device = device
        self.line = line
        self.outlet = outlet
        self.keys: deque[str] = deque()
        self.over = False
        self.ending = False
        self._reader = KeyReader()
        self._texts: list[str] = []
        self._size = 0
        self._held = False

    @property
    def visitor(self) -> bool:
        """True at a virtual terminal."""
        return self.line.startswith("vty")

    # -- from the client -----------------------------------------------------------------------------------------

    def received(self, octets: bytes) -> None:
        """The client has sent something."""
        keys = self._reader.keys(octets)
        if keys and not self.over:
            self.press(keys)

    def ends(self) -> None:
        """The client will type no more."""
        self.ending = True
        self.exchange.has_text(self)

    def press(self, keys: tuple[str, ...]) -> None:
        """Keys for the line."""
        self.keys.extend(keys)
        self._hold(len(self.keys) > MANY_KEYS)
        self.exchange.has_keys(self)

    def some_keys(self, most: int) -> tuple[str, ...]:
        """The next keys to type: a line, or a piece of one."""
        taken: list[str] = []
        while self.keys and len(taken) < most:
            taken.append(self.keys.popleft())
            if taken[-1] == "enter":
                break
        if len(self.keys) <= FEW_KEYS:
            self._hold(False)
        return tuple(taken)

    def _hold(self, on: bool) -> None:
        if on != self._held and self.outlet is not None:
            self._held = on
            self.outlet.hold(on)

    # -- to the client -------------------------------------------------------------------------------------------

    def printed(self, text: str) -> None:
        """The line has printed a text; an empty one: it has changed hands."""
        self._texts.append(text)
        self._size += len(text)
        self.exchange.has_text(self)

    def forget_text(self) -> None:
        """What is waiting is not for the client."""
        self._texts.clear()
        self._size = 0

    def flush(self) -> None:
        """Send what is waiting; the end, if the line has gone or the client does not read."""
        if self.over:
            return
        if self._size + (self.outlet.unsent() if self.outlet is not None else 0) > MOST_UNREAD:
            self.exchange.cut_off(self)
            return
        if self.outlet is not None:
            data = "".join(self._texts).encode("ascii")
            self.forget_text()
            if data:
                self.outlet.write(data)
        gone = self.visitor and not self.exchange.in_use(self)
        if gone or (self.ending and not self.keys and self.exchange.is_asked(self)):
            self.exchange.dismiss(self)
