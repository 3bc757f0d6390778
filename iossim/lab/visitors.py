"""Those who come to a virtual terminal from outside the lab: telnet and SSH clients of this machine.

A visitor takes a free line as a telnet connection from within the lab does, through the router's own login. A line
with a visitor keeps its location until he has gone, so nobody else gets it meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iossim.features.system import line_config

if TYPE_CHECKING:
    from iossim.device.router import Router


def free_line(router: Router, protocol: str) -> str | None:
    """The first virtual terminal that is free and takes the protocol (`transport input`); None when there is none."""
    if not router.up:
        return None
    for name, line in router.lines.by_name.items():
        if (
            name.startswith("vty")
            and line.session.stage == "off"
            and not line.location
            and admits(router, name, protocol)
        ):
            return name
    return None


def admits(router: Router, line: str, protocol: str) -> bool:
    """Whether a line is configured to take a protocol."""
    return line_config.admits(router.config, line, protocol)


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
