"""What is to be translated to what: frozen rules, read from the configuration, and one fact.

A rule's addresses are a pool's or those of an interface at that moment; an interface has one, so it is overloaded whether the
line says so or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from iossim.features.nat import config as lines
from iossim.net.address import Address
from iossim.net.packet import Protocol

if TYPE_CHECKING:
    from iossim.cli.entry import Args
    from iossim.device.config import RunningConfig

PROTOCOLS = {"tcp": Protocol.TCP, "udp": Protocol.UDP}
ANY = 0
"""The protocol of a translation that takes every packet of an address."""


class End(NamedTuple):
    """An address with a port (the identifier of ICMP echoes); port 0 with all of the address."""

    address: Address
    port: int = 0


@dataclass(frozen=True, slots=True)
class Pool:
    """A range of global addresses."""

    name: str
    start: Address
    end: Address
    mask: Address

    def addresses(self) -> Iterator[Address]:
        """In ascending order."""
        return map(Address, range(self.start, self.end + 1))

    @property
    def size(self) -> int:
        """How many addresses."""
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Dynamic:
    """Translate what a list, or a route-map, permits, to addresses of a pool or of an interface."""

    list: str
    map: str
    pool: str
    port: str
    overload: bool

    def says(self, args: Args) -> bool:
        """True when that line has made this rule."""
        return (self.list, self.map) == (str(args.get("list", "")), args.get("map", ""))


@dataclass(frozen=True, slots=True)
class Static:
    """An address, or a port, that is always translated; `port` names the interface whose address is the global one."""

    proto: int
    local: End
    outside: End
    port: str = ""


@dataclass(frozen=True, slots=True)
class OutsideStatic:
    """An outside host that is always known inside by another address."""

    outside_global: Address
    outside_local: Address
    add_route: bool


@dataclass(frozen=True, slots=True)
class OutsideDynamic:
    """Outside hosts that a list permits get addresses of a pool."""

    list: str
    pool: str
    add_route: bool

    def says(self, args: Args) -> bool:
        """True when that line has made this rule."""
        return self.list == str(args.get("list", ""))


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them, in the order of the configuration."""

    dynamics: tuple[Dynamic, ...] = ()
    statics: tuple[Static, ...] = ()
    pools: tuple[Pool, ...] = ()
    outside_statics: tuple[OutsideStatic, ...] = ()
    outside_dynamics: tuple[OutsideDynamic, ...] = ()

    def pool(self, name: str) -> Pool | None:
        """The pool of that name."""
        return next((pool for pool in self.pools if pool.name == name), None)


def rules_of(config: RunningConfig) -> Rules:
    """What a configuration asks for."""
    return Rules(
        tuple(_dynamic(one.args) for one in config.all(lines.DYNAMIC)),
        tuple(_static(one.args) for entry in lines.STATICS for one in config.all(entry)),
        tuple(
            Pool(one.args["name"], one.args["start"], one.args["end"], lines.mask_of_pool(one.args))
            for one in config.all(lines.POOL)
        ),
        tuple(
            OutsideStatic(one.args["global"], one.args["local"], bool(one.args.get("add-route")))
            for one in config.all(lines.OUTSIDE_STATIC)
        ),
        tuple(
            OutsideDynamic(str(one.args["list"]), one.args["name"], bool(one.args.get("add-route")))
            for one in config.all(lines.OUTSIDE_DYNAMIC)
        ),
    )


def _dynamic(args: Args) -> Dynamic:
    port = str(args.get("port", ""))
    overload = bool(args.get("overload")) or bool(port)
    return Dynamic(str(args.get("list", "")), args.get("map", ""), args.get("name", ""), port, overload)


def _static(args: Args) -> Static:
    return Static(
        PROTOCOLS[args["proto"]] if "proto" in args else ANY,
        End(args["local"], args.get("lport", 0)),
        End(args.get("global", Address(0)), args.get("gport", 0)),
        str(args.get("port", "")),
    )
