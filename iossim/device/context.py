"""What a command may see and touch: the box, the line it was typed at, and how that line wants things spelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.net.address import AddressNames

if TYPE_CHECKING:
    from iossim.cli.release import Release
    from iossim.cli.session import Session
    from iossim.device.lines import Line
    from iossim.device.router import Router


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one command."""

    router: Router
    line: Line
    session: Session
    names: AddressNames

    @property
    def now(self) -> int:
        """Virtual time in microseconds."""
        return self.router.kernel.now

    @property
    def look(self) -> Release:
        """The release whose displays this box prints."""
        return self.router.look

    def ip(self, address: int) -> str:
        """An address as this console prints it."""
        return self.names.show(address)
