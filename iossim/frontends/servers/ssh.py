"""SSH clients: virtual terminals by asyncssh, with keys of our own and current algorithms.

The name and the password of SSH answer the router's own login: without `login local` the name does not matter. They are
tried at a free line, which the client then has; what the login printed is not shown. One session a connection. There is no
other channel: no files, no forwarding, no command of the machine.

A gate, where there is one, comes first; then the lab's own credentials answer the router, and a router that wants others
asks for them itself.

Left out: public keys, keyboard-interactive, `ssh HOST COMMAND`, the window's size (an IOS line has its own).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh

from iossim.cli.keys import INTERRUPT
from iossim.frontends.servers.caller import Caller
from iossim.frontends.servers.listening import BACKLOG, KEY_FILES

if TYPE_CHECKING:
    from iossim.frontends.servers.doors import Doors
    from iossim.frontends.servers.listening import Bound, Door

TRIES = 3
LOGIN_PATIENCE = 60
KEEPALIVE = 60
WINDOW, PACKET = 16_384, 8_192
"""What a client may send before it is taken, in all and at once. asyncssh grants a new window with the first octet that it hands
over, so what it has held must fit in at once when reading goes on: less than from `FEW_KEYS` to `MANY_KEYS`."""


def host_keys(folder: Path) -> list[asyncssh.SSHKey]:
    """The host keys of a folder, made when they are not there: clients remember them."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return [_host_key(folder / name, algorithm) for algorithm, name in KEY_FILES.items()]


def _host_key(path: Path, algorithm: str) -> asyncssh.SSHKey:
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(asyncssh.generate_private_key(algorithm).export_private_key())
        Path(name).replace(path)  # whole or not at all: another server may be starting
    return asyncssh.read_private_key(path)


async def listen(doors: Doors, bound: Bound, keys: list[asyncssh.SSHKey]) -> asyncssh.SSHAcceptor:
    """Answer at one socket."""
    return await asyncssh.listen(
        sock=bound.socket,
        backlog=BACKLOG,
        server_factory=lambda: SshClient(doors, bound.door),
        server_host_keys=keys,
        encoding=None,
        line_editor=False,
        login_timeout=LOGIN_PATIENCE,
        keepalive_interval=KEEPALIVE,
        window=WINDOW,
        max_pktsize=PACKET,
        public_key_auth=False,
        kbdint_auth=False,
        gss_auth=False,
        agent_forwarding=False,
        server_version="iossim",
    )


class SshClient(asyncssh.SSHServer):
    """One connection, from its authentication on."""

    def __init__(self, doors: Doors, door: Door) -> None:
        self.doors = doors
        self.door = door
        self.caller: Caller | None = None
        self._tries = 0
        self._used = False

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Somebody is there."""
        self._connection = conn
        peer = conn.get_extra_info("peername")
        self.location = str(peer[0]) if peer else ""
        if not self.doors.admit(self):
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self.doors.gone(self)
        if self.caller is not None:
            self.doors.exchange.leave(self.caller)

    def close(self) -> None:
        """End."""
        self._connection.close()

    def abort(self) -> None:
        """End at once."""
        self._connection.abort()

    # -- authentication ------------------------------------------------------------------------------------------

    def begin_auth(self, username: str) -> bool:
        """Everybody is asked for a password; a router without one takes any."""
        return True

    def password_auth_supported(self) -> bool:
        """Yes."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Try the router's login."""
        if self.caller is None:
            self.caller = self._call(username, password)
        if self.caller is None:
            self._tries += 1
            if self._tries >= TRIES:
                self._connection.close()
        return self.caller is not None

    def _call(self, username: str, password: str) -> Caller | None:
        exchange, gate = self.doors.exchange, self.doors.gate
        if gate is None:
            return exchange.log_in(self.door.device, self.location, "ssh", username, password)
        if not gate.admits(username, password):
            return None
        known = exchange.lab.world.definition.credentials.vty
        caller = exchange.log_in(self.door.device, self.location, "ssh", username, known)
        return caller or exchange.call(self.door.device, self.location, "ssh")

    def session_requested(self) -> SshSession | bool:
        """The session."""
        if self.caller is None or self.caller.over or self._used:
            return False
        self._used = True
        return SshSession(self.caller)


class SshSession(asyncssh.SSHServerSession[bytes]):
    """The channel of a session; the `Outlet` of its caller."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """The channel is open."""
        self.channel = chan

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: object) -> bool:
        """A terminal of any kind and size."""
        return True

    def shell_requested(self) -> bool:
        """The router's command line."""
        return True

    def session_started(self) -> None:
        """Print what has been waiting."""
        self.caller.outlet = self
        if self.caller.over:  # the router did not wait
            self.close()
        else:
            self.caller.exchange.has_text(self.caller)

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """The client has sent something."""
        self.caller.received(data)

    def break_received(self, msec: int) -> bool:
        """A break is the interrupt key."""
        self.caller.press((INTERRUPT,))
        return True

    def eof_received(self) -> bool:
        """The client types no more: it still reads what comes of it."""
        self.caller.ends()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """The channel has gone."""
        self.caller.exchange.leave(self.caller)

    # -- what the caller asks for --------------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        """Send."""
        if not self.channel.is_closing():
            self.channel.write(data)

    def unsent(self) -> int:
        """Octets that have not gone yet."""
        return self.channel.get_write_buffer_size()

    def hold(self, on: bool) -> None:
        """Stop reading, or read on."""
        if on:
            self.channel.pause_reading()
        else:
            self.channel.resume_reading()

    def close(self) -> None:
        """End, after what is unsent."""
        if not self.channel.is_closing():
            self.channel.exit(0)

    def abort(self) -> None:
        """End at once."""
        self.channel.abort()
