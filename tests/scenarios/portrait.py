"""Everything that can be seen of a lab, as plain text by name.

The portrait follows objects from the nodes of a world, wherever they lead: tables with their causes, meters, idles,
timers, rounds, screens, journals of calls, the streams of chance. It leaves out only how the kernel does its work
(who is quiet, what is remembered), because that is what must not show. Two labs in the same state have equal portraits,
whatever process, mode or copy they live in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from types import MethodType

from iossim.cli.entry import Command, ConfigLine
from iossim.cli.grammar import Grammar
from iossim.cli.mode import Mode
from iossim.device.catalog import Catalog
from iossim.device.config import RunningConfig
from iossim.device.nvgen import running_lines
from iossim.device.parameters import Parameters
from iossim.lab.lab import Lab
from iossim.net.topology import Network
from iossim.net.wire import Wire
from iossim.sim.facts import Table
from iossim.sim.kernel import Event, Kernel
from iossim.sim.memo import Memo
from iossim.sim.meters import Idle, Meter
from iossim.sim.rng import Streams
from iossim.sim.rounds import Every
from iossim.sim.timers import Timer
from iossim.sim.trace import Record

Portrait = dict[str, str]
Frozen = dict[int, tuple[object, str]]
"""Values that cannot change, by identity, with their text; "" when something in them can."""

UNSEEN = (Kernel, Wire, Memo, Grammar, Catalog, Parameters)


def portrait(lab: Lab, frozen: Frozen | None = None) -> Portrait:
    """The whole state of a lab; `frozen` is kept from portrait to portrait, to write unchanging values once."""
    painter = Painter({} if frozen is None else frozen)
    world = lab.world
    painter.paint("now", lab.now)
    painter.paint("network", world.network)
    painter.paint("nodes", world.nodes)
    painter.paint("streams", world.kernel.streams)
    return painter.seen


class Painter:
    """Follows objects, each once."""

    def __init__(self, frozen: Frozen) -> None:
        self.frozen = frozen
        self.seen: Portrait = {}
        self.known: dict[int, str] = {}
        self.kept: list[object] = []  # so that no identity is used twice

    def paint(self, name: str, value: object) -> None:
        """Write down a value, or follow it."""
        if value is None or isinstance(value, str | int | float | bytes | Enum):
            self.seen[name] = str(value)
        elif isinstance(value, (type, *UNSEEN)) or (callable(value) and not hasattr(value, "__dict__")):
            return
        elif isinstance(value, MethodType):
            self.seen[name] = value.__qualname__
        elif isinstance(value, Mode | ConfigLine | Command):
            self.seen[name] = str(getattr(value, "id", None) or value)
        elif isinstance(value, Record):
            self.seen[name] = f"record {value.number}"
        elif isinstance(value, RunningConfig) or is_frozen(value):
            text = self.text(value)
            if text:
                self.seen[name] = text
            else:
                self.follow(name, value)
        else:
            self.follow(name, value)

    def text(self, value: object) -> str:
        """A frozen value in one piece, unless something that lives is in it."""
        known = self.frozen.get(id(value))
        if known is None:
            text = "\n".join(running_lines(value)) if isinstance(value, RunningConfig) else repr(value)
            known = self.frozen[id(value)] = value, "" if " at 0x" in text else text
        return known[1]

    def follow(self, name: str, value: object) -> None:
        """Write down what an object is made of, once."""
        if id(value) in self.known:
            self.seen[name] = f"is {self.known[id(value)]}"
        else:
            self.known[id(value)] = name
            self.kept.append(value)
            for part, inner in parts(value):
                self.paint(f"{name}.{part}", inner)


def is_frozen(value: object) -> bool:
    """True for frozen dataclasses."""
    return bool(getattr(getattr(value, "__dataclass_params__", None), "frozen", False))


def parts(value: object) -> Iterator[tuple[str, object]]:
    """What an object shows, by name."""
    if isinstance(value, Meter):
        yield "meter", str((value.count, value.octets, value.last))
    elif isinstance(value, Idle):
        seen = f"{value.last} {value.limit} {value.running} {value.remaining()} {value.over()}"
        yield "idle", f"{seen} {None if value.cause is None else value.cause.number}"
    elif isinstance(value, Every):
        due = value.next_tick() if value.running else None
        seen = f"{value.period} {value.running} {value.number} {value.sent()} {due}"
        yield "round", f"{seen} {None if value.cause is None else value.cause.number}"
    elif isinstance(value, Timer):
        yield "timer", str(value.remaining)
    elif isinstance(value, Event):
        yield "event", str((value.waiting, value.when if value.waiting else None))
    elif isinstance(value, Streams):
        seed, stands = value.__getstate__()
        yield "seed", seed
        yield from ((f"[{name}]", sha256(stand).hexdigest()) for name, stand in stands.items())
    elif isinstance(value, Table):
        for key, fact in value.items():
            yield f"{value.name}[{key}]", fact
            cause = value.cause(key)
            yield f"{value.name}[{key}]?", None if cause is None else cause.number
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield f"[{key}]", inner
    elif isinstance(value, list | tuple):
        yield "length", len(value)
        for index, inner in enumerate(value):
            yield f"[{index}]", inner
    elif isinstance(value, set | frozenset):
        yield "set", str(sorted(map(str, value)))
    elif isinstance(value, Network):
        yield from (("state", value.state), ("emitting", value.emitting))
    elif is_dataclass(value):
        yield from ((field.name, getattr(value, field.name)) for field in fields(value))
    else:
        yield from attributes(value)


def attributes(value: object) -> Iterator[tuple[str, object]]:
    """The attributes of a plain object, slots included."""
    yield from getattr(value, "__dict__", {}).items()
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name != "__weakref__" and hasattr(value, name):
                yield name, getattr(value, name)


def difference(one: Portrait, other: Portrait) -> list[str]:
    """What two portraits do not share, at most ten lines of it."""
    names = dict.fromkeys((*one, *other))
    lines = [f"{n}: {one.get(n, '-')} / {other.get(n, '-')}" for n in names if one.get(n) != other.get(n)]
    return [line[:300] for line in lines[:10]]
