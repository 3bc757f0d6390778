"""`iossim serve`: a lab without a screen, for telnet and SSH clients. Ends with an interrupt.

The table of ports, then `READY`; with `--json` an object a router and then `{"ready": true, ...}`, a line each. What is done
is recorded as in the console.

`READY` means that all doors listen. For that the lab's definition is enough, so it is said before the simulation and asyncssh
are even loaded: a client that comes at once waits a moment for its first prompt. Only where the lab's history has to be played,
once, it is played before: a client would lose its patience. Whatever may be wrong with the call is found before either.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.frontends.recording import Shelf
from iossim.frontends.servers.gate import Gate, NoGate
from iossim.frontends.servers.listening import BASE, CannotOpen, Wanted, address_of, listen, ssh_is_there
from iossim.lab.checkpoint import kept
from iossim.lab.errors import LabError
from iossim.lab.opening import opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iossim.frontends.recording import Place
    from iossim.frontends.servers.listening import Door
    from iossim.lab.journal import Journal
    from iossim.lab.lab import Lab
    from iossim.lab.opening import Opening

FINE, WRONG = 0, 2


def serve(args: Namespace) -> int:
    """The command; the exit code."""
    try:
        wanted = _wanted(args)
        begun = opening(args.lab, numbers=True, remotes=args.remotes)
        bound = listen(begun.definition.routers, wanted)
        with _placed(begun.journal) as place, _ended_by_sigterm():
            lab = None if kept(begun.definition) else _played(begun)
            tell([at.door for at in bound], begun.journal, place, args.json)
            from iossim.frontends.servers.service import keep  # late: heavy, and the doors listen

            keep(lab or _opened(begun), place, wanted, bound)
    except (LabError, CannotOpen, NoGate) as error:
        sys.stderr.write(f"iossim serve: {error}\n")
        return WRONG
    return FINE


def _wanted(args: Namespace) -> Wanted:
    """What the call asks for; CannotOpen or NoGate before anything is opened."""
    if args.web:
        raise CannotOpen("--web is not available in this version")
    gate = Gate.read(Path(args.credentials)) if args.credentials else None
    address_of(args.bind, gate is not None)
    neither = not (args.telnet or args.ssh)
    base = BASE if args.base_port is None else args.base_port
    return Wanted(args.telnet or neither, args.ssh or (neither and ssh_is_there()), args.bind, base, gate)


def _opened(begun: Opening) -> Lab:
    from iossim.lab.lab import Lab  # late: the whole simulation

    return Lab.begin(begun)


def _played(begun: Opening) -> Lab:
    """The lab after its history; a person is told why nothing happens yet."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{begun.definition.name} has not been opened here before: playing its history, once\n")
    return _opened(begun)


@contextlib.contextmanager
def _placed(journal: Journal) -> Iterator[Place | None]:
    """The journal is on disk from the beginning, and let go however it ends; None when it cannot be written."""
    place = None
    try:
        place = Shelf().place(journal)
    except OSError as trouble:
        sys.stderr.write(f"iossim: not recorded: {trouble.strerror}\n")
    try:
        yield place
    finally:
        journal.close()
        if place is not None:
            place.lock.release()


@contextlib.contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """To be told to end is not a failure, while the lab is being opened either."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(FINE))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def tell(doors: Sequence[Door], journal: Journal, place: Place | None, as_json: bool) -> None:
    """Where the doors are, and that they listen."""
    write = sys.stdout.write
    if as_json:
        write("".join(json.dumps(row) + "\n" for row in ports(doors)))
        path = str(place.path) if place is not None else None
        write(json.dumps({"ready": True, "lab": journal.header.lab, "journal": path}) + "\n")
    else:
        write("".join(line + "\n" for line in table(doors)))
        write("READY\n")
    sys.stdout.flush()


def ports(doors: Sequence[Door]) -> list[dict[str, str | int]]:
    """The ports, a router a row."""
    rows: dict[str, dict[str, str | int]] = {}
    for door in doors:
        row = rows.setdefault(door.device, {"device": door.device, "address": door.address})
        row[door.kind] = door.port
    return list(rows.values())


def table(doors: Sequence[Door]) -> list[str]:
    """The same to read."""
    kinds = list(dict.fromkeys(door.kind for door in doors))
    rows = [["router", "address", *kinds]]
    rows += [[str(row.get(name, "")) for name in ("device", "address", *kinds)] for row in ports(doors)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
