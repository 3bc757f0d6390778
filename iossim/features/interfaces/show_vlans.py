"""`show vlans`: the VLANs of a router's ports, with the addresses and IP packets of their subinterfaces (12.2 form)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.cli.entry import Args, Command
from iossim.device.interface import parent_of
from iossim.features.interfaces.config import by_port
from iossim.features.interfaces.encapsulation import native_of, vlans
from iossim.features.interfaces.view import MAIN_VLAN, PortView, view_of

if TYPE_CHECKING:
    from iossim.cli.types import Show
    from iossim.device.context import Context
    from iossim.device.router import Router

COLUMNS = f"   {'Protocols Configured:':<24}{'Address:':<22}{'Received:':<17}Transmitted:"


@dataclass(frozen=True, slots=True)
class Vlan:
    """One VLAN: the interfaces in it, and those that send its frames without a tag."""

    number: int
    members: tuple[PortView, ...]
    native: tuple[str, ...]


def vlans_of(router: Router) -> tuple[Vlan, ...]:
    """The VLANs of all ports by number; frames without a tag are of VLAN 1, if no subinterface is for them."""
    config = router.config
    members: dict[int, list[str]] = {}
    native: dict[int, list[str]] = {}
    for port in dict.fromkeys(parent_of(name) for name, _ in vlans(config)):
        if not native_of(config, port):
            members.setdefault(MAIN_VLAN, []).append(port)
            native.setdefault(MAIN_VLAN, []).append(port)
    for name, number in vlans(config):
        members.setdefault(number, []).append(name)
        if native_of(config, name) == name:
            native.setdefault(number, []).append(name)
    return tuple(
        Vlan(
            number,
            tuple(
                view_of(router, name) for name in sorted(members[number], key=lambda one: by_port({"interface": one}))
            ),
            tuple(native.get(number, ())),
        )
        for number in sorted(members)
    )


def show_vlans(found: Iterable[Vlan], ip: Show) -> Iterator[str]:
    """Each VLAN with its trunk interfaces."""
    empty = True
    for vlan in found:
        empty = False
        yield f"Virtual LAN ID:  {vlan.number} (IEEE 802.1Q Encapsulation)"
        yield ""
        for index, view in enumerate(vlan.members):
            yield f"{'   vLAN Trunk Interface:   ' if index == 0 else ' ' * 27}{view.interface.name}"
        yield ""
        if vlan.native:
            yield " This is configured as native Vlan for the following interface(s) :"
            yield from vlan.native
            yield ""
        yield COLUMNS
        for view in vlan.members:
            if view.subinterface and view.interface.address is not None:
                counts = f"{view.received.packets:>16}{view.sent.packets:>20}"
                yield f"           {'IP':<16}{ip(view.interface.address):<16}{counts}"
        yield ""
    if empty:
        yield "No Virtual LANs configured."


def run(context: Context, args: Args) -> Iterator[str]:
    """`show vlans [NUMBER]`."""
    wanted = args.get("number")
    return show_vlans([vlan for vlan in vlans_of(context.router) if wanted in (None, vlan.number)], context.ip)


VLANS = Command(
    "show vlans [<number:1-4094>]",
    run,
    {
        "show": "Show running system information",
        "vlans": "Virtual LANs Information",
        "number": "Virtual LAN identifier",
    },
    level=1,
    filterable=True,
)
