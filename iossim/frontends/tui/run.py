"""The ways into the console: `iossim`, and `iossim lab`."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from iossim.frontends.tui.openable import NewLab, Openable, TheAttempts, TheCourse, TheDemonstrations

if TYPE_CHECKING:
    from iossim.frontends.tui.keyboard import Keyboard

WRONG = 2
FRAMES = "120"
"""Screen refreshes a second: a key that comes just after one waits for the next."""


def menu(args: Namespace) -> int:
    """`iossim`: the menu."""
    return _start(None)


def lab(args: Namespace) -> int:
    """`iossim lab [NAME|FILE]`: that lab at once."""
    if args.serve and args.plain:
        sys.stderr.write("iossim: --serve needs the screen; without one use `iossim serve`\n")
        return WRONG
    return _start(_whole(args.lab), bool(args.plain), bool(args.serve))


def _whole(name: str) -> str:
    """A shipped lab's name as it is, a file by its whole path: its journal is taken up again from any folder."""
    return str(Path(name).resolve()) if name not in shipped_labs() and Path(name).exists() else name


def _start(name: str | None, plain: bool = False, serve: bool = False) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complaint = _about(name) if name is not None else ""
        if complaint:  # the nearer trouble first
            sys.stderr.write(f"{complaint}\n")
            return WRONG
        sys.stderr.write("iossim: the console needs a terminal; to run a session from a file use `iossim run FILE`\n")
        return WRONG
    if plain:
        from iossim.frontends.plain.run import run as plainly

        return plainly(name or "headend")
    return screen(NewLab(name) if name is not None else None, serve)


def _about(name: str) -> str:
    """What is wrong with a lab; empty for nothing."""
    from iossim.lab.definition import load
    from iossim.lab.errors import LabError

    try:
        load(name)
    except LabError as error:
        return str(error)
    return ""


def screen(first: Openable | TheCourse | TheDemonstrations | TheAttempts | None, serve: bool = False) -> int:
    """The console: that at once, or the menu."""
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)  # read when Textual is imported
    from iossim.frontends.recording import Shelf
    from iossim.frontends.tui.app import ConsoleApp
    from iossim.frontends.tui.preferences import Chosen
    from iossim.lab.errors import LabError

    try:
        keyboard = read_keys()
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    app = ConsoleApp(Shelf(), first, serve, Chosen(), keyboard)
    code = app.run()
    if app.failure is not None:
        if app.recording is not None:
            app.failure.add_note(f"Your work is kept in {app.recording.path}.")
            app.recording.abandon()
        raise app.failure
    app.close_recording()
    if app.complaint:
        sys.stderr.write(f"{app.complaint}\n")
    return code if code is not None else app.return_code or 0


def read_keys() -> Keyboard:
    """The user's keys; LabError when his file is wrong."""
    from iossim.frontends.tui.keyboard import Keyboard
    from iossim.frontends.tui.preferences import config_folder

    file = config_folder() / "keys.yaml"
    if not file.exists():
        return Keyboard()
    from iossim.frontends.tui.keyfile import read

    return read(file)


def shipped_labs() -> tuple[str, ...]:
    """The names of the labs of the package, without reading them."""
    import iossim

    folder = Path(iossim.__file__).parent / "labs"
    return tuple(sorted(path.parent.name for path in folder.glob("*/lab.yaml")))
