"""`iossim lab --plain`: the terminal in raw mode, keys from it, text to it.

Reading keys is prompt_toolkit's (raw mode, pasted text, the many spellings of one key); nothing else of it is used. The
journal is the same as the console's, so work can be begun here and taken up there.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from prompt_toolkit.input import create_input

from iossim.cli.keys import keys_of
from iossim.frontends.pacer import Pacer
from iossim.frontends.plain.switchboard import Switchboard
from iossim.frontends.recording import InUse, Recording, Resumption, Shelf, Work
from iossim.lab.errors import LabError
from iossim.lab.journal import JournalError
from iossim.lab.lab import Lab

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPress

WRONG = 2
REST = 0.25
BREATH = 0.004
PASTE = "<bracketed-paste>"


def run(name: str) -> int:
    """Open a lab, or take up what was broken off, and be its console until the end; the exit code."""
    shelf = Shelf()
    try:
        lab, recording = _open(shelf, name)
    except (LabError, JournalError, InUse) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    try:
        board = Switchboard(lab, Pacer(lab.world.kernel), print_out)
        asyncio.run(serve(board, lambda: recording.mark() if recording is not None else None))
    except BaseException as error:
        if recording is not None:
            error.add_note(f"Your work is kept in {recording.path}.")
            recording.abandon()
        raise
    if recording is not None:
        recording.close()
    sys.stdout.write("\n")
    return 0


def _open(shelf: Shelf, name: str) -> tuple[Lab, Recording | None]:
    work = shelf.broken_off(name)
    if work is not None and (resumed := _resume(shelf, work)) is not None:
        return resumed
    sys.stdout.write(f"Opening {name} ...\n")
    sys.stdout.flush()
    lab = Lab.open(name)
    try:
        recording = shelf.begin(lab)
    except OSError as trouble:
        sys.stderr.write(f"iossim: not recorded: {trouble.strerror}\n")
        recording = None
    call = lab.world.definition.call
    if call is not None:
        lab.do(f"call {call[0]} {call[1]}")
    return lab, recording


def _resume(shelf: Shelf, work: Work) -> tuple[Lab, Recording] | None:
    """Offer to go on with work that was broken off; None for a new start."""
    while True:
        sys.stdout.write(f"Your work in {work.lab} was broken off ({work.changed:%a %d %b %H:%M}).\n")
        sys.stdout.write("Go on with it? [yes/no/delete] ")
        sys.stdout.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise KeyboardInterrupt
        match answer.strip().lower()[:1]:
            case "" | "y":
                resumption = Resumption(work.path)
                try:
                    lab = resumption.open()
                    for _ in resumption.steps():
                        pass
                except BaseException:
                    resumption.give_up()
                    raise
                return lab, resumption.done()
            case "n":
                return None
            case "d":
                shelf.delete(work)
                return None


async def serve(board: Switchboard, tick: Callable[[], object]) -> None:
    """Keys from the terminal to the board, text from it, time at its pace; `tick` is called after every slice."""
    pacer = board.pacer
    wake = asyncio.Event()
    source = create_input()
    failures: list[Exception] = []

    def ready() -> None:
        try:
            for press in source.read_keys():
                for key in _keys(press):
                    board.key(key)
        except Exception as error:
            failures.append(error)
        wake.set()

    with source.raw_mode(), source.attach(ready):
        board.greet()
        while not board.over:
            wake.clear()
            arrived = pacer.advance()
            board.flush()
            tick()
            rest = pacer.rest()
            pause = 0 if not arrived else REST if rest is None else min(REST, max(BREATH, rest / 1_000_000))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), pause)
            if failures:
                raise failures[0]
            if source.closed:
                break


def _keys(press: KeyPress) -> Iterator[str]:
    name = str(getattr(press.key, "value", press.key))
    if name == PASTE:
        yield from keys_of(press.data)
    else:
        yield name


def print_out(text: str) -> None:
    """Text to the terminal, at once."""
    sys.stdout.write(text)
    sys.stdout.flush()
