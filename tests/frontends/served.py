"""A lab with its doors open on loopback, and a client that is nothing but a socket.

Everything runs in one loop. Virtual time stands unless a test lets it pass. Waiting is bounded: what does not come fails.
"""

from __future__ import annotations

import asyncio
import pickle
import tempfile
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import asyncssh

from iossim.frontends.servers.doors import Doors
from iossim.frontends.servers.exchange import Drive
from iossim.frontends.servers.gate import Gate
from iossim.frontends.servers.listening import Wanted
from iossim.frontends.servers.nvt import OPENING
from iossim.lab.lab import Lab

T = TypeVar("T")
PATIENCE = 60.0
BOOTED = 200_000_000
LOCAL = "127.0.0.1"


@lru_cache
def _booted(name: str) -> bytes:
    lab = Lab.open(name, start="cold", numbers=True)
    lab.advance(BOOTED)
    return pickle.dumps(lab)


def booted(name: str = "pair") -> Lab:
    """A lab whose routers are up, from a cold start."""
    lab = pickle.loads(_booted(name))
    assert isinstance(lab, Lab)
    return lab


@lru_cache
def keys_folder() -> Path:
    """Host keys, made once for all tests of a run."""
    return Path(tempfile.mkdtemp(prefix="iossim-keys-"))


class Served:
    """A lab, its doors, and what failed in it."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.failures: list[Exception] = []
        self.clients: list[Raw] = []
        self.doors: Doors

    def port(self, device: str, kind: str) -> int:
        """Where a door is."""
        return next(door.port for door in self.doors.doors if (door.device, door.kind) == (device, kind))

    async def raw(self, device: str = "r1", kind: str = "telnet") -> Raw:
        """A new telnet connection."""
        reader, writer = await asyncio.open_connection(LOCAL, self.port(device, kind), limit=1 << 24)
        client = Raw(reader, writer)
        self.clients.append(client)
        return client

    async def logged_in(self, device: str = "r1", enable: bool = False) -> Raw:
        """The same past the passwords of the lab."""
        client = await self.raw(device)
        await client.until("Password: ")
        client.send("lab\r")
        await client.until(f"{device}>")
        if enable:
            client.send("enable\rcisco\r")
            await client.until(f"{device}#")
        return client


class Raw:
    """A telnet client that answers nothing and reads what comes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.rest = b""

    def send(self, text: str | bytes) -> None:
        """Type."""
        self.writer.write(text.encode("latin-1") if isinstance(text, str) else text)

    async def until(self, text: str) -> str:
        """What comes, up to and with a text."""
        wanted = text.encode()
        while wanted not in self.rest:
            piece = await patient(self.reader.read(65_536))
            assert piece, f"the connection ended after {self.rest[-400:]!r}"
            self.rest += piece
        end = self.rest.index(wanted) + len(wanted)
        came, self.rest = self.rest[:end], self.rest[end:]
        return came.replace(OPENING, b"").decode("latin-1")

    async def all(self) -> str:
        """What comes until the other side ends the connection, however it does."""
        try:
            came = self.rest + await patient(self.reader.read())
        except ConnectionError:
            came = self.rest
        self.rest = b""
        return came.replace(OPENING, b"").decode("latin-1")

    def close(self) -> None:
        """Go."""
        self.writer.close()

    def reset(self) -> None:
        """Go without a word."""
        self.writer.transport.abort()

    async def gone(self) -> None:
        """Go, and wait until the socket is closed."""
        self.reset()
        with suppress(ConnectionError):
            await patient(self.writer.wait_closed())


async def connect(box: Served, user: str = "anyone", password: str = "lab") -> asyncssh.SSHClientConnection:
    """A connection to r1; PermissionDenied for a wrong password."""
    wanted = asyncssh.connect(
        LOCAL, box.port("r1", "ssh"), username=user, password=password, known_hosts=None, config=None, client_keys=None
    )
    return await patient(wanted)


async def patient(wanted: Awaitable[T]) -> T:
    """Wait, but not for ever."""
    return await asyncio.wait_for(wanted, PATIENCE)


async def settle(rounds: int = 50) -> None:
    """Let the loop work off what is there."""
    for _ in range(rounds):
        await asyncio.sleep(0)


def _nothing() -> None:
    """Time stands."""


@asynccontextmanager
async def served(
    lab: Lab | None = None, ssh: bool = False, gate: Gate | None = None, telnet: bool = True
) -> AsyncIterator[Served]:
    """Doors open on ports that the machine chooses; in the end nothing has failed, nobody looks any more."""
    box = Served(lab or booted())
    wanted = Wanted(telnet, ssh, base_port=0, gate=gate, keys=keys_folder())
    box.doors = Doors(box.lab, Drive(_nothing, _nothing, box.failures.append), wanted)
    await box.doors.open()
    try:
        yield box
    finally:
        await box.doors.close()
        for client in box.clients:
            await client.gone()
    assert not box.failures
    for lab in (box.lab, box.doors.exchange.lab):
        assert not [
            line for r in lab.devices for line in lab.router(r).lines.by_name if lab.terminal(r, line).screen.watchers
        ]


def run(main: Coroutine[object, object, T]) -> T:
    """Run a test's story."""
    return asyncio.run(main)
