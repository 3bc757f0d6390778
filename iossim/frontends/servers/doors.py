"""The ports of a lab: for each router a console and virtual terminals by telnet, virtual terminals by SSH.

A router has `STEP` ports of its own, from the base port on: the first is its console, the second telnet, the third SSH. A
base port of 0 lets the machine choose. Without a gate only this machine is listened to.

Invariant: a door is open or the opening fails as a whole.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from platformdirs import user_state_dir

from iossim.frontends.servers.exchange import Drive, Exchange
from iossim.frontends.servers.gate import Gate
from iossim.frontends.servers.telnet import TelnetClient

if TYPE_CHECKING:
    from asyncssh import SSHKey

    from iossim.lab.lab import Lab

try:
    import resource
except ImportError:  # pragma: no cover - not on Windows
    resource = None  # type: ignore[assignment]

BASE, STEP, LAST = 2000, 10, 65_535
KINDS = ("console", "telnet", "ssh")
MOST = 1024
SPARE_FILES = 64
"""Open files left for everything but clients."""


class CannotOpen(Exception):
    """The doors cannot be opened as asked; the text says why."""


def ssh_is_there() -> bool:
    """True when the library for SSH is installed (extra `ssh`)."""
    return find_spec("asyncssh") is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which doors, and where."""

    telnet: bool = True
    ssh: bool = False
    bind: str = "127.0.0.1"
    base_port: int = BASE
    gate: Gate | None = None
    keys: Path | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of doors."""
        return tuple(kind for kind in KINDS if (self.ssh if kind == "ssh" else self.telnet))


@dataclass(frozen=True, slots=True)
class Door:
    """One port."""

    device: str
    kind: str
    address: str
    port: int


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
        self._most = _most_clients()
        self._clients: dict[Client, None] = {}
        self._listeners: list[Listener] = []
        self._keys: list[SSHKey] = []

    async def open(self) -> tuple[Door, ...]:
        """Listen; CannotOpen when a port is taken, an address is not ours, or asyncssh is missing."""
        address = address_of(self.wanted.bind, self.gate is not None)
        plan = self._plan(address)
        try:
            self.doors = tuple([await self._listen(door) for door in plan])
        except OSError as trouble:
            self._stop_listening()
            raise CannotOpen(f"cannot listen on {address}: {trouble.strerror or trouble}") from None
        except BaseException:
            self._stop_listening()
            raise
        return self.doors

    def _plan(self, address: str) -> list[Door]:
        devices, base = self.exchange.lab.devices, self.wanted.base_port
        if base and base + STEP * len(devices) - 1 > LAST:
            raise CannotOpen(
                f"{len(devices)} routers need {STEP * len(devices)} ports from {base} on; {LAST} is the last"
            )
        return [
            Door(device, kind, address, base and base + STEP * number + KINDS.index(kind))
            for number, device in enumerate(devices)
            for kind in self.wanted.kinds
        ]

    async def _listen(self, door: Door) -> Door:
        if door.kind == "ssh":
            return await self._listen_ssh(door)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(partial(TelnetClient, self, door), door.address, door.port)
        self._listeners.append(server)
        return replace(door, port=server.sockets[0].getsockname()[1])

    async def _listen_ssh(self, door: Door) -> Door:
        try:
            from iossim.frontends.servers import ssh
        except ImportError:
            raise CannotOpen("SSH needs asyncssh, which is not here: pip install 'iossim[ssh]'") from None
        folder = self.wanted.keys or Path(user_state_dir("iossim")) / "ssh"
        if not self._keys:
            try:
                self._keys = ssh.host_keys(folder)
            except (OSError, ValueError) as trouble:
                raise CannotOpen(f"no host keys in {folder}: {trouble}") from None
        server = await ssh.listen(self, door, self._keys)
        self._listeners.append(server)
        return replace(door, port=server.get_port())

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
        for listener in self._listeners:
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


def address_of(bind: str, gated: bool) -> str:
    """The address to listen on; CannotOpen for a name, or for other machines' reach without a gate."""
    try:
        address = ip_address("127.0.0.1" if bind == "localhost" else bind)
    except ValueError:
        raise CannotOpen(f"{bind} is not an address to listen on; expected one such as 127.0.0.1 or ::1") from None
    if not address.is_loopback and not gated:
        raise CannotOpen(
            f"{bind} can be reached from other machines, and consoles have no password; "
            "name a file with --credentials (a line name:password each)"
        )
    return str(address)


def _most_clients() -> int:
    """As many as the machine has open files for."""
    if resource is None:  # pragma: no cover - not on Windows
        return MOST
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(1, min(MOST, soft - SPARE_FILES))
