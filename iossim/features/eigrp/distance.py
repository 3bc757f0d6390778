"""Distances by source: `distance N ADDRESS WILDCARD [LIST]`, for internal routes that a neighbor has told of.

The first line that speaks of the neighbor, and whose list permits the destination, decides; a list that is not defined permits
everything. External routes keep the distance of `distance eigrp`, as in IOS. Lists are held as they were read, so that a
change of one moves its routes like a change of a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.entry import ConfigLine
from iossim.device.filters import AccessList
from iossim.features.eigrp.config import ROUTER, section_of
from iossim.net.address import Address, Prefix

if TYPE_CHECKING:
    from iossim.device.router import Router

FROM = ConfigLine(
    "distance <value:1-255> <source:ip> <wildcard:wildcard> [{ <list:1-99> | <list:word> }]",
    ROUTER,
    {
        "distance": "Define an administrative distance",
        "value": "Administrative distance",
        "source": "IP Source address",
        "wildcard": "Wildcard bits",
        "list": "IP Standard access list number or name",
    },
    key=("source", "wildcard"),
    no_pattern="distance [<value:1-255>] <source:ip> <wildcard:wildcard> [{ <list:1-99> | <list:word> }]",
    rank=54,
)

UNBELIEVED = 255
"""A route of this distance is never used."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """One line, with its list as it is defined now."""

    value: int
    source: Address
    wildcard: Address
    name: str = ""
    list: AccessList | None = None

    def takes(self, neighbor: Address) -> bool:
        """True when the line speaks of a neighbor."""
        return (neighbor ^ self.source) & ~self.wildcard & 0xFFFF_FFFF == 0

    def permits(self, prefix: Prefix) -> bool:
        """True when it speaks of a destination."""
        return self.list is None or not self.list.rules or self.list.permits_address(prefix.network)


def sourced_of(router: Router, asn: int) -> tuple[Sourced, ...]:
    """The lines of a process in their order."""
    return tuple(_lines(router, asn))


def _lines(router: Router, asn: int) -> Iterator[Sourced]:
    find = router.provider("access-list")
    for statement in router.config.all(FROM, section_of(asn)):
        args = statement.args
        name = str(args.get("list") or "")
        found = find(name) if find is not None and name else None
        yield Sourced(args["value"], args["source"], args["wildcard"], name, found)


def distance_for(lines: tuple[Sourced, ...], neighbor: Address, prefix: Prefix, otherwise: int) -> int:
    """The distance of an internal route."""
    found = (one.value for one in lines if one.takes(neighbor) and one.permits(prefix))
    return next(found, otherwise)
