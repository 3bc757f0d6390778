"""Subinterfaces on one router: they come and go by a line, and follow their port.

They have no signal of their own, and say nothing when they go up or down. What is configured at the port holds for them where
they are not told otherwise (`settings`), so they are settled whenever it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iossim.device.actions import Action, Amend, ChangeInterface, RemoveInterface
from iossim.device.interface import parent_of
from iossim.features.interfaces import config as lines
from iossim.features.interfaces.encapsulation import section_of
from iossim.features.interfaces.settings import settings_of

if TYPE_CHECKING:
    from iossim.device.router import Router


def of(router: Router, port: str) -> list[str]:
    """The subinterfaces of a port that exist."""
    return [name for name in tuple(router.interfaces.keys()) if parent_of(name) == port]


def follow(router: Router, port: str) -> Iterator[Action]:
    """What a port is now makes its subinterfaces so, too."""
    for name in of(router, port):
        interface = router.interfaces.peek(name)
        if interface is not None:
            yield ChangeInterface(name, tuple(settings_of(router, name, interface).items()))


def without_vlan(router: Router, port: str) -> Iterator[Action]:
    """The VLAN is gone, and with it the addresses."""
    section = section_of(port)
    for entry in (lines.SECONDARY, lines.ADDRESS):
        for statement in router.config.all(entry, section):
            yield Amend(section, statement, remove=True)
    yield ChangeInterface(port, (("addresses", ()),))


def remove(router: Router, port: str) -> Iterator[Action]:
    """`no interface`: it goes, and its port takes frames without a tag itself if it was the native one."""
    yield RemoveInterface(port)
    parent = router.interfaces.peek(parent_of(port))
    if parent is not None and parent.native == port:
        yield ChangeInterface(parent.name, (("native", ""),))
