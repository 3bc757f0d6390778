"""Syslog: messages kept as data, spelled when somebody looks (12.2T forms).

The buffer is RAM: it is empty after a reload. Addresses in a message stay typed, so the same record prints names on a
console that shows names and numbers elsewhere. Levels as in RFC 3164: 0 emergencies .. 7 debugging.
"""

from __future__ import annotations

from dataclasses import dataclass

from iossim.device.actions import Log
from iossim.net.address import Address, AddressNames

SEVERITIES = (
    "emergencies",
    "alerts",
    "critical",
    "errors",
    "warnings",
    "notifications",
    "informational",
    "debugging",
)


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One message: when (virtual microseconds), what, and the time stamp that the configuration of that moment gave it."""

    at: int
    message: Log
    stamp: str
    debug: bool = False

    def render(self, names: AddressNames) -> str:
        """The line as IOS prints it."""
        body = spell(self.message.text, names)
        if self.debug:
            return f"{self.stamp}{body}"
        return f"{self.stamp}%{self.message.facility}-{self.message.severity}-{self.message.mnemonic}: {body}"


def spell(parts: tuple[str | Address, ...], names: AddressNames) -> str:
    """Join the parts of a message; addresses are printed by their names where the console shows names."""
    return "".join(part if isinstance(part, str) else names.show(part) for part in parts)


class LogBuffer:
    """The logging buffer of a router: the newest records within so many octets."""

    def __init__(self, octets: int = 4096) -> None:
        self.octets = octets
        self.records: list[LogRecord] = []
        self.logged = 0
        self._used = 0

    def add(self, record: LogRecord) -> None:
        """Keep a record, and forget the oldest ones beyond the size."""
        self.logged += 1
        self.records.append(record)
        self._used += self._length(record)
        while self._used > self.octets and len(self.records) > 1:
            self._used -= self._length(self.records.pop(0))

    def resize(self, octets: int) -> None:
        """`logging buffered SIZE`: IOS starts with an empty buffer of the new size."""
        if octets != self.octets:
            self.octets = octets
            self.clear()

    def clear(self) -> None:
        """`clear logging`."""
        self.records.clear()
        self._used = 0

    @staticmethod
    def _length(record: LogRecord) -> int:
        return 40 + sum(len(str(part)) for part in record.message.text)
