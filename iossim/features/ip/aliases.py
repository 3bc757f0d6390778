"""`show ip aliases` (12.2 form): every address that the router answers for, and why.

`Interface` is an address of an interface; `Dynamic` is one that a feature has taken: HSRP, address translation. Ports belong to
reverse telnet, which no line here has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.cli.types import Show
    from iossim.device.router import Router

Alias = tuple[Address, str]
HEADING = "Address Type             IP Address      Port"


def aliases_of(router: Router) -> list[Alias]:
    """The addresses in their order, each with its type."""
    taken = {address: "Dynamic" for _, address in router.virtual.keys()}
    own = {address: "Interface" for interface in router.interfaces.values() for address, _ in interface.addresses}
    return sorted((taken | own).items())


def show_aliases(aliases: Iterable[Alias], ip: Show) -> Iterator[str]:
    """A row per address."""
    yield HEADING
    for address, kind in aliases:
        yield f"{kind:<25}{ip(address)}"
