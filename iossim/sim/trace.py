"""Causes: the significant events of a lab, each linked to the one that led to it.

An event scheduled while another is being handled inherits its cause (`Kernel.cause`), and a record written meanwhile
links to it; so the trace is a tree and "why" is a walk up the links. Links are numbers, not references: a long story
is not a long chain of objects. A timer that renews itself passes its *origin* as the cause (`Kernel.at(...,
cause=origin)`) and counts with `renewals`, else a week of rekeys is a chain of a week.

The fingerprint covers time, device, kind and text of every record ever written, also of those forgotten since. Left
out: `data` and the links, which views may refine without changing what happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from iossim.sim.kernel import Kernel

DIGEST_BYTES = 16


class Record(NamedTuple):
    """One significant event. `cause` is the number of the record that led to it. There are many, so it is a tuple."""

    number: int
    t: int
    device: str
    kind: str
    text: str
    data: Mapping[str, object]
    cause: int | None
    renewals: int = 0


def digest(before: bytes, text: str) -> bytes:
    """The next value of a running hash that does not depend on the interpreter's hash seed."""
    return blake2b(before + text.encode(), digest_size=DIGEST_BYTES).digest()


class Trace:
    """All records, in order; with `limit`, the last so many and what led to them."""

    __slots__ = ("_digest", "_kernel", "_records", "count", "limit")

    def __init__(self, kernel: Kernel, limit: int | None = None) -> None:
        self._kernel = kernel
        self._records: dict[int, Record] = {}
        self._digest = bytes(DIGEST_BYTES)
        self.count = 0
        self.limit = limit

    def note(self, device: str, kind: str, text: str, /, *, renewals: int = 0, **data: object) -> Record:
        """Write a record; it is the cause of whatever the rest of this event does."""
        kernel = self._kernel
        kernel.disturb("a trace record")
        link = None if kernel.cause is None else kernel.cause.number
        record = Record(self.count, kernel.now, device, kind, text, data, link, renewals)
        self._records[record.number] = record
        self.count += 1
        self._digest = digest(self._digest, f"{record.t}\0{device}\0{kind}\0{text}")
        kernel.cause = record
        if self.limit is not None and len(self._records) > 2 * self.limit:
            self._forget(self.limit)
        return record

    def record(self, number: int) -> Record | None:
        """The record of that number, unless it has been forgotten."""
        return self._records.get(number)

    def records(self) -> tuple[Record, ...]:
        """Every record still known, oldest first."""
        return tuple(self._records.values())

    def since(self, number: int) -> tuple[Record, ...]:
        """The known records from that number on, oldest first: call with the `count` seen last."""
        found = (self._records.get(n) for n in range(number, self.count))
        return tuple(record for record in found if record is not None)

    def chain(self, record: Record | None) -> list[Record]:
        """The record, its cause, the cause of that, up to the root."""
        links: list[Record] = []
        while record is not None:
            links.append(record)
            record = None if record.cause is None else self._records.get(record.cause)
        return links

    def fingerprint(self, state: Iterable[str] = ()) -> str:
        """The hash of everything recorded, and of the lines of state a lab adds."""
        value = self._digest
        for line in state:
            value = digest(value, line)
        return value.hex()

    def _forget(self, limit: int) -> None:
        """Keep the newest records and their ancestors."""
        kept: dict[int, Record] = {}
        for record in tuple(self._records.values())[-limit:]:
            for link in self.chain(record):
                if link.number in kept:
                    break
                kept[link.number] = link
        self._records = dict(sorted(kept.items()))
