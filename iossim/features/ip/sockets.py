"""`show ip sockets` (12.2 form): who listens to which port of UDP, or to a protocol of its own.

Features tell of their sockets by the provider `sockets`: a method without arguments that gives (protocol, own address, port);
address 0 stands for all addresses. Those of TCP are in `show tcp brief all`. `In`, `Out` and `TTY` are always 0 here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.cli.types import Show
    from iossim.device.router import Router

Socket = tuple[int, Address, int]
HEADING = "Proto    Remote      Port      Local       Port  In Out Stat TTY OutputIF"


def sockets_of(router: Router) -> Iterator[Socket]:
    """What the features of a box listen to, in their order."""
    for feature in router.catalog.features:
        method = feature.provides.get("sockets")
        if method is not None:
            yield from getattr(router.engine(feature.name), method)()


def show_sockets(sockets: Iterable[Socket], ip: Show) -> Iterator[str]:
    """A row per socket."""
    yield HEADING
    for protocol, address, port in sockets:
        local = ip(address) if address else "--any--"
        yield f"{protocol:>2}   --listen--          {local:<15}{port:>6}{0:>4}{0:>4}{1:>5}{0:>4} "
