"""Debug flags, seen from the box: which are on, and turning all of them off or on.

A feature switches its own flags (`router.lines.flags`) and tells how they are called by the provider `debug-flags`: a
method without arguments that gives {flag: (group, text)}, as in {"crypto isakmp": ("Cryptographic Subsystem", "Crypto
ISAKMP debugging")}; a third part stands behind `is on` (`device.debug_switch`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.entry import Args
from iossim.cli.job import Answered, Ask, Done, Effect, JobEvent, Out, Started
from iossim.device.debug_switch import Named, is_on

if TYPE_CHECKING:
    from iossim.device.context import Context
    from iossim.device.router import Router

ALL_OFF = "All possible debugging has been turned off"
ALL_ON = "All possible debugging has been turned on"
QUESTION = "This may severely impact network performance. Continue? (yes/[no]): "

Flags = Mapping[str, Named]


def known_flags(router: Router) -> dict[str, Named]:
    """All flags that the features of a box tell of."""
    found: dict[str, Named] = {}
    for feature in router.catalog.features:
        method = feature.provides.get("debug-flags")
        if method is not None:
            found.update(getattr(router.engine(feature.name), method)())
    return found


def show_debugging(on: Iterable[str], known: Flags) -> Iterator[str]:
    """`show debugging`: flags that are on, by group."""
    groups: dict[str, list[str]] = {}
    for flag in on:
        named = known.get(flag, (flag.upper(), f"{flag} debugging"))
        groups.setdefault(named[0], []).append(is_on(named))
    for group, texts in groups.items():
        yield f"{group}:"
        yield from (f"  {text}" for text in texts)
    if groups:
        yield ""


def debugging(context: Context, _: Args) -> Iterable[str]:
    """`show debugging`."""
    flags = context.router.lines.flags
    return tuple(show_debugging([flag for flag, on in flags.items() if on], known_flags(context.router)))


def all_off(context: Context, _: Args) -> str:
    """`undebug all`."""
    context.router.lines.flags.clear()
    return ALL_OFF


def all_on(_context: Context, _: Args) -> DebugAll:
    """`debug all`."""
    return DebugAll()


@dataclass(frozen=True, slots=True)
class DebugAll:
    """The question before everything is turned on."""

    def step(self, context: Context, event: JobEvent) -> Iterable[Effect]:
        """Ask, then do it or not."""
        match event:
            case Started():
                return (Ask(QUESTION),)
            case Answered(text) if text.strip() and "yes".startswith(text.strip().lower()):
                for flag in known_flags(context.router):
                    context.router.lines.flags.set(flag, True)
                return (Out(ALL_ON + "\n"), Done())
        return (Done(),)
