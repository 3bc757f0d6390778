"""Those who come to a virtual terminal from outside the lab: telnet and SSH clients of this machine.

A visitor takes a free line as a telnet connection from within the lab does, through the router's own login. A line
with a visitor keeps its location until he has gone, so nobody else gets it meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.net.address import Address

if TYPE_CHECKING:
    from iossim.device.router import Router

HERE = "127.0.0.1"


def free_line(router: Router, protocol: str, location: str = "") -> str | None:
    """The first virtual terminal that is free and takes protocol and visitor; None when there is none.

    A visitor without an address comes from this machine's loopback.
    """
    if not router.up:
        return None
    for name, line in router.lines.by_name.items():
        if (
            name.startswith("vty")
            and line.session.stage == "off"
            and not line.location
            and admits(router, name, protocol, location)
        ):
            return name
    return None


def admits(router: Router, line: str, protocol: str, location: str) -> bool:
    """Whether a line is configured to take a protocol, from there (`transport input`, `access-class`)."""
    try:
        peer = Address.parse(location or HERE)
    except ValueError:
        peer = Address.parse(HERE)
    accepts = router.provider("accepts-telnet")
    return accepts is None or bool(accepts(router.lines.by_name[line], protocol, peer))


def come(router: Router, line: str, location: str) -> None:
    """The visitor is at the line: banners and login begin."""
    taken = router.lines.by_name[line]
    taken.location = location
    router.kernel.trace.note(router.name, "typed", f"a connection from {location} to {line}")
    taken.terminal.connect()
    router.kernel.cause = None


def go(router: Router, line: str) -> None:
    """The visitor has gone; an EXEC that is still there ends."""
    left = router.lines.by_name[line]
    router.kernel.trace.note(router.name, "typed", f"the connection from {left.location} to {line} ends")
    if left.session.stage != "off":
        left.session.hang_up()
    left.location = ""
    router.kernel.cause = None
