"""The prefixes of a routing table by major network and bucket, kept as they come and go.

A table is told network by network, bucket by bucket (`ordering`). Who draws it would have to sort ten thousand prefixes before the
first line; so the table itself keeps them so, a few microseconds each time one comes or goes.

Invariant: what is here is frozen but for the outermost dictionaries, so a copy of those is a picture that does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from iossim.device.ordering import bucket, major_bucket, major_of, subnet_key
from iossim.net.address import DEFAULT, Prefix

Since = Callable[[Prefix], int]


@dataclass(frozen=True, slots=True)
class Major:
    """What is known below one major network: prefixes by bucket, and how many have which length."""

    buckets: Mapping[int, tuple[Prefix, ...]] = field(default_factory=dict)
    lengths: Mapping[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(self.lengths.values())

    def __iter__(self) -> Iterator[Prefix]:
        """In no order that means anything."""
        return (prefix for full in self.buckets.values() for prefix in full)

    def alone(self, major: Prefix) -> bool:
        """True when the network itself is all there is."""
        return self.lengths == {major.length: 1}

    def changed(self, prefix: Prefix, by: int) -> Major:
        """With one prefix more (1) or less (-1)."""
        place = bucket(prefix.network)
        full = self.buckets.get(place, ())
        full = (*full, prefix) if by > 0 else tuple(one for one in full if one != prefix)
        lengths = {**self.lengths, prefix.length: self.lengths.get(prefix.length, 0) + by}
        buckets = {**self.buckets, place: full}
        if not full:
            del buckets[place]
        if not lengths[prefix.length]:
            del lengths[prefix.length]
        return Major(buckets, lengths)

    def in_order(self, since: Since) -> Iterator[Prefix]:
        """As 12.x walks its table; a bucket is sorted when it is come to."""
        for _, full in sorted(self.buckets.items()):
            yield from sorted(full, key=lambda one: subnet_key(one, since(one)))


class Networks:
    """See the module."""

    __slots__ = ("majors", "others")

    def __init__(
        self, majors: Mapping[Prefix, Major] | None = None, others: Mapping[Prefix, None] | None = None
    ) -> None:
        self.majors: dict[Prefix, Major] = dict(majors or {})
        self.others: dict[Prefix, None] = dict(others or {})

    @staticmethod
    def of(prefixes: Iterable[Prefix]) -> Networks:
        """Those of a table that is at hand."""
        found = Networks()
        for prefix in prefixes:
            found.add(prefix)
        return found

    def copy(self) -> Networks:
        """As they are now."""
        return Networks(self.majors, self.others)

    def clear(self) -> None:
        """There are none."""
        self.majors.clear()
        self.others.clear()

    def add(self, prefix: Prefix) -> None:
        """A prefix comes."""
        major = major_of(prefix)
        if major is None:
            self.others[prefix] = None
        else:
            self.majors[major] = self.majors.get(major, NOTHING).changed(prefix, 1)

    def remove(self, prefix: Prefix) -> None:
        """A prefix goes."""
        major = major_of(prefix)
        if major is None:
            self.others.pop(prefix, None)
            return
        left = self.majors[major].changed(prefix, -1)
        if left.lengths:
            self.majors[major] = left
        else:
            del self.majors[major]

    def hashed(self, since: Since) -> Iterator[Prefix]:
        """Major networks as 12.x walks them, the newest of a bucket first; then supernets, then the default network."""
        places: dict[int, list[Prefix]] = {}
        for major in self.majors:
            places.setdefault(major_bucket(major.network), []).append(major)
        for _, full in sorted(places.items()):
            yield from full if len(full) == 1 else sorted(full, key=lambda one: -min(map(since, self.majors[one])))
        yield from sorted(self.others, key=lambda one: (one == DEFAULT, -one.length, one.network))

    def ascending(self, since: Since) -> Iterator[Prefix]:
        """Major networks and the others by number."""
        return iter(sorted([*self.majors, *self.others]))


NOTHING = Major()
