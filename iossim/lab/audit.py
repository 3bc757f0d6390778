"""The audit of memory: every remembered walk computed anew, and compared with what is remembered.

A path is clean while no fact it asked for has changed. Whatever a walk depends on without having asked a table for it
(an attribute, a plain dict, `peek`) can change without waking it; then what is remembered is *stale*, and rounds would
go on as if nothing had happened. The audit finds this by brute force: it walks every clean path again and tells those
that come out differently. It changes nothing, so it may run after any event.

Left out: what rounds read by themselves, outside of paths. That is the rehearsal's business (`sim.shadow`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iossim.sim.facts import Reader
from iossim.sim.memo import Path, Result

if TYPE_CHECKING:
    from iossim.lab.world import World
    from iossim.sim.idle import Idle
    from iossim.sim.meters import Target


@dataclass(frozen=True, slots=True)
class Stale:
    """A remembered walk that is not true any more: what it was for, when, and where the two results part."""

    path: str
    t: int
    part: str
    remembered: object
    found: object

    def __str__(self) -> str:
        return f"{self.path} at {self.t}: {self.part} is remembered as {self.remembered}, but is {self.found}"


class Auditor(Reader):
    """Reads without being remembered, and lets nothing through: a walk writes nothing."""

    __slots__ = ()

    rehearsing = True

    def disturb(self, what: str) -> None:
        """A walk only reads."""
        raise AssertionError(f"{what} in a walk")

    def feels(self, target: Target, octets: int, delay: int) -> bool:
        """A walk touches nothing by itself."""
        raise AssertionError("a touch in a walk")

    def asks(self, idle: Idle, over: bool) -> bool:
        """A walk does not ask for the time."""
        raise AssertionError("a question about time in a walk")


def stale(world: World) -> tuple[Stale, ...]:
    """Every remembered walk of a world that would come out differently now."""
    found = []
    for path in world.kernel.parts(Path):
        remembered = path.remembered
        if remembered is not None:
            fresh = _anew(world, path)
            if fresh.plain() != remembered.plain():
                found.append(_difference(path, world.kernel.now, remembered, fresh))
    return tuple(found)


def _anew(world: World, path: Path[Any]) -> Result[Any]:
    kernel = world.kernel
    outer, kernel.reader = kernel.reader, Auditor(kernel)
    try:
        return path.compute(*path.args)
    finally:
        kernel.reader = outer


def _difference(path: Path[Any], now: int, remembered: Result[Any], found: Result[Any]) -> Stale:
    parts = zip(("value", "delay", "touches", "gates", "acts"), remembered.plain(), found.plain(), strict=True)
    for part, old, new in parts:
        if old != new:
            return Stale(repr(path), now, part, old, new)
    raise AssertionError("equal results differ")
