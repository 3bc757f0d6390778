"""Everything that can be seen of a lab, as plain text by name.

The portrait follows objects from the nodes of a world, wherever they lead: tables with their causes, meters, idles,
timers, rounds, screens, journals of calls, the streams of chance. It leaves out only how the kernel does its work
(who is quiet, what is remembered), because that is what must not show. Two labs in the same state have equal portraits,
whatever process, mode or copy they live in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from operator import attrgetter
from types import MethodType
from typing import Any

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
from iossim.sim.facts import ABSENT, Table
from iossim.sim.kernel import Event, Kernel
from iossim.sim.memo import Memo
from iossim.sim.meters import Idle, Meter
from iossim.sim.rng import Streams
from iossim.sim.rounds import Every
from iossim.sim.timers import Timer
from iossim.sim.trace import Record

Portrait = dict[str, str]
Part = tuple[str, object]
Parts = Callable[[Any], Iterable[Part]]
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
    """Follows objects, each once. What is done with an object follows from its type, which is looked at once."""

    def __init__(self, frozen: Frozen) -> None:
        self.frozen = frozen
        self.seen: Portrait = {}
        self.known: dict[int, str] = {}
        self.kept: list[object] = []  # so that no identity is used twice

    def paint(self, name: str, value: object) -> None:
        """Write down a value, or follow it."""
        text = WRITTEN.get(type(value))
        if text is not None:
            self.seen[name] = text(value)
            return
        parts = FOLLOWED.get(type(value))
        if parts is not None:
            self.follow(name, value, parts)
        elif type(value) not in PASSED:
            self.unusual(name, value)

    def unusual(self, name: str, value: object) -> None:
        """Paint a frozen value, or one whose type has not been seen before."""
        if isinstance(value, RunningConfig) or is_frozen(value):
            text = self.text(value)
            if text:
                self.seen[name] = text
            else:
                self.follow(name, value, parts_of(value))
        else:
            learn(value)
            self.paint(name, value)

    def text(self, value: object) -> str:
        """A frozen value in one piece, unless something that lives is in it."""
        known = self.frozen.get(id(value))
        if known is None:
            text = "\n".join(running_lines(value)) if isinstance(value, RunningConfig) else repr(value)
            known = self.frozen[id(value)] = value, "" if " at 0x" in text else text
        return known[1]

    def follow(self, name: str, value: object, parts: Parts) -> None:
        """Write down what an object is made of, once."""
        known = self.known.get(id(value))
        if known is not None:
            self.seen[name] = f"is {known}"
            return
        self.known[id(value)] = name
        self.kept.append(value)
        seen, name = self.seen, f"{name}."
        for part, inner in parts(value):
            text = WRITTEN.get(type(inner))
            if text is not None:
                seen[name + part] = text(inner)
            else:
                self.paint(name + part, inner)


def learn(value: object) -> None:
    """Put the type of a value that is not frozen into the one of three tables where it belongs."""
    kind = type(value)
    if value is None or isinstance(value, str | int | float | bytes | Enum):
        WRITTEN[kind] = str
    elif isinstance(value, (type, *UNSEEN)) or (callable(value) and not hasattr(value, "__dict__")):
        PASSED.add(kind)
    elif isinstance(value, MethodType):
        WRITTEN[kind] = attrgetter("__qualname__")
    elif isinstance(value, Mode | ConfigLine | Command):
        WRITTEN[kind] = identity
    elif isinstance(value, Record):
        WRITTEN[kind] = numbered
    else:
        FOLLOWED[kind] = parts_of(value)


WRITTEN: dict[type, Callable[[object], str]] = {}
"""Types whose objects are one text."""
PASSED: set[type] = set()
"""Types that are not looked at."""
FOLLOWED: dict[type, Parts] = {}
"""Types whose objects are made of parts."""


def is_frozen(value: object) -> bool:
    """True for frozen dataclasses that are not painted in another way."""
    frozen = bool(getattr(getattr(value, "__dataclass_params__", None), "frozen", False))
    return frozen and not isinstance(value, (type, Enum, Mode, ConfigLine, Command, Record, *UNSEEN))


def identity(value: object) -> str:
    """A declared line or mode, by its name."""
    return str(getattr(value, "id", None) or value)


def numbered(value: Record) -> str:
    """A record of the trace, by its number."""
    return f"record {value.number}"


# -- parts -----------------------------------------------------------------------------------------------------------


def parts_of(value: object) -> Parts:
    """How objects of this kind show what they are made of."""
    for kind, parts in KINDS.items():
        if isinstance(value, kind):
            return parts
    return of_fields(value) if is_dataclass(value) else Attributes(type(value))


def of_meter(value: Meter) -> Iterator[Part]:
    yield "meter", str((value.count, value.octets, value.last))


def of_idle(value: Idle) -> Iterator[Part]:
    seen = f"{value.last} {value.limit} {value.running} {value.remaining()} {value.over()}"
    yield "idle", f"{seen} {None if value.cause is None else value.cause.number}"


def of_round(value: Every) -> Iterator[Part]:
    due = value.next_tick() if value.running else None
    seen = f"{value.period} {value.running} {value.number} {value.sent()} {due}"
    yield "round", f"{seen} {None if value.cause is None else value.cause.number}"


def of_timer(value: Timer) -> Iterator[Part]:
    yield "timer", str(value.remaining)


def of_event(value: Event) -> Iterator[Part]:
    yield "event", str((value.waiting, value.when if value.waiting else None))


def of_streams(value: Streams) -> Iterator[Part]:
    seed, stands = value.__getstate__()
    yield "seed", seed
    for name, stand in stands.items():
        yield f"[{name}]", sha256(stand).hexdigest()


def of_table(value: Table[object, object]) -> Iterator[Part]:
    for key, fact in value.items():
        name, cause = f"{value.name}[{key}]", value.cause(key)
        yield name, fact
        yield f"{name}?", None if cause is None else cause.number


def of_dict(value: dict[object, object]) -> Iterator[Part]:
    for key, inner in value.items():
        yield f"[{key}]", inner


def of_list(value: Sequence[object]) -> Iterator[Part]:
    yield "length", len(value)
    for index, inner in enumerate(value):
        yield f"[{index}]", inner


def of_set(value: Collection[object]) -> Iterator[Part]:
    yield "set", str(sorted(map(str, value)))


def of_network(value: Network) -> Iterator[Part]:
    yield from (("state", value.state), ("emitting", value.emitting))


def of_fields(value: object) -> Parts:
    """The fields of dataclasses of this kind."""
    names = [field.name for field in fields(value)]  # type: ignore[arg-type]
    return lambda one: ((name, getattr(one, name)) for name in names)


KINDS: dict[type | tuple[type, ...], Parts] = {
    Meter: of_meter,
    Idle: of_idle,
    Every: of_round,
    Timer: of_timer,
    Event: of_event,
    Streams: of_streams,
    Table: of_table,
    dict: of_dict,
    (list, tuple): of_list,
    (set, frozenset): of_set,
    Network: of_network,
}


class Attributes:
    """The attributes of a plain object, slots included."""

    def __init__(self, kind: type) -> None:
        found = [one.__dict__.get("__slots__", ()) for one in kind.__mro__]
        slots = [name for names in found for name in ((names,) if isinstance(names, str) else names)]
        self.slots = tuple(name for name in slots if name != "__weakref__")

    def __call__(self, value: object) -> Iterator[Part]:
        yield from getattr(value, "__dict__", {}).items()
        for name in self.slots:
            inner = getattr(value, name, ABSENT)
            if inner is not ABSENT:
                yield name, inner


def difference(one: Portrait, other: Portrait) -> list[str]:
    """What two portraits do not share, at most ten lines of it."""
    names = dict.fromkeys((*one, *other))
    lines = [f"{n}: {one.get(n, '-')} / {other.get(n, '-')}" for n in names if one.get(n) != other.get(n)]
    return [line[:300] for line in lines[:10]]
