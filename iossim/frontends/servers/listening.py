"""The sockets of a lab's doors: which there are, and listening at them, before anything else is loaded.

A router has `STEP` ports of its own, from the base port on: the first is its console, the second telnet, the third SSH. A
base port of 0 lets the machine choose. Without a gate only this machine is listened to.

The names of the routers are all that has to be known of the lab. From here on clients can connect; they wait in the backlog
until `Doors` opens at these sockets. So whatever may be wrong with the call is found here: this module imports neither the
simulation nor asyncio.

Invariant: all sockets listen, or none does.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_state_dir

from iossim.frontends.servers.open_files import make_room

if TYPE_CHECKING:
    from iossim.frontends.servers.gate import Gate

BASE, STEP, LAST = 2000, 10, 65_535
KINDS = ("console", "telnet", "ssh")
BACKLOG = 512
"""Clients that may wait at a door."""
MOST = 1024
"""Clients in all."""
KEY_FILES = {"ssh-ed25519": "ed25519.key", "ssh-rsa": "rsa.key"}
"""The host keys: algorithms, and their files."""


class CannotOpen(Exception):
    """The doors cannot be opened as asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which doors, and where; `keys` is the folder of the host keys."""

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

    @property
    def keys_folder(self) -> Path:
        """Where the host keys are kept: clients remember them."""
        return self.keys or Path(user_state_dir("iossim")) / "ssh"


@dataclass(frozen=True, slots=True)
class Door:
    """One port."""

    device: str
    kind: str
    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A door with its socket, which listens."""

    door: Door
    socket: socket.socket


def ssh_is_there() -> bool:
    """True when the library for SSH is installed (extra `ssh`)."""
    return find_spec("asyncssh") is not None


def listen(devices: Sequence[str], wanted: Wanted) -> tuple[Bound, ...]:
    """Listen; CannotOpen when a port is taken, an address is not ours, or what SSH needs is not there."""
    address = address_of(wanted.bind, wanted.gate is not None)
    if wanted.ssh:
        _look_for_ssh(wanted.keys_folder)
    plan = _plan(devices, wanted, address)
    make_room(len(plan), MOST)
    with ExitStack() as opened:
        bound = tuple([_bind(door, opened) for door in plan])
        opened.pop_all()
    return bound


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


def _plan(devices: Sequence[str], wanted: Wanted, address: str) -> list[Door]:
    base, ports = wanted.base_port, STEP * len(devices)
    if base and base + ports - 1 > LAST:
        raise CannotOpen(f"{len(devices)} routers need {ports} ports from {base} on; {LAST} is the last")
    return [
        Door(device, kind, address, base and base + STEP * number + KINDS.index(kind))
        for number, device in enumerate(devices)
        for kind in wanted.kinds
    ]


def _bind(door: Door, opened: ExitStack) -> Bound:
    family = socket.AF_INET6 if ":" in door.address else socket.AF_INET
    try:
        listener = socket.create_server((door.address, door.port), family=family, backlog=BACKLOG)
    except OSError as trouble:
        why = os.strerror(trouble.errno) if trouble.errno else str(trouble)
        raise CannotOpen(f"cannot listen on {door.address} port {door.port}: {why}") from None
    opened.enter_context(listener)
    return Bound(replace(door, port=listener.getsockname()[1]), listener)


def _look_for_ssh(folder: Path) -> None:
    """CannotOpen when SSH will not work, as far as one can know without loading it."""
    if not ssh_is_there():
        raise CannotOpen("SSH needs asyncssh, which is not here: pip install 'iossim[ssh]'")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files = [folder / name for name in KEY_FILES.values()]
        for file in filter(Path.exists, files):
            if b"PRIVATE KEY" not in file.read_bytes():
                raise CannotOpen(f"no host keys in {folder}: {file.name} is no private key")
        if not all(map(Path.exists, files)) and not os.access(folder, os.W_OK | os.X_OK):
            raise CannotOpen(f"no host keys in {folder}: none can be made there")
    except OSError as trouble:
        raise CannotOpen(f"no host keys in {folder}: {trouble.strerror}") from None
