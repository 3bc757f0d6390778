"""Releases of the software, which of them have a feature, and what differs between them.

A release is written `12.2(11)T`: version 12.2, maintenance 11, train T; `15.1M` leaves the maintenance out. Trains
grow out of the main line: 12.2T has what 12.2 has and more, and 12.3 is the next main line after 12.2T. So `12.2(26)`
is later than `12.2(8)T` in number but does not have what came with it.

Invariant: `since` names the first release that has a thing, `until` the first that no longer has it.

A difference is declared where it shows, as the `Forms` of one thing:

    HEAD = Forms("IP-EIGRP neighbors for process {asn}", ("15.0", "EIGRP-IPv4 Neighbors for AS({asn})"))
    ...
    yield HEAD.on(look).format(asn=view.asn)

What has forms may be a text, a row of columns (a template that its heading fills, too), a number or a function.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

_WRITTEN = re.compile(r"(\d+)\.(\d+)(?:\((\d+)([a-z]?)\))?([A-Z]*)(\d*)")
_MAIN_LINES = ("", "M")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """One release; the order of the fields is the order of releases within a train."""

    major: int
    minor: int
    maintenance: int = 0
    letter: str = ""
    train: str = ""
    rebuild: int = 0

    @staticmethod
    @cache
    def parse(text: str) -> Release:
        """Read `12.2(11)T`, `12.3(17b)`, `15.1M`; ValueError otherwise."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"not a release: {text!r}")
        major, minor, maintenance, letter, train, rebuild = found.groups()
        return Release(int(major), int(minor), int(maintenance or 0), letter or "", train, int(rebuild or 0))

    def follows(self, other: Release) -> bool:
        """True when everything that came with `other` is in this release too."""
        if (self.major, self.minor) != (other.major, other.minor):
            return (self.major, self.minor) > (other.major, other.minor)
        if other.train not in _MAIN_LINES and self.train != other.train:
            return False
        return (self.maintenance, self.letter, self.rebuild) >= (other.maintenance, other.letter, other.rebuild)

    def has(self, since: str, until: str = "") -> bool:
        """True when a thing of these bounds is in this release; an empty bound does not bind."""
        if since and not self.follows(Release.parse(since)):
            return False
        return not (until and self.follows(Release.parse(until)))

    def __str__(self) -> str:
        maintenance = f"({self.maintenance}{self.letter})" if self.maintenance else ""
        return f"{self.major}.{self.minor}{maintenance}{self.train}{self.rebuild or ''}"


class Forms(Generic[T]):
    """The forms of one thing: what it was at first, and what it is since later releases, ascending."""

    __slots__ = ("_first", "_later")

    def __init__(self, first: T, *later: tuple[str, T]) -> None:
        self._first = first
        self._later = tuple((Release.parse(since), form) for since, form in reversed(later))

    def on(self, release: Release) -> T:
        """The form of a release: the latest one that it has."""
        return next((form for since, form in self._later if release.follows(since)), self._first)
