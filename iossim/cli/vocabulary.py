"""What the grammar must ask of a device to read a line: its words for addresses, its interfaces, and
which lines were moved to another privilege level.

Left out: names of access lists, crypto maps and the like. IOS accepts names of things that do not exist yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from iossim.cli.privilege import NOTHING_MOVED, Privileges
from iossim.net.address import NUMBERS, Address, AddressNames


@dataclass(frozen=True, slots=True)
class InterfaceType:
    """A kind of interface: `FastEthernet`, its help, and the numbers there are.

    `numbers` None: any number may be created (`Loopback`). `dotted`: numbers may carry a subinterface (`0/0.10`).
    """

    name: str
    help: str
    numbers: tuple[str, ...] | None = None
    dotted: bool = False


class Vocabulary(Protocol):
    """A device, as far as its grammar is concerned."""

    @property
    def interface_types(self) -> Sequence[InterfaceType]:
        """The kinds of interfaces that exist or can be created."""
        ...

    @property
    def privileges(self) -> Privileges:
        """The levels that lines were moved to."""
        ...

    def address(self, text: str) -> Address:
        """An address from a dotted quad or a declared spelling; ValueError otherwise."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A vocabulary given by its parts."""

    names: AddressNames = NUMBERS
    interface_types: Sequence[InterfaceType] = ()
    privileges: Privileges = NOTHING_MOVED

    def address(self, text: str) -> Address:
        """An address from a dotted quad or a declared spelling; ValueError otherwise."""
        return self.names.read(text)
