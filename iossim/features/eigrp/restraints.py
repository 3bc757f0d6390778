"""What a process is told to keep to itself or not to believe: distribute-lists, stub routers, how many paths are used; and what
it makes worse: offset-lists.

A distribute-list of a direction holds for all interfaces, or for one; what either denies is neither told nor heard. A list
that is not defined permits everything. A stub router tells only of the kinds it is allowed to, never of what it has
learned, and is not asked for a way when one is lost.

An offset-list adds to the metric of what its list permits (list 0: of everything), by adding to the delay; one for an interface
is used in place of the general one of its direction. The addend is a multiple of 256, as the delay is kept here.

A change of any of these, or of a list in use, ends the adjacencies ("route configuration changed"), so both sides begin
anew. Left out: lists for a routing process (`out static`), gateways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iossim.cli.entry import ConfigLine
from iossim.device.config import RunningConfig
from iossim.features.eigrp.config import ROUTER, section_of
from iossim.features.eigrp.metric import INFINITY, SCALE, Vector
from iossim.features.eigrp.state import Entry, Origin

if TYPE_CHECKING:
    from iossim.device.router import Router
    from iossim.features.eigrp.tables import Tables
    from iossim.net.address import Prefix

DEFAULT_PATHS = 4
PREFIX_LIST = "prefix-list"
ALL = "0"

DISTRIBUTE = ConfigLine(
    "distribute-list { <list:1-99> | <list:word> | prefix <prefix:word> } <direction:in|out> [<interface:interface>]",
    ROUTER,
    {
        "prefix": "Filter prefixes in routing updates",
        "prefix prefix": "Name of an IP prefix-list",
        "distribute-list": "Filter networks in routing updates",
        "list": "IP access list number or name",
        "in": "Filter incoming routing updates",
        "out": "Filter outgoing routing updates",
    },
    key=("direction", "interface"),
    rank=50,
)
OFFSET = ConfigLine(
    "offset-list { <list:0-99> | <list:word> } <direction:in|out> <offset:0-2147483647> [<interface:interface>]",
    ROUTER,
    {
        "offset-list": "Add or subtract offset from IGRP or RIP metrics",
        "list": "Access list of networks to apply offset (0 selects all networks)",
        "in": "Perform offset on incoming updates",
        "out": "Perform offset on outgoing updates",
        "offset": "Offset",
    },
    key=("direction", "interface"),
    no_pattern="offset-list { <list:0-99> | <list:word> } <direction:in|out> [<offset:0-2147483647>] [<interface:interface>]",
    rank=9,
)
MAXIMUM_PATHS = ConfigLine(
    "maximum-paths <paths:1-6>",
    ROUTER,
    {"maximum-paths": "Forward packets over multiple paths", "paths": "Number of paths"},
    default={"paths": DEFAULT_PATHS},
    no_pattern="maximum-paths [<paths:1-6>]",
    rank=57,
)
STUB = ConfigLine(
    "eigrp stub [{ receive-only | ( connected | static | summary )+ }]",
    ROUTER,
    {
        "eigrp": "EIGRP specific commands",
        "stub": "Set IP-EIGRP as stubbed router",
        "receive-only": "Set IP-EIGRP as receive only neighbor",
        "connected": "Do advertise connected routes",
        "static": "Do advertise static routes",
        "summary": "Do advertise summary routes",
    },
    no_pattern="eigrp stub [{ receive-only | ( connected | static | summary )+ }]",
    rank=64,
)
LINES = (OFFSET, DISTRIBUTE, MAXIMUM_PATHS, STUB)

KINDS = {
    Origin.CONNECTED: "connected",
    Origin.RCONNECTED: "connected",
    Origin.STATIC: "static",
    Origin.SUMMARY: "summary",
}


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """An access list, or a prefix list, for a direction; `interface` "" stands for all."""

    direction: str
    interface: str
    name: str
    by_prefix: bool = False

    def __str__(self) -> str:
        return f"(prefix-list) {self.name}" if self.by_prefix else self.name


Offset = tuple[str, str, str, int]
"""(direction, interface or "", list, what is added to the metric)"""


@dataclass(frozen=True, slots=True)
class Restraint:
    """What is wanted of one process; `stub` has the kinds it tells of, None for a router that is no stub."""

    filters: tuple[Filter, ...] = ()
    stub: tuple[str, ...] | None = None
    offsets: tuple[Offset, ...] = ()

    def offset(self, direction: str, interface: str) -> tuple[str, int] | None:
        """The list that makes routes of an interface worse, and by how much."""
        found = {port: (name, value) for way, port, name, value in self.offsets if way == direction}
        return found.get(interface) or found.get("")

    def lists(self, direction: str, interface: str) -> tuple[Filter, ...]:
        """The lists that an update on an interface passes."""
        return tuple(one for one in self.filters if one.direction == direction and one.interface in ("", interface))

    def general(self, direction: str) -> Filter | None:
        """The list for all interfaces."""
        return next((one for one in self.filters if one.direction == direction and not one.interface), None)


def restraint_of(config: RunningConfig, asn: int) -> Restraint:
    """As configured."""
    section = section_of(asn)
    stub = config.args(STUB, section)
    return Restraint(
        tuple(sorted(_filters(config, asn))), None if stub is None else _kinds(stub), _offsets(config, asn)
    )


def _filters(config: RunningConfig, asn: int) -> Iterator[Filter]:
    for statement in config.all(DISTRIBUTE, section_of(asn)):
        args = statement.args
        name = args["prefix"] if "prefix" in args else str(args["list"])
        yield Filter(args["direction"], args.get("interface", ""), name, "prefix" in args)


def _offsets(config: RunningConfig, asn: int) -> tuple[Offset, ...]:
    every = [statement.args for statement in config.all(OFFSET, section_of(asn))]
    return tuple(sorted((a["direction"], a.get("interface", ""), str(a["list"]), int(a["offset"])) for a in every))


def _kinds(args: object) -> tuple[str, ...]:
    told = tuple(kind for kind in ("connected", "static", "summary") if isinstance(args, dict) and args.get(kind))
    alone = isinstance(args, dict) and bool(args.get("receive-only"))
    return () if alone else told or ("connected", "summary")


class Restraints:
    """The restraints of one process, as last adopted."""

    def __init__(self, router: Router, tables: Tables, asn: int) -> None:
        self.router = router
        self.tables = tables
        self.asn = asn

    @property
    def now(self) -> Restraint:
        """What holds."""
        return self.tables.restraints.peek(self.asn) or Restraint()

    def adopt(self) -> bool:
        """The configuration may have changed; True when these did, after they held already."""
        wanted, known = restraint_of(self.router.config, self.asn), self.tables.restraints.peek(self.asn)
        self.tables.restraints.set(self.asn, wanted)
        return known is not None and known != wanted

    def uses(self, kind: str, name: str) -> bool:
        """True when a list of that kind is one of ours."""
        now, by_prefix = self.now, kind == PREFIX_LIST
        filtered = any((one.name, one.by_prefix) == (name, by_prefix) for one in now.filters)
        return filtered or (not by_prefix and any(one[2] == name for one in now.offsets))

    def believes(self, interface: str, prefix: Prefix) -> bool:
        """True when what is heard of a destination counts; lists count their matches, up to the one that denies."""
        return all(self._judge(one, prefix) for one in self.now.lists("in", interface))

    def tells(self, entry: Entry, interface: str) -> bool:
        """True when a destination may be told by an interface."""
        now = self.now
        if now.stub is not None and entry.successors and KINDS.get(entry.successors[0].origin) not in now.stub:
            return False
        return all(self._lets(one, entry.prefix) for one in now.lists("out", interface))

    def worse(self, vector: Vector, direction: str, interface: str, prefix: Prefix) -> Vector:
        """What an offset-list makes of a path."""
        found = self.now.offset(direction, interface)
        if found is None or not vector.reachable or (found[0] != ALL and not self._permits(found[0], prefix)):
            return vector
        return replace(vector, delay=min(INFINITY - 1, vector.delay + found[1] // SCALE))

    def _judge(self, one: Filter, prefix: Prefix) -> bool:
        judge = self.router.provider("prefix-list-judge" if one.by_prefix else "access-list-judge")
        return judge is None or bool(judge(one.name, prefix if one.by_prefix else prefix.network))

    def _lets(self, one: Filter, prefix: Prefix) -> bool:
        """The same without a count."""
        if not one.by_prefix:
            return self._permits(one.name, prefix)
        find = self.router.provider(PREFIX_LIST)
        found = find(one.name) if find is not None else None
        return found is None or bool(found.permits(prefix))

    def _permits(self, name: str, prefix: Prefix) -> bool:
        """The verdict without a count: what a neighbor knows is worked out more often than it is told."""
        find = self.router.provider("access-list")
        found = find(name) if find is not None else None
        return found is None or not found.rules or bool(found.permits_address(prefix.network))
