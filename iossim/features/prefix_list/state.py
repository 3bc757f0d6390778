"""What a prefix list says: frozen entries, first match wins, then deny."""

from __future__ import annotations

from dataclasses import dataclass

from iossim.cli.types import Show
from iossim.net.address import Prefix


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: networks within `prefix` whose length is between two bounds; without bounds the prefix itself."""

    sequence: int
    permit: bool
    prefix: Prefix
    least: int | None = None
    most: int | None = None

    def matches(self, prefix: Prefix) -> bool:
        """True when the entry speaks of a route."""
        if not self.ranges:
            return prefix == self.prefix
        low = self.prefix.length if self.least is None else self.least
        high = 32 if self.most is None else self.most
        return self.prefix.covers(prefix) and low <= prefix.length <= high

    @property
    def ranges(self) -> bool:
        """True when it speaks of more than one network."""
        return self.least is not None or self.most is not None

    def write(self, ip: Show) -> str:
        """As displays have it."""
        bounds = "".join(
            f" {word} {value}" for word, value in (("ge", self.least), ("le", self.most)) if value is not None
        )
        action = "permit" if self.permit else "deny"
        return f"seq {self.sequence} {action} {ip(self.prefix.network)}/{self.prefix.length}{bounds}"


@dataclass(frozen=True, slots=True)
class PrefixList:
    """A list, its entries in the order of their numbers."""

    name: str
    entries: tuple[Entry, ...]
    description: str = ""

    def find(self, prefix: Prefix) -> Entry | None:
        """The first entry that matches; None stands for the implicit deny."""
        return next((entry for entry in self.entries if entry.matches(prefix)), None)

    def permits(self, prefix: Prefix) -> bool:
        """True when the first match permits; a list without entries permits everything."""
        found = self.find(prefix)
        return not self.entries or (found is not None and found.permit)
