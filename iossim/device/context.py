"""What a command may see and touch: the box, the line it was typed at, and how that line wants things spelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from iossim.net.address import Address, AddressNames

if TYPE_CHECKING:
    from iossim.cli.release import Release
    from iossim.cli.session import Session
    from iossim.device.config import SectionKey
    from iossim.device.lines import Line
    from iossim.device.router import Router


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one command."""

    router: Router
    line: Line
    session: Session
    names: AddressNames
    section: SectionKey = ()
    """Where a configuration line is typed; () for commands."""

    def within(self, section: SectionKey) -> Context:
        """The same where a section is typed in."""
        return Context(self.router, self.line, self.session, self.names, section)

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

    def resolve(self, text: str) -> Address | None:
        """The address of a host as typed: an address, a spelling, or a name the router knows."""
        try:
            return self.names.read(text)
        except ValueError:
            pass
        lookup = self.router.provider("host-address")
        found = lookup(text) if lookup is not None else None
        return found if isinstance(found, Address) else None

    def own_address(self, text: str) -> Address | None:
        """The own address meant by an address or an interface name (`Loopback0`, `fa0/0`)."""
        router = self.router
        address = self.resolve(text)
        if address is not None:
            return address if router.addresses.peek(address) is not None else None
        wanted = text.lower().replace(" ", "")
        kind = wanted.rstrip("0123456789/.")
        for name, interface in router.interfaces.items():
            full = name.rstrip("0123456789/.")
            if kind and full.lower().startswith(kind) and wanted[len(kind) :] == name[len(full) :]:
                return interface.address
        return None
