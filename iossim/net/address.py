"""IPv4 addresses, prefixes and wildcards as the data plane uses them.

An address is an integer that knows how to print itself: it is a dictionary key and a mask operand millions of times
and text only at the edges. Parsing of text is netaddr's work. Reference: RFC 791, RFC 4632.

Invariant: an `Address` stays typed until the last formatter (`AddressNames.show`), because a lab may print some
addresses by the document's names (`64.yy.yy.a`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import netaddr

ALL_ONES = 0xFFFFFFFF


class Address(int):
    """One IPv4 address: an int in 0..2**32-1, printed as a dotted quad."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self >> 24}.{self >> 16 & 255}.{self >> 8 & 255}.{self & 255}"

    def __repr__(self) -> str:
        return f"Address({self!s})"

    __format__ = object.__format__

    @staticmethod
    def parse(text: str) -> Address:
        """Read a dotted quad of exactly four decimal parts; ValueError otherwise."""
        parts = text.split(".")
        if len(parts) != 4 or not all(p.isascii() and p.isdigit() and len(p) <= 3 for p in parts):
            raise ValueError(f"not a dotted quad: {text!r}")
        try:
            return Address(int(netaddr.IPAddress(".".join(str(int(p)) for p in parts))))
        except netaddr.AddrFormatError as error:
            raise ValueError(str(error)) from None

    @property
    def is_multicast(self) -> bool:
        """True in 224.0.0.0/4."""
        return self >> 28 == 14


UNSPECIFIED = Address(0)
BROADCAST = Address(ALL_ONES)


MASKS = tuple(ALL_ONES << (32 - length) & ALL_ONES for length in range(33))


def mask_of(length: int) -> int:
    """The netmask of a prefix length, as an int: 24 -> 0xffffff00."""
    return MASKS[length]


def length_of(mask: int) -> int:
    """The prefix length of a contiguous netmask; ValueError when it has holes."""
    length = mask.bit_count()
    if mask_of(length) != mask:
        raise ValueError(f"mask {Address(mask)} is not contiguous")
    return length


def classful_length(address: int) -> int:
    """8, 16 or 24: the length of the major network an address belongs to (RFC 791 classes)."""
    if address >> 31 == 0:
        return 8
    return 16 if address >> 30 == 2 else 24


class Prefix(NamedTuple):
    """A network and its length; host bits are zero (`Prefix.of` clears them)."""

    network: Address
    length: int

    @staticmethod
    def of(address: int, length: int) -> Prefix:
        """The prefix of the given length that contains the address."""
        return Prefix(Address(address & MASKS[length]), length)

    @staticmethod
    def parse(text: str) -> Prefix:
        """Read `a.b.c.d/len`; ValueError when malformed or when host bits are set."""
        address, slash, length = text.partition("/")
        if not slash or not length.isdigit() or int(length) > 32:
            raise ValueError(f"not a prefix: {text!r}")
        prefix = Prefix.of(Address.parse(address), int(length))
        if prefix.network != Address.parse(address):
            raise ValueError(f"host bits set in {text!r}")
        return prefix

    def __contains__(self, address: object) -> bool:
        return isinstance(address, int) and address & MASKS[self.length] == self.network

    def covers(self, other: Prefix) -> bool:
        """True when every address of `other` is one of ours."""
        return self.length <= other.length and other.network in self

    @property
    def mask(self) -> Address:
        """The netmask."""
        return Address(mask_of(self.length))

    @property
    def wildcard(self) -> Address:
        """The inverse of the netmask, as access lists write it."""
        return Address(mask_of(self.length) ^ ALL_ONES)

    @property
    def broadcast(self) -> Address:
        """The all-ones address of the prefix."""
        return Address(self.network | self.wildcard)

    def __str__(self) -> str:
        return f"{self.network}/{self.length}"


DEFAULT = Prefix(UNSPECIFIED, 0)


class Mac(int):
    """A 48-bit hardware address, printed in the dotted form of IOS: 0000.0c07.ac01."""

    __slots__ = ()

    def __str__(self) -> str:
        digits = f"{int(self):012x}"
        return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"

    def __repr__(self) -> str:
        return f"Mac({self!s})"

    __format__ = object.__format__


BROADCAST_MAC = Mac(0xFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True)
class AddressNames:
    """Spellings of single addresses (`64.yy.yy.a`): always understood when typed, printed while `shown`.

    The lab declares them. `names` maps spelling to address. With `shown` false every address prints as numbers.
    """

    names: Mapping[str, Address] = field(default_factory=dict)
    shown: bool = True

    def read(self, text: str) -> Address:
        """An address from a spelling or a dotted quad; ValueError otherwise."""
        named = self.names.get(text)
        return Address.parse(text) if named is None else named

    def show(self, address: int) -> str:
        """The spelling to print."""
        if self.shown:
            for name, value in self.names.items():
                if value == address:
                    return name
        return str(Address(address))


NUMBERS = AddressNames(shown=False)
