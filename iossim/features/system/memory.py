"""The running and the start-up configuration as texts: printing, saving, erasing, copying (ios-cli 6.1, 9.1).

What is saved is what is printed, from the first `!` to `end`; read at boot it makes the same configuration. The dates of
the last change and the last save stand in it when the clock is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.drawing import drawing
from iossim.cli.entry import Args
from iossim.cli.errors import Refused
from iossim.cli.job import Answered, Ask, Become, Done, Effect, JobEvent, Out, Started, Wake, Woken
from iossim.cli.mode import INTERFACE
from iossim.device.catalog import catalog
from iossim.device.loader import merge
from iossim.device.nvgen import Seen, running_lines, section_lines
from iossim.features.system import files
from iossim.features.system.compression import is_packed, packed
from iossim.features.system.engine import engine_of
from iossim.features.system.messages import configured, nvram_ready
from iossim.features.system.privileges import visible

if TYPE_CHECKING:
    from iossim.cli.release import Release
    from iossim.device.config import RunningConfig
    from iossim.device.context import Context
    from iossim.device.router import Router
    from iossim.net.address import AddressNames

BUILDING = "Building configuration..."
NOT_PRESENT = "startup-config is not present"
ERASE_QUESTION = "Erasing the nvram filesystem will remove all files! Continue? [confirm]"


@dataclass(frozen=True, slots=True)
class RunningView:
    """What the running configuration is printed from; `dates` are the comments at its top."""

    config: RunningConfig
    names: AddressNames
    dates: tuple[str, ...]
    roster: str
    release: Release


def view_of(router: Router, names: AddressNames) -> RunningView:
    """The running configuration as it is now."""
    return RunningView(router.config, names, tuple(_dates(router)), router.catalog.name, router.release)


def running_text(router: Router, names: AddressNames, seen: Seen | None = None) -> list[str]:
    """The running configuration from the first `!` to `end`, or what somebody sees of it."""
    return _text(view_of(router, names), seen)


def _text(view: RunningView, seen: Seen | None = None) -> list[str]:
    grammar = catalog(view.roster).grammar(view.release)
    return ["!", *view.dates, *running_lines(view.config, view.names, grammar.manner, seen), "end"]


def _dates(router: Router) -> Iterator[str]:
    engine = engine_of(router)
    changed = engine.changed.peek("")
    if changed:
        yield f"! Last configuration change at {changed}"
    if engine.saved_at:
        yield f"! NVRAM config last updated at {engine.saved_at}"
    if changed or engine.saved_at:
        yield "!"


def size_of(lines: Sequence[str]) -> int:
    """How many octets lines take, with their ends."""
    return sum(map(len, lines)) + len(lines)


# -- showing ---------------------------------------------------------------------------------------------------------


def show_running(context: Context, args: Args) -> Iterable[str]:
    """`show running-config [interface NAME]`."""
    router, port, seen = context.router, args.get("interface"), visible(context)
    if port is None:
        view = view_of(router, context.names)
        return drawing(_whole, view) if seen is None else _counted(_text(view, seen))
    manner = router.catalog.grammar(router.release).manner
    found = section_lines(router.config, ((INTERFACE.name, port),), context.names, manner, seen)
    if not found:
        raise Refused("% Invalid interface type and number")
    return _counted(["!", *found, "end"])


def _whole(view: RunningView) -> Iterator[str]:
    return _counted(_text(view))


def _counted(lines: list[str]) -> Iterator[str]:
    yield from (BUILDING, "", f"Current configuration : {size_of(lines)} bytes")
    yield from (*lines, "")


def show_startup(context: Context, _: Args) -> Iterator[str]:
    """`show startup-config`."""
    lines = context.router.startup.splitlines()
    if not lines:
        yield NOT_PRESENT
        return
    text, room = context.router.startup, context.router.platform.nvram_bytes
    if is_packed(text):
        yield f"Using {packed(text)} out of {room} bytes, uncompressed size = {len(text)} bytes"
        yield f"Uncompressed configuration from {packed(text)} bytes to {len(text)} bytes"
    else:
        yield f"Using {size_of(lines)} out of {room} bytes"
    yield from (*lines, "")


# -- saving ----------------------------------------------------------------------------------------------------------


def save(context: Context) -> None:
    """The running configuration becomes the start-up configuration."""
    router, engine = context.router, engine_of(context.router)
    user = context.session.user
    if engine.clock.known:
        engine.saved_at = engine.date() + (f" by {user}" if user else "")
    router.startup = "\n".join(running_text(router, router.names)) + "\n"
    router.unsaved = False


def saved(context: Context) -> str:
    """Save, and what is said about it."""
    save(context)
    text = context.router.startup
    how = f"Compressed configuration from {len(text)} bytes to {packed(text)} bytes" if is_packed(text) else ""
    return f"{BUILDING}\n{how}[OK]\n"


def write_memory(context: Context, _: Args) -> str:
    """`write [memory]`."""
    return saved(context)


@dataclass(frozen=True, slots=True)
class CopyToStartup:
    """`copy running-config startup-config`."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask for the name, save."""
        match event:
            case Started():
                return (Ask("Destination filename [startup-config]? "),)
            case Answered(text) if text.strip() in ("", "startup-config"):
                return (Out(saved(context)), Done())
            case Answered(text):
                return (Out(f"%Error opening nvram:{text.strip()} (Permission denied)\n"), Done())
        return (Done(),)


def read_memory(context: Context) -> list[str]:
    """The lines of the start-up configuration are added to what runs; what is printed about them."""
    printed = merge(context, context.router.startup)
    context.router.perform("system", (configured("memory", context.line.origin),))
    return printed


@dataclass(frozen=True, slots=True)
class CopyToRunning:
    """`copy startup-config running-config`: its lines are added to what runs."""

    began: int | None = None

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask for the name, read."""
        match event:
            case Started() if not context.router.startup:
                return (Out("%Error opening nvram:startup-config (No such file or directory)\n"), Done())
            case Started():
                return (Ask("Destination filename [running-config]? "),)
            case Answered(text) if text.strip() in ("", "running-config"):
                return (Become(CopyToRunning(context.now)), Wake(files.writing(len(context.router.startup))))
            case Woken() if self.began is not None:
                return self._read(context, context.now - self.began)
            case Answered(text):
                return (Out(f"%Error opening system:{text.strip()} (No such file or directory)\n"), Done())
        return (Done(),)

    def _read(self, context: Context, spent: int) -> Iterator[Effect]:
        size = len(context.router.startup)
        yield Out("".join(line + "\n" for line in read_memory(context)))
        yield Out(files.copied(size, spent))
        yield Done()


@dataclass(frozen=True, slots=True)
class Erase:
    """`erase startup-config`."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask, erase."""
        match event:
            case Started():
                return (Ask(ERASE_QUESTION, confirm=True),)
            case Answered(key) if key in ("", "y", "Y"):
                context.router.startup = ""
                context.router.unsaved = True
                engine_of(context.router).saved_at = ""
                context.router.perform("system", (nvram_ready(),))
                return (Out("[OK]\nErase of nvram: complete\n"), Done())
        return (Done(),)
