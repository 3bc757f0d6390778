"""The doors of a lab: who listens at its sockets, and who is inside.

`listening` has the sockets; here they get somebody to answer: a telnet client's protocol or asyncssh.

Invariant: a door is open or the opening fails as a whole.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Protocol

from iossim.frontends.servers.exchange import Drive, Exchange
from iossim.frontends.servers.listening import BACKLOG, MOST, Bound, CannotOpen, Door, Wanted, listen
from iossim.frontends.servers.open_files import room
from iossim.frontends.servers.telnet import TelnetClient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asyncssh import SSHKey

    from iossim.lab.lab import Lab


class Listener(Protocol):
    """What listens at a door: of asyncio, or of asyncssh."""

    def close(self) -> None:
        """Stop listening."""


class Client(Protocol):
    """A connection, as the doors count it."""

    def close(self) -> None:
        """End it."""

    def abort(self) -> None:
        """End it at once."""


class Doors:
    """Open on one lab, in the running loop. `drive` is whoever lets the lab's time pass."""

    def __init__(self, lab: Lab, drive: Drive, wanted: Wanted) -> None:
        self.exchange = Exchange(lab, drive)
        self.wanted = wanted
        self.gate = wanted.gate
        self.doors: tuple[Door, ...] = ()
        self.turned_away = 0
        self._most = 0
        self._clients: dict[Client, None] = {}
        self._listeners: list[Listener] = []

    async def open(self, bound: Sequence[Bound] = ()) -> tuple[Door, ...]:
        """Answer at sockets that listen already, or listen; CannotOpen when that cannot be done, and then none listens."""
        bound = bound or listen(self.exchange.lab.devices, self.wanted)
        self._listeners = [place.socket for place in bound]
        self._most = room(len(bound), MOST)
        try:
            keys = self._host_keys() if self.wanted.ssh else []
            for place in bound:
                self._listeners.append(await self._answer(place, keys))
        except BaseException:
            self._stop_listening()
            raise
        self.doors = tuple(place.door for place in bound)
        return self.doors

    async def _answer(self, bound: Bound, keys: list[SSHKey]) -> Listener:
        if bound.door.kind == "ssh":
            from iossim.frontends.servers import ssh

            return await ssh.listen(self, bound, keys)
        client = partial(TelnetClient, self, bound.door)
        return await asyncio.get_running_loop().create_server(client, sock=bound.socket, backlog=BACKLOG)

    def _host_keys(self) -> list[SSHKey]:
        folder = self.wanted.keys_folder
        try:
            from iossim.frontends.servers import ssh  # late: heavy, and an extra

            return ssh.host_keys(folder)
        except ImportError as trouble:
            raise CannotOpen(f"SSH needs asyncssh, which does not work here: {trouble}") from None
        except (OSError, ValueError) as trouble:
            raise CannotOpen(f"no host keys in {folder}: {trouble}") from None

    async def close(self) -> None:
        """Listen no longer, and send everybody away."""
        self._stop_listening()
        for caller in tuple(self.exchange.callers):
            self.exchange.dismiss(caller)
        for client in tuple(self._clients):
            client.close()
        await asyncio.sleep(0)
        for client in tuple(self._clients):
            client.abort()

    def _stop_listening(self) -> None:
        for listener in reversed(self._listeners):  # a server before its socket
            listener.close()
        self._listeners.clear()

    # -- clients -------------------------------------------------------------------------------------------------

    def admit(self, client: Client) -> bool:
        """Count a client; False when there are too many."""
        if len(self._clients) >= self._most:
            self.turned_away += 1
            return False
        self._clients[client] = None
        return True

    def gone(self, client: Client) -> None:
        """A client has gone."""
        self._clients.pop(client, None)

    @property
    def clients(self) -> int:
        """How many are connected."""
        return len(self._clients)
