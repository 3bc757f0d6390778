"""Telnet clients: one `asyncio` protocol for consoles and for virtual terminals.

The login text follows the opening at once. A client that leaves its socket half-open is found by TCP's own keepalive; one
that does not take what is left for it when it is sent away is cut off after `GRACE`. However much a client sends, `READ`
octets of it are looked at before others have their turn.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, cast

from iossim.frontends.servers.caller import MOST_UNREAD, Caller
from iossim.frontends.servers.decoding import KeyReader
from iossim.frontends.servers.gate import Questions
from iossim.frontends.servers.nvt import OPENING, TelnetStream

if TYPE_CHECKING:
    from iossim.frontends.servers.doors import Doors
    from iossim.frontends.servers.listening import Door

READ = 2048
GRACE = 5.0
GATE_PATIENCE = 60.0
KEEPALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 20, "TCP_KEEPCNT": 3}
ENOUGH = "% Too many connections"
REFUSED = "% Connection refused by remote host"


class TelnetClient(asyncio.BufferedProtocol):
    """One connection; the `Outlet` of its caller."""

    def __init__(self, doors: Doors, door: Door) -> None:
        self.doors = doors
        self.door = door
        self.caller: Caller | None = None
        self._buffer = bytearray(READ)
        self._stream = TelnetStream()
        self._questions = Questions(doors.gate) if doors.gate is not None else None
        self._keys = KeyReader()
        self._patience: asyncio.TimerHandle | None = None

    # -- the socket ----------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there."""
        self.transport = cast(asyncio.Transport, transport)
        self.transport.set_write_buffer_limits(high=2 * MOST_UNREAD)
        _keep_alive(self.transport.get_extra_info("socket"))
        peer = self.transport.get_extra_info("peername")
        self.location = str(peer[0]) if peer else ""
        if not self.doors.admit(self):
            self._turn_away(ENOUGH)
            return
        self.write(OPENING)
        if self._questions is None:
            self._call()
        else:
            self.write(self._questions.opening)
            self._patience = asyncio.get_running_loop().call_later(GATE_PATIENCE, self.abort)

    def _call(self) -> None:
        """Bring the client to its line."""
        exchange = self.doors.exchange
        if self.door.kind == "console":
            self.caller = exchange.view(self.door.device, self)
        else:
            self.caller = exchange.call(self.door.device, self.location, "telnet", self)
        if self.caller is None:
            self._turn_away(ENOUGH if self.door.kind == "console" else REFUSED)

    def get_buffer(self, sizehint: int) -> bytearray:
        """Where what comes next is to be put."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """The client has sent something."""
        text, reply = self._stream.feed(bytes(self._buffer[:nbytes]))
        if reply and self.unsent() < MOST_UNREAD:
            self.write(reply)
        if self.caller is not None:
            self.caller.received(text)
        elif self._questions is not None and not self.transport.is_closing():
            self._ask(self._questions, text)

    def _ask(self, questions: Questions, text: bytes) -> None:
        self.write(questions.feed(self._keys.keys(text)).encode("ascii"))
        if questions.failed:
            self.close()
        elif questions.passed:
            self._questions = None
            self._stop_waiting()
            self._call()

    def eof_received(self) -> bool:
        """The client types no more: it still reads what comes of it."""
        if self.caller is not None:
            self.caller.ends()
        return self.caller is not None

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._stop_waiting()
        self.doors.gone(self)
        if self.caller is not None:
            self.doors.exchange.leave(self.caller)

    def _turn_away(self, why: str) -> None:
        self.write(f"{why}\r\n".encode("ascii"))
        self.close()

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    # -- what the caller asks for --------------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        """Send."""
        if data and not self.transport.is_closing():
            self.transport.write(data)

    def unsent(self) -> int:
        """Octets that have not gone yet."""
        return self.transport.get_write_buffer_size()

    def hold(self, on: bool) -> None:
        """Stop reading, or read on."""
        if self.transport.is_closing():
            return
        if on:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    def close(self) -> None:
        """End, after what is unsent; not for ever."""
        if not self.transport.is_closing():
            self.transport.close()
        self._stop_waiting()
        self._patience = asyncio.get_running_loop().call_later(GRACE, self.abort)

    def abort(self) -> None:
        """End at once."""
        self.transport.abort()


def _keep_alive(connection: socket.socket | None) -> None:
    """Let TCP find out about clients that have vanished."""
    if connection is None:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE.items():
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
