"""The interfaces of a router as things that come and go: ports of the box, and logical interfaces made by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.device.interface import Interface, parent_of
from iossim.device.platform import mac_for

if TYPE_CHECKING:
    from iossim.device.router import Router


def create_ports(router: Router) -> None:
    """The ports of the box, as they are before any configuration."""
    for index, (name, _) in enumerate(router.platform.ports):
        create_interface(router, name, index)


def create_interface(router: Router, name: str, index: int) -> None:
    """An interface comes into being; an existing one is left alone."""
    kind = router.platform.port_type(name)
    if kind is None or router.interfaces.peek(name) is not None:
        return
    loopback, parent = kind.name == "Loopback", router.interfaces.peek(parent_of(name))
    router.interfaces.set(
        name,
        Interface(
            name,
            mac_for(router.number, index) if parent is None else parent.mac,
            enabled=loopback or parent is not None,
            line=loopback or (parent is not None and parent.up),
            mtu=kind.mtu,
            bandwidth=kind.bandwidth,
            delay=kind.delay,
            loopback=loopback,
        ),
    )


def remove_interface(router: Router, name: str) -> None:
    """A logical interface goes, with everything that hangs on it."""
    if router.interfaces.peek(name) is not None:
        router.change_interface(name, enabled=False, addresses=(), vlan=0)
        router.interfaces.delete(name)
