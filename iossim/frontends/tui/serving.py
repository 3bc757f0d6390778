"""Clients from outside in a room: telnet and SSH at the session's lab, while the screen drives it.

They stay with the session while somebody looks at the past, and come along into a branch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iossim.frontends.servers.doors import Doors
    from iossim.frontends.tui.room import Room
    from iossim.lab.lab import Lab


class Serving:
    """The doors of one room; closed until `open`."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.doors: Doors | None = None

    async def open(self) -> None:
        """Let clients in, and say where."""
        from iossim.frontends.servers.doors import Doors
        from iossim.frontends.servers.exchange import Drive
        from iossim.frontends.servers.listening import CannotOpen, Wanted, ssh_is_there

        room = self.room
        drive = Drive(room.pulse.pacer.settle, room.pulse.wake, room._fault)
        opening = Doors(room.live, drive, Wanted(ssh=ssh_is_there()))
        try:
            opened = await opening.open()
        except CannotOpen as refusal:
            room.notify(str(refusal), severity="warning", timeout=30)
            return
        self.doors = opening
        first = ", ".join(f"{door.kind} {door.port}" for door in opened if door.device == opened[0].device)
        room.notify(f"Clients may connect to {opened[0].address}: {first}, and so on, ten ports a router.", timeout=10)

    def move_to(self, lab: Lab) -> None:
        """The clients come along."""
        if self.doors is not None:
            self.doors.exchange.move_to(lab)

    async def close(self) -> None:
        """Send everybody away."""
        if self.doors is not None:
            await self.doors.close()
